"""A follow-up knows the register entry it is about; the office may link what the person could not."""

from django.db import migrations, models

from onlineamt.foundation.tenancy.schema import FrozenUntilErased


class Migration(migrations.Migration):
    dependencies = [
        ("applications", "0004_erasable"),
        ("catalogue", "0002_parameter_table"),
        ("tenancy", "0003_facts_are_content"),
    ]

    operations = [
        migrations.AddField(
            model_name="application",
            name="entry_id",
            field=models.UUIDField(null=True),
        ),
        migrations.AddField(
            model_name="application",
            name="linked_by",
            field=models.CharField(
                blank=True,
                choices=[
                    ("", "gar nicht"),
                    ("case", "aus dem eigenen Vorgang"),
                    ("answer", "mit Nummer und Antwort"),
                    ("office", "durch das Amt"),
                ],
                default="",
                max_length=6,
            ),
        ),
        migrations.AddField(
            model_name="application",
            name="sought_index",
            field=models.BinaryField(null=True),
        ),
        migrations.AddIndex(
            model_name="application",
            index=models.Index(
                condition=models.Q(("entry_id__isnull", False)),
                fields=["tenant", "entry_id"],
                name="application_of_entry",
            ),
        ),
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
                "entry_id",
                "linked_by",
            ),
            "OLD.submitted_at IS NOT NULL",
        ),
    ]
