"""The files of the sample world as plain values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from stdnum import iban

from onlineamt.foundation.accounts.values import Role
from onlineamt.foundation.organisation.actions import OfficeFacts
from onlineamt.foundation.tenancy.actions import TenantFacts
from onlineamt.procedure.catalogue.actions import LifeSituationFacts
from onlineamt.procedure.catalogue.entry import EntryDefinition, load_entry

HERE = Path(__file__).resolve().parent
_EXTENSION_OF_OFFICES = 100  # of 0221 4710, see tenants.yaml
_NO_BANK = "99999999"  # the first digit of a bank code is one of eight areas; there is no ninth
_LEGAL = {
    "responsible_for_content": "Stabsstelle Digitales",
    "legal_supervision": "Kommunalaufsicht der Musterwelt",
    "operator": "Rechenzentrum Musterland",
    "data_protection_officer": "Behördliche Datenschutzbeauftragte Nora Vorlage",
    "data_protection_authority": "Datenschutzaufsicht der Musterwelt",
    "data_protection_authority_address": "Aufsichtsweg 1, 05100 Musterstadt",
    "arbitration_body": "Schlichtungsstelle Barrierefreiheit der Musterwelt",
    "arbitration_address": "Rampenweg 2, 05100 Musterstadt",
    "arbitration_email": "schlichtung@musterwelt.example",
}
# In Nordrhein-Westfalen most decisions go to court without an objection before (§ 110 JustG NRW).
_COURTS = {
    "vwgo": {
        "name": "Verwaltungsgericht Musterstadt",
        "street": "Richterweg 4",
        "postcode": "05103",
        "place": "Musterstadt",
    }
}


@dataclass(frozen=True, kw_only=True)
class SampleTenant:
    """A municipality of the sample world with its offices."""

    facts: TenantFacts
    offices: Sequence[OfficeFacts]


@dataclass(frozen=True, kw_only=True)
class SampleOffer:
    """A service of `services/` that a municipality offers, with what it sets for itself."""

    service: str
    tenant_key: str
    parameters: Mapping[str, Any]
    words: Mapping[str, Any]
    office_key: str | None


@dataclass(frozen=True, kw_only=True)
class SampleEntry:
    """An entry of the catalogue and the kinds of municipalities that are responsible for it."""

    definition: EntryDefinition
    offered_by: frozenset[str]


@dataclass(frozen=True, kw_only=True)
class SampleStaff:
    """Somebody who works for a municipality of the sample world."""

    tenant_key: str
    name: str
    email: str
    office_key: str
    roles: Sequence[Role]


def read_tenants() -> list[SampleTenant]:
    """Return the municipalities, the county before its towns."""
    offices = read_yaml("offices.yaml")
    return [_tenant(row, offices) for row in read_yaml("tenants.yaml")]


def read_entries() -> list[SampleEntry]:
    """Return the entries of the catalogue."""
    return [
        SampleEntry(
            offered_by=frozenset(row.pop("offered_by")),
            definition=load_entry(row),
        )
        for path in sorted((HERE / "entries").glob("*.yaml"))
        for row in read_yaml(f"entries/{path.name}")
    ]


def read_offers() -> list[SampleOffer]:
    """Return who offers which of the services that are done here."""
    return [
        SampleOffer(
            service=service,
            tenant_key=key,
            parameters=terms.get("parameters", {}),
            words=terms.get("words", {}).get(service, {}),
            office_key=terms.get("office"),
        )
        for row in read_yaml("offers.yaml")
        for service in row["services"]
        for key, terms in row["by"].items()
    ]


def read_life_situations() -> list[LifeSituationFacts]:
    """Return the tree of life situations."""
    return [_life_situation(row) for row in read_yaml("life_situations.yaml")]


def read_staff() -> list[SampleStaff]:
    """Return who works where."""
    return [
        SampleStaff(
            tenant_key=key,
            name=row["name"],
            email=f"{row['name'].lower().replace(' ', '.')}@{key}.example",
            office_key=row["office"],
            roles=[Role(role) for role in row["roles"]],
        )
        for key, rows in read_yaml("staff.yaml").items()
        for row in rows
    ]


def _tenant(row: dict[str, Any], offices: dict[str, Any]) -> SampleTenant:
    contact = row.pop("contact")
    legal = {
        **_LEGAL,
        "represented_by": row.pop("represented_by"),
        "data_protection_email": f"datenschutz@{row['key']}.example",
    }
    facts = TenantFacts(
        **{name: value for name, value in row.items() if name != "county"},
        county_key=row.get("county"),
        land="NW",
        hosts=[f"{row['key']}.localhost"],
        contact={
            **contact,
            "telephone": "115",
            "email": f"info@{row['key']}.example",
            "hours": "Montag bis Freitag 8 bis 12 Uhr",
            "payee": row["official_name"],
            "iban": _invented_iban(row["regional_key"]),
            "bank_name": "Musterbank",
            "legal": legal,
            "courts": _COURTS,
        },
        is_live=True,
    )
    return SampleTenant(facts=facts, offices=list(_offices(facts, offices)))


def _invented_iban(regional_key: str) -> str:
    """Return an IBAN with right check digits and a bank that cannot be: bank codes begin with 1 to 8."""
    number = f"{_NO_BANK}{regional_key[-10:]}"
    return f"DE{iban.calc_check_digits(f'DE00{number}')}{number}"


def _offices(facts: TenantFacts, offices: dict[str, Any]) -> list[OfficeFacts]:
    return [
        OfficeFacts(
            key=row["key"],
            kind=row["kind"],
            name=row["name"],
            street=row.get("street", facts.contact["street"]),
            postcode=facts.contact["postcode"],
            place=facts.contact["place"],
            telephone=f"0221 4710 {_EXTENSION_OF_OFFICES + number}",
            email=f"{row['key']}@{facts.key}.example",
            opening_hours=offices["hours"][row["hours"]],
        )
        for number, row in enumerate(offices[facts.kind], start=1)
    ]


def _life_situation(row: dict[str, Any]) -> LifeSituationFacts:
    parts = [_life_situation(part) for part in row.pop("parts", ())]
    return LifeSituationFacts(**row, parts=parts)


def read_yaml(name: str) -> Any:
    """Return what a file of the sample world says."""
    return yaml.safe_load((HERE / name).read_text(encoding="utf-8"))
