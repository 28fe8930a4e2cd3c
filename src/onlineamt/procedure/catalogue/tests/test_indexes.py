"""The database answers from its indexes, whatever the number of municipalities: shown by its own plans."""

from collections.abc import Callable, Iterator
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.load.synthetic import found_towns, offer_everything_everywhere, publish_services

from onlineamt.procedure.catalogue.queries import find_offering, list_offerings
from onlineamt.procedure.catalogue.search.query import search_services

pytestmark = pytest.mark.slow


@pytest.fixture
def town(real_transactions: None) -> Iterator[UUID]:
    """One of 25 towns that all offer 240 services."""
    publish_services(240)
    towns = found_towns(25)
    offer_everything_everywhere()
    yield towns[12]


def plans_of(ask: Callable[[], object]) -> list[str]:
    """Return how the database answers each statement of a question."""
    with CaptureQueriesContext(connection) as captured:
        ask()
    with connection.cursor() as cursor:
        plans = []
        for query in captured.captured_queries:
            cursor.execute("EXPLAIN " + query["sql"].replace("%", "%%"), None)
            plans.append("\n".join(line for (line,) in cursor.fetchall()))
    return plans


def test_every_question_is_answered_from_an_index(town: UUID) -> None:
    (found,) = plans_of(lambda: find_offering(town, "leistung-100"))
    (listed,) = plans_of(lambda: list_offerings(town))
    _, searched = plans_of(lambda: search_services(town, "Hundesteuer anmelden"))
    mended = plans_of(lambda: search_services(town, "Hudnesteuer"))

    assert "Seq Scan on offering" not in found + listed + searched
    assert "offering_one_row" in found
    for column in ("head", "parts", "body"):
        assert f"Bitmap Index Scan on service_card_{column}" in searched
    assert any("Index Scan using search_word_alike" in plan for plan in mended)
