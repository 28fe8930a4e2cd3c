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
            name="PrintBatch",
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
                ("day", models.DateField()),
                ("number", models.PositiveSmallIntegerField()),
                ("taken_at", models.DateTimeField(default=onlineamt.foundation.core.clock.now)),
                ("handed_over_at", models.DateTimeField(null=True)),
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
                "db_table": "print_batch",
            },
        ),
        migrations.CreateModel(
            name="PrintItem",
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
                ("document_id", models.UUIDField()),
                ("idempotency_key", models.CharField(max_length=120)),
                ("sealed_recipient", models.BinaryField()),
                ("created_at", models.DateTimeField(default=onlineamt.foundation.core.clock.now)),
                ("handed_over_at", models.DateTimeField(null=True)),
                ("posted_on", models.DateField(null=True)),
                ("returned_on", models.DateField(null=True)),
                ("return_reason", models.CharField(blank=True, max_length=20)),
                (
                    "batch",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="items",
                        to="post.printbatch",
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
                "db_table": "print_item",
            },
        ),
        migrations.AddIndex(
            model_name="printbatch",
            index=models.Index(
                condition=models.Q(("handed_over_at", None)), fields=["tenant", "id"], name="print_batch_open"
            ),
        ),
        migrations.AddConstraint(
            model_name="printbatch",
            constraint=models.UniqueConstraint(
                fields=("tenant", "day", "number"), name="print_batch_one_number"
            ),
        ),
        migrations.AddIndex(
            model_name="printitem",
            index=models.Index(fields=["tenant", "subject_id"], name="print_item_subject"),
        ),
        migrations.AddIndex(
            model_name="printitem",
            index=models.Index(fields=["tenant", "batch"], name="print_item_batch"),
        ),
        migrations.AddIndex(
            model_name="printitem",
            index=models.Index(
                condition=models.Q(("posted_on", None)), fields=["tenant", "id"], name="print_item_not_posted"
            ),
        ),
        migrations.AddConstraint(
            model_name="printitem",
            constraint=models.UniqueConstraint(fields=("tenant", "idempotency_key"), name="print_item_once"),
        ),
        migrations.AddConstraint(
            model_name="printitem",
            constraint=models.CheckConstraint(
                condition=models.Q(("posted_on", None), ("handed_over_at__isnull", False), _connector="OR"),
                name="print_item_posted_after_print",
            ),
        ),
        migrations.AddConstraint(
            model_name="printitem",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("returned_on", None), ("returned_on__gte", models.F("posted_on")), _connector="OR"
                ),
                name="print_item_returned_after_post",
            ),
        ),
        TenantTable("print_batch"),
        TenantTable("print_item", references={"batch_id": "print_batch"}),
    ]
