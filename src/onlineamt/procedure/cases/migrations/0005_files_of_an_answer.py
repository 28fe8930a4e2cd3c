"""Files may be uploaded for an answer before it is sent."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0004_tasks_after_the_decision")]

    operations = [
        migrations.AddField("evidencerequest", "sealed_files", models.BinaryField(null=True)),
        migrations.AddField("evidencerequest", "files_changed_at", models.DateTimeField(null=True)),
    ]
