"""Old counters of attempts are swept every hour."""

from procrastinate.contrib.django import app

from onlineamt.foundation.limits.actions import sweep_counters


@app.periodic(cron="41 * * * *")
@app.task(name="limits.sweep_counters", queueing_lock="limits.sweep_counters")
def sweep(timestamp: int) -> None:
    """Delete counters that no limit looks at. `timestamp`: Unix seconds of the tick."""
    sweep_counters()
