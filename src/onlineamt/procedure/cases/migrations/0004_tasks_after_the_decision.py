"""A task may arise with a decision, and anew with the next one."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0003_erasable")]

    operations = [
        migrations.RemoveConstraint(model_name="casetask", name="case_task_one_row"),
        migrations.AddField(model_name="casetask", name="decision_id", field=models.UUIDField(null=True)),
        migrations.AddConstraint(
            model_name="casetask",
            constraint=models.UniqueConstraint(
                fields=("tenant", "case", "name", "decision_id"),
                name="case_task_one_row",
                nulls_distinct=False,
            ),
        ),
    ]
