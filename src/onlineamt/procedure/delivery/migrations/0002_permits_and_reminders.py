"""The cards of register entries, and that their holders were told of the end."""

import django.db.models.deletion
from django.db import migrations, models

import onlineamt.foundation.core.ids
import onlineamt.foundation.tenancy.transaction
from onlineamt.foundation.tenancy.schema import TenantTable


class Migration(migrations.Migration):
    dependencies = [
        ("delivery", "0001_initial"),
        ("registers", "0001_initial"),
        ("tenancy", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="EntryReminder",
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
                ("valid_until", models.DateField()),
                ("reminded_at", models.DateTimeField()),
                ("way", models.CharField(max_length=12)),
                (
                    "entry",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="registers.registerentry",
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
            options={
                "db_table": "entry_reminder",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("tenant", "entry", "valid_until"), name="entry_reminder_once_for_each_end"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Permit",
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
                ("document_id", models.UUIDField()),
                ("content_index", models.BinaryField()),
                ("made_at", models.DateTimeField()),
                ("replaced_at", models.DateTimeField(null=True)),
                (
                    "entry",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="registers.registerentry",
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
            options={
                "db_table": "permit",
                "indexes": [models.Index(fields=["tenant", "entry"], name="permit_of_entry")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("replaced_at", None)),
                        fields=("tenant", "entry"),
                        name="permit_one_counts",
                    )
                ],
            },
        ),
        TenantTable("permit", {"entry_id": "register_entry"}),
        TenantTable("entry_reminder", {"entry_id": "register_entry"}),
    ]
