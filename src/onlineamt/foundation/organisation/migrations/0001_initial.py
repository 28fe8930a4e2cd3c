import django.db.models.deletion
from django.db import migrations, models

import onlineamt.foundation.core.ids


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("tenancy", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="OrgUnit",
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
                ("key", models.SlugField()),
                ("kind", models.SlugField(blank=True)),
                ("name", models.CharField(max_length=160)),
                ("street", models.CharField(blank=True, max_length=120)),
                ("postcode", models.CharField(blank=True, max_length=5)),
                ("place", models.CharField(blank=True, max_length=80)),
                ("telephone", models.CharField(blank=True, max_length=40)),
                ("email", models.EmailField(blank=True, max_length=254)),
                ("opening_hours", models.JSONField(default=list)),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="parts",
                        to="organisation.orgunit",
                    ),
                ),
                (
                    "tenant",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="org_units",
                        to="tenancy.tenant",
                    ),
                ),
            ],
            options={
                "db_table": "org_unit",
                "constraints": [
                    models.UniqueConstraint(fields=("tenant", "key"), name="org_unit_one_key"),
                    models.UniqueConstraint(fields=("tenant", "id"), name="org_unit_tenant_id_key"),
                ],
            },
        ),
    ]
