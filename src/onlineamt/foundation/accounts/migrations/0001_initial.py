import django.db.models.deletion
from django.db import migrations, models

import onlineamt.foundation.core.ids
import onlineamt.foundation.tenancy.transaction
from onlineamt.foundation.tenancy.schema import TenantTable


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("organisation", "0001_initial"),
        ("tenancy", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Account",
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
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("email_index", models.BinaryField()),
                ("sealed_email", models.BinaryField()),
                ("sealed_name", models.BinaryField()),
                ("is_active", models.BooleanField(default=True)),
                ("sealed_totp_secret", models.BinaryField(null=True)),
                ("totp_step", models.BigIntegerField(default=0)),
                ("enrolled_at", models.DateTimeField(null=True)),
                ("setup_hash", models.BinaryField(null=True)),
                ("setup_until", models.DateTimeField(null=True)),
                ("created_at", models.DateTimeField()),
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
                "db_table": "account",
            },
        ),
        migrations.CreateModel(
            name="Membership",
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
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("caseworker", "caseworker"),
                            ("decider", "decider"),
                            ("lead", "lead"),
                            ("admin", "admin"),
                            ("auditor", "auditor"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "account",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="memberships",
                        to="accounts.account",
                    ),
                ),
                (
                    "org_unit",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="memberships",
                        to="organisation.orgunit",
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
                "db_table": "membership",
            },
        ),
        migrations.CreateModel(
            name="RecoveryCode",
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
                ("code_hash", models.BinaryField()),
                ("used_at", models.DateTimeField(null=True)),
                (
                    "account",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="recovery_codes",
                        to="accounts.account",
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
                "db_table": "recovery_code",
            },
        ),
        migrations.CreateModel(
            name="StaffSession",
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
                ("token_hash", models.BinaryField()),
                ("device", models.CharField(max_length=40)),
                ("started_at", models.DateTimeField()),
                ("used_at", models.DateTimeField()),
                ("confirmed_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "account",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sessions",
                        to="accounts.account",
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
                "db_table": "staff_session",
            },
        ),
        migrations.AddConstraint(
            model_name="account",
            constraint=models.UniqueConstraint(fields=("tenant", "email_index"), name="account_one_email"),
        ),
        migrations.AddConstraint(
            model_name="account",
            constraint=models.UniqueConstraint(
                fields=("tenant", "setup_hash"), name="account_one_setup_code"
            ),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.UniqueConstraint(
                fields=("tenant", "account", "org_unit", "role"), name="membership_one_row"
            ),
        ),
        migrations.AddConstraint(
            model_name="recoverycode",
            constraint=models.UniqueConstraint(
                fields=("tenant", "account", "code_hash"), name="recovery_code_one_row"
            ),
        ),
        migrations.AddIndex(
            model_name="staffsession",
            index=models.Index(fields=["started_at"], name="staff_session_old"),
        ),
        migrations.AddConstraint(
            model_name="staffsession",
            constraint=models.UniqueConstraint(
                fields=("tenant", "token_hash"), name="staff_session_one_token"
            ),
        ),
        TenantTable("account"),
        TenantTable(
            "membership",
            references={"account_id": "account", "org_unit_id": "org_unit"},
            cascade=("account_id",),
        ),
        TenantTable("recovery_code", references={"account_id": "account"}, cascade=("account_id",)),
        TenantTable("staff_session", references={"account_id": "account"}, cascade=("account_id",)),
    ]
