"""Whose move it is, in one sentence and what to do: status only, nothing of what was said, asked or decided."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Literal

from django.utils.translation import gettext as _

from onlineamt.foundation.core.clock import today
from onlineamt.foundation.core.formats import show_day_and_month, show_due, show_weekday
from onlineamt.foundation.core.languages import Language
from onlineamt.procedure.cases.queries import OpenCase
from onlineamt.procedure.cases.rules import whose_move
from onlineamt.procedure.cases.values import CaseState, Mover
from onlineamt.procedure.decisions.queries import list_issued
from onlineamt.procedure.delivery.models import Delivery
from onlineamt.procedure.delivery.queries import is_overdue, list_deliveries
from onlineamt.procedure.delivery.values import DeliveryChannel, DeliveryState


class Step(StrEnum):
    """What the person can do next."""

    NOTHING = "nothing"
    ANSWER = "answer"
    HAND_IN = "hand_in"
    OPEN_DECISION = "open_decision"
    READ_DECISION = "read_decision"


@dataclass(frozen=True, kw_only=True)
class Situation:
    """The box at the head of a page: `who` as the macro `next_move` takes it."""

    who: Literal["us", "you", "done"]
    title: str
    text: str = ""
    who_label: str = ""
    step: Step = Step.NOTHING


def delivery_of(case: OpenCase) -> Delivery | None:
    """Return how the newest decision reaches the applicant, or None before its letter is made."""
    issued = list_issued(case.row)
    if not issued:
        return None
    own = [one for one in list_deliveries(case.row) if one.position == 0 and one.decision_id == issued[0].id]
    return own[-1] if own else None


def is_ready(delivery: Delivery | None) -> bool:
    """Tell whether a decision can be opened here, for the first time or again."""
    if delivery is None or delivery.channel != DeliveryChannel.PORTAL:
        return False
    return delivery.lapsed_at is None and not is_overdue(delivery)


def situation_of(case: OpenCase, delivery: Delivery | None, language: Language) -> Situation:
    """Return whose move it is."""
    state = CaseState(case.row.state)
    if whose_move(state) is Mover.OFFICE:
        return _office(case, language)
    if whose_move(state) is Mover.APPLICANT:
        return _applicant(case, language)
    if state is CaseState.HANDED_OVER:
        return Situation(
            who="us",
            who_label=_("Eine andere Behörde ist dran"),
            title=_("Ihr Anliegen liegt jetzt bei einer anderen Behörde"),
            text=_("Sie meldet sich bei Ihnen. Der Tag des Eingangs bleibt derselbe."),
        )
    if state is CaseState.MERGED:
        return Situation(
            who="done",
            title=_("Dieser Vorgang ist in einem anderen aufgegangen"),
            text=_("Wir bearbeiten beides zusammen. Fragen beantworten wir gern am Telefon."),
        )
    if case.row.decided_at is None:
        return Situation(
            who="done", title=_("Dieser Vorgang ist beendet"), text=_("Es ist nichts mehr zu entscheiden.")
        )
    return _decided(delivery, language)


def said_day(day: date, language: Language) -> str:
    """Return a day as people say it: „Freitag, 10. April“."""
    return f"{show_weekday(day, language)}, {show_day_and_month(day, language)}"


def _office(case: OpenCase, language: Language) -> Situation:
    office, due_on = case.row.office.name, case.row.due_on
    if due_on is None:
        title = _("%(office)s prüft Ihre Angaben") % {"office": office}
        return Situation(who="us", title=title, text=_("Fehlt etwas, fragen wir bei Ihnen nach."))
    if due_on < today():
        return Situation(
            who="us",
            title=_("%(office)s prüft noch Ihre Angaben") % {"office": office},
            text=_("Es dauert länger als geplant. Rufen Sie uns gern an und fragen Sie nach."),
        )
    return Situation(
        who="us",
        title=_("%(office)s entscheidet bis %(day)s") % {"office": office, "day": said_day(due_on, language)},
        text=_("Fehlt etwas, fragen wir bei Ihnen nach."),
    )


def _applicant(case: OpenCase, language: Language) -> Situation:
    request = case.open_request
    if request is None:
        return Situation(who="you", title=_("Wir warten auf Ihre Antwort"))
    if request.due_on < today():
        return Situation(
            who="you",
            title=_("Wir warten noch auf Ihre Antwort"),
            text=_("Die Zeit dafür ist vorbei. Antworten Sie bitte trotzdem, möglichst bald."),
            step=Step.ANSWER,
        )
    if request.asked_by_id is None:
        return Situation(
            who="you",
            title=_("Sie reichen noch etwas nach"),
            text=_("Schicken Sie es uns bitte %(when)s. Bis dahin steht unsere Frist still.")
            % {"when": _until(request.due_on, language)},
            step=Step.HAND_IN,
        )
    return Situation(
        who="you",
        title=_("Wir brauchen etwas von Ihnen"),
        text=_("Antworten Sie bitte %(when)s. Bis dahin steht unsere Frist still.")
        % {"when": _until(request.due_on, language)},
        step=Step.ANSWER,
    )


def _until(day: date, language: Language) -> str:
    """Return until when, with the distance where it is near."""
    return _("bis %(day)s (%(due)s)") % {
        "day": said_day(day, language),
        "due": show_due(day, today=today(), language=language).partition(" (")[0],
    }


def _decided(delivery: Delivery | None, language: Language) -> Situation:
    if delivery is None:
        return Situation(
            who="us",
            title=_("Wir haben entschieden"),
            text=_("Gerade schreiben wir Ihren Bescheid. Das dauert nur kurz."),
        )
    if delivery.channel == DeliveryChannel.PORTAL:
        return _in_portal(delivery, language)
    if delivery.state in {DeliveryState.ADDRESS_MISSING, DeliveryState.RETURNED}:
        return Situation(
            who="you",
            title=_("Ihr Bescheid hat Sie nicht erreicht"),
            text=_("Uns fehlt Ihre richtige Anschrift. Bitte rufen Sie uns an."),
        )
    if delivery.posted_on is None:
        text = _("Er wird gerade gedruckt. In einigen Tagen liegt er in Ihrem Briefkasten.")
        return Situation(who="us", title=_("Ihr Bescheid kommt mit der Post"), text=text)
    text = _("Abgeschickt haben wir ihn am %(day)s.") % {"day": said_day(delivery.posted_on, language)}
    return Situation(who="done", title=_("Ihr Bescheid ist mit der Post unterwegs"), text=text)


def _in_portal(delivery: Delivery, language: Language) -> Situation:
    if delivery.retrieved_at is not None:
        return Situation(
            who="done",
            title=_("Sie haben Ihren Bescheid geöffnet"),
            text=_("Hier können Sie ihn jederzeit noch einmal lesen."),
            step=Step.READ_DECISION,
        )
    if not is_ready(delivery):
        return Situation(
            who="us",
            title=_("Ihr Bescheid kommt mit der Post"),
            text=_("Er wurde hier nicht rechtzeitig geöffnet. Deshalb schicken wir ihn als Brief."),
        )
    return Situation(
        who="you",
        title=_("Ihr Bescheid ist da"),
        text=_when_it_counts(delivery, language),
        step=Step.OPEN_DECISION,
    )


def _when_it_counts(delivery: Delivery, language: Language) -> str:
    """By § 122a AO and § 37 Abs. 2a SGB X the day is set by the notice; by § 41 Abs. 2a VwVfG opening sets it."""
    if delivery.notified_on is not None:
        return _("Er gilt ab %(day)s als bekannt gegeben, auch wenn Sie ihn nicht öffnen.") % {
            "day": said_day(delivery.notified_on, language)
        }
    if delivery.collect_until is None:
        return ""
    return _("Öffnen Sie ihn bis %(day)s. Sonst schicken wir ihn mit der Post.") % {
        "day": said_day(delivery.collect_until, language)
    }
