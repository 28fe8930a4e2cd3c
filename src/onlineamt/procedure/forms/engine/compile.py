"""From the definition of a form to a form ready to run; all mistakes of its author are found here."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from onlineamt.foundation.core.languages import Language
from onlineamt.procedure.catalogue.tables import Columns
from onlineamt.procedure.forms.definition import (
    FIELD_MODELS,
    GRANTED,
    CheckDefinition,
    CodelistDefinition,
    ComputedDefinition,
    ComputedField,
    FieldDefinition,
    FormDefinition,
    GrantedDefinition,
    LookupDefinition,
    PageDefinition,
    QuestionDefinition,
    RepeatField,
    TextsDefinition,
    codelist_in_language,
    in_language,
    item_form,
    item_texts,
)
from onlineamt.procedure.forms.engine.checks import CompiledCheck
from onlineamt.procedure.forms.engine.expressions import (
    Expression,
    ExpressionRefused,
    ExpressionScope,
    Record,
    Scalar,
    ValueType,
)
from onlineamt.procedure.forms.engine.form import (
    PLATFORM_FACTS,
    CompiledField,
    CompiledForm,
    CompiledPage,
    Step,
)
from onlineamt.procedure.forms.engine.granted import RESULT_TYPES, compile_granted
from onlineamt.procedure.forms.engine.kinds import AnyKind, NotReadable, Surroundings, make_kind
from onlineamt.procedure.forms.engine.live import live_pages
from onlineamt.procedure.forms.engine.lookups import (
    COLUMN_TYPES,
    CompiledLookup,
    read_otherwise,
    taking_problem,
)
from onlineamt.procedure.forms.engine.order import GoesInCircles, in_order
from onlineamt.procedure.forms.engine.wording import wording
from onlineamt.procedure.forms.engine.words import FormWords

_SOME_DAY = date(2000, 1, 1)  # whether a default fits does not hang on the day


@dataclass(frozen=True)
class Fault:
    """One mistake in a form. `place` is as in `fields.hund.chip.required`; line and column count in the expression."""

    place: str
    message: str
    line: int = 1
    column: int = 1


class FormRefused(ValueError):
    """A form that cannot run, with everything that is wrong with it."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        """Keep the faults."""
        super().__init__("; ".join(f"{fault.place}: {fault.message}" for fault in faults))
        self.faults = faults


def compile_form(
    definition: FormDefinition,
    *,
    codelists: Mapping[str, CodelistDefinition] | None = None,
    parameters: Mapping[str, ValueType] | None = None,
    tables: Mapping[str, Columns] | None = None,
    fees: tuple[str, ...] = (),
    registers: Mapping[str, Record] | None = None,
    texts: Mapping[Language, TextsDefinition] | None = None,
    granted: GrantedDefinition | None = None,
) -> CompiledForm:
    """Make a form ready to run. `definition` has its building blocks resolved and is in German.

    `tables` are the columns of the tables that look-ups may search, by parameter; `fees` are the names that expressions
    may read as `fees.…`; `registers` are the areas `entry` and `held.…` where they have any; `granted` makes the area of
    its name, whose own expressions `with_granted` compiles. Raises FormRefused with all faults at once.
    """
    return _Compiler(
        definition,
        codelists or {},
        parameters or {},
        tables or {},
        fees,
        registers or {},
        texts or {},
        granted,
    ).compile()


def with_granted(form: CompiledForm, definition: GrantedDefinition | None) -> CompiledForm:
    """Return a form that knows what may be granted instead of what was applied for. Raises ExpressionRefused."""
    if definition is None:
        return form
    words = _granted_words(definition)
    granted = compile_granted(definition, form.scope, words=words)
    labels = {field_id: granted.label(field_id) for field_id in (*words.kinds, *words.results)}
    languages = {language: replace(one, granted=labels) for language, one in form.languages.items()}
    return replace(form, granted=granted, languages=languages)


@dataclass
class _Compiler:
    definition: FormDefinition
    codelists: Mapping[str, CodelistDefinition]
    parameters: Mapping[str, ValueType]
    tables: Mapping[str, Columns]
    fees: tuple[str, ...]
    registers: Mapping[str, Record]
    texts: Mapping[Language, TextsDefinition]
    granted: GrantedDefinition | None = None
    around: Mapping[str, Record] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def compile(self) -> CompiledForm:
        self._require_codelists_and_results()
        words = {Language.GERMAN: self._words(Language.GERMAN, self.definition)}
        for language, texts in self.texts.items():
            words[language] = self._words(language, in_language(self.definition, texts))
        german = words[Language.GERMAN]
        areas = self._areas(german.kinds)
        self.scope = ExpressionScope(areas)
        self.items = dict(self._each_item_form(areas))
        pages = tuple(self._page(page, german.kinds) for page in self.definition.pages)
        steps = self._ordered([*self._visibility_steps(), *self._computing_steps()])
        if self.faults:
            raise FormRefused(tuple(self.faults))
        return CompiledForm(
            self.definition,
            self.scope,
            pages,
            self.definition.computed,
            steps,
            words,
            items=self.items,
            live=live_pages(pages, steps),
        )

    def _each_item_form(self, areas: Mapping[str, Record]) -> Iterator[tuple[str, CompiledForm]]:
        """Yield for each list the little form of one entry, whose expressions know the form around."""
        for one in self.definition.each_field():
            if not isinstance(one, RepeatField):
                continue
            texts = {language: item_texts(one, words) for language, words in self.texts.items()}
            compiler = replace(
                self, definition=item_form(one), texts=texts, granted=None, around=areas, faults=[]
            )
            try:
                yield one.id, compiler.compile()
            except FormRefused as refused:
                self.faults += refused.faults

    def _require_codelists_and_results(self) -> None:
        for one in self.definition.every_field():
            codelist = getattr(one, "codelist", None)
            if codelist and codelist not in self.codelists:
                self.faults.append(
                    Fault(f"fields.{one.id}.codelist", f"Die Codeliste „{codelist}“ gibt es nicht.")
                )
            if isinstance(one, ComputedField) and one.of not in self.definition.computed:
                self.faults.append(
                    Fault(f"fields.{one.id}.of", f"Der Wert „computed.{one.of}“ wird nicht berechnet.")
                )
        if self.faults:
            raise FormRefused(tuple(self.faults))

    def _words(self, language: Language, definition: FormDefinition) -> FormWords:
        texts = self.texts.get(language, TextsDefinition())
        codelists = {name: codelist_in_language(name, one, texts) for name, one in self.codelists.items()}
        surroundings = Surroundings(wording(language), codelists)
        return FormWords(
            definition=definition,
            surroundings=surroundings,
            kinds={one.id: make_kind(one, surroundings) for one in definition.each_field()},
            results={
                name: make_kind(_as_field(name, one), surroundings)
                for name, one in definition.computed.items()
            },
            checks={check.id: check.message for check in definition.each_check()},
            pages={page.id: page for page in definition.pages},
        )

    def _areas(self, kinds: Mapping[str, AnyKind]) -> dict[str, Record]:
        areas: dict[str, dict[str, ValueType]] = {}
        for field_id, kind in kinds.items():
            if kind.asks:
                area, name = field_id.split(".")
                areas.setdefault(area, {})[name] = kind.value_type
        if self.around:
            return {**self.around, **{area: Record(fields) for area, fields in areas.items()}}
        results = {name: _type_of(one) for name, one in self.definition.computed.items()}
        fees: dict[str, ValueType] = dict.fromkeys((*self.fees, "total"), Scalar.NUMBER)
        own = {"parameters": self.parameters, "computed": results, "facts": PLATFORM_FACTS, "fees": fees}
        granted = granted_types(self.granted) if self.granted else {}
        return {area: Record(fields) for area, fields in (areas | own | granted).items()} | dict(
            self.registers
        )

    def _page(self, page: PageDefinition, kinds: Mapping[str, AnyKind]) -> CompiledPage:
        fields = tuple(
            self._field(one, kinds[one.id], page.id, index, is_one_of_many=group.choose == "one")
            for index, group in enumerate(page.parts)
            for one in group.fields
        )
        return CompiledPage(page.id, page, fields, self._checks(page.checks, f"pages.{page.id}", page.id))

    def _field(
        self, one: FieldDefinition, kind: AnyKind, page_id: str, group: int, *, is_one_of_many: bool
    ) -> CompiledField:
        if not isinstance(one, QuestionDefinition):
            return CompiledField(one.id, False, kind, page_id, group, required=False, checks=(), prefill=None)
        place, required = f"fields.{one.id}", False if is_one_of_many else one.required
        self._require_default(one, kind)
        return CompiledField(
            one.id,
            True,
            kind,
            page_id,
            group,
            required=required
            if isinstance(required, bool)
            else self._condition(required, f"{place}.required", True),
            checks=self._checks(one.checks, place, one.id),
            prefill=self._expression(one.prefill, f"{place}.prefill", kind.value_type)
            if one.prefill
            else None,
        )

    def _require_default(self, one: QuestionDefinition, kind: AnyKind) -> None:
        if one.default is None:
            return
        try:
            is_wrong = kind.validate(kind.from_json(one.default), today=_SOME_DAY)
        except NotReadable:
            is_wrong = kind.problem("unreadable")
        if is_wrong:
            self.faults.append(Fault(f"fields.{one.id}.default", "Diesen Wert kann das Feld nicht haben."))

    def _checks(self, checks: tuple[CheckDefinition, ...], place: str, own: str) -> tuple[CompiledCheck, ...]:
        compiled = []
        for check in checks:
            source = check.that or check.when or ""
            if condition := self._expression(source, f"{place}.checks.{check.id}", Scalar.YES_NO):
                compiled.append(CompiledCheck(check, condition, check.fields or (own,)))
        return tuple(compiled)

    def _visibility_steps(self) -> Iterator[Step]:
        for page in self.definition.pages:
            ids = tuple(one.id for one in page.each_field())
            on_page = self._step(f"pages.{page.id}", None, page.show, ids)
            yield from on_page
            for index, group in enumerate(page.parts):
                ids = tuple(one.id for one in group.fields)
                node = f"groups.{group.id or f'{page.id}_{index}'}"
                in_group = self._step(node, _last_node(on_page), group.show, ids)
                yield from in_group
                for one in group.fields:
                    on_field = self._step(
                        f"fields.{one.id}", _last_node(on_page + in_group), one.show, (one.id,)
                    )
                    yield from on_field
                    if item := self.items.get(one.id):
                        around = _last_node(on_page + in_group + on_field)
                        yield Step(f"items.{one.id}", around, None, walks=one.id, item=item)

    def _step(self, node: str, parent: str | None, show: str | None, hides: tuple[str, ...]) -> list[Step]:
        if show is None:
            return []
        expression = self._expression(show, f"{node}.show", Scalar.YES_NO)
        return [Step(node, parent, expression, hides)] if expression else []

    def _computing_steps(self) -> Iterator[Step]:
        for name, one in self.definition.computed.items():
            node = f"computed.{name}"
            if one.lookup:
                if lookup := self._lookup(one, one.lookup, f"{node}.lookup"):
                    yield Step(node, None, None, computes=name, lookup=lookup)
            elif expression := self._expression(one.value or "", f"{node}.value", _type_of(one)):
                yield Step(node, None, expression, computes=name)

    def _lookup(
        self, computed: ComputedDefinition, lookup: LookupDefinition, place: str
    ) -> CompiledLookup | None:
        columns = self.tables.get(lookup.parameter)
        if columns is None:
            self.faults.append(Fault(f"{place}.table", f"Die Tabelle „{lookup.table}“ gibt es nicht."))
            return None
        named = {f"match.{column}": column for column in lookup.match} | {"take": lookup.take}
        if missing := {part: column for part, column in named.items() if column not in columns}:
            known = ", ".join(sorted(columns))
            self.faults += [
                Fault(f"{place}.{part}", f"Die Spalte „{column}“ gibt es nicht. Vorhanden sind: {known}.")
                for part, column in missing.items()
            ]
            return None
        return self._sound_lookup(computed, lookup, place, columns)

    def _sound_lookup(
        self, computed: ComputedDefinition, lookup: LookupDefinition, place: str, columns: Columns
    ) -> CompiledLookup | None:
        if problem := taking_problem(computed, lookup, columns):
            self.faults.append(Fault(f"{place}.take", problem))
        otherwise = None
        try:
            otherwise = read_otherwise(lookup, columns)
        except ValueError as wrong:
            self.faults.append(Fault(f"{place}.otherwise", f"{wrong}."))
        match = {
            column: self._expression(source, f"{place}.match.{column}", COLUMN_TYPES[columns[column]])
            for column, source in lookup.match.items()
        }
        sound = {column: one for column, one in match.items() if one}
        return CompiledLookup(lookup.parameter, sound, lookup.take, otherwise)

    def _ordered(self, steps: list[Step]) -> tuple[Step, ...]:
        try:
            return in_order(steps)
        except GoesInCircles as circle:
            way = " → ".join(circle.nodes)
            self.faults.append(Fault(circle.nodes[0], f"Das hängt von sich selbst ab: {way}."))
            return ()

    def _condition(self, source: str, place: str, otherwise: bool) -> bool | Expression:
        return self._expression(source, place, Scalar.YES_NO) or otherwise

    def _expression(self, source: str, place: str, expects: ValueType) -> Expression | None:
        try:
            return self.scope.compile(source, expects=expects)
        except ExpressionRefused as refused:
            self.faults.append(Fault(place, refused.message, refused.line, refused.column))
            return None


def _last_node(steps: list[Step]) -> str | None:
    return steps[-1].node if steps else None


def _type_of(computed: ComputedDefinition) -> ValueType:
    return RESULT_TYPES.get(computed.kind, Scalar.NUMBER)


def granted_types(definition: GrantedDefinition) -> dict[str, dict[str, ValueType]]:
    """Return what expressions take each granted value for, as the area `granted`."""
    kinds = _granted_words(definition).kinds
    own = {name.removeprefix(f"{GRANTED}."): kind.value_type for name, kind in kinds.items()}
    return {GRANTED: own | {name: _type_of(one) for name, one in definition.computed.items()}}


def _granted_words(definition: GrantedDefinition) -> FormWords:
    """Return the words of what is asked and of what follows, in German: the office and its letters speak it."""
    surroundings = Surroundings(wording(Language.GERMAN), {})
    fields = [one for one in definition.fields if isinstance(one, QuestionDefinition)]
    return FormWords(
        definition=FormDefinition(pages=(PageDefinition(id=GRANTED, title=GRANTED, kind="exit"),)),
        surroundings=surroundings,
        kinds={one.id: make_kind(one, surroundings) for one in fields},
        results={
            f"{GRANTED}.{name}": make_kind(_as_field(name, one), surroundings)
            for name, one in definition.computed.items()
        },
        checks={
            one.id: one.message
            for one in (*definition.checks, *(check for field in fields for check in field.checks))
        },
        pages={},
    )


def _as_field(name: str, computed: ComputedDefinition) -> FieldDefinition:
    """A computed value is shown like the answer of a field of its kind."""
    own = {"places": computed.places} if computed.kind == "decimal" else {}
    return FIELD_MODELS[computed.kind].model_validate(
        {"id": f"result.{name}", "kind": computed.kind, "label": computed.label or name, **own}
    )
