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
            name="Claim",
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
                ("idempotency_key", models.CharField(max_length=120)),
                ("name", models.CharField(max_length=80)),
                ("cents", models.BigIntegerField()),
                ("payment_reference", models.CharField(max_length=25)),
                ("due_on", models.DateField()),
                ("raised_at", models.DateTimeField(default=onlineamt.foundation.core.clock.now)),
                ("settled_at", models.DateTimeField(null=True)),
                ("cancelled_at", models.DateTimeField(null=True)),
                ("cancel_reason", models.CharField(blank=True, max_length=40)),
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
                "db_table": "claim",
                "indexes": [models.Index(fields=["tenant", "subject_id"], name="claim_subject")],
                "constraints": [
                    models.UniqueConstraint(fields=("tenant", "idempotency_key"), name="claim_once"),
                    models.UniqueConstraint(
                        fields=("tenant", "payment_reference"), name="claim_one_reference"
                    ),
                    models.CheckConstraint(condition=models.Q(("cents__gt", 0)), name="claim_is_an_amount"),
                    models.CheckConstraint(
                        condition=models.Q(("settled_at", None), ("cancelled_at", None), _connector="OR"),
                        name="claim_ends_once",
                    ),
                ],
            },
        ),
        TenantTable("claim"),
    ]
