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
            name="OutboundMail",
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
                ("template", models.CharField(max_length=40)),
                ("language", models.CharField(max_length=10)),
                ("idempotency_key", models.CharField(max_length=120)),
                ("sealed_content", models.BinaryField(null=True)),
                ("state", models.CharField(default="queued", max_length=10)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("reason", models.CharField(blank=True, max_length=200)),
                ("created_at", models.DateTimeField(default=onlineamt.foundation.core.clock.now)),
                ("settled_at", models.DateTimeField(null=True)),
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
                "db_table": "outbound_mail",
                "indexes": [
                    models.Index(fields=["tenant", "subject_id"], name="outbound_mail_subject"),
                    models.Index(
                        condition=models.Q(("state", "failed")),
                        fields=["settled_at"],
                        name="outbound_mail_failed",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("tenant", "idempotency_key"), name="outbound_mail_once")
                ],
            },
        ),
        TenantTable("outbound_mail"),
    ]
