import django.db.models.deletion
from django.db import migrations, models

import onlineamt.foundation.core.ids
import onlineamt.foundation.tenancy.transaction
from onlineamt.foundation.tenancy.schema import FrozenTable, TenantTable


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("catalogue", "0001_initial"),
        ("tenancy", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Application",
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
                ("service_key", models.SlugField(max_length=80)),
                ("parameters", models.JSONField(default=dict)),
                ("language", models.CharField(max_length=8)),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("web", "Internet"),
                            ("counter", "Schalter"),
                            ("phone", "Telefon"),
                            ("paper", "Papier"),
                        ],
                        default="web",
                        max_length=8,
                    ),
                ),
                ("sealed_answers", models.BinaryField()),
                ("last_page", models.SlugField(blank=True, max_length=80)),
                ("started_at", models.DateTimeField()),
                ("edited_at", models.DateTimeField()),
                ("keep_draft", models.CharField(max_length=12)),
                ("delete_after", models.DateTimeField(null=True)),
                ("warned_at", models.DateTimeField(null=True)),
                ("resume_index", models.BinaryField()),
                (
                    "contact_way",
                    models.CharField(
                        blank=True,
                        choices=[("", "noch nicht gewählt"), ("email", "E-Mail"), ("post", "Post")],
                        default="",
                        max_length=8,
                    ),
                ),
                ("sealed_email", models.BinaryField(null=True)),
                ("email_confirmed_at", models.DateTimeField(null=True)),
                ("code_hash", models.BinaryField(null=True)),
                ("code_sent_at", models.DateTimeField(null=True)),
                ("submitted_at", models.DateTimeField(null=True)),
                ("reference", models.CharField(blank=True, max_length=20)),
                ("digest", models.CharField(blank=True, max_length=64)),
                ("receipt_id", models.UUIDField(null=True)),
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
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="catalogue.serviceversion",
                    ),
                ),
            ],
            options={
                "db_table": "application",
            },
        ),
        migrations.CreateModel(
            name="Holder",
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
                ("used_at", models.DateTimeField()),
                (
                    "application",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="holders",
                        to="applications.application",
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
                "db_table": "application_holder",
            },
        ),
        migrations.AddIndex(
            model_name="application",
            index=models.Index(
                condition=models.Q(("submitted_at", None)),
                fields=["tenant", "delete_after"],
                name="application_old_drafts",
            ),
        ),
        migrations.AddConstraint(
            model_name="application",
            constraint=models.UniqueConstraint(
                fields=("tenant", "resume_index"), name="application_one_resume_code"
            ),
        ),
        migrations.AddConstraint(
            model_name="application",
            constraint=models.UniqueConstraint(
                condition=models.Q(("reference", ""), _negated=True),
                fields=("tenant", "reference"),
                name="application_one_reference",
            ),
        ),
        migrations.AddConstraint(
            model_name="holder",
            constraint=models.UniqueConstraint(
                fields=("tenant", "application", "token_hash"), name="application_holder_one_row"
            ),
        ),
        TenantTable("application"),
        TenantTable("application_holder", {"application_id": "application"}, ("application_id",)),
        # What was submitted is what was declared; only the receipt and how the person is reached may still change.
        FrozenTable(
            "application",
            changeable=(
                "receipt_id",
                "contact_way",
                "sealed_email",
                "email_confirmed_at",
                "code_hash",
                "code_sent_at",
            ),
            once="OLD.submitted_at IS NOT NULL",
        ),
    ]
