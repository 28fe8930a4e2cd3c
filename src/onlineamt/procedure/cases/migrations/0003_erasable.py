"""What was written in a case stays as it was until its key is destroyed; the archive may be asked before."""

from django.db import migrations, models

from onlineamt.foundation.tenancy.schema import FrozenUntilErased


class Migration(migrations.Migration):
    dependencies = [("cases", "0002_notes_requests_holds"), ("sealing", "0001_initial")]

    operations = [
        migrations.AddField(model_name="case", name="offered_on", field=models.DateField(null=True)),
        migrations.AlterField(
            model_name="casehold",
            name="kind",
            field=models.CharField(
                choices=[("remedy", "remedy"), ("legal", "legal"), ("archive", "archive")], max_length=8
            ),
        ),
        FrozenUntilErased("case_note", "case_id"),
        FrozenUntilErased("evidence_request", "case_id", ("letter_id",), "OLD.answered_at IS NOT NULL"),
    ]
