"""The work list of the offices: tabs, filters, search, what is due first, page after page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import Count, Exists, F, Min, OuterRef, Prefetch, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce, Least

from onlineamt.facilities.payments.queries import find_by_reference
from onlineamt.facilities.registers.queries import find_entries
from onlineamt.foundation.accounts.values import Caseworker
from onlineamt.foundation.core.clock import today
from onlineamt.foundation.sealing.queries import wrapped_key_of
from onlineamt.procedure.applications.rules import normalise_reference
from onlineamt.procedure.cases.definition import INFECTED_FILE
from onlineamt.procedure.cases.models import CaseTask, EvidenceRequest
from onlineamt.procedure.cases.queries import list_cases
from onlineamt.procedure.cases.values import CaseState
from onlineamt.procedure.decisions.models import Decision

PAGE = 50
DECIDED = (CaseState.DECIDED, CaseState.FINAL)
ASKED = (CaseState.WAITING_FOR_APPLICANT, CaseState.HEARING)  # the applicant is to say something
_FAR = date(9999, 12, 31)  # what has no date comes last


class Tab(StrEnum):
    """Whose cases, and how far they are."""

    MINE = "meine"
    NOBODY = "niemand"
    ALL = "alle"
    RELEASE = "freigabe"
    DECIDED = "entschieden"
    CLOSED = "abgeschlossen"


@dataclass(frozen=True, kw_only=True)
class Selection:
    """What somebody wants to see."""

    tab: Tab = Tab.ALL
    state: str = ""
    service: str = ""
    is_overdue: bool = False
    search: str = ""
    after: str = ""

    @property
    def is_by_date(self) -> bool:
        """Whether what is due comes first; else the latest."""
        return not self.search and self.tab not in {Tab.DECIDED, Tab.CLOSED}

    @property
    def is_filtered(self) -> bool:
        """Whether fewer cases are shown than the tab has."""
        return bool(self.state or self.service or self.is_overdue)


def count_tabs(caseworker: Caseworker) -> Mapping[str, int]:
    """Return how many cases each tab holds, and how many are overdue; closed ones are not counted."""
    rows = _with_dates(list_cases(caseworker).filter(closed_at=None))
    counted = {tab: _in_tab(tab, caseworker) for tab in Tab if tab is not Tab.CLOSED}
    return rows.aggregate(
        **{tab.value: Count("id", filter=condition) for tab, condition in counted.items()},
        overdue=Count("id", filter=counted[Tab.ALL] & Q(next_due__lt=today())),
    )


def list_services(caseworker: Caseworker) -> Sequence[tuple[str, UUID]]:
    """Return the services of the caseworker's cases, each with a version whose title is shown."""
    rows = list_cases(caseworker).order_by("service_key", "-received_at").distinct("service_key")
    return list(rows.values_list("service_key", "version_id"))


def select_cases(caseworker: Caseworker, chosen: Selection) -> tuple[Sequence[Any], str]:
    """Return a page of cases and the place after which the next page begins, or an empty string."""
    rows = _found(caseworker, chosen.search) if chosen.search else _filtered(caseworker, chosen)
    rows = _from_place(rows, chosen)
    found = list(_with_surroundings(rows)[: PAGE + 1])
    shown = found[:PAGE]
    return shown, _place_of(shown[-1], chosen) if len(found) > PAGE else ""


def _filtered(caseworker: Caseworker, chosen: Selection) -> QuerySet[Any]:
    rows = _with_dates(list_cases(caseworker)).filter(_in_tab(chosen.tab, caseworker))
    if chosen.state:
        rows = rows.filter(state=chosen.state)
    if chosen.service:
        rows = rows.filter(service_key=chosen.service)
    return rows.filter(next_due__lt=today()) if chosen.is_overdue else rows


def _found(caseworker: Caseworker, words: str) -> QuerySet[Any]:
    """By the number of the case or its beginning, a payment reference, or a register number.

    Names and birth dates are sealed, and cases keep no keyed hash of them.
    """
    claim = find_by_reference(words)
    subjects = {entry.subject_id for entry in find_entries(number=words)} | (
        {claim.subject_id} if claim else set()
    )
    plain = words.upper().replace(" ", "")
    condition = Q(reference=normalise_reference(words)) | Q(id__in=subjects)
    if len(plain) >= len("26-A"):
        condition |= Q(reference__startswith=plain)
    return _with_dates(list_cases(caseworker)).filter(condition)


