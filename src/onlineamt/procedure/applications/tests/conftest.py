"""What the tests of applications share: events are heard, not acted on."""

import pytest

from onlineamt.foundation.core import events
from onlineamt.procedure.applications.events import (
    ApplicationSubmitted,
    DraftNearlyOld,
    EmailCodeRequested,
    ResumeCodeRequested,
)


@pytest.fixture(autouse=True)
def heard(monkeypatch: pytest.MonkeyPatch) -> list[events.Event]:
    """Return the events that were emitted; this stage does not know who acts on them."""
    said: list[events.Event] = []
    kinds = (ApplicationSubmitted, DraftNearlyOld, EmailCodeRequested, ResumeCodeRequested)
    monkeypatch.setattr(events, "_handlers", dict.fromkeys(kinds, (said.append,)))
    return said
