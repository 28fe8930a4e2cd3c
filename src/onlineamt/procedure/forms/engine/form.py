"""A form ready to run: compiled once per version, kept, and shared by all requests."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from onlineamt.foundation.core.languages import Language
from onlineamt.procedure.catalogue.tables import Table
from onlineamt.procedure.forms.definition import (
    ComputedDefinition,
    FormDefinition,
    PageDefinition,
)
from onlineamt.procedure.forms.engine.checks import CompiledCheck
from onlineamt.procedure.forms.engine.expressions import (
    Expression,
    ExpressionScope,
    Scalar,
    Value,
    ValueType,
)
from onlineamt.procedure.forms.engine.granted import CompiledGranted
from onlineamt.procedure.forms.engine.kinds import AnyKind
from onlineamt.procedure.forms.engine.lookups import CompiledLookup
from onlineamt.procedure.forms.engine.words import FormWords

PLATFORM_FACTS: Mapping[str, ValueType] = {
    "channel": Scalar.TEXT,
    "municipality": Scalar.TEXT,
    "land": Scalar.TEXT,
    "account_given_name": Scalar.TEXT,
    "account_family_name": Scalar.TEXT,
    "account_birth_date": Scalar.DATE,
    "account_email": Scalar.TEXT,
}
"""What the platform tells every form as `facts.…`, as far as it is known. `today` stands for itself."""

ENTRY_FACTS: Mapping[str, ValueType] = {
    "found": Scalar.YES_NO,
    "number": Scalar.TEXT,
    "valid_from": Scalar.DATE,
    "valid_until": Scalar.DATE,
    "is_valid": Scalar.YES_NO,
}
"""What a form that follows a register entry knows of it as `entry.…`; all but `found` is unknown without one."""

Setting = Value | Table
"""A parameter of the municipality: a value that expressions read, or a table that look-ups search."""


@dataclass(frozen=True)
class CompiledField:
    """A field with its conditions. `asks`: it expects an answer."""

    id: str
    asks: bool
    kind: AnyKind
    page_id: str
    group: int
    required: bool | Expression
    checks: tuple[CompiledCheck, ...]
    prefill: Expression | None


@dataclass(frozen=True)
class CompiledPage:
    """A page with its fields, in order."""

    id: str
    definition: PageDefinition
    fields: tuple[CompiledField, ...]
    checks: tuple[CompiledCheck, ...]

    @cached_property
    def node(self) -> str:
        """The name of its condition."""
        return f"pages.{self.id}"

    @cached_property
    def reads(self) -> frozenset[str]:
        """The values on which a field, a check or a duty to answer of the page hangs."""
        conditions = [one.required for one in self.fields if isinstance(one.required, Expression)]
        checks = [*self.checks, *(check for one in self.fields for check in one.checks)]
        conditions += [check.condition for check in checks]
        return frozenset({one.id for one in self.fields}.union(*(one.references for one in conditions)))

    @cached_property
    def conditional(self) -> frozenset[str]:
        """The questions that are not always asked on the page."""
        groups = self.definition.parts
        return frozenset(one.id for one in self.fields if one.kind.definition.show or groups[one.group].show)

    @cached_property
    def locked(self) -> tuple[CompiledField, ...]:
        """The questions that the platform may answer for good."""
        return tuple(one for one in self.fields if one.asks and one.prefill and one.kind.definition.locked)

    @cached_property
    def choices(self) -> Mapping[int, tuple[str, ...]]:
        """The groups of which exactly one question is answered, by their place, with the ids of the questions."""
        return {
            index: tuple(one.id for one in self.fields if one.group == index and one.asks)
            for index, group in enumerate(self.definition.parts)
            if group.choose == "one"
        }


@dataclass(frozen=True)
class Step:
    """One decision on the way through a form, in an order in which each finds those it hangs on made.

    `node` is a page, group or field whose condition this is, or a computed value. `parent` is the page or group around.
    `lookup` finds the computed value where no expression computes it. `walks` is a list whose entries are gone through, each
    by its own little form, before anything else reads them.
    """

    node: str
    parent: str | None
    expression: Expression | None
    hides: tuple[str, ...] = ()
    computes: str = ""
    lookup: CompiledLookup | None = None
    walks: str = ""
    item: "CompiledForm | None" = None

    @property
    def settles(self) -> tuple[str, ...]:
        """The values that are not certain before this step."""
        return (*self.hides, *filter(None, (self.computes and f"computed.{self.computes}", self.walks)))

    @cached_property
    def references(self) -> frozenset[str]:
        """The answers and computed values it hangs on."""
        if self.item:
            return self.item.reads_around
        said = self.expression or self.lookup
        return said.references if said else frozenset()


@dataclass(frozen=True)
class LivePage:
    """What of a page a browser can decide at once, because it hangs on answers of the page itself.

    `steps` in the order of the form decide which of `fields` are asked. `reads` are the questions whose inputs the browser reads,
    `needs` the other values it must be given.
    """

    steps: tuple[Step, ...]
    fields: frozenset[str]
    required: Mapping[str, Expression]
    checks: tuple[tuple[str, CompiledCheck], ...]  # with the question each belongs to; "": to the page
    reads: tuple[CompiledField, ...]
    needs: frozenset[str]


@dataclass(frozen=True)
class CompiledForm:
    """A form ready to run. Nothing in it changes; threads may share it."""

    definition: FormDefinition
    scope: ExpressionScope
    pages: tuple[CompiledPage, ...]
    computed: Mapping[str, ComputedDefinition]
    steps: tuple[Step, ...]
    languages: Mapping[Language, FormWords]
    granted: CompiledGranted | None = None  # what a person of the office may grant instead
    items: Mapping[str, "CompiledForm"] = field(default_factory=dict)  # the form of one entry, by list
    live: Mapping[str, LivePage] = field(
        default_factory=dict
    )  # by page, where a browser can decide something

    @cached_property
    def fields(self) -> Mapping[str, CompiledField]:
        """All fields by id, in the order of the form."""
        return {field.id: field for page in self.pages for field in page.fields}

    @cached_property
    def questions(self) -> tuple[CompiledField, ...]:
        """The fields that expect an answer."""
        return tuple(field for field in self.fields.values() if field.asks)

    @cached_property
    def asked(self) -> frozenset[str]:
        """The ids of the fields that expect an answer."""
        return frozenset(one.id for one in self.questions)

    @cached_property
    def asked_alone(self) -> frozenset[str]:
        """The ids of those whose answer is read by itself; of lists, each entry goes its own way."""
        return self.asked - self.items.keys()

    @cached_property
    def conditions(self) -> tuple[Step, ...]:
        """The steps that decide whether something applies."""
        return tuple(step for step in self.steps if not step.computes)

    @cached_property
    def computing(self) -> tuple[Step, ...]:
        """The steps that compute a value; none of them stands inside something that may not apply."""
        return tuple(step for step in self.steps if step.computes)

    @cached_property
    def hanging(self) -> Mapping[str, tuple[int, ...]]:
        """By value, and by page or group, the places of the steps that hang on it."""
        found: dict[str, list[int]] = {}
        for place, step in enumerate(self.steps):
            for name in {*step.references, *filter(None, (step.walks, step.parent))}:
                found.setdefault(name, []).append(place)
        return {name: tuple(places) for name, places in found.items()}

    @cached_property
    def pages_hanging(self) -> Mapping[str, tuple[str, ...]]:
        """By value the pages of which a field, a check or a duty to answer hangs on it."""
        found: dict[str, list[str]] = {}
        for page in self.pages:
            for name in page.reads:
                found.setdefault(name, []).append(page.id)
        return {name: tuple(page_ids) for name, page_ids in found.items()}

    @cached_property
    def reads_around(self) -> frozenset[str]:
        """What the expressions of this form read that it does not ask itself: what an entry needs of the form around."""
        conditions = [one.required for one in self.questions if isinstance(one.required, Expression)]
        checks = [check.condition for page in self.pages for check in page.checks]
        checks += [check.condition for one in self.fields.values() for check in one.checks]
        prefills = [one.prefill for one in self.questions if one.prefill]
        found = {name for one in (*conditions, *checks, *prefills) for name in one.references}
        found.update(name for step in self.steps for name in step.references)
        return frozenset(found - self.fields.keys())

    def deciding_pages(self, page_id: str) -> frozenset[str]:
        """Return the pages on whose answers it hangs, at last, whether a page applies."""
        node, read = f"pages.{page_id}", set[str]()
        for step in reversed(self.steps):  # what a step reads was settled by earlier ones
            if step.node == node or not read.isdisjoint(step.settles):
                read |= step.references
        return frozenset(self.fields[name].page_id for name in read if name in self.fields)

    def defaults(self, field_ids: Iterable[str]) -> dict[str, Value]:
        """Return what stands in those fields at first that were given a default and nothing to prefill them with."""
        fields = [self.fields[name] for name in field_ids if name in self.fields]
        given = {one.id: getattr(one.kind.definition, "default", None) for one in fields if not one.prefill}
        return {
            name: self.fields[name].kind.from_json(value)
            for name, value in given.items()
            if value is not None
        }

    def page(self, page_id: str) -> CompiledPage:
        """Return a page, whether it applies or not. Raises KeyError."""
        for page in self.pages:
            if page.id == page_id:
                return page
        raise KeyError(page_id)

    def words(self, language: Language = Language.GERMAN) -> FormWords:
        """Return the form's words in a language, or in German where it has none."""
        return self.languages.get(language, self.languages[Language.GERMAN])

    def expression(self, source: str, *, expects: ValueType) -> Expression:
        """Compile an expression that knows the form's answers. Raises ExpressionRefused."""
        return self.scope.compile(source, expects=expects)


@dataclass(frozen=True)
class Context:
    """What a journey needs to know besides the answers: the legal day, the platform's facts, the tenant's parameters, and
    the register entry that is followed."""

    today: date
    facts: Mapping[str, Value]
    parameters: Mapping[str, Setting]
    entry: Mapping[str, Value | None]

    def values(self) -> dict[str, Value | None]:
        """Return everything by the name expressions have for it; tables are not for expressions."""
        known: dict[str, Value | None] = {"today": self.today}
        known |= {f"facts.{name}": value for name, value in self.facts.items()}
        known |= {f"entry.{name}": value for name, value in self.entry.items()}
        for name, value in self.parameters.items():
            if not isinstance(value, Table):
                known[f"parameters.{name}"] = value
        return known

    def table(self, name: str) -> Table | None:
        """Return a table of the municipality."""
        found = self.parameters.get(name)
        return found if isinstance(found, Table) else None
