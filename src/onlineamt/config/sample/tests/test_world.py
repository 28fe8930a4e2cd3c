"""The sample world: complete, plainly invented, the same the second time."""

import json
import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from onlineamt.audiences.citizen.legal.facts import missing_facts
from onlineamt.audiences.design.icons import ICONS
from onlineamt.audiences.design.theme import Theme, check_theme
from onlineamt.config.commands import sample, search
from onlineamt.config.progress import CannotGoOn
from onlineamt.config.sample.reading import (
    SampleTenant,
    read_entries,
    read_life_situations,
    read_offers,
    read_tenants,
)
from onlineamt.config.sample.staff import PASSWORD, employ
from onlineamt.config.sample.world import DOG, SERVICES, make_sample_world
from onlineamt.facilities.payments.rules import bank_account_in
from onlineamt.foundation.accounts.actions.login import Device, begin_login, confirm_second_factor
from onlineamt.foundation.accounts.one_time_codes import current_code
from onlineamt.foundation.accounts.queries import find_account, list_accounts, totp_secret
from onlineamt.foundation.accounts.values import Role
from onlineamt.foundation.core.clock import now
from onlineamt.foundation.core.languages import Language
from onlineamt.foundation.tenancy.directory import directory
from onlineamt.foundation.tenancy.models import Tenant
from onlineamt.foundation.tenancy.transaction import in_tenant
from onlineamt.procedure.catalogue.actions import LifeSituationFacts
from onlineamt.procedure.catalogue.models import Offering, ServiceVersion
from onlineamt.procedure.catalogue.queries import facts_of, get_offering, parameters_of, with_rows
from onlineamt.procedure.catalogue.search.query import search_services

TENANTS = read_tenants()
ENTRIES = read_entries()
OFFERED = {offer.service for offer in read_offers()}
INVENTED_TELEPHONE = re.compile(r"115|0221 4710 \d{3}")  # kept free by the Bundesnetzagentur
INVENTED_POSTCODE = re.compile(r"05\d{3}")


def situations() -> Iterator[LifeSituationFacts]:
    for situation in read_life_situations():
        yield situation
        yield from situation.parts


class TestTheFiles:
    def test_tell_of_a_city_a_county_and_its_ten_towns(self) -> None:
        kinds = [tenant.facts.kind for tenant in TENANTS]

        assert [kinds.count(kind) for kind in ("city", "county", "town")] == [1, 1, 10]
        assert len(TENANTS[0].offices) == 35
        assert TENANTS[0].facts.inhabitants == 600_000

    def test_the_towns_people_are_the_countys(self) -> None:
        people = {tenant.facts.key: tenant.facts.inhabitants for tenant in TENANTS}
        towns = [tenant for tenant in TENANTS if tenant.facts.county_key]

        assert sum(people[tenant.facts.key] for tenant in towns) == people["kreis-mustertal"]

    @pytest.mark.parametrize("tenant", TENANTS, ids=lambda tenant: tenant.facts.key)
    def test_every_municipality_is_complete_and_invented(self, tenant: SampleTenant) -> None:
        facts = tenant.facts
        contacts = [facts.contact, *(vars(office) for office in tenant.offices)]

        assert check_theme(Theme.from_mapping(facts.theme)) == []
        assert missing_facts(facts.official_name, facts.contact) == []
        assert facts.hosts == [f"{facts.key}.localhost"]
        assert re.fullmatch(r"0599[89]\d{7}", facts.regional_key)
        for contact in contacts:
            assert INVENTED_TELEPHONE.fullmatch(contact["telephone"])
            assert INVENTED_POSTCODE.fullmatch(contact["postcode"])
            assert contact["email"].endswith(".example")

    def test_every_municipality_has_an_account_of_its_own_that_cannot_be(self) -> None:
        """Right by its check digits, so that nothing refuses it, and at a bank that there is not."""
        accounts = [bank_account_in(tenant.facts.contact) for tenant in TENANTS]
        numbers = {account.iban for account in accounts if account}

        assert len(numbers) == len(TENANTS)
        assert {number[4] for number in numbers} == {"9"}

    def test_marks_and_keys_are_given_once(self) -> None:
        for values in (
            [tenant.facts.key for tenant in TENANTS],
            [tenant.facts.regional_key for tenant in TENANTS],
            [tenant.facts.theme["mark"] for tenant in TENANTS],
            [entry.definition.key for entry in ENTRIES],
            [situation.key for situation in situations()],
        ):
            assert len(values) == len(set(values))

    def test_entries_speak_german_and_english_and_say_that_they_are_samples(self) -> None:
        for entry in ENTRIES:
            assert {Language.GERMAN, Language.ENGLISH} <= set(entry.definition.texts)
            assert entry.definition.is_sample

    def test_entries_are_reached_somehow_and_claim_no_more_than_that(self) -> None:
        for entry in ENTRIES:
            assert entry.definition.channels or entry.definition.link
            assert "online" not in entry.definition.channels

    def test_life_situations_lead_somewhere(self) -> None:
        keys = {situation.key for situation in situations()}
        services = {entry.definition.key for entry in ENTRIES} | OFFERED

        assert set(chain.from_iterable(entry.definition.life_situations for entry in ENTRIES)) == keys
        assert {step["service"] for situation in situations() for step in situation.steps} <= services

    def test_life_situations_have_words_in_every_language_and_an_icon(self) -> None:
        for situation in situations():
            assert set(situation.texts) == set(Language)
            assert situation.icon in ICONS
            for step in situation.steps:
                assert set(step["when"]) == set(Language)


