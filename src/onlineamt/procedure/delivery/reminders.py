"""Telling the holder of an entry before it ends: once for each end, by e-mail or by a letter of the package."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from urllib.parse import urljoin
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Subquery

from onlineamt.facilities.documents.rules import new_verify_token
from onlineamt.facilities.documents.values import DocumentKind
from onlineamt.facilities.letters.procedure_letter import LetterData
from onlineamt.facilities.mail.actions import send_mail
from onlineamt.facilities.mail.queries import get_sender
from onlineamt.facilities.mail.values import MailTemplate, NewMail
from onlineamt.facilities.registers.models import RegisterEntry
from onlineamt.foundation.audit.actions import record
from onlineamt.foundation.core.canonical import canonical_json
from onlineamt.foundation.core.clock import now, today
from onlineamt.foundation.core.languages import Language
from onlineamt.foundation.tenancy.directory import current_tenant
from onlineamt.procedure.cases.actions.moving import SYSTEM
from onlineamt.procedure.cases.kept_letters import keep_letter
from onlineamt.procedure.cases.letters import confirmation_letter
from onlineamt.procedure.cases.models import Case
from onlineamt.procedure.cases.queries import OpenCase, get_case
from onlineamt.procedure.cases.running import get_running_procedure
from onlineamt.procedure.decisions.letters import case_facts, correspondence_of, letter_service, verify_url
from onlineamt.procedure.delivery.alerts import STATUS
from onlineamt.procedure.delivery.follow_ups import find_follow_up, steps_for
from onlineamt.procedure.delivery.models import EntryReminder
from onlineamt.procedure.delivery.permits import register_of
from onlineamt.procedure.delivery.posting import BY_POST, post_to_applicant
from onlineamt.procedure.delivery.rules import is_time_to_remind
from onlineamt.procedure.delivery.values import EntryStep, ReminderWay

FORMAT = "onlineamt.reminder/1"
SERVICE = "leistung"  # under which address services stand
_LONGEST = timedelta(days=366)  # no package reminds earlier


def list_entries_to_remind(day: date) -> Iterator[tuple[UUID, UUID]]:
    """Yield tenant and id of the entries of all towns that end soon and whose holders were not told; as maintenance.

    How early is a matter of the register in the version of the entry's case.
    """
    told = EntryReminder.objects.filter(
        tenant_id=OuterRef("tenant_id"), entry=OuterRef("id"), valid_until=OuterRef("valid_until")
    )
    case = Case.objects.filter(tenant_id=OuterRef("tenant_id"), id=OuterRef("subject_id"), erased_at=None)
    rows = RegisterEntry.objects.using("maintenance").filter(
        ~Exists(told), ended_on=None, valid_until__gte=day, valid_until__lte=day + _LONGEST
    )
    found = rows.annotate(version=Subquery(case.values("version_id")[:1])).exclude(version=None)
    for tenant_id, entry_id, register, valid_until, version in found.order_by("valid_until").values_list(
        "tenant_id", "id", "register", "valid_until", "version"
    ):
        declared = get_running_procedure(version).definition.registers.get(register.split("/")[1])
        if (
            declared
            and valid_until
            and is_time_to_remind(declared.remind, valid_until=valid_until, today=day)
        ):
            yield tenant_id, entry_id


@transaction.atomic
def remind_of_end(entry_id: UUID) -> bool:
    """Tell the holder of an entry that it ends soon; False where it has ended, was renewed, or they were told before.

    While something is asked about the entry that the office has still to decide, nobody is told.
    Where there is neither a confirmed address nor a letter of the package, that is written down, and nobody is told.
    """
    entry = RegisterEntry.objects.select_for_update().filter(id=entry_id).first()
    if entry is None or entry.ended_on is not None or entry.valid_until is None:
        return False
    case = get_case(entry.subject_id)
    register = register_of(case, entry)
    is_time = register is not None and is_time_to_remind(
        register.remind, valid_until=entry.valid_until, today=today()
    )
    told = EntryReminder.objects.filter(entry=entry, valid_until=entry.valid_until).exists()
    if not is_time or told or find_follow_up(entry) is not None:
        return False
    way = _tell(case, entry, register.reminder if register else None)
    EntryReminder.objects.create(entry=entry, valid_until=entry.valid_until, reminded_at=now(), way=way.value)
    record("delivery.end_announced", chain=case.id, actor=SYSTEM, facts={"entry": str(entry.id), "way": way})
    return way is not ReminderWay.NONE


def reminder_letter(case: OpenCase, entry: RegisterEntry, body: str, *, token: str = "") -> LetterData:
    """Return the reminder on paper ready to be set.

    Its body reads the number of the entry as `register_number`, its last day as `deadline`, and where it is renewed as
    `renew_url`, which is empty where the municipality offers no renewal.
    """
    facts = case_facts(case, today=today())
    return confirmation_letter(
        replace(facts, register_number=entry.number, deadline=entry.valid_until, renew_url=_renew_url(entry)),
        body=body,
        service=letter_service(case),
        correspondence=correspondence_of(case, current_tenant()),
        machine_readable=canonical_json(
            {
                "format": FORMAT,
                "number": entry.number,
                "valid_until": entry.valid_until.isoformat() if entry.valid_until else None,
            }
        ),
        at=now(),
        verify_url=verify_url(token),
    )


def _tell(case: OpenCase, entry: RegisterEntry, body: str | None) -> ReminderWay:
    key = f"end:{entry.id}:{entry.valid_until}"
    if case.declared.row.email_confirmed_at is not None:
        _write_mail(case, key=key)
        return ReminderWay.EMAIL
    if body is None:
        return ReminderWay.NONE
    token = new_verify_token()
    letter = reminder_letter(case, entry, body, token=token)
    document_id = keep_letter(case, letter, kind=DocumentKind.REMINDER, name="Erinnerung", token=token)
    is_posted = post_to_applicant(case, document_id, key=key) == BY_POST
    return ReminderWay.POST if is_posted else ReminderWay.NONE


def _renew_url(entry: RegisterEntry) -> str:
    """Return the page of the service that renews an entry: who reads it on paper has no case open to press a button in."""
    offering = steps_for(entry).get(EntryStep.RENEW)
    return (
        urljoin(settings.ENV.origin_of(get_sender().host), f"/{SERVICE}/{offering.key}") if offering else ""
    )


def _write_mail(case: OpenCase, *, key: str) -> None:
    """Say that there is something to look at. What it is, and that anything ends, is nobody's who reads along."""
    language = Language(case.declared.row.language)
    origin = settings.ENV.origin_of(get_sender().host)
    send_mail(
        NewMail(
            subject_id=case.id,
            recipient=case.application.email,
            template=MailTemplate.SOMETHING_TO_DO,
            language=language,
            idempotency_key=key,
            context={"url": urljoin(origin, f"/{language.path_prefix}{STATUS}")},
        ),
        seal=case.seal,
    )
