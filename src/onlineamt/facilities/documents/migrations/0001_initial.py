import django.db.models.deletion
from django.db import migrations, models

import onlineamt.foundation.core.clock
import onlineamt.foundation.core.ids
import onlineamt.foundation.tenancy.transaction
from onlineamt.foundation.tenancy.schema import TenantTable


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("tenancy", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="StoredDocument",
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
                ("subject_id", models.UUIDField()),
                ("kind", models.CharField(max_length=20)),
                ("sealed_name", models.BinaryField()),
                ("media_type", models.CharField(max_length=100)),
                ("size", models.PositiveBigIntegerField()),
                ("storage_key", models.CharField(max_length=120)),
                ("content_hash", models.BinaryField()),
                ("token_hash", models.BinaryField(null=True)),
                ("created_at", models.DateTimeField(default=onlineamt.foundation.core.clock.now)),
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
                "db_table": "stored_document",
                "indexes": [
                    models.Index(fields=["tenant", "subject_id"], name="stored_document_subject"),
                    models.Index(fields=["tenant", "content_hash"], name="stored_document_content"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("tenant", "token_hash"), name="stored_document_one_token"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("kind", "receipt")),
                        fields=("tenant", "subject_id"),
                        name="stored_document_one_receipt",
                    ),
                ],
            },
        ),
        TenantTable("stored_document"),
    ]
