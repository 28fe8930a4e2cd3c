"""The rounds come last: they take longest, and what quicker tests find makes them needless."""

from pathlib import Path

import pytest

HERE = Path(__file__).parent


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Move the tests of this folder to the end."""
    items.sort(key=lambda item: item.path.is_relative_to(HERE))
