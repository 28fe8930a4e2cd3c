"""What the forms of the post room ask; shape only."""

from datetime import date
from http import HTTPStatus

from django.http import QueryDict

from onlineamt.audiences.backoffice.cases.inputs import choice_field, day_field, read_day
from onlineamt.audiences.backoffice.post.labels import REASONS
from onlineamt.audiences.design.fields import FieldView, Option
from onlineamt.facilities.post.values import ReturnReason
from onlineamt.foundation.core.clock import today

UNPROCESSABLE = HTTPStatus.UNPROCESSABLE_ENTITY
_LATER = "Dieser Tag liegt in der Zukunft. Ist das Datum richtig?"


def posting_field(posted: QueryDict | None, *, earliest: date) -> FieldView:
    """Return the question for the day on which letters left."""
    return _past_day(
        "verschickt",
        "Wann gingen die Briefe zur Post?",
        posted,
        earliest=earliest,
        hint="Der Tag der Einlieferung. Ab ihm rechnet das Gesetz, wann der Brief als bekannt gegeben gilt.",
    )


def arrival_field(posted: QueryDict | None, *, earliest: date) -> FieldView:
    """Return the question for the day on which a letter abroad is proved to have arrived."""
    return _past_day(
        "angekommen",
        "Wann kam der Brief nachweislich an?",
        posted,
        earliest=earliest,
        hint="Zum Beispiel der Tag auf dem Rückschein.",
    )


def return_fields(posted: QueryDict | None, *, earliest: date) -> tuple[FieldView, ...]:
    """Return the questions about a letter that came back."""
    return (
        _past_day("zurueck", "Wann kam der Brief zurück?", posted, earliest=earliest),
        choice_field(
            "grund",
            "Warum kam er zurück?",
            [Option(value=reason.value, label=label) for reason, label in REASONS.items()],
            posted,
            problem="Wählen Sie den Grund, der auf dem Umschlag steht.",
        ),
    )


def read_past_day(posted: QueryDict, name: str, *, earliest: date) -> date:
    """Return a day that was checked by its field."""
    day, _ = read_day(posted, name, earliest=earliest)
    assert day is not None
    return day


def read_reason(posted: QueryDict) -> ReturnReason:
    """Return the reason that was checked by its field."""
    return ReturnReason(str(posted["grund"]))


def _past_day(
    name: str, label: str, posted: QueryDict | None, *, earliest: date, hint: str = ""
) -> FieldView:
    view = day_field(name, label, posted, default=today(), earliest=earliest, hint=hint)
    if posted is None or view.error:
        return view
    day, _ = read_day(posted, name, earliest=earliest)
    return view if day is None or day <= today() else FieldView(**{**vars(view), "error": _LATER})
