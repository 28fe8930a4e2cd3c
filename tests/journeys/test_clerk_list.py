"""The work list without JavaScript: what is due first, tabs, filters, search, pages; and what it costs."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from onlineamt.facilities.payments.queries import list_claims
from onlineamt.facilities.registers.queries import entries_of
from onlineamt.foundation.tenancy.models import Tenant
from onlineamt.foundation.tenancy.transaction import in_tenant
from onlineamt.procedure.cases.actions.requests import Question, answer_request, request_evidence
from onlineamt.procedure.cases.actions.work import take_case
from onlineamt.procedure.cases.models import Case, CaseTask
from onlineamt.procedure.decisions.actions.drafting import draft_decision
from onlineamt.procedure.decisions.values import Draft
from onlineamt.procedure.decisions.worklist import PAGE
from tests.cases import Send
from tests.journeys.clerk import Clerk, case_row, examined, log_in_again
from tests.staff import Staff

TODAY = date(2026, 3, 20)  # a Friday
MOST_STATEMENTS = 9  # session, its use, cases, requests, names, counts, services; BEGIN and set_config


@pytest.fixture(autouse=True)
def march(at: Callable[..., Any]) -> None:
    """It is Friday, 20 March 2026."""
    at(2026, 3, 20, 9, 0)


@pytest.fixture
def arrive(dog_town: Tenant, send: Send) -> Callable[..., UUID]:
    """Return a function that lets a case arrive which is due some days from now: `arrive(days=-3, name="Max")`."""

    def arrived(*, days: int | None = 5, name: str = "Erika") -> UUID:
        case_id = examined(dog_town, send("ermaessigung", changed={"person.vorname": name}))
        with in_tenant(dog_town.id):
            due_on = None if days is None else TODAY + timedelta(days=days)
            CaseTask.objects.filter(case_id=case_id).update(due_on=due_on)
            Case.objects.filter(id=case_id).update(due_on=due_on)
        return case_id

    return arrived


def lines(clerk: Clerk) -> list[str]:
    """Return the applicants' first names and the sections, in the order of the list."""
    rows = clerk.page.cssselect(".oa-worklist tbody tr")
    cells = [row.cssselect("th") or row.cssselect("td")[1:2] for row in rows]
    return [cell[0].text_content().split()[0] for cell in cells]


class TestOrder:
    def test_is_by_what_is_due(self, arrive: Callable[..., UUID], frau_amt: Client) -> None:
        for name, days in (("Ida", 30), ("Ute", None), ("Max", -3), ("Pia", 0), ("Kim", 2)):
            arrive(name=name, days=days)
        amt = Clerk(frau_amt)
        amt.open("/amt/")
        assert lines(amt) == [
            "Überfällig",
            "Max",
            "Heute",
            "Pia",
            "Diese",
            "Kim",
            "Später",
            "Ida",
            "Ohne",
            "Ute",
        ]
        assert "überfällig seit 3 Tagen" in amt.text
        assert "in 2 Tagen (Sonntag, 22. März)" in amt.text

    def test_puts_what_rests_last_and_what_was_not_answered_in_time_first(
        self,
        dog_town: Tenant,
        arrive: Callable[..., UUID],
        frau_amt: Client,
        staff: Staff,
        at: Callable[..., Any],
    ) -> None:
        arrive(name="Ida", days=20)
        asked = arrive(name="Max", days=-3)
        ask(dog_town, asked, staff, due_on=TODAY + timedelta(days=14))
        amt = Clerk(frau_amt)
        amt.open("/amt/")
        assert lines(amt) == ["Später", "Ida", "Warten", "Max"]
        assert "Antwort in 14 Tagen (Freitag, 3. April)" in amt.text
        at(2026, 4, 4, 9, 0)
        log_in_again(dog_town, amt, staff("Frau Amt"))
        amt.open("/amt/")
        assert lines(amt) == ["Überfällig", "Max", "Später", "Ida"]
        assert "Keine Antwort gekommen" in amt.text

    def test_shows_what_stands_out(
        self, dog_town: Tenant, arrive: Callable[..., UUID], frau_amt: Client, staff: Staff
    ) -> None:
        answered = arrive(name="Max")
        ask(dog_town, answered, staff, due_on=TODAY + timedelta(days=14))
        with in_tenant(dog_town.id):
            answer_request(answered, answers={"person.vorname": "Maximilian"}, message="Ich heiße anders.")
        amt = Clerk(frau_amt)
        amt.open("/amt/")
        assert "Antwort ist da" in amt.text
        assert "Maximilian Mustermann" in amt.text
        assert "2 Aufgaben offen" in amt.text


