"""The registers of an office's services, and who may see an entry: whoever works in the office that offers the service."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from onlineamt.facilities.registers.models import RegisterEntry, RegisterTerm
from onlineamt.facilities.registers.queries import get_entry, list_registers, open_entry, status_of
from onlineamt.facilities.registers.values import EntryStatus
from onlineamt.foundation.accounts.values import Caseworker
from onlineamt.foundation.audit.actions import PURPOSE
from onlineamt.foundation.audit.models import AuditEntry
from onlineamt.foundation.core.errors import NotFound
from onlineamt.foundation.core.languages import Language
from onlineamt.foundation.sealing.errors import Unsealable
from onlineamt.foundation.sealing.queries import get_seal
from onlineamt.foundation.tenancy.transaction import current_tenant_id
from onlineamt.procedure.applications.running import get_running
from onlineamt.procedure.cases.models import Case
from onlineamt.procedure.cases.running import get_running_procedure
from onlineamt.procedure.catalogue.models import Offering
from onlineamt.procedure.forms.engine import FormWords

_TOLD = (
    "register.entered",
    "register.renewed",
    "register.changed",
    "register.corrected",
    "register.ended",
)


@dataclass(frozen=True, kw_only=True)
class StaffRegister:
    """A register of a service. `key` names it among all: hund-anmelden/hundemarken. `labels`: of its fields, in order."""

    key: str
    title: str
    service: str
    labels: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class HistoryLine:
    """Something that happened to an entry. `before`: what stood there until it was corrected, None where erased."""

    name: str
    at: datetime
    actor: str
    facts: Mapping[str, Any]
    before: Mapping[str, str] | None


@dataclass(frozen=True, kw_only=True)
class StaffEntry:
    """An entry as staff see it. `values` is None once erased, `case` where it is another office's or erased."""

    row: RegisterEntry
    register: StaffRegister
    status: EntryStatus
    values: Mapping[str, str] | None
    check_token: str
    case: Case | None

    @property
    def id(self) -> UUID:
        """The id of the entry."""
        return self.row.id


def registers_of(caseworker: Caseworker) -> Sequence[StaffRegister]:
    """Return the registers of the services that the caseworker's offices offer, by service and title."""
    offerings = Offering.objects.filter(
        tenant_id=current_tenant_id(),
        office_id__in=caseworker.office_ids,
        version__sections__has_key="procedure",  # an entry that only leads elsewhere has none
    )
    versions = dict(offerings.values_list("key", "version_id"))
    titles = {key: found["de"] for key, found in list_registers() if key.split("/")[0] in versions}
    declared = {
        f"{service}/{name}": register.title or name
        for service, version_id in versions.items()
        for name, register in get_running_procedure(version_id).definition.registers.items()
    }
    found = [_register(key, title, versions[key.split("/")[0]]) for key, title in (titles | declared).items()]
    return sorted(found, key=lambda register: (register.service, register.title))


def access_register(key: str, *, caseworker: Caseworker) -> StaffRegister:
    """Return a register of the caseworker's offices. Raises NotFound."""
    found = next((one for one in registers_of(caseworker) if one.key == key), None)
    if found is None:
        raise NotFound
    return found


def access_entry(entry_id: UUID, *, caseworker: Caseworker) -> StaffEntry:
    """Return an entry of the caseworker's registers: the only way to load one for a person. Raises NotFound."""
    row = get_entry(entry_id)
    register = access_register(row.register, caseworker=caseworker)
    try:
        opened = open_entry(row)
        values, token = {key: str(value) for key, value in opened.values.items()}, opened.check_token
    except NotFound:
        values, token = None, ""
    case = Case.objects.filter(id=row.subject_id, office_id__in=caseworker.office_ids, erased_at=None).first()
    return StaffEntry(
        row=row, register=register, status=status_of(row), values=values, check_token=token, case=case
    )


def compared_label(key: str, language: Language) -> str:
    """Return what whoever checks an entry of a register may type, such as „Kennzeichen“; empty where nobody offers it any more."""
    service, name = key.split("/")
    offering = Offering.objects.filter(tenant_id=current_tenant_id(), key=service).first()
    if offering is None:
        return ""
    declared = get_running_procedure(offering.version_id).definition.registers.get(name)
    if declared is None or declared.compared is None:
        return ""
    return label_of(get_running(offering.version_id).form.words(language), declared.compared)


def label_of(words: FormWords, source: str) -> str:
    """Return what an answer or a computed value of an entry is called."""
    area, _, name = source.partition(".")
    if area == "computed":
        return words.definition.computed[name].label or name
    return words.label(source)


def terms_of(entry: StaffEntry) -> list[RegisterTerm]:
    """Return the times for which an entry was given or renewed, oldest first."""
    return list(entry.row.terms.order_by("id"))


def references_of(case_ids: Iterable[UUID], *, caseworker: Caseworker) -> dict[UUID, str]:
    """Return the references of those cases that the caseworker may open."""
    cases = Case.objects.filter(id__in=list(case_ids), office_id__in=caseworker.office_ids, erased_at=None)
    return dict(cases.values_list("id", "reference"))


def history_of(entry: StaffEntry) -> list[HistoryLine]:
    """Return what happened to an entry, newest first."""
    rows = AuditEntry.objects.filter(
        chain=entry.row.subject_id, name__in=_TOLD, facts__entry=str(entry.id)
    ).order_by("-position")
    return [
        HistoryLine(name=row.name, at=row.at, actor=row.actor, facts=row.facts, before=_before(row))
        for row in rows
    ]


def _register(key: str, title: str, version_id: UUID) -> StaffRegister:
    service = get_running(version_id)
    name = key.split("/")[1]
    declared = get_running_procedure(version_id).definition.registers.get(name)
    words = service.form.words()
    fields = declared.fields if declared else ()
    return StaffRegister(
        key=key,
        title=title,
        service=service.title(Language.GERMAN),
        labels={field_id: label_of(words, field_id) for field_id in fields},
    )


def _before(row: AuditEntry) -> Mapping[str, str] | None:
    if row.sealed_content is None:
        return None
    try:
        before: Mapping[str, str] = json.loads(get_seal(row.chain).open(row.sealed_content, purpose=PURPOSE))
    except Unsealable:
        return None
    return before
