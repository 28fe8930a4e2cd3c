"""The doctor names every municipality whose decisions could not say what may be done against them."""

import pytest

from onlineamt.config.doctor.findings import Level
from onlineamt.config.doctor.notices import check_notices
from onlineamt.foundation.tenancy.models import Tenant
from onlineamt.procedure.catalogue.tests.factories import offer

SUIT = {"kind": "klage", "period": "P1M"}
OBJECTION = {"kind": "widerspruch", "period": "P1M"}
COURT = {
    "name": "Verwaltungsgericht Musterhausen",
    "street": "Am Gericht 3",
    "postcode": "45901",
    "place": "Musterhausen",
}


def change_contact(tenant: Tenant, **facts: object) -> None:
    tenant.contact = {
        **tenant.contact,
        "street": "Rathausplatz 1",
        "postcode": "45999",
        "place": "Musterstadt",
        **facts,
    }
    tenant.save(update_fields=["contact"])


def texts() -> list[str]:
    return [finding.text for finding in check_notices() if finding.level is Level.FAULT]


@pytest.mark.django_db
class TestCheckNotices:
    def test_misses_the_court_of_a_service_that_leads_to_one(self, musterstadt: Tenant) -> None:
        change_contact(musterstadt)
        offer(musterstadt.id, remedy=SUIT)

        assert texts() == [
            "Musterstadt: Der Rechtsbehelfsbelehrung fehlt: Name und Anschrift des Gerichts. "
            "Kein Bescheid geht hinaus bei „Hund anmelden“."
        ]

    def test_misses_the_street_of_the_town_hall(self, musterstadt: Tenant) -> None:
        change_contact(musterstadt, street="")
        offer(musterstadt.id, remedy=OBJECTION)

        assert "Name und Anschrift der Behörde" in texts()[0]

    def test_is_content_when_all_is_known(self, musterstadt: Tenant) -> None:
        change_contact(musterstadt, courts={"vwgo": COURT})
        offer(musterstadt.id, remedy=SUIT)

        assert [finding.level for finding in check_notices()] == [Level.GOOD]

    def test_asks_nothing_of_a_town_without_services(self, musterstadt: Tenant) -> None:
        change_contact(musterstadt, street="")

        assert texts() == []
