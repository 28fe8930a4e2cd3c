"""One FIM field as a question of ours."""

import json
import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final

from onlineamt.packages.fim.model import (
    CodeValue,
    DataType,
    Described,
    Field,
    FieldKind,
    LegalBasis,
    Member,
    Prefill,
)
from onlineamt.packages.fim.naming import plain_name
from onlineamt.packages.fim.yaml_text import REMARKS
from onlineamt.packages.findings import Finding, Level

Question = dict[str, Any]

_LOOK: Final = "Sehen Sie es sich im Paket an."
_LONGEST_LINE, _LONGEST_TEXT, _LONGEST_PATTERN = 500, 20_000, 200
_BUTTONS: Final = 8
_MEGABYTE, _MOST_MEGABYTES = 1_000_000, 20
_TYPES = {
    "application/pdf": "pdf",
    "image/jpeg": "jpeg",
    "image/jpg": "jpeg",
    "image/png": "png",
    "image/heic": "heic",
    "image/heif": "heic",
}
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,63}")
_OATH = re.compile(
    r"\bich (bestätige|versichere|erkläre|willige|stimme|nehme|habe|bin damit|verpflichte)", re.I
)
_DAY = re.compile(r"(\d{4}-\d\d-\d\d)", re.ASCII)
_TIME = re.compile(r"((?:[01]\d|2[0-3]):[0-5]\d)(?::[0-5]\d(?:\.\d{1,9})?)?", re.ASCII)
_DIGITS = re.compile(r"(?:\[0-9\]|\\d)\{([1-9]\d?)(?:,([1-9]\d?))?\}")
_ONLY_XML = re.compile(r"\\[icIC]|\\[pP]\{|-\[")
_WELL_KNOWN: Final[Sequence[tuple[re.Pattern[str], Question]]] = tuple(
    (re.compile(pattern, re.IGNORECASE), keys)
    for pattern, keys in (
        (r"postleitzahl|plz", {"kind": "postcode"}),
        (r"hausnummer", {"kind": "house_number"}),
        (r"e-?mail(-?adresse)?", {"kind": "email"}),
        (r"(telefon|mobil|mobiltelefon|fax|telefax)(nummer)?|rufnummer", {"kind": "phone"}),
        (r"iban", {"kind": "iban"}),
        (r"(familienname|nachname|vornamen?|vorname\(n\)|geburtsname|rufname)", {"kind": "text", "characters": "name"}),
    )
)  # fmt: skip
"""What everybody asks for under the same name, with the kind that knows how it is written."""

_KNOWN_TO_US = {
    "familienname": "facts.account_family_name",
    "nachname": "facts.account_family_name",
    "vornamen": "facts.account_given_name",
    "vorname": "facts.account_given_name",
    "geburtsdatum": "facts.account_birth_date",
    "e_mail": "facts.account_email",
    "e_mail_adresse": "facts.account_email",
}


@dataclass
class Surroundings:
    """What questions of a form share: code lists, computed values, and what is to be said about the import of `file`."""

    file: str
    codes_of: Callable[[Field], Sequence[CodeValue]]
    codelists: dict[str, dict[str, Any]] = field(default_factory=dict)
    computed: dict[str, dict[str, Any]] = field(default_factory=dict)
    findings: dict[Finding, None] = field(default_factory=dict)

    def warn(self, message: str, line: int = 1) -> None:
        """Keep something that a person must know of, with the line of the file."""
        finding = Finding(
            file=self.file,
            line=line,
            column=1,
            rule="fim.changed",
            level=Level.WARNING,
            message=message,
            mend=_LOOK,
        )
        self.findings[finding] = None


def title_of(one: Described) -> str:
    """Return what people read: the label for input, else the name, else the id."""
    return one.label or one.name or one.id


def legal_bases_of(bases: Sequence[LegalBasis]) -> str:
    """Return legal bases as one line."""
    return "; ".join(dict.fromkeys(basis.text.strip() for basis in bases if basis.text.strip()))