class TestTabs:
    def test_hold_mine_nobodys_and_all_and_say_how_many(
        self, dog_town: Tenant, arrive: Callable[..., UUID], frau_amt: Client, staff: Staff
    ) -> None:
        mine = arrive(name="Max")
        arrive(name="Ida")
        with in_tenant(dog_town.id):
            take_case(mine, caseworker=staff("Frau Amt"), revision=Case.objects.get(id=mine).revision)
        amt = Clerk(frau_amt)
        amt.open("/amt/")
        tabs = [" ".join(one.text_content().split()) for one in amt.page.cssselect(".oa-tabs a")]
        assert tabs == [
            "Alle offenen 2", "Meine 1", "Ohne Bearbeitung 1", "Zur Freigabe 0", "Entschieden 0", "Abgeschlossen",
        ]  # fmt: skip
        amt.follow("Meine")
        assert lines(amt) == ["Später", "Max"]
        amt.follow("Ohne Bearbeitung")
        assert lines(amt) == ["Später", "Ida"]

    def test_are_empty_in_words(self, dog_town: Tenant, frau_amt: Client) -> None:
        amt = Clerk(frau_amt)
        amt.open("/amt/")
        assert "Es ist nichts zu tun" in amt.text
        for tab in ("meine", "niemand", "freigabe", "entschieden", "abgeschlossen"):
            amt.open(f"/amt/?liste={tab}")
            assert amt.page.cssselect(".oa-empty h2")[0].text_content()

    def test_keep_the_closed_apart(
        self, arrive: Callable[..., UUID], frau_amt: Client, dog_town: Tenant
    ) -> None:
        case_id = arrive(name="Max")
        amt = Clerk(frau_amt).open_case(case_id)
        amt.follow("Ohne Entscheidung beenden")
        amt.press("Vorgang beenden", {"text": "Der Hund ist gestorben."})
        amt.open("/amt/")
        assert "Max" not in amt.text
        amt.open("/amt/?liste=abgeschlossen")
        assert lines(amt) == ["Max"]


class TestFilters:
    def test_by_state_service_and_being_late(
        self, arrive: Callable[..., UUID], frau_amt: Client, dog_town: Tenant, staff: Staff
    ) -> None:
        arrive(name="Max", days=-1)
        ask(dog_town, arrive(name="Ida"), staff, due_on=TODAY + timedelta(days=14))
        amt = Clerk(frau_amt)
        amt.open("/amt/?stand=waiting_for_applicant")
        assert lines(amt) == ["Warten", "Ida"]
        amt.open("/amt/?leistung=hund-anmelden&faellig=1")
        assert lines(amt) == ["Überfällig", "Max"]
        amt.open("/amt/?leistung=gibt-es-nicht")
        assert "Mit diesen Filtern ist nichts da" in amt.text
        amt.open("/amt/")
        amt.follow("ein Vorgang ist überfällig")
        assert lines(amt) == ["Überfällig", "Max"]

    @pytest.mark.parametrize(
        "query", ["liste=x", "stand=x", "nach=x", "nach=0_2026-01-01_x", "faellig=9", "suche=%00"]
    )
    def test_ask_for_nothing_where_they_make_no_sense(
        self, arrive: Callable[..., UUID], frau_amt: Client, query: str
    ) -> None:
        arrive(name="Max")
        amt = Clerk(frau_amt)
        amt.open(f"/amt/?{query}")
        assert lines(amt) == ["Später", "Max"]


class TestSearch:
    def test_finds_a_number_however_it_is_typed(
        self, arrive: Callable[..., UUID], frau_amt: Client, dog_town: Tenant
    ) -> None:
        reference = case_row(dog_town, arrive(name="Max")).reference
        arrive(name="Ida")
        amt = Clerk(frau_amt)
        for typed in (reference, reference.lower().replace("-", " "), reference[:7]):
            amt.open(f"/amt/?suche={typed}")
            assert lines(amt) == ["Max"], typed
        amt.open("/amt/?suche=26-XXXX-XXXX")
        assert "Zu dieser Nummer gibt es bei Ihnen keinen Vorgang" in amt.text

    def test_finds_a_case_by_its_payment_reference_and_its_tag(
        self, dog_town: Tenant, send: Send, frau_amt: Client, herr_fremd: Client
    ) -> None:
        case_id = examined(dog_town, send("dackel", changed={"person.vorname": "Max"}))
        with in_tenant(dog_town.id):
            numbers = [list_claims(case_id)[0].payment_reference, entries_of(case_id)[0].number]
        for number in numbers:
            for browser, found in ((frau_amt, True), (herr_fremd, False)):
                clerk = Clerk(browser)
                clerk.open(f"/amt/?suche={number}")
                assert ("Max Mustermann" in clerk.text) is found, number


