"""Any form on any page in any order: nothing breaks, nothing saved is lost, and what is sent is what was shown."""

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote_from_bytes, urlencode
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onlineamt.foundation.core.canonical import digest
from onlineamt.foundation.organisation.models import OrgUnit
from onlineamt.foundation.tenancy.directory import directory
from onlineamt.foundation.tenancy.models import Tenant
from onlineamt.foundation.tenancy.transaction import in_tenant
from onlineamt.procedure.applications.journeys import journey_of, service_of
from onlineamt.procedure.applications.queries import OpenApplication, get_application
from onlineamt.procedure.catalogue.actions import offer_service
from onlineamt.procedure.catalogue.models import ServiceVersion
from tests.hostile.effort import tries
from tests.hostile.words import raw_bytes, texts
from tests.journeys.test_dog_without_javascript import DOG, KEEPING, PERSON, begin
from tests.journeys.visitor import Visitor, date_answer

FORM = "application/x-www-form-urlencoded"
NO_ANSWER = "keine Angabe"
NINAS_SECRET = "Wacholderbeere"
GOOD = {"person": PERSON, "hund": DOG, "haltung": KEEPING}
PAGES = (
    "person",
    "hund",
    "listenhund",
    "sicherheit",
    "haltung",
    "zuzug",
    "mithalter",
    "ermaessigung",
    "gibt-es-nicht",
)
NAMES = (
    *PERSON, *DOG, *KEEPING, "hund.chip", "hund.listenmischling", "haltung.anzahl_weitere", "listenhund.erlaubnis",
    "sicherheit.sachkunde", "sicherheit.versichert", "zuzug.gemeinde", "mithalter.vorname", "ermaessigung.grund",
    "ermaessigung.begruendung", "person.geburtsdatum", "_seen", "_from", "_later", "despite_gaps", "contact", "email",
    "code", "proof", "hund.name[]", "hund", "hund.", ".", "__proto__", "computed.jahressteuer", "parameters.steuer_erster_hund",
    "hund.name.day", "_method", "csrfmiddlewaretoken",
)  # fmt: skip

fields = st.dictionaries(
    st.one_of(st.sampled_from(NAMES), texts), st.lists(texts, min_size=1, max_size=3), max_size=6
)
ways_to_send = st.sampled_from(["", "/speichern"])
pages = st.tuples(
    st.sampled_from(PAGES).flatmap(lambda page: ways_to_send.map(lambda way: f"/seite/{page}{way}")),
    st.booleans(),  # on top of good answers
    fields,
)
others = st.tuples(
    st.sampled_from(["/pruefen", "/code", "/neuer-code", "/spaeter/senden", "", "/abgesendet"]),
    st.just(False),
    fields,
)
steps = st.lists(st.one_of(pages, pages, others), min_size=1, max_size=7)


@pytest.fixture
def town(dog_service: Tenant, towns: tuple[Tenant, Tenant], monkeypatch: pytest.MonkeyPatch) -> Tenant:
    """Return Musterstadt; in the neighbour town Nina has said something that nobody here may ever see."""
    from onlineamt.procedure.applications.actions import contact

    OrgUnit.objects.create(tenant=towns[1], key="steueramt", kind="steuern", name="Steueramt")
    offer_service(tenant_id=towns[1].id, version_id=ServiceVersion.objects.get().id)
    directory.forget()
    begin(Visitor("nachbarstadt.localhost")).send({**PERSON, "person.familienname": NINAS_SECRET})
    monkeypatch.setattr(contact, "count_attempt", lambda limit, who: None)  # tried elsewhere
    return dog_service


def opened(town: Tenant, application_id: UUID) -> OpenApplication:
    with in_tenant(town.id):
        return get_application(application_id)


def check_page(page: Any) -> None:
    content = page.content.decode("utf-8", "replace")
    assert page.status_code < 500
    assert NINAS_SECRET not in content
    assert "<script>alert" not in content
    assert "Traceback" not in content


def check_kept(
    before: OpenApplication, after: OpenApplication, page_id: str, sent: Mapping[str, Any]
) -> None:
    """An answer stays until a good one takes its place (decision record 0012)."""
    form = service_of(after).form
    here = (
        {one.id: one for one in form.page(page_id).fields}
        if page_id in {one.id for one in form.pages}
        else {}
    )
    for field_id, answer in before.answers.items():
        if field_id not in here:
            assert after.answers.get(field_id) == answer, field_id
        elif answer is not None and here[field_id].required is True:
            assert after.answers.get(field_id) is not None, field_id
            if not any(name in sent for name in (field_id, *here[field_id].kind.inputs)):
                assert after.answers[field_id] == answer, field_id


