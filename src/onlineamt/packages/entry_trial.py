"""What an outcome does to a register in an example, and what the example says of registers before."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from onlineamt.packages.example import FollowedEntry
from onlineamt.procedure.cases.compiled import CompiledProcedure
from onlineamt.procedure.cases.definition import ChangeEntry, EndEntry, ProcedureDefinition, RenewEntry
from onlineamt.procedure.cases.letters import LetterEntry
from onlineamt.procedure.cases.terms import CompiledAct, NoSuchTerm
from onlineamt.procedure.forms.engine import Granting, Journey
from onlineamt.procedure.forms.engine.expressions import Activation, Value
from onlineamt.procedure.forms.engine.expressions.functions import plus_years

Held = Mapping[str, Mapping[str, bool]]
_COMPUTED = "computed."


class NotToBeDone(ValueError):
    """An outcome cannot do to the register what it says: no entry, a day that is unknown, an answer that is missing."""


@dataclass(frozen=True)
class Registers:
    """What an example says of registers: the entry that is followed, and what somebody else holds."""

    entry: FollowedEntry | None = None
    held: Held = field(default_factory=dict)

    def entry_facts(self, today: date) -> dict[str, Value | None]:
        """Return what expressions read as `entry.…`."""
        if self.entry is None:
            return {"found": False}
        until, since = self.entry.valid_until, self.since(today)
        return {
            "found": True,
            "number": self.entry.number,
            "valid_from": since,
            "valid_until": until,
            "is_valid": since <= today and (until is None or until >= today),
        }

    def since(self, today: date) -> date:
        """Return the first day of the entry that is followed."""
        stated = self.entry.valid_from if self.entry else None
        return stated or plus_years(today, -1)

    def held_facts(self, procedure: ProcedureDefinition) -> dict[str, bool]:
        """Return what expressions read as `held.…`; what the example does not name is held by nobody."""
        return {
            f"held.{name}.{limit}": self.held.get(name, {}).get(limit, False)
            for name, register in procedure.registers.items()
            for limit in register.one_per
        }


@dataclass(frozen=True)
class EntryTrial:
    """An outcome tried on a register."""

    definition: ProcedureDefinition
    procedure: CompiledProcedure
    registers: Registers
    way: Journey
    activation: Activation
    today: date
    granting: Granting | None = None

    def effect(self, outcome: str) -> LetterEntry | None:
        """Return what the letter says of the entry, or None where the outcome touches none. Raises NotToBeDone."""
        try:
            declared = self.definition.outcomes[outcome]
            if declared.enters:
                return self._entered(declared.enters)
            act = self.procedure.acts.get(outcome)
            return self._acted(act) if act else None
        except (NoSuchTerm, KeyError) as unknown:  # a name that is not there is for the checker's other rules
            raise NotToBeDone from unknown

    def may_be_automatic(self, outcome: str) -> bool:
        """Tell whether no person has to look because of a register."""
        try:
            self.effect(outcome)
        except NotToBeDone:
            return False
        held = self.registers.held.get(self.definition.outcomes[outcome].enters or "", {})
        return not any(held.values())

    def _entered(self, name: str) -> LetterEntry:
        register = self.definition.registers[name]
        term = self.procedure.terms[name].compute(self.activation, today=self.today)
        number = register.number.format(year=self.today.year, sequence=1)
        return LetterEntry(
            title=register.title or name, number=number, valid_from=term.first, valid_until=term.last
        )

    def _acted(self, act: CompiledAct) -> LetterEntry:
        entry = self.registers.entry
        if entry is None:
            raise NotToBeDone
        before = LetterEntry(
            title=entry.title,
            number=entry.number,
            valid_from=self.registers.since(self.today),
            valid_until=entry.valid_until,
        )
        match act.declared:
            case EndEntry():
                return replace(before, valid_until=act.last_day(self.activation))
            case ChangeEntry(fields=fields):
                return replace(before, changes=self._changes(entry, fields))
            case RenewEntry(fields=fields):
                term = act.renewed(self.activation, valid_until=entry.valid_until, today=self.today)
                if entry.valid_until is None or (term.last is not None and term.last <= entry.valid_until):
                    raise NotToBeDone
                return replace(before, valid_until=term.last, changes=self._changes(entry, fields))

    def _changes(self, entry: FollowedEntry, fields: Mapping[str, str]) -> tuple[tuple[str, str, str], ...]:
        pairs = [
            (self._label(source), entry.values.get(target, ""), self._shown(source))
            for target, source in fields.items()
        ]
        return tuple((label, old, new) for label, old, new in pairs if old != new)

    def _shown(self, source: str) -> str:
        words = self.way.form.words()
        if source.startswith(_COMPUTED):
            name = source.removeprefix(_COMPUTED)
            shown = words.display_computed(name, self.way.computed[name])
        elif self.way.form.granted and self.granting and source in self.granting.values:
            shown = self.way.form.granted.display(source, self.granting.values[source])
        else:
            value = self.way.values.get(source)
            shown = "" if value in (None, ()) else words.display(source, value)
        if not shown:
            raise NotToBeDone
        return shown

    def _label(self, source: str) -> str:
        words = self.way.form.words()
        if source.startswith(_COMPUTED):
            name = source.removeprefix(_COMPUTED)
            return words.definition.computed[name].label or name
        return words.label(source)
