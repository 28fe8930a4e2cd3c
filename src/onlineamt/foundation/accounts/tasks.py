"""Sessions that are long over are deleted every night."""

from procrastinate.contrib.django import app

from onlineamt.foundation.accounts.actions.login import delete_old_sessions


@app.periodic(cron="23 3 * * *")
@app.task(name="accounts.delete_old_sessions", queueing_lock="accounts.delete_old_sessions")
def sweep_sessions(timestamp: int) -> None:
    """Delete sessions that nobody asks for any more. `timestamp`: Unix seconds of the tick."""
    delete_old_sessions()
