import django.db.models.deletion
from django.db import migrations, models

import onlineamt.foundation.core.clock
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
            name="RegisterEntry",
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
                ("register", models.CharField(max_length=160)),
                ("subject_id", models.UUIDField()),
                ("idempotency_key", models.CharField(max_length=120)),
                ("titles", models.JSONField()),
                ("number", models.CharField(max_length=60)),
                ("year", models.PositiveSmallIntegerField()),
                ("sequence", models.BigIntegerField()),
                ("sealed_content", models.BinaryField(null=True)),
                ("token_hash", models.BinaryField()),
                ("holder_index", models.BinaryField(null=True)),
                ("valid_from", models.DateField()),
                ("valid_until", models.DateField(null=True)),
                ("ended_on", models.DateField(null=True)),
                ("end_reason", models.CharField(blank=True, max_length=40)),
                ("made_at", models.DateTimeField(default=onlineamt.foundation.core.clock.now)),
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
                "db_table": "register_entry",
            },
        ),
        migrations.CreateModel(
            name="RegisterTerm",
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
                ("valid_from", models.DateField()),
                ("valid_until", models.DateField(null=True)),
                ("made_at", models.DateTimeField(default=onlineamt.foundation.core.clock.now)),
                (
                    "entry",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="terms",
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
                "db_table": "register_term",
            },
        ),
        migrations.CreateModel(
            name="RegisterCounter",
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
                ("register", models.CharField(max_length=160)),
                ("year", models.PositiveSmallIntegerField()),
                ("last", models.BigIntegerField()),
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
                "db_table": "register_counter",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("tenant", "register", "year"), name="register_counter_one"
                    )
                ],
            },
        ),
        migrations.AddIndex(
            model_name="registerentry",
            index=models.Index(fields=["tenant", "subject_id"], name="register_entry_subject"),
        ),
        migrations.AddIndex(
            model_name="registerentry",
            index=models.Index(fields=["tenant", "number"], name="register_entry_number"),
        ),
        migrations.AddIndex(
            model_name="registerentry",
            index=models.Index(
                condition=models.Q(("holder_index", None), _negated=True),
                fields=["tenant", "holder_index"],
                name="register_entry_holder",
            ),
        ),
        migrations.AddConstraint(
            model_name="registerentry",
            constraint=models.UniqueConstraint(
                fields=("tenant", "register", "year", "sequence"), name="register_entry_one_place"
            ),
        ),
        migrations.AddConstraint(
            model_name="registerentry",
            constraint=models.UniqueConstraint(
                fields=("tenant", "register", "number"), name="register_entry_one_number"
            ),
        ),
        migrations.AddConstraint(
            model_name="registerentry",
            constraint=models.UniqueConstraint(
                fields=("tenant", "idempotency_key"), name="register_entry_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="registerentry",
            constraint=models.UniqueConstraint(
                fields=("tenant", "token_hash"), name="register_entry_one_token"
            ),
        ),
        migrations.AddConstraint(
            model_name="registerentry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("valid_until", None), ("valid_until__gte", models.F("valid_from")), _connector="OR"
                ),
                name="register_entry_has_a_day",
            ),
        ),
        migrations.AddIndex(
            model_name="registerterm",
            index=models.Index(fields=["tenant", "entry"], name="register_term_entry"),
        ),
        TenantTable("register_counter"),
        TenantTable("register_entry"),
        TenantTable("register_term", references={"entry_id": "register_entry"}),
        FrozenTable("register_term"),
    ]