class TestAnyForm:
    @tries(30)
    @given(walk=steps)
    def test_breaks_nothing_and_loses_nothing(
        self, town: Tenant, walk: list[tuple[str, bool, dict[str, list[str]]]]
    ) -> None:
        erika = begin(Visitor()).send(PERSON).send(DOG)
        application_id = UUID(erika.path.split("/")[2])
        base = f"/antrag/{application_id}"
        for address, is_good, strange in walk:
            page_id = address.split("/")[2] if address.startswith("/seite/") else ""
            sent = {**(GOOD.get(page_id, {}) if is_good else {}), **strange}
            before = opened(town, application_id)
            body = urlencode(sent, doseq=True, errors="surrogatepass").encode()
            check_page(erika.client.post(base + address, body, content_type=FORM))
            after = opened(town, application_id)
            if before.row.is_submitted:
                assert (after.content, after.row.reference) == (before.content, before.row.reference)
            elif not after.row.is_submitted:
                check_kept(before, after, page_id, sent)
            check_page(erika.client.get(base + address))
        send_and_compare(erika, town, application_id)

    @tries(40)
    @given(page=st.sampled_from(PAGES), body=raw_bytes, name=raw_bytes, way=ways_to_send)
    def test_may_be_made_of_any_bytes(
        self, town: Tenant, page: str, body: bytes, name: bytes, way: str
    ) -> None:
        erika = begin(Visitor())
        base = "/".join(erika.path.split("/")[:3])
        for sent in (body, quote_from_bytes(name).encode() + b"=" + quote_from_bytes(body).encode()):
            check_page(erika.client.post(f"{base}/seite/{page}{way}", sent, content_type=FORM))

    @pytest.mark.parametrize("address", ["/status", "/weitermachen", "/barriere-melden", "/echtheit"])
    def test_may_come_from_who_has_no_application(self, town: Tenant, address: str) -> None:
        @tries(25)
        @given(sent=fields, query=raw_bytes)
        def attack(sent: dict[str, list[str]], query: bytes) -> None:
            stranger = Visitor()
            body = urlencode(sent, doseq=True, errors="surrogatepass").encode()
            check_page(stranger.client.post(address, body, content_type=FORM))
            check_page(stranger.client.get(address, QUERY_STRING=query.decode("latin-1")))

        attack()


class TestWhatIsSent:
    def test_is_shown_although_it_contradicts_itself(self, town: Tenant) -> None:
        """The dog is born after it was taken in: both days are sent, so both are on the page, the receipt and the letter."""
        erika = (
            begin(Visitor())
            .send(PERSON)
            .send({**DOG, **date_answer("hund.geburtsdatum", 18, 3, 2026)})
            .send(KEEPING)
        )
        send_and_compare(erika, town, UUID(erika.path.split("/")[2]))
        assert ("Gehalten seit", "15. März 2026") in answers_on(erika)

    @tries(12)
    @given(strange=st.fixed_dictionaries({}, optional=dict.fromkeys((*PERSON, *DOG, *KEEPING), texts)))
    def test_is_what_the_summary_showed(self, town: Tenant, strange: dict[str, str]) -> None:
        erika = begin(Visitor()).send(PERSON).send(DOG).send(KEEPING)
        base = "/".join(erika.path.split("/")[:3])
        for page, good in GOOD.items():
            sent = {name: strange.get(name, answer) for name, answer in good.items()}
            check_page(erika.client.post(f"{base}/seite/{page}", sent))
        send_and_compare(erika, town, UUID(base.split("/")[2]))


def send_and_compare(erika: Visitor, town: Tenant, application_id: UUID) -> None:
    """Send the application as its person sees it, gaps or not, and compare page, confirmation and what is frozen."""
    base = f"/antrag/{application_id}"
    erika.open(f"{base}/pruefen")
    seen = answers_on(erika)
    if "/pruefen" in erika.path:
        erika.send({"contact": "post", "despite_gaps": "yes"})
    assert erika.path == f"{base}/abgesendet"
    check_page(erika.response)
    sent = opened(town, application_id)
    rows = [row for page in journey_of(sent).summary() for row in page.rows]
    assert digest(sent.content) == sent.row.digest
    assert {row.field_id for row in rows} == set(json.loads(sent.content)["answers"])
    assert [(folded(row.label), folded(row.text) or NO_ANSWER) for row in rows] == answers_on(erika)
    assert not seen or seen == answers_on(erika)


def answers_on(visitor: Visitor) -> list[tuple[str, ...]]:
    """Return the lines of the summary on a page: what was asked, and what was answered."""
    lists = visitor.page.xpath(
        "//main//dl[@class='oa-answers'][not(ancestor::section[@aria-labelledby='fees'])]"
    )
    return [
        (folded(row.xpath("string(.//dt)")), folded(row.xpath("string(.//dd[1])")))
        for one in lists
        for row in one.xpath("./div")
    ]


def folded(text: str) -> str:
    return " ".join(text.split())
