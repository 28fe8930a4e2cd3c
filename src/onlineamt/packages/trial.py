"""Tries answers on a package: what a person would see, owe and be told. Examples and `onlineamt try` use it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from pydantic import Field

from onlineamt.foundation.core.languages import Language
from onlineamt.packages.entry_trial import EntryTrial, Registers
from onlineamt.packages.example import Answer, Decided, Example, Expectation, FollowedEntry, Ruling
from onlineamt.packages.overlay import Overlay, overlay_problems
from onlineamt.packages.package import Package
from onlineamt.packages.source import UnreadableSource, read_source
from onlineamt.packages.wording import validate
from onlineamt.procedure.applications.compiled import CompiledService, compile_service
from onlineamt.procedure.applications.fees import FeeBill
from onlineamt.procedure.applications.later import promised_documents
from onlineamt.procedure.cases.compiled import (
    AutomaticChoice,
    CompiledProcedure,
    arising_tasks,
    choose_automatically,
    compile_procedure,
)
from onlineamt.procedure.cases.definition import ProcedureDefinition
from onlineamt.procedure.catalogue.definition import Definition, FieldId, Name
from onlineamt.procedure.catalogue.parameters import StoredRows
from onlineamt.procedure.catalogue.values import Period
from onlineamt.procedure.forms.engine import FieldState, Granting, Journey, Problem
from onlineamt.procedure.forms.engine.expressions import Activation
from onlineamt.procedure.forms.engine.granted import short

_LARGEST_FILE = 1_000_000


class UnusableAnswers(ValueError):
    """A file of answers that cannot be read, or answers to questions that the form does not ask."""


class AnswersFile(Definition):
    """What `onlineamt try --answers` reads: an example without its expectations."""

    answers: dict[FieldId, Answer] = Field(description="Feld → Antwort, wie sie gespeichert wird.")
    today: date | None = Field(None, description="Der Tag, an dem abgesendet wird.")
    parameters: dict[Name, Answer | StoredRows] = Field({}, description="Werte der Kommune.")
    entry: FollowedEntry | None = Field(None, description="Der Eintrag, dem eine Folgeleistung folgt.")
    held: dict[Name, dict[Name, bool]] = Field({}, description="Was es in Registern schon gibt.")
    ruling: Ruling | None = Field(None, description="Was die Sachbearbeitung entscheidet.")

    def as_example(self, day: date) -> Example:
        """Return the answers as an example that expects nothing."""
        return Example(
            title=None,
            today=day,
            answers=self.answers,
            parameters=self.parameters,
            entry=self.entry,
            held=self.held,
            ruling=self.ruling,
            expect=Expectation(),
        )


@dataclass(frozen=True)
class Attempt:
    """Answers on a day, with what a municipality has set."""

    answers: Mapping[str, Any]
    today: date
    parameters: Mapping[str, Any]
    registers: Registers = field(default_factory=Registers)


@dataclass(frozen=True)
class CompiledPackage:
    """A package ready to be tried."""

    service: CompiledService
    procedure: CompiledProcedure
    definition: ProcedureDefinition

    def attempt(self, attempt: Attempt) -> "Trial":
        """Return what comes of the answers. A question left out counts as left empty where it may be."""
        answers = {
            name: self._stored(name, list(one) if isinstance(one, tuple) else one)
            for name, one in attempt.answers.items()
        }
        follows = self.service.definition.follows
        entry = attempt.registers.entry_facts(attempt.today) if follows else None
        while True:
            way = self.service.journey(answers, today=attempt.today, chosen=attempt.parameters, entry=entry)
            blanks = _blanks(way) | _lists_with_blanks(way, answers)
            if not blanks:
                return Trial(self, attempt, way)
            answers |= blanks

    def _stored(self, name: str, written: Any) -> Any:
        field = self.service.form.fields.get(name)
        return field.kind.from_example(written) if field and field.asks else written


@dataclass(frozen=True)
class Trial:
    """What comes of answers."""

    package: CompiledPackage
    attempt: Attempt
    way: Journey

    @cached_property
    def problems(self) -> dict[str, Problem]:
        """The first thing that is wrong at each field, missing answers included."""
        found: dict[str, Problem] = {}
        for items in self.way.items.values():
            for item in items:
                found = _problems(item) | found
        unfinished = {field_id for field_id in self.way.items if found}
        return found | {
            field_id: problem
            for field_id, problem in _problems(self.way).items()
            if not (field_id in unfinished and problem.code == "item_unfinished")
        }

    @cached_property
    def errors(self) -> dict[str, str]:
        """The same in words."""
        form = self.way.form
        speaking = {field_id: one.words() for one in (*form.items.values(), form) for field_id in one.fields}
        return {
            field_id: speaking[field_id].mistake(problem).message
            for field_id, problem in self.problems.items()
        }

    @cached_property
    def bill(self) -> FeeBill:
        """The fees that are to be expected."""
        return self.package.service.fee_bill(self.way)

    @cached_property
    def activation(self) -> Activation:
        """Everything that the rules of the procedure may read."""
        return self.activation_as(None)

    def activation_as(self, granting: Granting | None) -> Activation:
        """Return the same as an outcome decides it: with what it grants."""
        held = self.attempt.registers.held_facts(self.package.definition)
        granted = granting.facts if granting else {}
        return self.way.activation(self.bill.values(), {**held, **granted})

    def granting(self, outcome: str, chosen: Mapping[str, Any] | None) -> Granting | None:
        """Return what an outcome grants: what was chosen, else what is suggested; what was applied for where None."""
        compiled, declared = self.way.form.granted, self.package.definition.outcomes.get(outcome)
        if compiled is None or declared is None or declared.refuses == "all":
            return None
        names = () if chosen is None else declared.granted
        suggested = compiled.suggestion(self.way.form.scope, self.way.values)
        stored = {
            short(one): compiled.to_json(one, suggested[one]) for one in compiled.kinds if one in suggested
        }
        return compiled.grant(
            self.way.form.scope,
            self.way.values,
            names=names,
            chosen={**stored, **(chosen or {})},
            today=self.attempt.today,
        )

    @cached_property
    def entry(self) -> EntryTrial:
        """What the outcomes do to a register, where what was applied for is granted."""
        return self.entry_as(None)

    def entry_as(self, granting: Granting | None) -> EntryTrial:
        """Return what the outcomes do to a register with what is granted."""
        return EntryTrial(
            self.package.definition,
            self.package.procedure,
            self.attempt.registers,
            self.way,
            self.activation_as(granting),
            self.attempt.today,
            granting,
        )

    @cached_property
    def choice(self) -> AutomaticChoice | None:
        """What the facts decide by themselves. Samples are off; nothing is decided on mistakes or failed fees, nor while a
        document is still to come."""
        if self.problems or self.bill.failed or self.way.failures or promised_documents(self.way):
            return None
        choice = choose_automatically(self.package.procedure.automatic, self.activation)
        return choice if choice and self.entry.may_be_automatic(choice.outcome) else None

    @property
    def decided(self) -> Decided | None:
        """Who decides; nobody while there are mistakes."""
        if self.problems:
            return None
        return "automatically" if self.choice else "by_caseworker"

    @cached_property
    def tasks(self) -> tuple[str, ...]:
        """The tasks that arise where a person decides."""
        if self.decided != "by_caseworker":
            return ()
        return arising_tasks(self.package.procedure.tasks, self.activation)

    @cached_property
    def evidence(self) -> tuple[str, ...]:
        """The documents that are needed."""
        return self.package.service.needed_evidence(self.way)

    @property
    def deadline(self) -> date | None:
        """Until when the office decides, before weekends and holidays are looked at (§ 188 BGB)."""
        clock = self.package.service.definition.clocks.decision
        return Period.parse(clock.period).after(self.attempt.today) if clock and not self.problems else None

    @property
    def pages(self) -> tuple[str, ...]:
        """The pages that apply, in order."""
        return tuple(page.id for page in self.way.pages)

    @cached_property
    def failures(self) -> tuple[str, ...]:
        """Expressions that failed: the author's mistakes."""
        return (*self.way.failures, *(f"fees.{name}" for name in sorted(self.bill.failed)))

    def as_json(self) -> dict[str, Any]:
        """Return the result for `onlineamt try --json`."""
        return {
            "pages": list(self.pages),
            "errors": self.errors,
            "fees": dict(self.bill.cents),
            "computed": self.way.computed_json(),
            "evidence": list(self.evidence),
            "tasks": list(self.tasks),
            "outcome": self.choice.outcome if self.choice else None,
            "decided": self.decided,
            "deadline": self.deadline.isoformat() if self.deadline else None,
        }


