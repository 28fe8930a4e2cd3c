"""What a person answers besides the form's fields: to each evidence how we get it, and what they want to say."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from onlineamt.audiences.citizen.application.inputs import plain
from onlineamt.audiences.design.fields import FieldView, Option
from onlineamt.foundation.core.languages import Language
from onlineamt.procedure.cases.models import EvidenceRequest
from onlineamt.procedure.cases.places import place_of_evidence
from onlineamt.procedure.cases.queries import OpenCase

LONGEST_MESSAGE = 4_000  # with the lines about evidence it stays below what a case holds
LONGEST_NOTE = 200
HANDED_IN, LATER, CANNOT = "abgegeben", "spaeter", "nicht"
# The office reads German, whatever the person's language.
_FOR_THE_OFFICE = {
    HANDED_IN: "ist abgegeben oder abgeschickt",
    LATER: "wird nachgereicht",
    CANNOT: "kann nicht vorgelegt werden",
}


@dataclass(frozen=True)
class EvidenceInput:
    """What was said about one evidence. `title`: its name in the person's language, `for_office`: in German.

    `place`: where its files go, `files`: the names of those that wait to be sent with the answer.
    """

    name: str
    title: str
    hint: str
    for_office: str
    place: str
    files: tuple[str, ...] = ()
    way: str = ""
    note: str = ""
    error: str = ""

    @property
    def line(self) -> str:
        """What the office reads."""
        said = [f"hochgeladen ({', '.join(self.files)})"] if self.files else []
        said += [_FOR_THE_OFFICE[self.way]] if self.way else []
        line = f"{self.for_office}: {'; '.join(said)}." if said else ""
        return f"{line} {self.note}" if line and self.note else line

    def views(self) -> tuple[FieldView, ...]:
        """Return the two questions about it, for whoever uploads nothing."""
        if self.files and not (self.way or self.note):
            return ()
        return (
            FieldView(
                id=f"nachweis-{self.name}",
                kind="radios",
                label=_("Wenn Sie nichts hochladen: Wie bekommen wir „%(title)s“?") % {"title": self.title},
                value=self.way,
                error=self.error,
                is_required=not self.files,
                options=(
                    Option(value=HANDED_IN, label=_("Ich habe ihn abgegeben oder abgeschickt")),
                    Option(value=LATER, label=_("Ich reiche ihn nach")),
                    Option(value=CANNOT, label=_("Ich kann ihn nicht vorlegen")),
                ),
            ),
            FieldView(
                id=f"nachweis-{self.name}-notiz",
                kind="text",
                label=_("Wann, und bei Verzögerung: warum?"),
                hint=_("Zum Beispiel: am 3. April am Schalter. Oder: bis 20. April, die Praxis hat Urlaub."),
                value=self.note,
                is_required=False,
                width="long",
                attributes={"maxlength": str(LONGEST_NOTE)},
            ),
        )


@dataclass(frozen=True)
class SaidBesides:
    """Everything said besides the fields."""

    evidence: tuple[EvidenceInput, ...]
    message: str = ""
    message_error: str = ""
    is_message_required: bool = False
    asks_fields: bool = field(default=True)

    @property
    def is_valid(self) -> bool:
        """Whether nothing is wrong."""
        return not self.message_error and not any(one.error for one in self.evidence)

    @property
    def text(self) -> str:
        """What is kept as the message of the answer."""
        lines = "\n".join(one.line for one in self.evidence if one.line)
        return "\n\n".join(part for part in (lines, self.message.strip()) if part)

    def unjudged(self) -> "SaidBesides":
        """Return it without a word about mistakes."""
        evidence = tuple(replace(one, error="") for one in self.evidence)
        return replace(self, evidence=evidence, message_error="")

    def message_view(self) -> FieldView:
        """Return the question for words of one's own."""
        is_all = not self.evidence and not self.asks_fields
        return FieldView(
            id="nachricht",
            kind="long_text",
            label=_("Ihre Antwort") if is_all else _("Möchten Sie noch etwas dazu sagen?"),
            value=self.message,
            error=self.message_error,
            is_required=self.is_message_required,
            max_length=LONGEST_MESSAGE,
        )


def blank(case: OpenCase, request: EvidenceRequest, language: Language) -> SaidBesides:
    """Return the questions with nothing said yet."""
    return SaidBesides(
        tuple(_evidence(case, request, language)),
        is_message_required=_needs_message(request),
        asks_fields=bool(request.fields),
    )


def read(
    case: OpenCase, request: EvidenceRequest, language: Language, posted: QueryDict, *, has_gaps: bool
) -> SaidBesides:
    """Read what was posted. `has_gaps`: answers are missing and the person sends anyway; then a word is needed why."""
    evidence = tuple(_read_evidence(one, posted) for one in _evidence(case, request, language))
    message = _text(posted.get("nachricht", ""))
    error = ""
    if len(message) > LONGEST_MESSAGE:
        error = _("Ihr Text ist zu lang. Kürzen Sie ihn auf höchstens 4.000 Zeichen.")
    elif not message.strip() and has_gaps:
        error = _("Schreiben Sie dazu, was fehlt und warum.")
    elif not message.strip() and _needs_message(request):
        error = _("Schreiben Sie Ihre Antwort in das Feld.")
    return SaidBesides(
        evidence,
        message=message,
        message_error=error,
        is_message_required=_needs_message(request),
        asks_fields=bool(request.fields),
    )


def shown_ids(posted: QueryDict) -> Sequence[str]:
    """Return the fields that stood on the page which was sent, beyond those that were asked."""
    return posted.get("_gezeigt", "")[:20_000].split()


def _evidence(case: OpenCase, request: EvidenceRequest, language: Language) -> Iterator[EvidenceInput]:
    declared: dict[str, Any] = {one.id: one for one in case.service.definition.evidence}
    words = case.service.words(language).evidence
    for name in request.evidence:
        one = declared[name]
        said = words.get(name, one)
        place = place_of_evidence(case, name)
        yield EvidenceInput(
            name=name,
            title=said.title,
            hint=said.hint or "",
            for_office=one.title,
            place=place,
            files=tuple(file["name"] for file in case.unsent_files.get(place, ())),
        )


def _read_evidence(one: EvidenceInput, posted: QueryDict) -> EvidenceInput:
    way = posted.get(f"nachweis-{one.name}", "")
    note = plain(posted.get(f"nachweis-{one.name}-notiz", ""))[:LONGEST_NOTE]
    is_said = way in _FOR_THE_OFFICE
    error = ""
    if not (is_said or one.files):
        said = _("„%(title)s“: Laden Sie ihn hoch, oder wählen Sie, wie wir ihn sonst bekommen.")
        error = said % {"title": one.title}
    return replace(one, way=way if is_said else "", note=note, error=error)


def _needs_message(request: EvidenceRequest) -> bool:
    return not request.fields and not request.evidence


def _text(typed: str) -> str:
    """Return a text of several lines without what no page can hold; longer than any answer, it is cut."""
    lines = typed[: 5 * LONGEST_MESSAGE].replace("\r\n", "\n").replace("\r", "\n")
    return "".join(one for one in lines if one == "\n" or one.isprintable())