def question(member: Member, one: Field, field_id: str, around: Surroundings) -> Question:
    """Return a field as a question, or as what is shown without asking. A field asked many times is made by its caller."""
    made: Question = {"id": field_id}
    made |= _asked(member, one, field_id, around)
    made["fim"] = one.full_id
    if made["kind"] in {"label", "computed"}:
        return {**made, "label": made.get("label") or title_of(one)}
    ordered: Question = {"id": field_id, "kind": made.pop("kind"), "label": title_of(one)}
    if hint := one.help:
        ordered["hint"] = hint
    if one.label_output not in {"", ordered["label"]}:
        ordered["summary_label"] = one.label_output
    if member.minimum == 0:
        ordered["required"] = False
    ordered |= made
    if bases := legal_bases_of((*member.legal_bases, *one.legal_bases)):
        ordered["legal_basis"] = bases
    _prefill(one, ordered)
    return ordered


def _asked(member: Member, one: Field, field_id: str, around: Surroundings) -> Question:
    if one.kind is FieldKind.LABEL:
        said = one.content.strip() or one.help or title_of(one)
        return {"kind": "label", "label": said}
    if one.kind in {FieldKind.HIDDEN, FieldKind.LOCKED} and one.content.strip():
        return _fixed(one, field_id, around)
    if one.kind is FieldKind.HIDDEN or one.kind is FieldKind.LOCKED:
        around.warn(
            f"{one.full_id} „{title_of(one)}“ füllt in FIM das System aus; wir fragen danach, solange „prefill“ fehlt.",
            one.line,
        )
        made = _typed(member, one, around)
        return made | {
            REMARKS: [
                "FIM: nicht von der Person auszufüllen. Woher der Wert kommt, sagen prefill: … und locked: true"
            ]
        }
    if one.kind is FieldKind.SELECT:
        return _chosen(member, one, around)
    return _typed(member, one, around)


def _fixed(one: Field, field_id: str, around: Surroundings) -> Question:
    """What stands fast is a computed value, so that it goes along with the answers."""
    name = field_id.replace(".", "_")
    around.computed[name] = {
        "kind": "text",
        "label": title_of(one),
        "value": json.dumps(one.content.strip(), ensure_ascii=False),
    }
    return {"kind": "computed", "of": name}


def _chosen(member: Member, one: Field, around: Surroundings) -> Question:
    codes = around.codes_of(one)
    if not codes:
        where = one.codelist.canonical_id if one.codelist else "die Liste"
        warn_of_missing_list(one, around)
        return {"kind": "text", REMARKS: [f"FIM: Auswahl aus {where}; Liste mit --codelists mitgeben"]}
    options = _options(one, codes, around)
    made: Question = {"kind": "choice"}
    if member.maximum is None or member.maximum > 1:
        made = {"kind": "choice_many"}
        if member.minimum > 1:
            made["min"] = member.minimum
        if member.maximum is not None and member.maximum < len(options):
            made["max"] = member.maximum
    if len(options) <= _BUTTONS and not one.codelist:
        made["options"] = options
    else:
        made["codelist"] = _codelist(one, options, around)
    if any(one.content.strip() == option["code"] for option in options) and made["kind"] == "choice":
        made["default"] = one.content.strip()
    return made


def warn_of_missing_list(one: Field, around: Surroundings) -> None:
    """Say that a field has nothing to choose from."""
    where = one.codelist.canonical_id if one.codelist else "die Liste"
    around.warn(
        f"{one.full_id} „{title_of(one)}“: Die Codeliste {where} fehlt, die Frage ist darum ein Textfeld.",
        one.line,
    )


