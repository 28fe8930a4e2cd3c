"""A full application under load: service page, start, two pages with eight fields, check, submit, confirmation."""

import http.client
import multiprocessing
import re
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

from tests.load.installation import Installation
from tests.load.values import Measure, percentile

HOST = "messstadt.localhost"
CLIENTS = 4
SECONDS = 12
SERVICES = Path(__file__).resolve().parents[2] / "services"
ANSWERS = (
    {
        "person.vorname": "Erika",
        "person.familienname": "Mustermann",
        "person.geburtsdatum.day": "27",
        "person.geburtsdatum.month": "3",
        "person.geburtsdatum.year": "1985",
        "person.ort": "Musterstadt",
    },
    {"hund.name": "Waldi", "hund.rasse": "dackel", "hund.gross": "false", "hund.farbe": "braun"},
)
_ACTION = re.compile(rb'<form method="post" action="([^"]+)"')
_SEEN = re.compile(rb'name="_seen" value="([^"]*)"')


def measure(installation: Installation) -> Iterator[Measure]:
    """Yield applications per second and the time of the slowest, with the worker stopped."""
    offer_small_service()
    conditions = (
        f"{CLIENTS} clients, {SECONDS} s, 2 web processes, worker stopped, load generator on the same machine"
    )
    with installation.serve() as port:
        _run(port, 2)  # warm
        runs = _run(port, SECONDS)
    requests = [spent for run in runs for spent in run.requests]
    whole = [spent for run in runs for spent in run.applications]
    yield Measure(
        measure="full_application",
        value=round(len(whole) / SECONDS, 1),
        unit="per second",
        conditions=conditions,
    )
    yield Measure(
        measure="full_application_p99",
        value=round(percentile(whole, 99) * 1000, 1),
        unit="ms for all its requests",
        conditions=conditions,
    )
    yield Measure(
        measure="application_request_p99",
        value=round(percentile(requests, 99) * 1000, 1),
        unit="ms",
        conditions=conditions,
    )


@dataclass
class Run:
    """What one client measured, in seconds."""

    applications: list[float]
    requests: list[float]


class Client:
    """A browser with one open connection and its cookies."""

    def __init__(self, port: int) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port)
        self._cookie = ""
        self.requests: list[float] = []

    def apply(self) -> None:
        """Walk the whole way once. Raises AssertionError where it does not lead to a reference."""
        self._cookie = ""
        page = self._send("GET", "/leistung/messung")
        page = self._send("POST", _action(page), {})
        for answers in ANSWERS:
            seen = _SEEN.search(page)
            page = self._send("POST", _action(page), {**answers, "_seen": seen[1].decode() if seen else ""})
        page = self._send("POST", _action(page), {"contact": "post"})
        assert b'id="reference"' in page, page[:2000]

    def _send(self, method: str, path: str, form: Mapping[str, str] | None = None) -> bytes:
        """Return the page a request leads to, following redirects."""
        headers = {"Host": HOST, "Sec-Fetch-Site": "same-origin", "Cookie": self._cookie}
        body = None
        if form is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            body = urlencode(form)
        start = time.perf_counter()
        self._connection.request(method, path, body, headers)
        answer = self._connection.getresponse()
        content = answer.read()
        self.requests.append(time.perf_counter() - start)
        if cookie := answer.getheader("Set-Cookie"):
            self._cookie = cookie.partition(";")[0]
        if answer.status in {302, 303}:
            return self._send("GET", urlsplit(answer.getheader("Location") or "/").path)
        assert answer.status == 200, (answer.status, path)
        return content


def _action(page: bytes) -> str:
    found = _ACTION.search(page)
    assert found, page[:2000]
    return found[1].decode()


def _run(port: int, seconds: float) -> list[Run]:
    with multiprocessing.get_context("spawn").Pool(CLIENTS) as clients:
        return clients.starmap(walk_for, [(port, seconds)] * CLIENTS)


def walk_for(port: int, seconds: float) -> Run:
    """Apply again and again for so many seconds."""
    client, whole = Client(port), []
    start = time.perf_counter()
    while (begun := time.perf_counter()) - start < seconds:
        client.apply()
        whole.append(time.perf_counter() - begun)
    return Run(whole, client.requests)


def offer_small_service() -> None:
    """Offer a service with two pages and eight fields, made of the dog's."""
    from onlineamt.foundation.organisation.models import OrgUnit
    from onlineamt.foundation.tenancy.actions import TenantFacts, found_tenant
    from onlineamt.packages.reading import read_package
    from onlineamt.procedure.catalogue.actions import offer_service, register_version

    tenant = found_tenant(
        TenantFacts(
            key="messstadt",
            name="Messstadt",
            official_name="Stadt Messstadt",
            kind="city",
            land="NW",
            regional_key="059990098000",
            inhabitants=100_000,
            hosts=[HOST],
        )
    )
    OrgUnit.objects.get_or_create(tenant=tenant, key="amt", kind="steuern", name="Amt")
    package = read_package(SERVICES / "hund-anmelden").package
    assert package is not None
    sections = {
        **package.sections,
        "form": _FORM,
        "texts": {"de": {**package.sections["texts"]["de"], "form": {}}},
    }
    sections["service"] = {**sections["service"], "key": "messung", "title": "Messung", **_NOTHING}
    version = register_version(key="messung", version="1.0.0", sections=sections)
    offer_service(tenant_id=tenant.id, version_id=version.id)


def _text(field_id: str, label: str) -> dict[str, Any]:
    return {"id": field_id, "kind": "text", "label": label}


_NOTHING: dict[str, Any] = {"fees": [], "evidence": []}  # they hang on answers this form does not ask
_FORM: dict[str, Any] = {
    "known_answer": "person.geburtsdatum",
    "pages": [
        {
            "id": "person",
            "title": "Zu Ihnen",
            "fields": [
                _text("person.vorname", "Vorname"),
                _text("person.familienname", "Familienname"),
                {"id": "person.geburtsdatum", "kind": "date", "label": "Geburtsdatum", "max": "today"},
                _text("person.ort", "Ort"),
            ],
        },
        {
            "id": "hund",
            "title": "Zum Hund",
            "fields": [
                _text("hund.name", "Name"),
                {"id": "hund.rasse", "kind": "choice", "label": "Rasse", "codelist": "hunderassen"},
                {"id": "hund.gross", "kind": "yes_no", "label": "Großer Hund"},
                {**_text("hund.farbe", "Farbe"), "show": "!hund.gross"},
            ],
        },
    ],
}