def compile_package(package: Package) -> CompiledPackage:
    """Make a package ready. Raises FormRefused or ExpressionRefused."""
    texts = {Language(name): words.form for name, words in package.texts.items() if name in set(Language)}
    service = compile_service(
        package.service,
        package.form,
        codelists=package.codelists,
        texts=texts,
        limits=package.limits,
        granted=package.procedure.granted,
    )
    return CompiledPackage(
        service, compile_procedure(package.procedure, service.form.scope), package.procedure
    )


def read_answers(file: Path) -> AnswersFile:
    """Read a file of answers, YAML or JSON, with or without the key `answers`. Raises UnusableAnswers."""
    try:
        if file.stat().st_size > _LARGEST_FILE:
            raise UnusableAnswers("Die Datei mit den Antworten ist größer als 1 MB.")
        source, findings = read_source(file.name, file.read_text(encoding="utf-8-sig"))
    except UnreadableSource as unreadable:
        raise UnusableAnswers(str(unreadable.finding)) from unreadable
    except (OSError, UnicodeDecodeError) as error:
        raise UnusableAnswers("Die Datei mit den Antworten lässt sich nicht lesen.") from error
    value = source.value
    if not isinstance(value, dict):
        raise UnusableAnswers(
            "Die Datei enthält keine Antworten. Schreiben Sie je Zeile „bereich.feld: Antwort“."
        )
    known = {name: value[name] for name in AnswersFile.model_fields if name in value}
    source = replace(source, value=known if "answers" in value else {"answers": value})
    given, problems = validate(AnswersFile, source)
    if given is None or findings:
        raise UnusableAnswers("\n".join(map(str, [*findings, *problems])))
    return given


