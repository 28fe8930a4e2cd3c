"""Whether a municipality's archive sees cases before they are erased."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("tenancy", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="tenant",
            name="offers_to_archive",
            field=models.BooleanField(default=False),
        ),
    ]
