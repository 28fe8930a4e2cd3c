"""What tests of delivery start from: a dachshund's case on 20 March 2026."""

from collections.abc import Callable
from typing import Any

import pytest
from tests.cases import Send
from tests.journeys.conftest import run_jobs

from onlineamt.foundation.tenancy.models import Tenant
from onlineamt.procedure.delivery.tests.lives import DogLife

__all__ = ["run_jobs"]


@pytest.fixture(autouse=True)
def march(at: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """It is Friday, 20 March 2026, and nobody is drawn for the sample."""
    at(2026, 3, 20, 9, 0)
    monkeypatch.setattr(
        "onlineamt.procedure.decisions.actions.automatic.is_set_aside", lambda case_id, percent: False
    )


@pytest.fixture
def dog_life(dog_town: Tenant, send: Send, at: Callable[..., Any]) -> DogLife:
    """Return the case of a dachshund, just sent."""
    return DogLife(dog_town, send("dackel"), at)
