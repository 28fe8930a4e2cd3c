import django.db.models.deletion
from django.db import migrations, models

import onlineamt.foundation.core.ids
import onlineamt.foundation.tenancy.transaction
from onlineamt.foundation.tenancy.schema import FrozenTable, TenantTable


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("tenancy", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="AuditCheckpoint",
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
                ("number", models.PositiveIntegerField()),
                ("up_to", models.UUIDField()),
                ("entries", models.PositiveBigIntegerField()),
                ("hash", models.BinaryField()),
                ("signature", models.BinaryField()),
                ("made_at", models.DateTimeField()),
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
                "db_table": "audit_checkpoint",
                "constraints": [
                    models.UniqueConstraint(fields=("tenant", "number"), name="audit_checkpoint_one_row")
                ],
            },
        ),
        migrations.CreateModel(
            name="AuditEntry",
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
                ("chain", models.UUIDField()),
                ("position", models.PositiveIntegerField()),
                ("at", models.DateTimeField()),
                ("name", models.CharField(max_length=60)),
                ("actor", models.CharField(max_length=80)),
                ("facts", models.JSONField(default=dict)),
                ("sealed_content", models.BinaryField(null=True)),
                ("hash", models.BinaryField()),
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
                "db_table": "audit_entry",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("tenant", "chain", "position"), name="audit_entry_one_chain"
                    )
                ],
            },
        ),
        TenantTable("audit_entry"),
        TenantTable("audit_checkpoint"),
        FrozenTable("audit_entry"),
        FrozenTable("audit_checkpoint"),
    ]