def _options(one: Field, codes: Sequence[CodeValue], around: Surroundings) -> list[dict[str, str]]:
    options: dict[str, dict[str, str]] = {}
    for entry in codes:
        code = entry.code.strip()
        if not _CODE.fullmatch(code):
            changed = plain_name(code or entry.name, "wert")
            around.warn(f"{one.full_id}: Der Code „{code}“ heißt bei uns „{changed}“.", one.line)
            code = changed
        if code in options:
            around.warn(f"{one.full_id}: Den Code „{code}“ gibt es zweimal; der erste zählt.", one.line)
            continue
        options[code] = {"code": code, "label": entry.name.strip() or code}
        if entry.help.strip():
            options[code]["hint"] = entry.help.strip()
    return list(options.values())


def _codelist(one: Field, options: list[dict[str, str]], around: Surroundings) -> str:
    """Return the name of the list, which several fields may share."""
    reference = one.codelist
    urn = reference.canonical_id if reference else ""
    wanted = plain_name(urn.rpartition(":")[2] if urn else title_of(one), "liste")
    made: dict[str, Any] = {"title": title_of(one)}
    if reference:
        made |= {"urn": urn} | ({"version": reference.version} if reference.version else {})
    made["entries"] = options
    name, number = wanted, 1
    while name in around.codelists and around.codelists[name]["entries"] != options:
        number += 1
        name = f"{wanted}_{number}"
    around.codelists.setdefault(name, made)
    return name


def _typed(member: Member, one: Field, around: Surroundings) -> Question:
    return _MAKERS.get(one.data_type or DataType.TEXT, _text)(member, one, around)


def _date(member: Member, one: Field, around: Surroundings) -> Question:
    return {"kind": "date"} | _limits(one, _DAY) | _default(one, _DAY.pattern, str)


def _limits(one: Field, written: re.Pattern[str]) -> Question:
    """Return the limits of a day or a time of day, as far as they are written as such."""
    bounds = {"min": one.precision.min_value, "max": one.precision.max_value}
    return {name: found[1] for name, value in bounds.items() if (found := written.fullmatch(value))}


def _time(member: Member, one: Field, around: Surroundings) -> Question:
    return {"kind": "time"} | _limits(one, _TIME)


def _yes_no(member: Member, one: Field, around: Surroundings) -> Question:
    """A sentence in which a person declares something is a tick; everything else can be answered with no."""
    is_declared = member.minimum > 0 and _OATH.search(title_of(one))
    return {"kind": "consent" if is_declared else "yes_no"}


def _integer(member: Member, one: Field, around: Surroundings) -> Question:
    bounds = {"min": one.precision.lowest, "max": one.precision.highest}
    limits = {name: math.trunc(value) for name, value in bounds.items() if value is not None}
    return {"kind": "integer"} | limits | _default(one, r"-?\d{1,12}", int)


def _money(member: Member, one: Field, around: Surroundings) -> Question:
    bounds = {"min": one.precision.lowest, "max": one.precision.highest}
    cents = {name: None if value is None else int(value * 100) for name, value in bounds.items()}
    return {"kind": "money"} | {
        name: value for name, value in cents.items() if value is not None or name == "min"
    }


def _decimal(member: Member, one: Field, around: Surroundings) -> Question:
    bounds = {"min": one.precision.lowest, "max": one.precision.highest}
    places = [
        max(0, -int(value.normalize().as_tuple().exponent)) for value in bounds.values() if value is not None
    ]
    made: Question = {"kind": "decimal", "places": min(6, max([2, *places]))}
    return made | {
        name: _plain(value) for name, value in bounds.items() if value is not None and abs(value) < 10**12
    }


def _plain(value: Decimal) -> str:
    return f"{round(value, 6).normalize():f}"


def _file(member: Member, one: Field, around: Surroundings) -> Question:
    made: Question = {"kind": "file"}
    types = list(dict.fromkeys(_TYPES[name] for name in map(str.lower, one.media_types) if name in _TYPES))
    if other := [name for name in one.media_types if name.lower() not in _TYPES]:
        around.warn(
            f"{one.full_id} „{title_of(one)}“: Dateien der Art {', '.join(other)} nehmen wir nicht an.",
            one.line,
        )
    if types and len(types) < len(set(_TYPES.values())):
        made["types"] = types
    made["max_files"] = 20 if member.maximum is None else min(20, max(1, member.maximum))
    if one.max_bytes:
        made["max_megabytes"] = min(_MOST_MEGABYTES, max(1, math.ceil(one.max_bytes / _MEGABYTE)))
        if one.max_bytes > _MOST_MEGABYTES * _MEGABYTE * 1.05:
            around.warn(
                f"{one.full_id} „{title_of(one)}“: Eine Datei darf höchstens {_MOST_MEGABYTES} MB haben.",
                one.line,
            )
    return made