def rows_of(tenant: Tenant, service: str, table: str) -> list[dict[str, Any]]:
    return list(with_rows(get_offering(tenant.id, service).parameters)[table])


@pytest.fixture
def world(db: None) -> Iterator[dict[str, Tenant]]:
    directory.forget()
    yield {tenant.key: tenant for tenant in make_sample_world().tenants}
    directory.forget()


EVERYDAY_WORDS = {
    "Hund": "hund-anmelden",
    "Hudn anmelden": "hund-anmelden",
    "steueranmeldung": "hund-anmelden",
    "Was mache ich, wenn mein Hund gestorben ist?": "hund-abmelden",
    "Perso verloren": "personalausweis",
    "wenig Geld für die Miete": "wohngeld",
    "Straßenlaterne kaputt": "mangel-melden",
    "Sofa": "sperrmuell",
    "lost wallet": "fundsache",
    "Angelschein": "fischereischein",
    "Anwohnerparken": "bewohnerparkausweis",
    "Parkausweis verlängern": "bewohnerparkausweis-verlaengern",
    "neues Kennzeichen am Auto, Parkausweis ändern": "bewohnerparkausweis-aendern",
    "mit dem Pferd in den Wald": "reitkennzeichen",
    "Nummernschild": "kennzeichen-reservieren",
    "Kindergartenplatz": "kita-anmelden",
    "selbststaendig machen": "gewerbe-anmelden",
}


