"""A case may wait for documents that its applicant hands in later: then nobody of the office has asked."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0005_files_of_an_answer")]

    operations = [
        migrations.AlterField(
            "evidencerequest",
            "asked_by",
            models.ForeignKey(
                "accounts.account",
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                db_constraint=False,
                db_index=False,
                null=True,
            ),
        ),
    ]