def try_package(package: Package, attempt: Attempt) -> Trial:
    """Try answers on a package that the checker has found sound. Raises UnusableAnswers."""
    compiled = compile_package(package)
    unknown = sorted(attempt.answers.keys() - {field.id for field in compiled.service.form.questions})
    if unknown:
        raise UnusableAnswers(f"Das Formular fragt nicht nach: {', '.join(unknown)}.")
    if problems := overlay_problems(package.sections, Overlay(parameters=attempt.parameters)):
        raise UnusableAnswers(" ".join(problems))
    return compiled.attempt(attempt)


def _each_state(way: Journey) -> list[FieldState]:
    return [state for page in way.pages for state in page.fields if state.field.asks]


def _blanks(way: Journey) -> dict[str, Any]:
    return {state.id: state.field.kind.blank for state in _each_state(way) if _is_left_empty(state)}


def _lists_with_blanks(way: Journey, answers: Mapping[str, Any]) -> dict[str, Any]:
    """Return the lists in whose entries questions were left out that may be left empty."""
    return {
        field_id: [
            {**item, **{name.partition(".")[2]: blank for name, blank in _blanks(one).items()}}
            for item, one in zip(answers[field_id], items, strict=True)
        ]
        for field_id, items in way.items.items()
        if any(map(_blanks, items))
    }


def _problems(way: Journey) -> dict[str, Problem]:
    found = {}
    for state in _each_state(way):
        if state.problems:
            found[state.id] = state.problems[0]
        elif state.lacks_answer:
            found[state.id] = state.field.kind.problem("required")
    return found


def _is_left_empty(state: FieldState) -> bool:
    return not state.is_saved and not state.is_required
