"""Which columns of a code list hold code, name and help, and the values that follow from them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from onlineamt.packages.fim.model import CodeValue
from onlineamt.packages.fim.notes import Notes, shown
from onlineamt.packages.findings import Finding, Place

_KEYS_OF_NAMES = ("codenamekey", "namekey")
_NAMES = ("name", "codename", "bezeichnung")
_CODES = ("code", "schluessel", "schlüssel")


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a code list."""

    id: str
    short_name: str = ""
    is_required: bool = False


@dataclass(frozen=True, slots=True)
class Taken:
    """The values of a list, each code once, and what is wrong with them."""

    values: tuple[CodeValue, ...]
    findings: tuple[Finding, ...] = ()


Keys = Mapping[str, str]
Rows = Sequence[tuple[int, tuple[str, ...]]]


def take_values(
    columns: Sequence[Column], keys: Keys, rows: Rows, asked: tuple[str, str, str], notes: Notes
) -> Taken:
    """Return what stands in the columns asked for by id, short name or key; "" asks for the list's own."""
    code = _named(columns, keys, asked[0], notes)
    code = _code_column(columns, keys) if code is None else code
    name = _named(columns, keys, asked[1], notes)
    name = _name_column(columns, keys, code) if name is None else name
    explained = _named(columns, keys, asked[2], notes)
    first: dict[str, CodeValue] = {}
    for line, texts in rows:
        value = CodeValue(
            code=texts[code], name=texts[name], help="" if explained is None else texts[explained], line=line
        )
        if checked := _checked(value, notes):
            known = first.setdefault(checked.code, checked)
            if known is not checked:
                _note_double(known, checked, notes)
    return Taken(tuple(first.values()), notes.remarks())


def _checked(value: CodeValue, notes: Notes) -> CodeValue | None:
    if not value.code:
        notes.remark(
            Place(value.line),
            "fim.values",
            f"Der Wert „{shown(value.name)}“ hat keinen Code.",
            "Er wurde nicht übernommen.",
        )
        return None
    if not value.name:
        notes.remark(
            Place(value.line),
            "fim.values",
            f"Der Code „{shown(value.code)}“ hat keinen Namen.",
            "Gezeigt wird der Code.",
        )
        return CodeValue(code=value.code, name=value.code, help=value.help, line=value.line)
    return value


def _note_double(known: CodeValue, value: CodeValue, notes: Notes) -> None:
    notes.remark(
        Place(value.line),
        "fim.values",
        f"Der Code „{shown(value.code)}“ ({shown(value.name)}) steht schon in Zeile {known.line} ({shown(known.name)}).",
        "Übernommen wurde der erste.",
    )


def _named(columns: Sequence[Column], keys: Keys, asked: str, notes: Notes) -> int | None:
    """Return the place of a column that is asked for, None where nothing is asked or there is none."""
    if not asked:
        return None
    by_id = {column.id: place for place, column in enumerate(columns)}
    if asked in by_id:
        return by_id[asked]
    if keys.get(asked, "") in by_id:
        return by_id[keys[asked]]
    plain = asked.casefold()
    for place, column in enumerate(columns):
        if plain in (column.id.casefold(), column.short_name.casefold()):
            return place
    notes.remark(
        Place(),
        "fim.columns",
        f"Die Spalte „{shown(asked)}“ gibt es in dieser Codeliste nicht.",
        f"Vorhanden sind: {', '.join(column.id for column in columns)}. Es gelten die Spalten, die die Liste selbst nennt.",
    )
    return None


def _code_column(columns: Sequence[Column], keys: Keys) -> int:
    by_name = {key.casefold(): column for key, column in keys.items()}
    own = by_name.get("codekey") or next(iter(keys.values()), "")
    found = _place(columns, own) if own else None
    return found if found is not None else _usual(columns, _CODES) or 0


def _name_column(columns: Sequence[Column], keys: Keys, code: int) -> int:
    by_name = {key.casefold(): column for key, column in keys.items()}
    for key in _KEYS_OF_NAMES:
        found = _place(columns, by_name.get(key, ""))
        if found is not None and found != code:
            return found
    usual = _usual(columns, _NAMES)
    if usual is not None and usual != code:
        return usual
    return next((place for place in range(len(columns)) if place != code), code)


def _usual(columns: Sequence[Column], words: Sequence[str]) -> int | None:
    for word in words:
        for place, column in enumerate(columns):
            if word in (column.id.casefold(), column.short_name.casefold()):
                return place
    return None


def _place(columns: Sequence[Column], column_id: str) -> int | None:
    return next((place for place, column in enumerate(columns) if column.id == column_id), None)