# A world takes seconds to make, so that few tests share it.
@pytest.mark.slow
@pytest.mark.django_db(databases=["default", "apart"])  # attempts to log in are counted apart
class TestMakeSampleWorld:
    def test_is_the_same_the_second_time(self, world: dict[str, Tenant]) -> None:
        before = set(Offering.objects.values_list("id", "changed_at"))

        make_sample_world()

        assert set(Offering.objects.values_list("id", "changed_at")) == before
        assert ServiceVersion.objects.count() == len(ENTRIES) + len(OFFERED)

    def test_every_town_has_its_own_taxes_and_words(self, world: dict[str, Tenant]) -> None:
        taxes = {
            key: parameters_of(get_offering(tenant.id, DOG))["steuer_erster_hund"]
            for key, tenant in world.items()
            if tenant.kind != "county"
        }
        town = facts_of(get_offering(world["honigfeld"].id, "kfz-anmelden"), Language.GERMAN)
        county = facts_of(get_offering(world["kreis-mustertal"].id, "kfz-anmelden"), Language.GERMAN)

        assert (len(taxes), taxes["musterstadt"], taxes["lerchenmoor"]) == (11, 15600, 4800)
        assert "Kreis Mustertal" in town.modules["hinweise"]
        assert "hinweise" not in county.modules

    def test_every_town_has_its_own_streets_and_the_county_gives_the_riding_plates(
        self, world: dict[str, Tenant]
    ) -> None:
        fees = {
            key: [row["betrag"] for row in rows_of(world[key], "bewohnerparkausweis", "gebuehren")]
            for key in ("musterstadt", "sonnenfurt", "weidenquell")
        }
        renewal = rows_of(world["sonnenfurt"], "bewohnerparkausweis-verlaengern", "parkgebiete")
        town = get_offering(world["honigfeld"].id, "reitkennzeichen")
        county = get_offering(world["kreis-mustertal"].id, "reitkennzeichen")

        assert [len(rows) for rows in fees.values()] == [12, 4, 1]
        assert renewal == rows_of(world["sonnenfurt"], "bewohnerparkausweis", "parkgebiete")
        assert (town.is_online, county.is_online) == (False, True)
        assert not get_offering(world["apfelrode"].id, "bewohnerparkausweis").is_online

    def test_is_found_in_everyday_words(
        self, world: dict[str, Tenant], capsys: pytest.CaptureFixture[str]
    ) -> None:
        city = world["musterstadt"].id
        first = {typed: search_services(city, typed).found[0].key for typed in EVERYDAY_WORDS}

        assert first == EVERYDAY_WORDS
        assert search.run(["--tenant", "musterstadt", "hudn", "--json"]) == 0
        answer = json.loads(capsys.readouterr().out)
        assert set(answer["results"][0]) == {"key", "title", "rank"}
        assert answer["results"][0]["key"] == "hund-anmelden"
        assert answer["corrected"] == [{"from": "hudn", "to": "Hund"}]
        assert search.run(["--tenant", "musterstadt", "xyzzy"]) == 1

    def test_has_people_of_every_role_in_the_city_and_one_in_a_town(self, world: dict[str, Tenant]) -> None:
        with in_tenant(world["musterstadt"].id):
            city = list_accounts()
        with in_tenant(world["sonnenfurt"].id):
            town = list_accounts()

        assert all(line.is_set_up and line.is_active for line in (*city, *town))
        assert {role for line in city for _, role in line.roles} == set(Role)
        assert [role for line in city for office, role in line.roles if office == "steueramt"] == [
            Role.CASEWORKER, Role.DECIDER, Role.CASEWORKER, Role.LEAD,
        ]  # fmt: skip
        assert [line.name for line in town] == ["Frau Sonne", "Herr Strahl"]

    def test_lets_its_people_in_with_the_password_and_the_code_of_this_moment(
        self, world: dict[str, Tenant]
    ) -> None:
        with in_tenant(world["musterstadt"].id):
            account = find_account("frau.amt@musterstadt.example")
            assert account is not None
            device = Device(address="192.0.2.7")
            token = begin_login(email="Frau.Amt@musterstadt.example", password=PASSWORD, device=device)
            code = current_code(totp_secret(account), at=now())
            assert confirm_second_factor(token=token, code=code).token

    def test_is_made_by_a_command_that_tells_what_there_is(
        self, db: None, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert sample.run([]) == 0
        assert "12 Kommunen, 127 Ämter, 47 Leistungen." in capsys.readouterr().out


@pytest.mark.django_db(databases=["default", "apart"])  # accounts count apart
class TestAPackageChangedWithoutANewVersion:
    def test_is_offered_as_a_draft_beside_what_was_published(self, db: None, tmp_path: Path) -> None:
        for name in ("_blocks", DOG):
            shutil.copytree(SERVICES / name, tmp_path / name)
        assert make_sample_world(tmp_path).drafts == []
        musterstadt = Tenant.objects.get(key="musterstadt")
        published = get_offering(musterstadt.id, DOG).version
        service = tmp_path / DOG / "service.yaml"
        service.write_text(
            service.read_text("utf-8").replace("title: Hund anmelden", "title: Hund melden"), "utf-8"
        )

        (draft,) = make_sample_world(tmp_path).drafts
        offered = get_offering(musterstadt.id, DOG).version
        assert draft == f"{DOG} {offered.version}"
        assert offered.version.startswith(f"{published.version}+")
        assert ServiceVersion.objects.get(id=published.id).digest == published.digest


class TestCommands:
    def test_sample_refuses_in_production(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.setattr(settings, "ENV", replace(settings.ENV, mode="production"))

        assert sample.run([]) == 2
        assert "gehört nicht in den Betrieb" in capsys.readouterr().out

    def test_accounts_everybody_knows_the_password_of_are_refused_in_production(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(settings, "ENV", replace(settings.ENV, mode="production"))

        with pytest.raises(CannotGoOn, match="gehören nicht in den Betrieb"):
            employ([], {})

    def test_search_knows_no_other_municipality(self, db: None, capsys: pytest.CaptureFixture[str]) -> None:
        assert search.run(["--tenant", "nirgendwo", "hund"]) == 2
        assert "gibt es hier nicht" in capsys.readouterr().out


def test_the_packages_are_where_the_sample_looks_for_them() -> None:
    assert (SERVICES / DOG / "service.yaml").is_file()
