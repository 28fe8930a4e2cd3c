"""Jobs to try a worker with: `work`, or the name of a job to put in the queue. Run as a process of its own."""

import os
import sys
import time

import django
from django.db import transaction

from onlineamt.config.commands import worker

django.setup()
from procrastinate.contrib.django import app  # noqa: E402 -- the jobs below are registered with the started portal


@app.task(name="trial.linger")
def linger() -> None:
    if "TRIAL_IS_QUICK" not in os.environ:
        time.sleep(60)


@app.task(name="trial.brief")
def brief() -> None:
    time.sleep(2)


@app.task(name="trial.promised")
def promised() -> None:
    pass


@app.task(name="trial.promise_and_fail")
def promise_and_fail() -> None:
    with transaction.atomic():
        promised.defer()
        raise RuntimeError("changed its mind")


if __name__ == "__main__":
    if sys.argv[1] == "work":
        sys.exit(worker.run([]))
    {"linger": linger, "promise_and_fail": promise_and_fail, "brief": brief}[sys.argv[1]].defer()
