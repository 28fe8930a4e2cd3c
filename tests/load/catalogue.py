"""How fast the catalogue answers: the search among many municipalities, and anonymous pages kept and fresh."""

import io
import time
from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

from tests.load.hammer import CONNECTIONS, PIPELINED, requests_per_second
from tests.load.installation import Installation
from tests.load.values import Measure, percentile

SERVICES = 600
TOWNS = 300
TOWNS_WITH_OWN_WORDS = 100
SERVICES_SAID_OTHERWISE = 10
HOST = "ort-7.localhost"
TYPED = {
    "word": "Hundesteuer",
    "words": "Wohnungsgenehmigung beantragen",
    "compound": "steueranmeldung",
    "typo": "Hudnesteuer",
    "typo in a compound": "Wohnungsgenemigung",
    "question": "Was brauche ich für eine Baugenehmigung?",
    "nothing": "Quastenflosser",
}
PAGES = {
    "start": "/",
    "service": "/leistung/leistung-7",
    "search": "/suche?q=hundesteuer",
    "offices": "/aemter",
}
ROUNDS = 60


def measure(installation: Installation) -> Iterator[Measure]:
    """Fill the catalogue, then measure the search, fresh pages and kept pages."""
    town = _fill()
    yield from _measure_search(town)
    yield from _measure_fresh_pages()
    yield from _measure_kept_pages(installation)


def _fill() -> UUID:
    from tests.load.synthetic import (
        found_towns,
        offer_everything_everywhere,
        publish_services,
        say_it_otherwise,
    )

    versions = publish_services(SERVICES)
    towns = found_towns(TOWNS)
    offer_everything_everywhere()
    for town in towns[:TOWNS_WITH_OWN_WORDS]:
        say_it_otherwise(town, versions[:SERVICES_SAID_OTHERWISE], "Hundesteuer")
    return towns[7]


def _measure_search(town: UUID) -> Iterator[Measure]:
    from onlineamt.procedure.catalogue.search.query import search_services

    conditions = (
        f"{SERVICES} services, {TOWNS} municipalities, of them {TOWNS_WITH_OWN_WORDS} with words of their own"
    )
    for name, typed in TYPED.items():
        times = [_milliseconds(lambda typed=typed: search_services(town, typed)) for _ in range(ROUNDS)][5:]
        yield Measure(
            measure=f"search, {name}, median", value=percentile(times, 50), unit="ms", conditions=conditions
        )
        yield Measure(
            measure=f"search, {name}, p95", value=percentile(times, 95), unit="ms", conditions=conditions
        )


def _measure_fresh_pages() -> Iterator[Measure]:
    from onlineamt.config.wsgi import django_application

    for name, path in PAGES.items():
        for _ in range(5):
            _ask(django_application, path)
        start = time.process_time()
        for _ in range(ROUNDS):
            _ask(django_application, path)
        cpu = (time.process_time() - start) / ROUNDS * 1_000
        yield Measure(
            measure=f"page, fresh, {name}",
            value=round(cpu, 2),
            unit="ms CPU",
            conditions="one process, past the cache",
        )


def _measure_kept_pages(installation: Installation) -> Iterator[Measure]:
    conditions = f"2 web processes, {CONNECTIONS} connections, {PIPELINED} requests a packet, generator on the same machine"
    with installation.serve() as port:
        for name in ("start", "service"):
            rate = requests_per_second(port, HOST, PAGES[name], seconds=5)
            yield Measure(
                measure=f"page, kept, {name}", value=round(rate), unit="requests/s", conditions=conditions
            )


def _milliseconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return round((time.perf_counter() - start) * 1_000, 2)


def _ask(application: Any, path: str) -> None:
    path, _, query = path.partition("?")
    environ = {
        "REQUEST_METHOD": "GET",
        "SCRIPT_NAME": "",
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "HTTP_HOST": HOST,
        "SERVER_NAME": HOST,
        "SERVER_PORT": "80",
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": io.StringIO(),
    }
    said: list[str] = []
    answer = application(environ, lambda status, headers, exc_info=None: said.append(status))
    b"".join(answer)
    answer.close()
    if not said[0].startswith("200"):
        raise RuntimeError(f"{path}: {said[0]}")
