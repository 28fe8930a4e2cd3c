"""Every form and filter of the back office, filled with anything: an answer in words, and nothing half done."""

import re
from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from onlineamt.foundation.audit.queries import verify_trail
from onlineamt.foundation.tenancy.models import Tenant
from onlineamt.foundation.tenancy.transaction import in_tenant
from onlineamt.procedure.cases.models import Case, CaseTask, EvidenceRequest
from onlineamt.procedure.cases.queries import list_tasks
from onlineamt.procedure.decisions.models import Decision
from tests.cases import Send
from tests.hostile.effort import tries
from tests.hostile.words import texts
from tests.journeys.clerk import examined
from tests.journeys.clerk_matrix import decided_case
from tests.journeys.room_matrix import printed_letter
from tests.staff import Staff

LAST_DAY = ("31", "12", "9999")  # the calendar of the machine ends here
FAR_AWAY = (LAST_DAY, ("30", "12", "9999"), ("1", "1", "2062"))
NAMES = (
    "text", "revision", "seen", "outcome", "reasons", "lines", "office", "reference", "kind", "due.day", "due.month",
    "due.year", "fields.hund", "fields.person", "evidence", "check.sachkunde", "check.nachweis", "remark.nachweis",
    "verschickt.day", "verschickt.month", "verschickt.year", "zurueck.day", "zurueck.month", "zurueck.year", "brief",
    "grund", "ende.day", "ende.month", "ende.year", "halter", "hund.name", "hund.rasse", "_check", "ok", "weiter",
)  # fmt: skip
FILTERS = ("liste", "stand", "leistung", "faellig", "suche", "nach", "ok", "weiter")
forms = st.dictionaries(
    st.one_of(st.sampled_from(NAMES), texts), st.lists(texts, min_size=1, max_size=3), max_size=8
)
filters = st.dictionaries(st.sampled_from(FILTERS), texts, min_size=1, max_size=4)


class World:
    """A case that is decided, one that is examined, and Frau Amt's browser."""

    def __init__(self, town: Tenant, browser: Client, ids: dict[str, Any], open_case: UUID) -> None:
        self.town, self.browser, self.ids, self.open_case = town, browser, ids, open_case
        browser.raise_request_exception = False

    def revision(self) -> int:
        """Return the revision of the examined case."""
        with in_tenant(self.town.id):
            return Case.objects.get(id=self.open_case).revision

    def case(self, page: str = "") -> str:
        """Return an address of the examined case."""
        return f"/amt/vorgang/{self.open_case}{page}"

    def do(self, page: str, **fields: Any) -> Any:
        """Send a form of the examined case, as it was seen."""
        return self.browser.post(self.case(page), {"revision": self.revision(), **fields})


@pytest.fixture
def world(
    towns: tuple[Tenant, Tenant],
    send: Send,
    staff: Staff,
    logged_in: Callable[[str], Client],
    run_jobs: Callable[[], None],
) -> World:
    ids = decided_case(towns[0], staff, run_jobs)
    ids |= printed_letter(towns[0])
    staff("Herr Fremd")  # there is another office to forward to
    open_case = examined(towns[0], send("ermaessigung", token="ein anderes Telefon"))
    return World(towns[0], logged_in("Frau Amt"), ids, open_case)


def day(name: str, parts: tuple[str, str, str]) -> dict[str, str]:
    return dict(zip((f"{name}.day", f"{name}.month", f"{name}.year"), parts, strict=True))