def _in_tab(tab: Tab, caseworker: Caseworker) -> Q:
    to_do = Q(closed_at=None) & (~Q(state__in=DECIDED) | Q(has_following=True))
    return {
        Tab.MINE: to_do & Q(owner_id=caseworker.account_id),
        Tab.NOBODY: to_do & Q(owner_id=None),
        Tab.ALL: to_do,
        Tab.RELEASE: Q(closed_at=None, awaits_release=True),
        Tab.DECIDED: Q(closed_at=None, state__in=DECIDED),
        Tab.CLOSED: Q(closed_at__isnull=False),
    }[tab]


def _with_dates(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Add what is due next, whether the case rests until then, and whether a second person is waited for.

    While the applicant is asked, the clock of the office rests: then it is the day of their answer. After the decision
    only the tasks that followed it are due.
    """
    tasks = CaseTask.objects.filter(case=OuterRef("pk"), done_at=None).order_by()
    next_task = tasks.values("case").annotate(first=Min("due_on")).values("first")
    asked = EvidenceRequest.objects.filter(case=OuterRef("pk"), answered_at=None, taken_back_at=None)
    released = Decision.objects.filter(case=OuterRef("pk"), issued_at=None, release_asked_at__isnull=False)
    dated: QuerySet[Any] = rows.annotate(
        next_due=models.Case(
            When(state__in=ASKED, then=Subquery(asked.values("due_on")[:1])),
            When(state__in=DECIDED, then=Subquery(next_task)),
            default=Least(F("due_on"), Subquery(next_task)),
            output_field=models.DateField(),
        ),
        awaits_release=Exists(released),
        has_following=Exists(tasks.filter(decision_id__isnull=False)),
    ).annotate(
        rests=models.Case(
            When(state__in=ASKED, next_due__gte=today(), then=Value(1)),
            default=Value(0),
            output_field=models.IntegerField(),
        ),
        place=Coalesce(F("next_due"), Value(_FAR), output_field=models.DateField()),
    )
    return dated


def _with_surroundings(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Add the sealed application with its key, the open tasks, and what was asked of the applicant."""
    open_tasks = CaseTask.objects.filter(case=OuterRef("pk"), done_at=None).order_by()
    drafts = Decision.objects.filter(case=OuterRef("pk"), issued_at=None)
    surrounded: QuerySet[Any] = (
        rows.select_related("application")
        .annotate(
            wrapped_key=wrapped_key_of("id"),
            open_tasks=Coalesce(
                Subquery(open_tasks.values("case").annotate(n=Count("id")).values("n")), Value(0)
            ),
            has_draft=Exists(drafts),
            has_infected=Exists(open_tasks.filter(name=INFECTED_FILE)),
        )
        .prefetch_related(Prefetch("requests", EvidenceRequest.objects.order_by("asked_at")))
    )
    return surrounded


def _from_place(rows: QuerySet[Any], chosen: Selection) -> QuerySet[Any]:
    if chosen.is_by_date:
        ordered = rows.order_by("rests", "place", "id")
        place = _read_due_place(chosen.after)
        return ordered if place is None else ordered.filter(_after_due(*place))
    ordered = rows.order_by("-received_at", "-id")
    before = _read_recent_place(chosen.after)
    if before is None:
        return ordered
    at, last = before
    return ordered.filter(Q(received_at__lt=at) | Q(received_at=at, id__lt=last))


def _after_due(rests: int, day: date, last: UUID) -> Q:
    return Q(rests__gt=rests) | Q(rests=rests, place__gt=day) | Q(rests=rests, place=day, id__gt=last)


def _place_of(row: Any, chosen: Selection) -> str:
    if chosen.is_by_date:
        return f"{row.rests}_{row.place.isoformat()}_{row.id}"
    return f"{row.received_at.isoformat()}_{row.id}"


def _read_due_place(after: str) -> tuple[int, date, UUID] | None:
    """An address that somebody typed may hold anything: then the list begins at the top."""
    try:
        rests, day, last = after.split("_")
        return int(rests) % 2, date.fromisoformat(day), UUID(last)
    except ValueError:
        return None


def _read_recent_place(after: str) -> tuple[datetime, UUID] | None:
    try:
        at, last = after.split("_")
        instant = datetime.fromisoformat(at)
        return (instant, UUID(last)) if instant.tzinfo else None
    except ValueError:
        return None
