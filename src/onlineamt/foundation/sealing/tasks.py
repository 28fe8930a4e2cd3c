"""The journal of erasures is written every minute."""

from procrastinate.contrib.django import app

from onlineamt.foundation.sealing.erasures import write_journal


@app.periodic(cron="* * * * *")
@app.task(
    name="sealing.write_erasure_journal", queueing_lock="sealing.write_erasure_journal", pass_context=False
)
def write_erasure_journal(timestamp: int) -> None:
    """Append new erasures to the journal outside the database. `timestamp`: Unix seconds of the tick."""
    write_journal()
