"""The page on which a request is answered: the form's own questions, places for files, and what can be said besides."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from onlineamt.audiences.citizen.application.file_view import NOTHING_SENT, FileMarks, file_view
from onlineamt.audiences.citizen.application.handing_in import refusal
from onlineamt.audiences.citizen.case.inputs import EvidenceInput, SaidBesides
from onlineamt.audiences.citizen.case.opening import url_of
from onlineamt.audiences.citizen.case.situation import said_day
from onlineamt.audiences.design.fields import FieldView
from onlineamt.audiences.design.kind_views import field_view
from onlineamt.audiences.entrance.marks import TenantRequest
from onlineamt.facilities.documents.errors import DocumentLocked
from onlineamt.facilities.documents.queries import infected_files
from onlineamt.foundation.core.clock import berlin_day, today
from onlineamt.procedure.applications.parts import others_questions
from onlineamt.procedure.cases.answering import TakenAnswers
from onlineamt.procedure.cases.models import EvidenceRequest
from onlineamt.procedure.cases.places import UNSENT_KEPT, field_of_place, questions_of
from onlineamt.procedure.cases.queries import OpenCase, request_text
from onlineamt.procedure.forms.definition import FileField
from onlineamt.procedure.forms.engine.kinds import NotReadable, Raw
from onlineamt.procedure.forms.engine.kinds.file import AttachedFile, FileKind, files_in


class AnswerPage:
    """A request with what was typed, uploaded and refused; `taken` and `typed` are missing before anything was sent."""

    def __init__(
        self,
        request: TenantRequest,
        case: OpenCase,
        asked: EvidenceRequest,
        besides: SaidBesides,
        *,
        taken: TakenAnswers | None = None,
        typed: Raw | None = None,
        marks: FileMarks = NOTHING_SENT,
    ) -> None:
        self._request, self._case, self._asked, self._besides = request, case, asked, besides
        self._taken, self._typed = taken, typed or {}
        self.marks = marks

    @property
    def has_infected(self) -> bool:
        """Whether a virus scanner found something in what waits to be sent."""
        return bool(self._infected)

    @property
    def was_typed(self) -> bool:
        """Whether the page came with anything besides files."""
        return any(
            one.strip() for name, said in self._typed.items() if not name.startswith("_") for one in said
        )

    def unjudged(self) -> "AnswerPage":
        """Return the page with what was typed and no word about mistakes."""
        taken = self._taken and replace(self._taken, problems=(), arisen=())
        return AnswerPage(
            self._request,
            self._case,
            self._asked,
            self._besides.unjudged(),
            taken=taken,
            typed=self._typed,
            marks=self.marks,
        )

    def places(self, seen: Sequence[str]) -> list[str]:
        """Return the names of all inputs for files; `seen`: further fields that were on the page."""
        fields = [name for name in (*self._asked.fields, *seen) if self._is_for_files(name)]
        return list(dict.fromkeys([*fields, *(one.place for one in self._besides.evidence)]))

    def fields(self) -> tuple[FieldView, ...]:
        """Return the questions with what was typed, else with what stands so far."""
        return (*self._form_fields(), *self._said_fields())

    def said(self) -> dict[str, Any]:
        """Return everything else that its template shows."""
        case, asked, taken = self._case, self._asked, self._taken
        return {
            "title": case.service.title(self._request.language),
            "question": request_text(case, asked),
            "heading": _("Das reichen Sie noch nach")
            if asked.asked_by_id is None
            else _("Das brauchen wir von Ihnen"),
            "until": said_day(asked.due_on, self._request.language),
            "is_late": asked.due_on < today(),
            "also_shown": [name for name in self._ids if name not in asked.fields],
            "has_arisen": bool(taken and taken.arisen),
            "has_gaps": bool(taken and taken.problems),
            "request_id": asked.id.hex,
            "evidence": bool(asked.evidence),
            "takes_files": bool(self.places(self._ids)),
            "unsent_until": self._unsent_until(),
            "reference": case.row.reference,
            "address": _address(self._request, case),
            "url": url_of(self._request, "application_answer", case.id),
            "back_url": url_of(self._request, "application_case", case.id),
        }

    @property
    def _ids(self) -> Sequence[str]:
        return self._taken.fields if self._taken else questions_of(self._case, self._asked)

    @cached_property
    def _infected(self) -> frozenset[str]:
        waiting = {file["id"] for files in self._case.unsent_files.values() for file in files}
        return infected_files(self._case.id) & waiting if waiting else frozenset()

    def _is_for_files(self, name: str) -> bool:
        found = self._case.service.form.fields.get(name)
        return found is not None and isinstance(found.kind, FileKind)

    def _form_fields(self) -> Iterator[FieldView]:
        for name in self._ids:
            if self._is_for_files(name):
                yield self._files(name, self._file_field(name), error=self._mistakes.get(name, ""))
            else:
                yield self._question(name)

    def _said_fields(self) -> Iterator[FieldView]:
        for evidence in self._besides.evidence:
            yield self._files(evidence.place, self._evidence_field(evidence))
            yield from evidence.views()
        yield self._besides.message_view()

    def _question(self, name: str) -> FieldView:
        kind = self._words.kind(name)
        names = (name, *kind.inputs)
        typed: Raw = {one: self._typed[one] for one in names if one in self._typed}
        was_shown = self._taken is not None and name not in self._taken.arisen
        raw = typed if any(typed) or was_shown else self._stored(name)
        mistake = next((one for one in self._problems if one.field_id == name), None)
        return field_view(
            kind,
            raw,
            is_required=self._required.get(name, True),
            mistake=self._words.mistake(mistake) if mistake else None,
        )

    def _stored(self, name: str) -> Raw:
        known = self._taken.answers if self._taken else {}
        declared = {} if name in self._of_others else self._case.application.answers
        stored = known.get(name, declared.get(name))
        if stored is None:
            return {}
        kind = self._words.kind(name)
        try:
            raw: Raw = kind.to_raw(kind.from_json(stored))
        except NotReadable:
            return {}
        return raw

    @cached_property
    def _of_others(self) -> frozenset[str]:
        """The questions that another person has answered on their own: who is asked now does not learn what they said."""
        return others_questions(self._case.declared, self._case.service.form)

    def _files(self, place: str, definition: FileField, *, error: str = "") -> FieldView:
        files = [AttachedFile.read(one) for one in self._case.unsent_files.get(place, ())]
        infected = tuple(
            refusal(str(one), DocumentLocked()) for one in files if str(one.id) in self._infected
        )
        refused = (*infected, *self.marks.refused.get(place, ()))
        marks = replace(self.marks, refused={place: refused} if refused else {})
        parts = {"request_id": self._asked.id, "place": place}
        return file_view(
            definition,
            files,
            name=place,
            subject_id=self._case.id,
            url=url_of(self._request, "answer_upload", self._case.id, **parts),
            language=self._request.language,
            is_required=True,
            error=error,
            marks=marks,
        )

    def _file_field(self, name: str) -> FileField:
        """Return a field of the form, in the person's language, with what was sent for it so far."""
        definition: FileField = self._words.kind(name).definition
        sent = files_in(
            self._case.service.form.fields[name].kind.from_json(
                self._case.application.answers.get(name) or []
            )
        )
        if not sent:
            return definition
        already = _("Schon gesendet: %(names)s.") % {"names": ", ".join(sent)}
        hint = f"{definition.hint} {already}" if definition.hint else already
        return definition.model_copy(update={"hint": hint})

    def _evidence_field(self, evidence: EvidenceInput) -> FileField:
        definition = field_of_place(self._case, self._asked, evidence.place)
        return definition.model_copy(update={"label": evidence.title, "hint": evidence.hint})

    def _unsent_until(self) -> str:
        changed_at = self._asked.files_changed_at
        if changed_at is None or not any(self._case.unsent_files.values()):
            return ""
        return said_day(berlin_day(changed_at + UNSENT_KEPT), self._request.language)

    @cached_property
    def _words(self) -> Any:
        return self._case.service.form.words(self._request.language)

    @property
    def _problems(self) -> Sequence[Any]:
        return self._taken.problems if self._taken else ()

    @cached_property
    def _mistakes(self) -> Mapping[str, str]:
        return {one.field_id: self._words.mistake(one).message for one in reversed(self._problems)}

    @cached_property
    def _required(self) -> Mapping[str, bool]:
        travelled = self._taken.journey if self._taken else self._case.journey
        return {state.id: state.is_required for page in travelled.pages for state in page.fields}


def _address(request: TenantRequest, case: OpenCase) -> str:
    """Return where evidence is handed in: the office, or the town hall where the office has no address of its own."""
    office, town = case.row.office, request.tenant.contact
    if office.street:
        return f"{office.name}, {office.street}, {office.postcode} {office.place}"
    place = " ".join(str(town.get(key) or "") for key in ("postcode", "place"))
    lines = (request.tenant.official_name, office.name, str(town.get("street") or ""), place.strip())
    return ", ".join(line for line in lines if line)
