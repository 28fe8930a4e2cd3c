from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="RateCounter",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("key_hash", models.BinaryField()),
                ("window_start", models.DateTimeField()),
                ("count", models.PositiveIntegerField()),
            ],
            options={
                "db_table": "rate_counter",
                "indexes": [models.Index(fields=["window_start"], name="rate_counter_old")],
                "constraints": [
                    models.UniqueConstraint(fields=("key_hash", "window_start"), name="rate_counter_one_row")
                ],
            },
        ),
    ]
