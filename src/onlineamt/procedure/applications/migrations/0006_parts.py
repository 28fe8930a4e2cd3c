"""Parts of an application may be handed to other persons."""

import django.db.models.deletion
from django.db import migrations, models

import onlineamt.foundation.core.ids
import onlineamt.foundation.tenancy.transaction
from onlineamt.foundation.tenancy.schema import TenantTable


class Migration(migrations.Migration):
    dependencies = [("applications", "0005_link_to_entry"), ("tenancy", "0003_facts_are_content")]

    operations = [
        migrations.CreateModel(
            name="ApplicationPart",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=onlineamt.foundation.core.ids.new_id,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("party", models.CharField(max_length=60)),
                ("draft_id", models.UUIDField()),
                ("invite_index", models.BinaryField(null=True)),
                ("handed_in_at", models.DateTimeField(null=True)),
                (
                    "application",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="parts",
                        to="applications.application",
                    ),
                ),
                (
                    "tenant",
                    models.ForeignKey(
                        db_index=False,
                        default=onlineamt.foundation.tenancy.transaction.current_tenant_id,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tenancy.tenant",
                    ),
                ),
            ],
            options={"db_table": "application_part"},
        ),
        migrations.AddConstraint(
            "applicationpart",
            models.UniqueConstraint(
                fields=["tenant", "application", "party"], name="application_part_one_row"
            ),
        ),
        migrations.AddConstraint(
            "applicationpart",
            models.UniqueConstraint(fields=["tenant", "draft_id"], name="application_part_of_draft"),
        ),
        migrations.AddConstraint(
            "applicationpart",
            models.UniqueConstraint(fields=["tenant", "invite_index"], name="application_part_one_link"),
        ),
        TenantTable("application_part", {"application_id": "application"}, ("application_id",)),
    ]
