"""By what entries are known among others, by which answer to their person, and which case renewed them."""

import django.db.models.deletion
from django.db import migrations, models

import onlineamt.foundation.core.ids
import onlineamt.foundation.tenancy.transaction
from onlineamt.foundation.tenancy.schema import TenantTable


class Migration(migrations.Migration):
    dependencies = [
        ("registers", "0001_initial"),
        ("tenancy", "0003_facts_are_content"),
    ]

    operations = [
        migrations.AddField(
            model_name="registerentry",
            name="answer_index",
            field=models.BinaryField(null=True),
        ),
        migrations.AddField(
            model_name="registerentry",
            name="compared_index",
            field=models.BinaryField(null=True),
        ),
        migrations.AddField(
            model_name="registerterm",
            name="made_by",
            field=models.UUIDField(null=True),
        ),
        migrations.AddConstraint(
            model_name="registerterm",
            constraint=models.UniqueConstraint(
                condition=models.Q(("made_by__isnull", False)),
                fields=("tenant", "entry", "made_by"),
                name="register_term_once_for_each_case",
            ),
        ),
        migrations.CreateModel(
            name="RegisterMark",
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
                ("name", models.CharField(max_length=60)),
                ("index", models.BinaryField()),
                (
                    "entry",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="marks",
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
                "db_table": "register_mark",
                "indexes": [models.Index(fields=["tenant", "index"], name="register_mark_same")],
                "constraints": [
                    models.UniqueConstraint(fields=("tenant", "entry", "name"), name="register_mark_one_row")
                ],
            },
        ),
        TenantTable("register_mark", references={"entry_id": "register_entry"}),
    ]
