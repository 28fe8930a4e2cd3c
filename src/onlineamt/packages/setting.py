"""How a municipality sets the values and tables of a service: what would change, and the change itself."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from onlineamt.packages.overlay import Overlay, overlay_problems, parse_setting
from onlineamt.packages.table_changes import RowChanges, compare_rows, lost_places
from onlineamt.packages.tabular import UnusableTable, read_table, write_table
from onlineamt.procedure.catalogue.actions import change_parameters
from onlineamt.procedure.catalogue.definition import load_service
from onlineamt.procedure.catalogue.models import Offering
from onlineamt.procedure.catalogue.parameters import Parameter, TableParameter
from onlineamt.procedure.catalogue.queries import get_offering, get_version, with_rows
from onlineamt.procedure.catalogue.tables import Table

OPERATOR = "operator"
_UNSET = object()


class UnusableSettings(ValueError):
    """What was asked for cannot be set; the message says in German why. Nothing was changed."""


@dataclass(frozen=True, kw_only=True)
class Wishes:
    """What a municipality wants: values as typed, tables as CSV files, and what goes back to the package's own."""

    values: Mapping[str, str] = field(default_factory=dict)
    tables: Mapping[str, bytes] = field(default_factory=dict)
    back: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """Whether anything is wanted."""
        return bool(self.values or self.tables or self.back)


@dataclass(frozen=True)
class ValueChange:
    """A value before and after."""

    name: str
    before: Any
    after: Any


@dataclass(frozen=True)
class TableChange:
    """A table before and after. `lost`: what was found before and is not found any more."""

    name: str
    rows_before: int
    rows_after: int
    rows: RowChanges
    lost: tuple[str, ...]


@dataclass(frozen=True)
class Plan:
    """What setting the wishes changes; drafts and applications keep what they began with."""

    tenant_id: UUID
    key: str
    values: tuple[ValueChange, ...]
    tables: tuple[TableChange, ...]
    parameters: Mapping[str, Any] = field(repr=False)

    @property
    def is_lossy(self) -> bool:
        """Whether addresses find nothing any more that found something."""
        return any(table.lost for table in self.tables)


def plan_settings(tenant_id: UUID, key: str, wishes: Wishes) -> Plan:
    """Return what the wishes change for a service of a municipality. Raises NotFound or UnusableSettings."""
    offering = get_offering(tenant_id, key)
    declared = _declared(offering)
    _require_known(declared, wishes)
    before = with_rows(offering.parameters)
    chosen = {name: value for name, value in before.items() if name not in wishes.back}
    chosen |= {name: _typed(name, declared[name], text) for name, text in wishes.values.items()}
    chosen |= {name: _rows(name, declared[name], file) for name, file in wishes.tables.items()}
    if problems := overlay_problems(get_version(offering.version_id).sections, Overlay(parameters=chosen)):
        raise UnusableSettings(" ".join(problems))
    changes = _Comparison(offering, declared, before, chosen)
    return Plan(tenant_id, key, tuple(changes.values()), tuple(changes.tables()), chosen)


def carry_out(plan: Plan) -> None:
    """Set what was planned, for everybody who begins from now on. Raises NotFound or WrongParameters."""
    change_parameters(tenant_id=plan.tenant_id, key=plan.key, parameters=plan.parameters, actor=OPERATOR)


def current_settings(tenant_id: UUID, key: str) -> list[tuple[str, Parameter, Any, bool]]:
    """Return every parameter with its name, its value (of a table its rows), and whether it is the municipality's own.

    Raises NotFound.
    """
    offering = get_offering(tenant_id, key)
    own = with_rows(offering.parameters)
    return [
        (name, one, own.get(name, one.default), name in own)
        for name, one in sorted(_declared(offering).items())
    ]


def export_table(tenant_id: UUID, key: str, name: str) -> bytes:
    """Return a table as it applies now, as a CSV file. Raises NotFound or UnusableSettings."""
    for known, parameter, rows, _ in current_settings(tenant_id, key):
        if known == name and isinstance(parameter, TableParameter):
            return write_table(parameter.columns, rows)
    raise UnusableSettings(f"Die Tabelle „{name}“ gibt es nicht.")


@dataclass(frozen=True)
class _Comparison:
    offering: Offering
    declared: Mapping[str, Parameter]
    before: Mapping[str, Any]
    after: Mapping[str, Any]

    def values(self) -> Iterator[ValueChange]:
        for name, one in sorted(self.declared.items()):
            was, now = self.before.get(name, _UNSET), self.after.get(name, _UNSET)
            if not isinstance(one, TableParameter) and was != now:
                yield ValueChange(
                    name, one.default if was is _UNSET else was, one.default if now is _UNSET else now
                )

    def tables(self) -> Iterator[TableChange]:
        for name, one in sorted(self.declared.items()):
            if not isinstance(one, TableParameter) or self.before.get(name) == self.after.get(name):
                continue
            was, now = (
                Table(one.columns, chosen.get(name, one.default)) for chosen in (self.before, self.after)
            )
            searched = self._searched(name)
            keys = frozenset().union(*searched) or frozenset(one.columns)
            lost = {place for columns in searched for place in lost_places(was, now, columns)}
            yield TableChange(name, len(was), len(now), compare_rows(was, now, keys), tuple(sorted(lost)))

    def _searched(self, name: str) -> list[frozenset[str]]:
        """The sets of columns by which the form looks rows of a table up."""
        computed = get_version(self.offering.version_id).sections.get("form", {}).get("computed", {})
        lookups = [one["lookup"] for one in computed.values() if one.get("lookup")]
        return [frozenset(one["match"]) for one in lookups if one["table"] == f"parameters.{name}"]


def _declared(offering: Offering) -> Mapping[str, Parameter]:
    sections = get_version(offering.version_id).sections
    return load_service(sections["service"]).parameters if "service" in sections else {}


def _require_known(declared: Mapping[str, Parameter], wishes: Wishes) -> None:
    known = ", ".join(sorted(declared)) or "keine"
    for name in (*wishes.values, *wishes.tables, *wishes.back):
        if name not in declared:
            raise UnusableSettings(f"Die Einstellung „{name}“ gibt es nicht. Vorhanden sind: {known}.")


def _typed(name: str, parameter: Parameter, text: str) -> Any:
    try:
        return parse_setting(parameter, text)
    except ValueError as wrong:
        raise UnusableSettings(f"Die Einstellung „{name}“ passt nicht: {wrong}.") from wrong


def _rows(name: str, parameter: Parameter, file: bytes) -> list[dict[str, Any]]:
    if not isinstance(parameter, TableParameter):
        raise UnusableSettings(f"„{name}“ ist keine Tabelle. Schreiben Sie {name}=WERT.")
    try:
        return read_table(file, parameter.columns)
    except UnusableTable as unusable:
        raise UnusableSettings(f"Die Tabelle „{name}“ passt nicht:\n{unusable}") from unusable
