"""Publishing, offering, setting up, withdrawing; on the real database."""

import re
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from tests.world import found_nachbarstadt

from onlineamt.foundation.audit.models import AuditEntry
from onlineamt.foundation.core.errors import NotFound
from onlineamt.foundation.core.ids import new_id
from onlineamt.foundation.tenancy.directory import newest_content_version
from onlineamt.foundation.tenancy.models import Tenant
from onlineamt.foundation.tenancy.transaction import in_tenant
from onlineamt.procedure.catalogue.actions import (
    LifeSituationFacts,
    OfferingTerms,
    change_parameters,
    offer_service,
    register_draft,
    register_entry,
    register_version,
    replace_life_situations,
    withdraw_offering,
)
from onlineamt.procedure.catalogue.entry import load_entry
from onlineamt.procedure.catalogue.errors import NoOffice, NotOnline, VersionTaken, WrongParameters
from onlineamt.procedure.catalogue.models import LifeSituation, Offering, ServiceCard, ServiceVersion
from onlineamt.procedure.catalogue.queries import find_offering, get_version
from onlineamt.procedure.catalogue.tests.factories import offer, open_office, service_sections

ENTRY = {
    "key": "kindergeld",
    "version": "1.0.0",
    "title": "Kindergeld beantragen",
    "kind": "referral",
    "audience": ["citizens"],
    "office": "steuern",
    "channels": [],
    "link": {"title": "Familienkasse", "url": "https://familienkasse.example"},
    "maturity": 1,
    "texts": {"de": {"modules": {"teaser": "Das zahlt die Familienkasse."}}},
}


def publish(version: str = "1.0.0", **more: Any) -> ServiceVersion:
    return register_version(key="hund-anmelden", version=version, sections=service_sections(**more))


