"""Whose move it is in a case, until when, and what somebody of the office may do now."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from onlineamt.audiences.backoffice.cases.presentation.listing import due_words
from onlineamt.foundation.accounts.values import Caseworker
from onlineamt.foundation.core.clock import today
from onlineamt.foundation.core.formats import show_date
from onlineamt.procedure.cases.models import CaseTask
from onlineamt.procedure.cases.queries import OpenCase, may_decide
from onlineamt.procedure.cases.rules import LINKED_IN, may_finish_task, may_move, whose_move
from onlineamt.procedure.cases.values import CaseState, Mover
from onlineamt.procedure.catalogue.values import ServiceKind
from onlineamt.procedure.decisions.models import Decision
from onlineamt.procedure.decisions.rules import needs_second_person


@dataclass(frozen=True, kw_only=True)
class Situation:
    """What decides about the next step: the case, its tasks, the draft, and who looks at it."""

    case: OpenCase
    tasks: Sequence[CaseTask]
    draft: Decision | None
    caseworker: Caseworker

    @property
    def state(self) -> CaseState:
        """Where the case stands."""
        return CaseState(self.case.row.state)

    @property
    def is_mine(self) -> bool:
        """Whether this person works on the case."""
        return self.case.row.owner_id == self.caseworker.account_id

    @property
    def open_tasks(self) -> Sequence[CaseTask]:
        """The tasks that must be done before a decision."""
        return [
            task
            for task in self.tasks
            if task.done_at is None and task.decision_id is None and not task.four_eyes
        ]

    @property
    def following_tasks(self) -> Sequence[CaseTask]:
        """What is still to be done because of a decision, what is due first in front."""
        return [task for task in self.tasks if task.done_at is None and task.decision_id is not None]

    def may_finish(self, task: CaseTask) -> bool:
        """Tell whether a task can be done or undone now; a release is done by issuing."""
        return not task.four_eyes and may_finish_task(
            self.state,
            follows_decision=task.decision_id is not None,
            closed_at=self.case.row.closed_at,
        )

    @property
    def needs_second(self) -> bool:
        """Whether a second person must release what one has drafted."""
        return needs_second_person(task.four_eyes for task in self.tasks)

    @property
    def awaits_release(self) -> bool:
        """Whether a draft waits for a second person."""
        return self.draft is not None and self.draft.release_asked_at is not None

    @property
    def may_release(self) -> bool:
        """Whether this person is the second one."""
        return (
            self.draft is not None
            and self.awaits_release
            and self.draft.drafted_by_id != self.caseworker.account_id
            and may_decide(self.caseworker, self.case.row)
        )

    def may_become(self, state: CaseState) -> bool:
        """Tell whether the table of states has a way to a state."""
        return may_move(ServiceKind(self.case.row.kind), self.state, state)


@dataclass(frozen=True, kw_only=True)
class Move:
    """Whose move it is, as the case page begins with it."""

    title: str
    who: Literal["you", "us", "done"]
    who_label: str
    text: str
    due: str
    is_late: bool


@dataclass(frozen=True, kw_only=True)
class Possible:
    """What may be done with a case now."""

    take: bool
    give_back: bool
    request: bool
    hear: bool
    take_back: bool
    decide: bool
    check: bool
    forward: bool
    end: bool
    hand_over: bool
    merge: bool
    reopen: bool
    hold: bool
    close: bool
    link: bool


def possible_acts(now: Situation) -> Possible:
    """Return what the state of a case allows; the actions check it once more."""
    row = now.case.row
    is_alive = row.closed_at is None
    in_review = now.state is CaseState.IN_REVIEW
    return Possible(
        take=is_alive and not now.is_mine,
        give_back=is_alive and row.owner_id is not None,
        request=now.may_become(CaseState.WAITING_FOR_APPLICANT),
        hear=now.may_become(CaseState.HEARING),
        take_back=now.case.open_request is not None,
        decide=in_review and now.may_become(CaseState.DECIDED),
        check=in_review and now.draft is not None,
        forward=is_alive,
        end=now.may_become(CaseState.WITHDRAWN),
        hand_over=now.may_become(CaseState.HANDED_OVER),
        merge=now.may_become(CaseState.MERGED),
        reopen=now.state is CaseState.DECIDED and now.may_become(CaseState.IN_REVIEW),
        hold=True,
        link=now.case.service.definition.follows is not None and now.state in LINKED_IN,
        close=is_alive and now.may_become(CaseState.CLOSED) and not now.following_tasks,
    )


def move_of(now: Situation) -> Move:
    """Return whose move it is, and until when."""
    mover = whose_move(now.state)
    if mover is Mover.APPLICANT:
        return _applicants(now)
    if mover is Mover.OTHER_AUTHORITY:
        return _quiet(
            "Eine andere Behörde ist zuständig",
            "Der Vorgang ist abgegeben. Schließen Sie ihn, wenn dort alles da ist.",
        )
    if mover is Mover.NOBODY:
        return _following(now) if now.following_tasks else _over(now)
    return _offices(now)


def _offices(now: Situation) -> Move:
    title, text = _next_step(now)
    due = now.case.row.due_on
    is_yours = now.may_release if now.awaits_release else now.is_mine
    return Move(
        title=title,
        who="you" if is_yours or now.case.row.owner_id is None else "us",
        who_label="Sie sind dran" if is_yours else "Das Amt ist dran",
        text=text,
        due=f"Entscheidung {due_words(due, day=today())}" if due else "",
        is_late=due is not None and due < today(),
    )


def _next_step(now: Situation) -> tuple[str, str]:
    if now.case.row.examined_at is None:
        return (
            "Die Regeln werden geprüft",
            "Ein Hintergrunddienst sieht sich den Antrag an. Laden Sie die Seite gleich noch einmal.",
        )
    if now.awaits_release:
        return "Der Bescheid wartet auf Freigabe", "Eine zweite Person sieht ihn an und erlässt ihn."
    count = len(now.open_tasks)
    if now.draft is not None and not count:
        text = (
            "Danach gibt ihn eine zweite Person frei."
            if now.needs_second
            else "Sie sehen den Brief, bevor er hinausgeht."
        )
        return "Entwurf prüfen und erlassen", text
    if count:
        title = "Eine Aufgabe ist offen" if count == 1 else f"{count} Aufgaben sind offen"
        return title, "Erledigen Sie die Aufgaben, fordern Sie nach, was fehlt, und entscheiden Sie dann."
    if not now.may_become(CaseState.DECIDED):
        return "Meldung bearbeiten", "Schließen Sie den Vorgang, wenn alles getan ist."
    return "Jetzt entscheiden", "Alle Aufgaben sind erledigt."


def _applicants(now: Situation) -> Move:
    request = now.case.open_request
    due = request.due_on if request else None
    is_late = due is not None and due < today()
    return Move(
        title="Die Antwort ist nicht gekommen" if is_late else "Die antragstellende Person ist dran",
        who="you" if is_late and now.is_mine else "us",
        who_label="Das Amt ist dran" if is_late else "Wartet auf Antwort",
        text=(
            "Nehmen Sie die Nachforderung zurück, und entscheiden Sie nach dem, was da ist."
            if is_late
            else "Die Frist des Amtes ruht so lange."
        ),
        due=f"Antwort {due_words(due, day=today())}" if due else "",
        is_late=is_late,
    )


def _following(now: Situation) -> Move:
    """Something follows from the decision: a plate to send, an office to tell."""
    count = len(now.following_tasks)
    due = now.following_tasks[0].due_on
    return Move(
        title="Nach der Entscheidung ist noch etwas zu tun"
        if count == 1
        else f"Nach der Entscheidung ist noch {count}-mal etwas zu tun",
        who="you" if now.is_mine or now.case.row.owner_id is None else "us",
        who_label="Sie sind dran" if now.is_mine else "Das Amt ist dran",
        text="Erledigen Sie die offenen Aufgaben. So lange bleibt der Vorgang offen.",
        due=f"Zu tun {due_words(due, day=today())}" if due else "",
        is_late=due is not None and due < today(),
    )


def _over(now: Situation) -> Move:
    row = now.case.row
    if now.state is CaseState.DECIDED:
        return _quiet(
            "Entschieden",
            "Bis zum Ende der Rechtsbehelfsfrist bleibt der Vorgang offen. Er schließt sich dann von selbst.",
        )
    if row.closed_at is not None:
        kept = (
            f"Die Akte bleibt bis {show_date(row.erase_on)}. Danach wird sie gelöscht."
            if row.erase_on
            else ""
        )
        return _quiet("Abgeschlossen", kept)
    return _quiet("Ohne Entscheidung beendet", "Schließen Sie den Vorgang, wenn nichts mehr zu tun ist.")


def _quiet(title: str, text: str) -> Move:
    return Move(title=title, who="done", who_label="Niemand ist dran", text=text, due="", is_late=False)