class TestWhateverIsSent:
    def test_is_answered_in_words(self, world: World) -> None:
        ids = world.ids
        with in_tenant(world.town.id):
            task_id = list_tasks(Case.objects.get(id=world.open_case))[0].id
        pages = (
            *(world.case(f"/{page}") for page in (
                "vermerk", "nachfordern", "anhoeren", "bescheid", "bescheid/pruefen", "bescheid/vorlegen",
                "bescheid/nicht-freigeben", "bescheid/verwerfen", "weiterleiten", "abgeben", "beenden", "zusammenfuehren",
                "neu-entscheiden", "sperre", "schliessen", "uebernehmen", "zurueckgeben", f"aufgabe/{task_id}",
                f"aufgabe/{task_id}/oeffnen", "nachforderung-zuruecknehmen",
            )),
            *(reverse(name, kwargs={"entry_id": ids["entry_id"]}) for name in ("register_end", "register_correct")),
            *(reverse(name, kwargs={"item_id": ids["item_id"]}) for name in
              ("post_letter_posted", "post_letter_arrived", "post_letter_returned", "post_letter_again")),
            reverse("post_batch", kwargs={"batch_id": ids["batch_id"]}),
        )  # fmt: skip

        @tries(120)
        @given(st.sampled_from(pages), forms, st.booleans())
        def anything(path: str, fields: dict[str, list[str]], is_current: bool) -> None:
            sent: dict[str, Any] = {**fields, **({"revision": world.revision()} if is_current else {})}
            page = world.browser.post(path, sent)
            assert page.status_code in {302, 400, 404, 409, 422}, (path, fields)

        anything()
        assert verify_trail(world.town.id).broken == ()

    def test_is_answered_in_words_by_every_list(self, world: World) -> None:
        lists = ("/amt/", "/amt/post", "/amt/register", "/amt/register/liste/hund-anmelden/hundemarken")

        @tries(120)
        @given(st.sampled_from(lists), filters)
        def anything(path: str, query: dict[str, str]) -> None:
            assert world.browser.get(path, query).status_code == 200, (path, query)

        anything()

    @pytest.mark.parametrize("name", ["suche", "leistung", "stand", "liste", "nach", "ok"])
    @pytest.mark.parametrize("typed", ["\0", "a\0b", "\ud7ff", "9999.999999999999999999", "²", "x" * 5_000])
    def test_no_filter_reaches_the_database_as_what_it_cannot_hold(
        self, world: World, name: str, typed: str
    ) -> None:
        for path in ("/amt/", "/amt/post", "/amt/register", "/amt/register/liste/hund-anmelden/hundemarken"):
            assert world.browser.get(path, {name: typed}).status_code == 200, path


class TestTheLastDayOfTheCalendar:
    """Days after it cannot be reckoned with: a person is told, and nothing breaks that night."""

    @pytest.mark.parametrize("parts", FAR_AWAY)
    def test_ends_no_register_entry(self, world: World, parts: tuple[str, str, str]) -> None:
        path = reverse("register_end", kwargs={"entry_id": world.ids["entry_id"]})
        page = world.browser.post(path, {**day("ende", parts), "grund": "deregistered"})
        assert page.status_code == 422, page.status_code

    @pytest.mark.parametrize("parts", FAR_AWAY)
    @pytest.mark.parametrize("page", ["/nachfordern", "/anhoeren"])
    def test_is_no_day_to_answer_by(self, world: World, page: str, parts: tuple[str, str, str]) -> None:
        answer = world.do(page, text="Bitte schicken Sie das nach.", **day("due", parts))
        assert answer.status_code == 422
        with in_tenant(world.town.id):
            assert not EvidenceRequest.objects.filter(case_id=world.open_case).exists()


class TestWhatIsTyped:
    def test_is_text_wherever_it_is_shown_again(self, world: World) -> None:
        evil = '<script>alert(1)</script>"><img src=x onerror=alert(2)> #panic("x") {{7*7}} *dick* $1+1$'
        assert world.do("/vermerk", text=evil).status_code == 302
        assert world.do("/sperre", kind="legal", text=evil).status_code == 302
        finish_all(world, evil)
        options = world.browser.get(world.case("/bescheid")).content.decode()
        outcome = re.findall(r'name="outcome"[^>]*value="(\w+)"|value="(\w+)"[^>]*name="outcome"', options)[0]
        written = world.do(
            "/bescheid",
            outcome=outcome[0] or outcome[1],
            reasons=evil,
            lines=f"Nina {evil[:40]}\nWeg 1\n99999 Ort",
        )
        assert written.status_code == 302
        for path in ("", "/bescheid", "/bescheid/pruefen", "/sperre", "/vermerk"):
            page = world.browser.get(world.case(path)).content.decode()
            assert "<script>alert" not in page, path
            assert "<img src=x" not in page, path
        checked = world.browser.get(world.case("/bescheid/pruefen")).content.decode()
        assert "{{7*7}} *dick* $1+1$" in checked
        assert "panic" in checked
        pdf = world.browser.get(world.case("/bescheid/vorschau.pdf"))
        assert (pdf.status_code, pdf.content[:5]) == (200, b"%PDF-")

    def test_of_any_length_is_refused_with_what_was_typed_or_kept_whole(self, world: World) -> None:
        for page in ("/vermerk", "/abgeben", "/beenden", "/anhoeren"):
            answer = world.do(page, text="x" * 10_000, **day("due", ("10", "4", "2026")))
            assert answer.status_code == 422, page
            assert "x" * 10_000 in answer.content.decode()


