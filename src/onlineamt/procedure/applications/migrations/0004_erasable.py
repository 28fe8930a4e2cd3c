"""An application that was sent stays as it is until its key is destroyed."""

from django.db import migrations

from onlineamt.foundation.tenancy.schema import FrozenUntilErased


class Migration(migrations.Migration):
    dependencies = [("applications", "0003_holder_proven_at"), ("sealing", "0001_initial")]

    operations = [
        FrozenUntilErased(
            "application",
            "id",
            (
                "receipt_id",
                "contact_way",
                "sealed_email",
                "email_confirmed_at",
                "code_hash",
                "code_sent_at",
            ),
            "OLD.submitted_at IS NOT NULL",
        ),
    ]
