"""What `form.yaml` means: pages of groups of fields, and what is computed from the answers."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator

from onlineamt.procedure.forms.definition.base import Definition, Expression, FieldId, Name, Text
from onlineamt.procedure.forms.definition.fim import FromFim, OpenRule
from onlineamt.procedure.forms.definition.parties import PartyDefinition, refuse_unfit_parties
from onlineamt.procedure.forms.definition.questions import (
    AnyField,
    CheckDefinition,
    FieldDefinition,
    QuestionDefinition,
)
from onlineamt.procedure.forms.definition.repeats import RepeatField, with_inner
from onlineamt.procedure.forms.definition.sections import SectionDefinition, refuse_unfit_sections


class GroupDefinition(FromFim):
    """Fields that belong together, or a building block from `services/_blocks` in their place."""

    id: Name | None = Field(None, description="Name of the group; needed where it has a title or hint.")
    title: Text | None = None
    hint: Text | None = None
    show: Expression | None = Field(None, description="When the group is asked. Unknown counts as no.")
    fields: tuple[AnyField, ...] = ()
    block: Name | None = Field(None, description="Take the fields of this building block.")
    area: Name | None = Field(
        None, description="Other area for the block's fields, as `halter` for `person`."
    )
    omit: tuple[Name, ...] = Field((), description="Fields of the block that are not asked, without area.")
    choose: Literal["all", "one"] = Field(
        "all", description="`one`: exactly one of the questions must be answered, as telephone or e-mail."
    )
    legal_basis: Text | None = Field(None, description="Legal basis of all fields in the group.")
    purpose: Text | None = Field(None, description="Purpose of all fields in the group.")

    @model_validator(mode="after")
    def _is_whole(self) -> "GroupDefinition":
        if bool(self.fields) == bool(self.block):
            raise ValueError(
                "Eine Gruppe braucht entweder `fields` oder `block` | "
                "Machen Sie daraus zwei Gruppen: eine mit „fields“, eine mit „block“."
            )
        if self.block is None and (self.area or self.omit):
            raise ValueError("`area` und `omit` gehören zu `block`")
        if (self.title or self.hint) and not self.id and not self.block:
            raise ValueError("Eine Gruppe mit `title` oder `hint` braucht eine `id`")
        return self

    @model_validator(mode="after")
    def _leaves_a_choice(self) -> "GroupDefinition":
        if self.choose == "all":
            return self
        questions = [field for field in self.fields if isinstance(field, QuestionDefinition)]
        if len(questions) < 2 or not self.title:
            raise ValueError(
                "Von einer Gruppe mit `choose: one` wird eines ausgefüllt | Geben Sie ihr `title` und mindestens zwei Fragen."
            )
        for one in questions:
            if one.required is not True:
                raise ValueError(f"„{one.id}“: In einer Gruppe mit `choose: one` gibt es kein `required`")
            if one.kind in {"repeat", "consent"}:
                raise ValueError(f"„{one.id}“: Die Art {one.kind} kann hier nicht stehen")
            if getattr(one, "later", None):
                raise ValueError(f"„{one.id}“: Mit `later` kann eine Datei hier nicht stehen")
        return self


class PageDefinition(FromFim):
    """One page of the form: one question, or a few that belong together."""

    id: Name
    title: Text = Field(description="The question of the page, or what it is about.")
    intro: Text | None = Field(None, description="One or two sentences below the title.")
    kind: Literal["question", "exit"] = Field(
        "question",
        description="`exit` informs that the application has little prospect; one may go on anyway.",
    )
    show: Expression | None = Field(None, description="When the page applies. Unknown counts as no.")
    party: Name | None = Field(
        None, description="Another person who may fill in this page alone: one of `parties`."
    )
    fields: tuple[AnyField, ...] = Field((), description="The fields, where no groups are needed.")
    block: Name | None = Field(None, description="The page asks the fields of this building block.")
    groups: tuple[GroupDefinition, ...] = ()
    checks: tuple[CheckDefinition, ...] = Field(
        (), description="Checks across fields, run when the page is saved."
    )

    @model_validator(mode="after")
    def _has_one_content(self) -> "PageDefinition":
        given = sum(map(bool, (self.fields, self.block, self.groups)))
        if given > 1 or (given == 0 and self.kind == "question"):
            raise ValueError(
                "Eine Seite braucht entweder `fields`, `groups` oder `block` | "
                "Stehen zwei davon da, stellen Sie „fields“ als erste Gruppe unter „groups“: - fields: […]."
            )
        if self.kind == "exit" and given:
            raise ValueError(
                "Eine Seite mit `kind: exit` fragt nichts: Sie informiert nur | "
                "Was sie sagt, steht in „title“ und „intro“; fragen Sie auf der Seite davor oder danach."
            )
        if any(not check.fields for check in self.checks):
            raise ValueError("Die Prüfung einer Seite nennt ihre Felder unter `fields`")
        return self

    @property
    def parts(self) -> tuple[GroupDefinition, ...]:
        """The groups of the page; plain fields and a block count as one group."""
        if self.fields:
            return (GroupDefinition(fields=self.fields),)
        if self.block:
            return (GroupDefinition(block=self.block),)
        return self.groups

    def each_field(self) -> Iterator[FieldDefinition]:
        """Yield the fields in the order of the page."""
        for group in self.parts:
            yield from group.fields


TableName = Annotated[str, StringConstraints(pattern=r"^parameters\.[a-z][a-z0-9]*(_[a-z0-9]+)*$")]


class LookupDefinition(Definition):
    """The first row of a municipality's table that fits the answers (Nachschlagen)."""

    table: TableName = Field(description="The table: `parameters.` and its name in service.yaml.")
    match: Mapping[Name, Expression] = Field(
        min_length=1,
        max_length=8,
        description="Column → expression that its cell must fit. An unknown one makes the result unknown.",
    )
    take: Name = Field(description="The column whose cell is the result.")
    otherwise: bool | int | str | None = Field(
        None,
        description="The result where no row fits, as it is stored (dates as 2026-03-20); without it: unknown.",
    )

    @property
    def parameter(self) -> str:
        """The name of the table among the parameters."""
        return self.table.removeprefix("parameters.")


