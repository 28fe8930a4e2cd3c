"""A form in one language: labels, messages for mistakes, and how answers are shown."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from onlineamt.foundation.core.languages import Language
from onlineamt.procedure.forms.definition import (
    FormDefinition,
    GroupDefinition,
    PageDefinition,
    QuestionDefinition,
)
from onlineamt.procedure.forms.engine.expressions import Unknown, Value
from onlineamt.procedure.forms.engine.kinds import AnyKind, Surroundings
from onlineamt.procedure.forms.engine.problems import Problem


@dataclass(frozen=True)
class Mistake:
    """A problem in words, for the place beside the field and for the error summary."""

    field_id: str
    message: str
    parts: tuple[str, ...]


@dataclass(frozen=True)
class FormWords:
    """A form in one language."""

    definition: FormDefinition
    surroundings: Surroundings
    kinds: Mapping[str, AnyKind]
    results: Mapping[str, AnyKind]
    checks: Mapping[str, str]
    pages: Mapping[str, PageDefinition]
    granted: Mapping[str, str] = field(default_factory=dict)  # labels of what the office may grant, in German

    @property
    def language(self) -> Language:
        """The language these words are in."""
        return self.surroundings.language

    def page(self, page_id: str) -> PageDefinition:
        """Return a page with its words."""
        return self.pages[page_id]

    def section(self, section_id: str) -> str:
        """Return the title of a section."""
        return next(one.title for one in self.definition.sections if one.id == section_id)

    def party(self, name: str) -> str:
        """Return who another person of the form is."""
        return self.definition.parties[name].title

    def group(self, page_id: str, index: int) -> GroupDefinition:
        """Return a group of a page with its words."""
        return self.pages[page_id].parts[index]

    def kind(self, field_id: str) -> AnyKind:
        """Return a field that speaks this language."""
        return self.kinds[field_id]

    def label(self, field_id: str) -> str:
        """Return the name of an answer, or of something granted, for summary, letter and office."""
        if field_id in self.granted:
            return self.granted[field_id]
        definition = self.kinds[field_id].definition
        return getattr(definition, "summary_label", None) or str(definition.label)

    def display(self, field_id: str, value: Value | None) -> str:
        """Return an answer as people read it; a field left empty says so."""
        kind = self.kinds[field_id]
        return self.surroundings.wording.word("nothing") if value in (None, ()) else kind.display(value)

    def display_computed(self, name: str, value: Value | Unknown) -> str:
        """Return a computed value as people read it; nothing while it is unknown."""
        return "" if isinstance(value, Unknown) else self.results[name].display(value)

    def mistake(self, problem: Problem) -> Mistake:
        """Return a problem in words: the form's own for this field, else the engine's."""
        return Mistake(problem.field_id, self._message(problem), problem.parts)

    def _message(self, problem: Problem) -> str:
        if problem.check:
            return self.checks[problem.check]
        kind = self.kinds[problem.field_id]
        label = str(kind.definition.label)
        wording = self.surroundings.wording
        if problem.code == "one_of":
            group = self.group(str(problem.facts["page"]), int(str(problem.facts["group"])))
            label = group.title or label
        if isinstance(kind.definition, QuestionDefinition) and problem.code in kind.definition.errors:
            return wording.fill(kind.definition.errors[problem.code], problem.facts, label=label)
        return wording.message(problem, kind=kind.name, label=label)