@pytest.mark.django_db
class TestRegisterVersion:
    def test_keeps_the_content_with_its_digest(self) -> None:
        version = publish()

        assert get_version(version.id).sections == service_sections()
        assert len(version.digest) == 64

    def test_changes_nothing_when_the_content_is_the_same(self) -> None:
        assert publish().id == publish().id

    def test_refuses_other_content_under_the_same_number(self) -> None:
        publish()

        with pytest.raises(VersionTaken, match=r"hund-anmelden 1\.0\.0"):
            publish(title="Katze anmelden")

    def test_gives_a_draft_with_other_content_a_number_of_its_own(self) -> None:
        published, changed = publish(), service_sections(title="Katze anmelden")
        drafts = [register_draft(key="hund-anmelden", version="1.0.0", sections=changed) for _ in range(2)]

        assert drafts[0].id == drafts[1].id != published.id
        assert re.fullmatch(r"1\.0\.0\+[0-9a-f]{6}", drafts[0].version)
        assert get_version(published.id).sections == service_sections()
        same = register_draft(key="hund-anmelden", version="1.0.0", sections=service_sections())
        assert same.id == published.id

    def test_lets_versions_stand_side_by_side(self) -> None:
        assert publish("1.0.0").id != publish("1.1.0", title="Hunde anmelden").id

    @pytest.mark.parametrize(
        "change", ["UPDATE service_version SET digest = ''", "DELETE FROM service_version"]
    )
    def test_is_final(self, change: str) -> None:
        publish()

        with (
            pytest.raises(DatabaseError, match="frozen"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(change)

    def test_takes_an_entry_of_a_service_done_elsewhere(self) -> None:
        version = register_entry(load_entry(ENTRY))

        assert version.sections["entry"]["link"]["url"] == "https://familienkasse.example"
        assert version.sections["texts"]["de"]["modules"]["teaser"] == "Das zahlt die Familienkasse."


class TestOfferService:
    def test_takes_the_office_of_the_kind_the_service_asks_for(self, musterstadt: Tenant) -> None:
        open_office(musterstadt.id, key="a-amt", kind="ordnung")
        office = open_office(musterstadt.id)

        assert offer(musterstadt.id).office_id == office.id

    def test_takes_the_office_that_is_named(self, musterstadt: Tenant) -> None:
        office = open_office(musterstadt.id, key="b-amt", kind="ordnung")

        assert offer(musterstadt.id, terms=OfferingTerms(office_key="b-amt")).office_id == office.id

    def test_needs_an_office(self, musterstadt: Tenant) -> None:
        with pytest.raises(NoOffice, match="steuern"):
            offer_service(tenant_id=musterstadt.id, version_id=publish().id)

        assert not Offering.objects.exists()

    def test_knows_no_office_of_another_municipality(self, musterstadt: Tenant) -> None:
        open_office(found_nachbarstadt().id, key="dort")
        open_office(musterstadt.id)

        with pytest.raises(NoOffice):
            offer(musterstadt.id, terms=OfferingTerms(office_key="dort"))

    def test_the_database_refuses_an_office_of_another_municipality(
        self, towns: tuple[Tenant, Tenant]
    ) -> None:
        offering = offer(towns[0].id)
        elsewhere = open_office(towns[1].id)

        with pytest.raises(IntegrityError, match="offering_office_in_tenant"):
            Offering.objects.filter(id=offering.id).update(office_id=elsewhere.id)

    def test_changes_nothing_the_second_time(self, musterstadt: Tenant) -> None:
        first = offer(musterstadt.id)
        shown = newest_content_version()

        second = offer(musterstadt.id)

        assert (second.id, second.changed_at) == (first.id, first.changed_at)
        assert newest_content_version() == shown

    def test_shows_and_records_a_change(self, musterstadt: Tenant) -> None:
        shown = newest_content_version()
        offering = offer(musterstadt.id)
        offer(musterstadt.id, version="1.1.0", title="Hunde anmelden")

        assert newest_content_version() > shown
        with in_tenant(musterstadt.id):
            trail = AuditEntry.objects.filter(chain=offering.id).order_by("position")
            assert [entry.name for entry in trail] == ["offering.opened", "offering.changed"]

    def test_keeps_what_was_set_when_the_version_moves_on(self, musterstadt: Tenant) -> None:
        terms = OfferingTerms(
            parameters={"steuer": 9600}, words={"de": {"title": "Hund melden"}}, is_online=False
        )
        offer(musterstadt.id, terms=terms)

        offering = offer(musterstadt.id, version="2.0.0", title="Hunde anmelden")

        assert offering.parameters == {"steuer": 9600}
        assert offering.words == {"de": {"title": "Hund melden"}}
        assert offering.is_online is False

    def test_drops_a_parameter_the_new_version_does_not_know(self, musterstadt: Tenant) -> None:
        offer(musterstadt.id, terms=OfferingTerms(parameters={"steuer": 9600}))

        assert offer(musterstadt.id, version="2.0.0", parameters={}).parameters == {}

    def test_shares_the_card_until_a_municipality_has_words_of_its_own(self, musterstadt: Tenant) -> None:
        nachbarstadt = found_nachbarstadt()
        shared = offer(musterstadt.id)
        same = offer(nachbarstadt.id)
        own = offer(nachbarstadt.id, terms=OfferingTerms(words={"de": {"title": "Fellnase melden"}}))

        assert shared.card_id == same.card_id != own.card_id
        assert ServiceCard.objects.get(id=own.card_id).texts["de"]["title"] == "Fellnase melden"

    def test_gives_its_own_card_up_again(self, musterstadt: Tenant) -> None:
        offer(musterstadt.id, terms=OfferingTerms(words={"de": {"title": "Fellnase melden"}}))
        offer(musterstadt.id, terms=OfferingTerms(words={}))

        assert not ServiceCard.objects.filter(tenant_id=musterstadt.id).exists()

    def test_offers_nothing_online_that_has_no_form(self, musterstadt: Tenant) -> None:
        open_office(musterstadt.id)
        entry = register_entry(load_entry(ENTRY))

        assert offer_service(tenant_id=musterstadt.id, version_id=entry.id).is_online is False
        with pytest.raises(NotOnline):
            offer_service(tenant_id=musterstadt.id, version_id=entry.id, terms=OfferingTerms(is_online=True))

    def test_needs_a_version(self, musterstadt: Tenant) -> None:
        with pytest.raises(NotFound):
            offer_service(tenant_id=musterstadt.id, version_id=new_id())


class TestChangeParameters:
    def test_sets_them(self, musterstadt: Tenant) -> None:
        offer(musterstadt.id)

        offering = change_parameters(tenant_id=musterstadt.id, key="hund-anmelden", parameters={"steuer": 1})

        assert offering.parameters == {"steuer": 1}

    @pytest.mark.parametrize(
        "parameters", [{"steuer": "viel"}, {"steuer": -1}, {"steuer": True}, {"gibtsnicht": 1}]
    )
    def test_refuses_what_does_not_fit(self, musterstadt: Tenant, parameters: dict[str, Any]) -> None:
        offer(musterstadt.id)

        with pytest.raises(WrongParameters):
            change_parameters(tenant_id=musterstadt.id, key="hund-anmelden", parameters=parameters)

        assert find_offering(musterstadt.id, "hund-anmelden").parameters == {}  # type: ignore[union-attr]

    def test_reaches_no_other_municipality(self, musterstadt: Tenant) -> None:
        offer(musterstadt.id)

        with pytest.raises(NotFound):
            change_parameters(
                tenant_id=found_nachbarstadt().id, key="hund-anmelden", parameters={"steuer": 1}
            )


class TestWithdrawOffering:
    def test_takes_it_off_the_catalogue(self, musterstadt: Tenant) -> None:
        offer(musterstadt.id, terms=OfferingTerms(words={"de": {"title": "Fellnase melden"}}))

        withdraw_offering(tenant_id=musterstadt.id, key="hund-anmelden")

        assert find_offering(musterstadt.id, "hund-anmelden") is None
        assert not ServiceCard.objects.filter(tenant_id=musterstadt.id).exists()
        assert ServiceVersion.objects.filter(key="hund-anmelden").exists()

    def test_leaves_the_neighbour_alone(self, musterstadt: Tenant) -> None:
        nachbarstadt = found_nachbarstadt()
        for tenant_id in (musterstadt.id, nachbarstadt.id):
            offer(tenant_id)

        withdraw_offering(tenant_id=musterstadt.id, key="hund-anmelden")

        assert find_offering(nachbarstadt.id, "hund-anmelden") is not None

    def test_needs_an_offering(self, musterstadt: Tenant) -> None:
        with pytest.raises(NotFound):
            withdraw_offering(tenant_id=musterstadt.id, key="hund-anmelden")


class TestReplaceLifeSituations:
    def test_puts_a_tree_in_place_of_the_old_one(self, musterstadt: Tenant) -> None:
        replace_life_situations([situation("alt")])
        replace_life_situations([situation("auto", situation("parken")), situation("tiere")])

        rows = LifeSituation.objects.order_by("position").values_list("key", "parent_id")
        assert list(rows) == [("auto", None), ("parken", "auto"), ("tiere", None)]

    def test_is_shown_only_when_something_changed(self, musterstadt: Tenant) -> None:
        replace_life_situations([situation("tiere")])
        shown = newest_content_version()

        replace_life_situations([situation("tiere")])
        assert newest_content_version() == shown
        replace_life_situations([situation("auto")])
        assert newest_content_version() > shown


def situation(key: str, *parts: LifeSituationFacts) -> LifeSituationFacts:
    return LifeSituationFacts(key=key, texts={"de": {"title": key, "summary": key}}, parts=parts)
