"""A decision that was issued says what it said until its key is destroyed."""

from django.db import migrations

from onlineamt.foundation.tenancy.schema import FrozenUntilErased


class Migration(migrations.Migration):
    dependencies = [("decisions", "0001_initial"), ("sealing", "0001_initial")]

    operations = [
        FrozenUntilErased("decision", "case_id", ("letter_id",), "OLD.issued_at IS NOT NULL"),
    ]
