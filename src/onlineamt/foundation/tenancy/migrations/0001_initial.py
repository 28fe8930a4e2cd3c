import django.db.models.deletion
from django.db import migrations, models

import onlineamt.foundation.core.ids


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Tenant",
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
                ("key", models.SlugField(unique=True)),
                ("name", models.CharField(max_length=120)),
                ("official_name", models.CharField(max_length=160)),
                (
                    "kind",
                    models.CharField(
                        choices=[("city", "City"), ("town", "Town"), ("county", "County")], max_length=10
                    ),
                ),
                ("land", models.CharField(max_length=2)),
                ("regional_key", models.CharField(max_length=12, unique=True)),
                ("inhabitants", models.PositiveIntegerField()),
                ("theme", models.JSONField(default=dict)),
                ("contact", models.JSONField(default=dict)),
                ("is_live", models.BooleanField(default=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "county",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="towns",
                        to="tenancy.tenant",
                    ),
                ),
            ],
            options={
                "db_table": "tenant",
            },
        ),
        migrations.CreateModel(
            name="ContentVersion",
            fields=[
                (
                    "tenant",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        serialize=False,
                        to="tenancy.tenant",
                    ),
                ),
                ("version", models.BigIntegerField(db_index=True)),
            ],
            options={
                "db_table": "content_version",
            },
        ),
        migrations.CreateModel(
            name="TenantHost",
            fields=[
                ("host", models.CharField(max_length=253, primary_key=True, serialize=False)),
                ("is_primary", models.BooleanField(default=False)),
                (
                    "tenant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="hosts", to="tenancy.tenant"
                    ),
                ),
            ],
            options={
                "db_table": "tenant_host",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("is_primary", True)),
                        fields=("tenant",),
                        name="tenant_host_one_primary",
                    )
                ],
            },
        ),
        migrations.RunSQL("CREATE SEQUENCE content_version_number", "DROP SEQUENCE content_version_number"),
    ]