class ComputedDefinition(Definition):
    """A value that follows from answers and parameters, computed or looked up."""

    kind: Literal["integer", "decimal", "money", "date", "text", "yes_no"]
    value: Expression | None = None
    lookup: LookupDefinition | None = Field(
        None, description="Find the value in a table of the municipality, in place of `value`."
    )
    label: Text | None = Field(None, description="Name of the value where people read it.")
    places: int = Field(2, ge=1, le=6, description="Of a decimal: digits after the comma.")

    @model_validator(mode="after")
    def _comes_from_one_place(self) -> "ComputedDefinition":
        if (self.value is None) == (self.lookup is None):
            raise ValueError("Ein berechneter Wert braucht entweder `value` oder `lookup`")
        return self


class FormDefinition(FromFim):
    """What a service asks, in which order, and under which conditions."""

    pages: tuple[PageDefinition, ...]
    parties: Mapping[Name, PartyDefinition] = Field(
        default_factory=dict, description="Other persons who may fill in pages of their own, by a link."
    )
    sections: tuple[SectionDefinition, ...] = Field(
        (), description="Of a long form: which pages belong together. It then opens on a list of tasks."
    )
    computed: Mapping[Name, ComputedDefinition] = Field(default_factory=dict)
    known_answer: FieldId | None = Field(
        None, description="The answer that, with the reference number, lets a guest see the status."
    )
    legal_basis: Text | None = Field(None, description="Legal basis of all fields that name no other.")
    purpose: Text | None = Field(None, description="Purpose of all fields that name no other.")

    @property
    def is_resolved(self) -> bool:
        """Whether all building blocks are replaced by their fields."""
        lists = [field for field in self.each_field() if isinstance(field, RepeatField)]
        return not any(one.block for page in self.pages for one in page.parts) and not any(
            one.block for one in lists
        )

    def each_field(self) -> Iterator[FieldDefinition]:
        """Yield all fields in the order of the form; a list is one field."""
        for page in self.pages:
            yield from page.each_field()

    def every_field(self) -> Iterator[FieldDefinition]:
        """Yield all fields in the order of the form, and after a list its own."""
        return with_inner(self.each_field())

    def each_check(self) -> Iterator[CheckDefinition]:
        """Yield all checks, of fields and of pages."""
        for page in self.pages:
            yield from page.checks
        for field in self.every_field():
            if isinstance(field, QuestionDefinition):
                yield from field.checks

    def each_open_rule(self) -> Iterator[OpenRule]:
        """Yield the rules of FIM that are still words."""
        parts = [part for page in self.pages for part in (page, *page.groups)]
        for one in (self, *parts, *self.every_field()):
            yield from one.open_rules

    @model_validator(mode="after")
    def _names_are_unique(self) -> "FormDefinition":
        if not self.pages:
            raise ValueError("Ein Formular braucht mindestens eine Seite")
        _refuse_twice("Seite", (page.id for page in self.pages))
        _refuse_twice("Abschnitt", (section.id for section in self.sections))
        _refuse_twice("Gruppe", (group.id for page in self.pages for group in page.groups if group.id))
        _refuse_twice("Feld", (field.id for field in self.every_field()))
        _refuse_twice("Prüfung", (check.id for check in self.each_check()))
        return self

    @model_validator(mode="after")
    def _sections_divide_the_pages(self) -> "FormDefinition":
        refuse_unfit_sections(self.sections, [page.id for page in self.pages])
        return self

    @model_validator(mode="after")
    def _granting_is_for_the_office(self) -> "FormDefinition":
        if found := next((one.id for one in self.each_field() if one.id.startswith("granted.")), ""):
            raise ValueError(f"„{found}“: Den Bereich „granted“ gibt es nur in procedure.yaml")
        return self

    @model_validator(mode="after")
    def _lists_have_areas_of_their_own(self) -> "FormDefinition":
        lists = [field for field in self.each_field() if isinstance(field, RepeatField)]
        _refuse_twice("Liste", (one.area for one in lists))
        around = {field.id.partition(".")[0] for field in self.each_field()}
        if taken := next((one for one in lists if one.area in around), None):
            raise ValueError(
                f"„{taken.id}“: Den Bereich „{taken.area}“ gibt es im Formular schon | Nennen Sie die Liste anders."
            )
        return self

    @model_validator(mode="after")
    def _names_lead_somewhere(self) -> "FormDefinition":
        if not self.is_resolved:
            return self
        refuse_unfit_parties(
            self.parties,
            [(page.id, page.party, tuple(page.each_field())) for page in self.pages if page.party],
        )
        ids = {field.id for field in self.each_field()}
        for one in self.each_field():
            if isinstance(one, RepeatField):
                _refuse_names_outside(one)
        inner = {
            check.id for one in self.each_field() if isinstance(one, RepeatField) for check in _inside(one)
        }
        named = {name for check in self.each_check() if check.id not in inner for name in check.fields}
        if self.known_answer:
            named.add(self.known_answer)
        if missing := sorted(named - ids):
            raise ValueError(f"Das Feld „{missing[0]}“ gibt es im Formular nicht")
        return self


def _inside(repeat: RepeatField) -> Iterator[CheckDefinition]:
    for one in repeat.fields:
        if isinstance(one, QuestionDefinition):
            yield from one.checks


def _refuse_names_outside(repeat: RepeatField) -> None:
    """A check inside a list stands beside questions of the same list."""
    ids = {one.id for one in repeat.fields}
    for check in _inside(repeat):
        if missing := sorted(set(check.fields) - ids):
            raise ValueError(f"Das Feld „{missing[0]}“ gibt es in der Liste „{repeat.id}“ nicht")


def _refuse_twice(what: str, names: Iterable[str]) -> None:
    for name, count in Counter(names).items():
        if count > 1:
            raise ValueError(f"{what} „{name}“ gibt es {count}-mal: Jeder Name darf nur einmal vorkommen")