class TestPages:
    def test_show_each_case_once(
        self, dog_town: Tenant, arrive: Callable[..., UUID], frau_amt: Client
    ) -> None:
        many(dog_town, arrive, PAGE + 3)
        amt = Clerk(frau_amt)
        amt.open("/amt/")
        first = references(amt)
        amt.follow("Weitere Vorgänge")
        second = references(amt)
        assert (len(first), len(second)) == (PAGE, 3)
        assert not set(first) & set(second)
        amt.follow("Zum Anfang")
        assert references(amt) == first

    def test_cost_the_same_for_one_case_as_for_fifty(
        self, dog_town: Tenant, arrive: Callable[..., UUID], frau_amt: Client
    ) -> None:
        arrive()
        few = statements(frau_amt)
        many(dog_town, arrive, PAGE - 1)
        assert len(statements(frau_amt)) == len(few)
        assert len(few) <= MOST_STATEMENTS, "\n".join(few)


class TestOtherOffices:
    def test_see_other_lists(
        self,
        arrive: Callable[..., UUID],
        herr_fremd: Client,
        frau_nachbar: Client,
        logged_in: Callable[[str], Client],
    ) -> None:
        arrive(name="Max")
        for browser in (herr_fremd, frau_nachbar, logged_in("Herr Prüf"), logged_in("Frau Schlüssel")):
            clerk = Clerk(browser)
            clerk.open("/amt/")
            assert "Max" not in clerk.text
            assert "Alle offenen 0" in " ".join(clerk.text.split())

    def test_tells_who_looks_after_accounts_why_nothing_is_there(
        self, dog_town: Tenant, logged_in: Callable[[str], Client]
    ) -> None:
        page = logged_in("Frau Schlüssel").get("/amt/").content.decode()
        assert "Mit Ihrer Rolle sehen Sie keine Vorgänge" in page


class TestRelease:
    def test_stands_out_among_the_others(
        self, dog_town: Tenant, send: Send, frau_amt: Client, frau_entscheid: Client, staff: Staff
    ) -> None:
        case_id = examined(dog_town, send("listenhund", changed={"haltung.seit": "2026-02-01"}))
        with in_tenant(dog_town.id):
            revision = Case.objects.get(id=case_id).revision
            draft_decision(case_id, Draft(outcome="listed"), caseworker=staff("Frau Amt"), revision=revision)
        amt = Clerk(frau_amt)
        amt.open("/amt/")
        assert "Entwurf liegt vor" in amt.text
        amt.open(f"/amt/vorgang/{case_id}/bescheid/pruefen")
        frau_amt.post(f"/amt/vorgang/{case_id}/bescheid/vorlegen", {"revision": revision + 1, "seen": 0})
        entscheid = Clerk(frau_entscheid)
        entscheid.open("/amt/?liste=freigabe")
        assert "Wartet auf Freigabe" in entscheid.text


def ask(town: Tenant, case_id: UUID, staff: Staff, *, due_on: date) -> None:
    """Ask the applicant of a case for their first name."""
    with in_tenant(town.id):
        question = Question(text="Wie heißen Sie?", due_on=due_on, fields=["person.vorname"])
        revision = Case.objects.get(id=case_id).revision
        request_evidence(case_id, question, caseworker=staff("Frau Amt"), revision=revision)


def many(town: Tenant, arrive: Callable[..., UUID], count: int) -> None:
    """Let many cases arrive; some are due on the same day."""
    for number in range(count):
        arrive(days=number // 3)


def references(clerk: Clerk) -> list[str]:
    """Return the numbers of a page."""
    return [one.text_content() for one in clerk.page.cssselect("[data-line]")]


def statements(browser: Client) -> list[str]:
    """Return the statements that the work list takes."""
    browser.get("/amt/")
    with CaptureQueriesContext(connection) as queries:
        browser.get("/amt/")
    return [query["sql"] for query in queries]
