from django.db import migrations, models

from onlineamt.foundation.tenancy.schema import FrozenTable


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="ParameterTable",
            fields=[
                ("digest", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("rows", models.JSONField()),
                ("created_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={"db_table": "parameter_table"},
        ),
        FrozenTable("parameter_table"),
    ]