def finish_all(world: World, remark: str) -> None:
    """Finish every task of the examined case."""
    with in_tenant(world.town.id):
        tasks = [task.id for task in CaseTask.objects.filter(case_id=world.open_case, four_eyes=False)]
    for task_id in tasks:
        page = world.browser.get(world.case(f"/aufgabe/{task_id}")).content.decode()
        names = set(re.findall(r'name="(check\.[^"]+)"', page))
        remarks = {name.replace("check.", "remark."): remark for name in names}
        done = world.do(f"/aufgabe/{task_id}", **dict.fromkeys(names, "fulfilled"), **remarks)
        assert done.status_code == 302


class TestOneCaseIsNotAnother:
    """Both are Frau Amt's own: the ids of one open nothing at the address of the other."""

    def test_with_any_id_of_the_other(self, world: World) -> None:
        ids = world.ids
        assert world.browser.get(world.case(f"/datei/{ids['document_id']}")).status_code == 404
        for page in (
            f"/aufgabe/{ids['task_id']}", f"/aufgabe/{ids['task_id']}/oeffnen", f"/forderung/{ids['claim_id']}/bezahlt",
            f"/sperre/{ids['hold_id']}/aufheben", f"/zustellung/{ids['delivery_id']}/anschrift",
        ):  # fmt: skip
            before = world.revision()
            answer = world.do(page, lines="Nina\n99999 Ort", text="x")
            assert (answer.status_code, world.revision()) == (404, before), page

    def test_with_a_revision_nobody_saw(self, world: World) -> None:
        for revision in ("", "-1", "+1", " 0", "0x0", "٠", "1e0", "99999999999", str(world.revision() + 1)):
            answer = world.browser.post(world.case("/uebernehmen"), {"revision": revision})
            assert answer.status_code == 409, revision
        with in_tenant(world.town.id):
            assert Case.objects.get(id=world.open_case).owner_id is None
            assert not Decision.objects.filter(case_id=world.open_case).exists()


class TestAQuestion:
    def test_asks_nobody_the_same_thing_twice(self, world: World) -> None:
        evidence = re.findall(
            r'name="evidence"[^>]*value="(\w+)"',
            world.browser.get(world.case("/nachfordern")).content.decode(),
        )
        twice = {"fields.hund": ["hund.name"] * 3, "evidence": evidence[:1] * 3}
        page = world.do("/nachfordern", text="Bitte.", **twice, **day("due", in_two_weeks()))
        assert page.status_code == 302
        with in_tenant(world.town.id):
            asked = EvidenceRequest.objects.get(case_id=world.open_case)
        assert (asked.fields, asked.evidence) == (["hund.name"], evidence[:1])

    def test_asks_for_nothing_the_form_has_not(self, world: World) -> None:
        for name in ("hund.gibtesnicht", "__proto__", "computed.jahressteuer", "\0"):
            page = world.do(
                "/nachfordern", text="Bitte.", **{"fields.hund": name}, **day("due", in_two_weeks())
            )
            assert page.status_code in {400, 422}, name
        with in_tenant(world.town.id):
            assert not EvidenceRequest.objects.exists()


def in_two_weeks() -> tuple[str, str, str]:
    return ("3", "4", "2026")
