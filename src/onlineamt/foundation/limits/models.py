"""Counters of attempts."""

from typing import ClassVar

from django.db import models


class RateCounter(models.Model):
    """How often something was tried in a window of time (Versuchszähler). The key is a keyed hash: nobody stands in it."""

    id = models.BigAutoField(primary_key=True)
    key_hash = models.BinaryField()
    window_start = models.DateTimeField()
    count = models.PositiveIntegerField()

    class Meta:
        db_table = "rate_counter"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["key_hash", "window_start"], name="rate_counter_one_row")
        ]
        indexes: ClassVar = [models.Index(fields=["window_start"], name="rate_counter_old")]

    def __str__(self) -> str:
        return f"{self.count} seit {self.window_start:%H:%M}"