def _text(member: Member, one: Field, around: Surroundings) -> Question:
    for names, keys in _WELL_KNOWN:
        if names.fullmatch(title_of(one)) or names.fullmatch(one.name):
            return dict(keys)
    precision = one.precision
    longest = precision.max_length or _LONGEST_LINE
    if longest > _LONGEST_LINE and not precision.pattern:
        made: Question = {"kind": "long_text", "max_length": min(longest, _LONGEST_TEXT)}
        if longest > _LONGEST_TEXT:
            around.warn(
                f"{one.full_id} „{title_of(one)}“: Ein Text darf höchstens {_LONGEST_TEXT} Zeichen haben.",
                one.line,
            )
    else:
        made = {"kind": "text", "max_length": min(longest, 2000)}
        if one.data_type is DataType.TEXT_LATIN:
            made["characters"] = "latin"
        made |= _pattern(one, around)
    if precision.min_length:
        made["min_length"] = min(precision.min_length, made["max_length"])
    content = one.content.strip()
    return made | (
        {"default": content}
        if content and len(content) <= made["max_length"] and "pattern" not in made
        else {}
    )


def _pattern(one: Field, around: Surroundings) -> Question:
    """A pattern of XML Schema is one of ours where it uses nothing that only XML Schema knows."""
    pattern = one.precision.pattern.strip().removeprefix("^").removesuffix("$")
    if not pattern:
        return {}
    try:
        fits = not _ONLY_XML.search(pattern) and len(pattern) <= _LONGEST_PATTERN
        re.compile(pattern)
    except re.error:
        fits = False
    if not fits:
        around.warn(f"{one.full_id} „{title_of(one)}“: Das Muster {pattern} prüfen wir nicht.", one.line)
        return {REMARKS: [f"FIM: Muster {pattern}"]}
    digits = _DIGITS.fullmatch(pattern)
    if digits and not one.help:
        said = f"{digits[1]} Ziffern" if not digits[2] else f"{digits[1]} bis {digits[2]} Ziffern"
        return {"hint": said, "pattern": pattern, "errors": {"pattern": f"Bitte geben Sie {said} ein."}}
    said = one.help or "Bitte prüfen Sie, ob Sie es richtig geschrieben haben."
    return {"pattern": pattern, "errors": {"pattern": said}}


def _default(one: Field, pattern: str, read: Callable[[str], Any]) -> Question:
    content = one.content.strip()
    return {"default": read(content)} if re.fullmatch(pattern, content) else {}


def _prefill(one: Field, made: Question) -> None:
    """What FIM wants to be put in beforehand, we put in where an account knows it."""
    if one.prefill in {None, Prefill.NONE}:
        return
    known = _KNOWN_TO_US.get(plain_name(title_of(one), ""))
    if known and made["kind"] in {"text", "date", "email"}:
        made["prefill"] = known
    else:
        made.setdefault(REMARKS, []).append("FIM: vorzubefüllen, wenn der Wert bekannt ist (prefill: …)")


_MAKERS: Mapping[DataType, Callable[[Member, Field, Surroundings], Question]] = {
    DataType.DATE: _date,
    DataType.TIME: _time,
    DataType.DATETIME: lambda member, one, around: {"kind": "date_time"},
    DataType.BOOL: _yes_no,
    DataType.NUM_INT: _integer,
    DataType.NUM: _decimal,
    DataType.NUM_CURRENCY: _money,
    DataType.FILE: _file,
    DataType.OBJ: _file,
}
