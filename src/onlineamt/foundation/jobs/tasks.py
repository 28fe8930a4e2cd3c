"""Care for the jobs themselves: what is done is forgotten."""

from procrastinate import JobContext
from procrastinate.contrib.django import app

KEEP_HOURS = 24  # how long a finished job can still be looked at


@app.periodic(cron="23 3 * * *")
@app.task(name="jobs.forget_finished", queueing_lock="jobs.forget_finished", pass_context=True)
async def forget_finished(context: JobContext, timestamp: int) -> None:
    """Delete jobs that succeeded a day ago; failed ones stay to be looked at. `timestamp`: Unix seconds of the tick."""
    await context.app.job_manager.delete_old_jobs(nb_hours=KEEP_HOURS)
