"""What the applicant answers to a request, taken into the form: only what was asked, and what follows from it."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from onlineamt.procedure.applications.journeys import journey_of, save_on_page
from onlineamt.procedure.applications.queries import OpenApplication
from onlineamt.procedure.cases.places import is_askable
from onlineamt.procedure.cases.queries import OpenCase
from onlineamt.procedure.forms.engine import FieldState, Journey, Problem
from onlineamt.procedure.forms.engine.form import CompiledPage
from onlineamt.procedure.forms.engine.kinds import NotReadable, Raw
from onlineamt.procedure.forms.engine.kinds.file import FileKind


@dataclass(frozen=True)
class TakenAnswers:
    """What came of an answer that was sent.

    `fields`: the questions to show again, in the order of the form. `arisen`: those among them that came up through a
    changed answer and were not on the page yet. `answers`: what is to be kept, by field; nothing else has changed.
    """

    fields: tuple[str, ...]
    arisen: tuple[str, ...]
    answers: Mapping[str, Any]
    problems: tuple[Problem, ...]
    raw: Mapping[str, Sequence[str]]
    journey: Journey

    @property
    def is_complete(self) -> bool:
        """Whether nothing is wrong and nothing new is to be asked."""
        return not (self.problems or self.arisen)


def take_answers(case: OpenCase, asked: Collection[str], raw: Raw, *, seen: Collection[str]) -> TakenAnswers:
    """Take what a person sent into the answers that stand so far. Never raises for what was sent.

    `asked`: the fields of the request. `seen`: further fields that were on the page because of an answer before.
    """
    return _Taking(case, asked, raw, seen).result


class _Taking:
    """Saves the asked fields first, then what follows from them, until nothing new arises."""

    def __init__(self, case: OpenCase, asked: Collection[str], raw: Raw, seen: Collection[str]) -> None:
        self._application = case.application
        self._form = case.service.form
        self._raw, self._seen = raw, seen
        self._open_before = set(_unfinished(case.journey))
        self._wanted: list[str] = []
        self._files = {name: files for name, files in case.unsent_files.items() if files}
        self._answers: dict[str, Any] = {**case.application.answers, **self._uploaded(case, asked, seen)}
        self._mistakes: dict[str, Problem] = {}
        self._typed: dict[str, Sequence[str]] = {}
        self._save_until_nothing_arises(list(asked))

    @cached_property
    def result(self) -> TakenAnswers:
        """What came of it."""
        order = [one.id for page in self._form.pages for one in page.fields]
        wanted = sorted(self._wanted, key=order.index)
        arisen = tuple(field_id for field_id in self._new() if field_id not in self._wanted)
        fields = tuple(sorted((*wanted, *arisen), key=order.index))
        return TakenAnswers(
            fields=fields,
            arisen=arisen,
            answers={
                name: self._answers[name] for name in wanted if name in self._answers and self._is_new(name)
            },
            problems=tuple(self._problems(fields)),
            raw=self._typed,
            journey=self._journey(),
        )

    def _uploaded(self, case: OpenCase, asked: Collection[str], seen: Collection[str]) -> dict[str, Any]:
        """Return what was uploaded for this answer, where it belongs: sending the page adds nothing to it."""
        places = {*asked, *seen}
        return {
            name: files
            for name, files in self._files.items()
            if name in places and name in case.service.form.fields
        }

    def _is_new(self, name: str) -> bool:
        """Whether a field was answered now: one for files only where something was uploaded."""
        return not isinstance(self._form.fields[name].kind, FileKind) or name in self._files

    def _save_until_nothing_arises(self, pending: list[str]) -> None:
        while pending:
            self._wanted += pending
            for page in self._form.pages:
                self._save(page, {one.id for one in page.fields} & set(pending))
            pending = [field_id for field_id in self._new() if field_id in self._seen]

    def _save(self, page: CompiledPage, ids: set[str]) -> None:
        if not ids:
            return
        application = self._now()
        result = save_on_page(application, page.id, self._raw_of(page, ids))
        self._answers |= {one: result.answers[one] for one in ids if one in result.answers}
        self._mistakes |= {
            one.field_id: one for one in result.problems if one.field_id in ids and not one.check
        }
        self._typed |= {name: said for name, said in result.raw.items() if _field_of(name, ids)}

    def _raw_of(self, page: CompiledPage, ids: set[str]) -> dict[str, Sequence[str]]:
        """Return what the page would send if only some of its fields had been on it: the others as they are stored."""
        sent: dict[str, Sequence[str]] = {}
        for one in page.fields:
            if one.id in ids:
                names = {one.id, *one.kind.inputs}
                sent |= {name: self._raw[name] for name in names if name in self._raw}
            elif one.asks and self._answers.get(one.id) is not None:
                sent |= _stored(one.kind, self._answers[one.id])
        return sent

    def _new(self) -> list[str]:
        known = self._open_before | set(self._wanted)
        return [field_id for field_id in _unfinished(self._journey()) if field_id not in known]

    def _problems(self, fields: Sequence[str]) -> Iterator[Problem]:
        errors = self._journey().errors
        for field_id in fields:
            if field_id in self._mistakes:
                yield self._mistakes[field_id]
            elif not self._is_new(field_id):
                yield self._form.fields[field_id].kind.problem("required")
            else:
                yield from errors.get(field_id, ())

    def _journey(self) -> Journey:
        return journey_of(self._now())

    def _now(self) -> OpenApplication:
        return replace(self._application, answers=self._answers)


def _unfinished(travelled: Journey) -> Iterator[str]:
    """Yield the questions that can be answered in their place, and are not, or wrongly."""
    states: Iterator[FieldState] = (state for page in travelled.pages for state in page.fields)
    return (state.id for state in states if not state.is_finished and is_askable(state.field))


def _stored(kind: Any, stored: Any) -> dict[str, Sequence[str]]:
    try:
        raw: dict[str, Sequence[str]] = kind.to_raw(kind.from_json(stored))
    except NotReadable:
        return {}
    return raw


def _field_of(name: str, ids: set[str]) -> bool:
    return name in ids or name.rpartition(".")[0] in ids
