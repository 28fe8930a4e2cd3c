"""How often the database is asked: for a whole application, and for the pages that staff and applicants open most."""

import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext

from onlineamt.foundation.tenancy.directory import directory
from tests.load.applications import ANSWERS, HOST, offer_small_service
from tests.world import web_environ

MOST_STATEMENTS = 25  # without BEGIN, COMMIT and set_config
_NOT_COUNTED = re.compile(r"BEGIN|COMMIT|ROLLBACK|SELECT set_config", re.IGNORECASE)
_ACTION = re.compile(r'<form method="post" action="([^"]+)"')
_SEEN = re.compile(r'name="_seen" value="([^"]*)"')


@contextmanager
def asked() -> Iterator[list[str]]:
    """Collect the statements of both connections that serve pages."""
    statements: list[str] = []
    with ExitStack() as stack:
        captures = [
            stack.enter_context(CaptureQueriesContext(connections[alias])) for alias in ("default", "apart")
        ]
        yield statements
        statements += [
            one["sql"]
            for capture in captures
            for one in capture.captured_queries
            if not _NOT_COUNTED.match(one["sql"])
        ]


def test_a_whole_application_asks_the_database_at_most_25_times(real_transactions: None) -> None:
    directory.forget()
    offer_small_service()
    apply(Client(**web_environ(HOST)))  # what a process reads once is read

    with asked() as statements:
        apply(Client(**web_environ(HOST)))

    assert len(statements) <= MOST_STATEMENTS, "\n".join(statements)
    assert any("INTO case_file" in one for one in statements)  # the case is opened in the same transaction
    directory.forget()


def apply(client: Client) -> None:
    """Walk from the page of the service to the confirmation."""
    page = client.get("/leistung/messung").content.decode()
    page = _send(client, page, {})
    for answers in ANSWERS:
        seen = _SEEN.search(page)
        page = _send(client, page, {**answers, "_seen": seen[1] if seen else ""})
    page = _send(client, page, {"contact": "post"})
    assert 'id="reference"' in page


def _send(client: Client, page: str, form: dict[str, str]) -> str:
    action = _ACTION.search(page)
    assert action
    return client.post(action[1], form, follow=True).content.decode()
