"""Reporting a barrier: it reaches the town hall, says so, and loses nothing when something is missing."""

import pytest
from django.test import Client
from tests.world import CONTACT, web_environ

from onlineamt.audiences.citizen.legal.actions import REPORTS_FROM
from onlineamt.facilities.mail.models import OutboundMail
from onlineamt.foundation.audit.models import AuditEntry
from onlineamt.foundation.limits.values import Limit
from onlineamt.foundation.tenancy.actions import TenantFacts, found_tenant
from onlineamt.foundation.tenancy.directory import directory
from onlineamt.foundation.tenancy.models import Tenant
from onlineamt.foundation.tenancy.transaction import in_tenant

REPORT = {
    "problem": "Mein Vorleseprogramm liest die Auswahl nicht vor.\n🐕 Wirklich nicht.",
    "place": "/leistung/hund-anmelden",
    "email": "erika@mustermann.example",
}


@pytest.fixture
def town(towns: tuple[Tenant, Tenant]) -> Tenant:
    """Musterstadt, whose town hall has an address."""
    facts = TenantFacts(
        key="musterstadt",
        name="Musterstadt",
        official_name="Stadt Musterstadt",
        kind="city",
        land="NW",
        regional_key="059990000000",
        inhabitants=600_000,
        hosts=["musterstadt.localhost"],
        contact={**CONTACT, "email": "rathaus@musterstadt.example"},
    )
    tenant = found_tenant(facts)
    directory.forget()
    return tenant


@pytest.fixture
def browser(town: Tenant) -> Client:
    return Client(**web_environ())


def mails(tenant: Tenant) -> list[OutboundMail]:
    with in_tenant(tenant.id):
        return list(OutboundMail.objects.all())


class TestBarrier:
    def test_asks_what_does_not_work(self, browser: Client) -> None:
        page = browser.get("/barriere-melden")

        assert page.status_code == 200
        assert 'name="problem"' in page.content.decode()

    def test_hands_the_report_to_the_town_hall(self, browser: Client, town: Tenant) -> None:
        answer = browser.post("/barriere-melden", REPORT)

        assert answer.status_code == 302
        assert browser.get(answer["Location"]).status_code == 200
        (mail,) = mails(town)
        assert mail.template == "barrier_reported"

    def test_keeps_it_sealed(self, browser: Client, town: Tenant) -> None:
        browser.post("/barriere-melden", REPORT)

        (mail,) = mails(town)
        assert "erika" not in str(vars(mail))
        assert b"Vorleseprogramm" not in bytes(mail.sealed_content or b"")

    def test_is_written_down(self, browser: Client, town: Tenant) -> None:
        browser.post("/barriere-melden", REPORT)

        with in_tenant(town.id):
            assert AuditEntry.objects.get(name="barrier.reported").actor == "guest"

    def test_answers_in_the_language_of_the_page(self, browser: Client) -> None:
        answer = browser.post("/leicht/barriere-melden", REPORT)

        assert answer["Location"] == "/leicht/barriere-melden/danke"

    def test_says_what_is_missing_and_keeps_the_rest(self, browser: Client, town: Tenant) -> None:
        page = browser.post("/barriere-melden", {**REPORT, "problem": "  ", "email": "erika@"})
        text = page.content.decode()

        assert page.status_code == 422
        assert text.count("Schreiben Sie bitte in ein, zwei Sätzen, was nicht geht.") == 2
        assert "Die E-Mail-Adresse ist nicht vollständig." in text
        assert 'value="/leistung/hund-anmelden"' in text
        assert mails(town) == []

    def test_refuses_a_text_of_any_length(self, browser: Client, town: Tenant) -> None:
        page = browser.post("/barriere-melden", {**REPORT, "problem": "a" * 4_001})

        assert page.status_code == 422
        assert mails(town) == []

    def test_needs_no_address_to_answer_to(self, browser: Client, town: Tenant) -> None:
        browser.post("/barriere-melden", {"problem": REPORT["problem"]})

        assert len(mails(town)) == 1

    def test_stops_somebody_who_sends_without_end(
        self, browser: Client, town: Tenant, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        few = Limit(REPORTS_FROM.name, 2, REPORTS_FROM.per)
        monkeypatch.setattr("onlineamt.audiences.citizen.legal.actions.REPORTS_FROM", few)

        statuses = [browser.post("/barriere-melden", REPORT).status_code for _ in range(3)]

        assert statuses == [302, 302, 429]
        assert len(mails(town)) == 2

    def test_takes_nothing_from_a_foreign_website(self, town: Tenant) -> None:
        stranger = Client(HTTP_HOST="musterstadt.localhost", HTTP_SEC_FETCH_SITE="cross-site")

        assert stranger.post("/barriere-melden", REPORT).status_code == 403
        assert mails(town) == []
