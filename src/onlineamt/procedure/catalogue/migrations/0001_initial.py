import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
from django.db import migrations, models

import onlineamt.foundation.core.ids
from onlineamt.foundation.tenancy.schema import FrozenTable


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("organisation", "0001_initial"),
        ("tenancy", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="LifeSituation",
            fields=[
                ("key", models.SlugField(max_length=60, primary_key=True, serialize=False)),
                ("position", models.PositiveSmallIntegerField()),
                ("icon", models.SlugField(blank=True, max_length=40)),
                ("texts", models.JSONField()),
                ("steps", models.JSONField(default=list)),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="parts",
                        to="catalogue.lifesituation",
                    ),
                ),
            ],
            options={
                "db_table": "life_situation",
            },
        ),
        migrations.CreateModel(
            name="SearchWord",
            fields=[
                ("word", models.CharField(max_length=60, primary_key=True, serialize=False)),
                ("shown", models.CharField(max_length=60)),
                ("stem", models.CharField(db_index=True, max_length=60)),
            ],
            options={
                "db_table": "search_word",
                "indexes": [
                    django.contrib.postgres.indexes.GistIndex(
                        fields=["word"], name="search_word_alike", opclasses=["gist_trgm_ops"]
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ServiceVersion",
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
                ("key", models.SlugField(db_index=False, max_length=60)),
                ("version", models.CharField(max_length=20)),
                ("digest", models.CharField(max_length=64)),
                ("sections", models.JSONField()),
                ("created_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "db_table": "service_version",
                "constraints": [
                    models.UniqueConstraint(fields=("key", "version"), name="service_version_one_row")
                ],
            },
        ),
        migrations.CreateModel(
            name="ServiceCard",
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
                ("texts", models.JSONField()),
                (
                    "life_situations",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.SlugField(max_length=60), default=list, size=None
                    ),
                ),
                ("head", django.contrib.postgres.search.SearchVectorField()),
                ("parts", django.contrib.postgres.search.SearchVectorField()),
                ("body", django.contrib.postgres.search.SearchVectorField()),
                (
                    "tenant",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="tenancy.tenant",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cards",
                        to="catalogue.serviceversion",
                    ),
                ),
            ],
            options={
                "db_table": "service_card",
            },
        ),
        migrations.CreateModel(
            name="Offering",
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
                ("key", models.SlugField(db_index=False, max_length=60)),
                ("parameters", models.JSONField(default=dict)),
                ("words", models.JSONField(default=dict)),
                ("is_online", models.BooleanField()),
                ("changed_at", models.DateTimeField(auto_now=True)),
                (
                    "office",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisation.orgunit",
                    ),
                ),
                (
                    "tenant",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="offerings",
                        to="tenancy.tenant",
                    ),
                ),
                (
                    "card",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="catalogue.servicecard",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="offerings",
                        to="catalogue.serviceversion",
                    ),
                ),
            ],
            options={
                "db_table": "offering",
            },
        ),
        migrations.AddIndex(
            model_name="servicecard",
            index=django.contrib.postgres.indexes.GinIndex(
                fastupdate=False, fields=["head"], name="service_card_head"
            ),
        ),
        migrations.AddIndex(
            model_name="servicecard",
            index=django.contrib.postgres.indexes.GinIndex(
                fastupdate=False, fields=["parts"], name="service_card_parts"
            ),
        ),
        migrations.AddIndex(
            model_name="servicecard",
            index=django.contrib.postgres.indexes.GinIndex(
                fastupdate=False, fields=["body"], name="service_card_body"
            ),
        ),
        migrations.AddConstraint(
            model_name="servicecard",
            constraint=models.UniqueConstraint(
                fields=("version", "tenant"), name="service_card_one_row", nulls_distinct=False
            ),
        ),
        migrations.AddConstraint(
            model_name="offering",
            constraint=models.UniqueConstraint(fields=("tenant", "key"), name="offering_one_row"),
        ),
        migrations.AddConstraint(
            model_name="offering",
            constraint=models.UniqueConstraint(fields=("tenant", "card"), name="offering_one_card"),
        ),
        FrozenTable("service_version"),
        # An office of another municipality does not fit.
        migrations.RunSQL(
            "ALTER TABLE offering ADD CONSTRAINT offering_office_in_tenant"
            " FOREIGN KEY (tenant_id, office_id) REFERENCES org_unit (tenant_id, id)",
            "ALTER TABLE offering DROP CONSTRAINT offering_office_in_tenant",
        ),
    ]
