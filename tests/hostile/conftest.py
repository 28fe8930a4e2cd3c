"""What attacks start from: the dog service in Musterstadt, late on 20 March 2026."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.journeys.conftest import dog_service, run_jobs

__all__ = ["dog_service", "run_jobs"]


@pytest.fixture(autouse=True)
def evening(at: Callable[..., Any]) -> None:
    """It is late on 20 March 2026."""
    at(2026, 3, 20, 21, 41)
