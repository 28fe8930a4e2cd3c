import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

import onlineamt.foundation.core.clock
import onlineamt.foundation.core.ids
import onlineamt.foundation.tenancy.transaction
from onlineamt.foundation.tenancy.schema import TenantTable


class Migration(migrations.Migration):
    dependencies = [
        ("documents", "0001_initial"),
        ("tenancy", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="storeddocument",
            name="sealed_sha256",
            field=models.BinaryField(null=True),
        ),
        migrations.AddField(
            model_name="storeddocument",
            name="scanned_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="storeddocument",
            name="infected_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddIndex(
            model_name="storeddocument",
            index=models.Index(
                condition=models.Q(("kind", "evidence"), ("scanned_at", None)),
                fields=["created_at"],
                name="stored_document_unscanned",
            ),
        ),
        migrations.CreateModel(
            name="PendingUpload",
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
                ("sealed_name", models.BinaryField()),
                ("size", models.PositiveIntegerField()),
                ("received", models.PositiveIntegerField(default=0)),
                (
                    "part_keys",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=120), default=list, size=None
                    ),
                ),
                ("document_id", models.UUIDField(null=True)),
                ("begun_at", models.DateTimeField(default=onlineamt.foundation.core.clock.now)),
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
                "db_table": "pending_upload",
                "indexes": [
                    models.Index(fields=["tenant", "subject_id"], name="pending_upload_subject"),
                    models.Index(fields=["begun_at"], name="pending_upload_begun"),
                ],
            },
        ),
        TenantTable("pending_upload"),
    ]
