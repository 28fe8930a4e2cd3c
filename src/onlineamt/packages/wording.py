"""Pydantic's errors in the words of an author: German, with the mend."""

import difflib
import json
import re
from collections.abc import Mapping
from functools import cache
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from onlineamt.packages.findings import Finding, Level, Place
from onlineamt.packages.source import Path, Source

# error type → message, mend; {names} are filled from the error's own facts.
_WORDS: Mapping[str, tuple[str, str]] = {
    "string_type": ("„{key}“ muss ein Text sein.", "Setzen Sie den Wert in Anführungszeichen."),
    "int_type": ("„{key}“ muss eine ganze Zahl sein.", "Schreiben Sie eine Zahl ohne Anführungszeichen."),
    "int_from_float": ("„{key}“ muss eine ganze Zahl sein.", "Schreiben Sie die Zahl ohne Komma."),
    "bool_type": ("„{key}“ muss ja oder nein sein.", "Schreiben Sie true oder false."),
    "decimal_type": ("„{key}“ muss eine Zahl sein.", "Schreiben Sie eine Zahl mit Punkt, zum Beispiel 0.5."),
    "decimal_parsing": ("„{key}“ muss eine Zahl sein.", "Schreiben Sie eine Zahl mit Punkt, zum Beispiel 0.5."),
    "tuple_type": ("„{key}“ muss eine Liste sein.", "Schreiben Sie [wert, wert] oder je Zeile „- wert“."),
    "list_type": ("„{key}“ muss eine Liste sein.", "Schreiben Sie [wert, wert] oder je Zeile „- wert“."),
    "set_type": ("„{key}“ muss eine Liste sein.", "Schreiben Sie [wert, wert] oder je Zeile „- wert“."),
    "dict_type": ("„{key}“ muss Unterpunkte haben.", "Schreiben Sie darunter eingerückt „schlüssel: wert“."),
    "model_type": ("„{key}“ muss Unterpunkte haben.", "Schreiben Sie darunter eingerückt „schlüssel: wert“."),
    "model_attributes_type": ("„{key}“ muss Unterpunkte haben.", "Schreiben Sie darunter eingerückt „schlüssel: wert“."),
    "string_pattern_mismatch": ("„{value}“ passt nicht zu „{key}“.", "{spelling}"),
    "string_too_short": ("„{key}“ ist leer oder zu kurz.", "Schreiben Sie mindestens {min_length} Zeichen."),
    "string_too_long": ("„{key}“ ist zu lang.", "Kürzen Sie auf höchstens {max_length} Zeichen."),
    "too_short": ("„{key}“ braucht mindestens {min_length} Einträge.", "Ergänzen Sie, was fehlt."),
    "too_long": ("„{key}“ hat zu viele Einträge.", "Erlaubt sind höchstens {max_length}."),
    "greater_than_equal": ("„{key}“ ist zu klein.", "Der kleinste erlaubte Wert ist {ge}."),
    "greater_than": ("„{key}“ ist zu klein.", "Der Wert muss größer als {gt} sein."),
    "less_than_equal": ("„{key}“ ist zu groß.", "Der größte erlaubte Wert ist {le}."),
    "less_than": ("„{key}“ ist zu groß.", "Der Wert muss kleiner als {lt} sein."),
    "enum": ("„{value}“ kennt „{key}“ nicht.", "Erlaubt sind: {expected}."),
    "literal_error": ("„{value}“ kennt „{key}“ nicht.", "Erlaubt sind: {expected}."),
    "union_tag_invalid": ("„{tag}“ gibt es hier nicht.", "Erlaubt sind: {expected_tags}."),
    "union_tag_not_found": ("Bei „{key}“ fehlt die Angabe {discriminator}.", "Ergänzen Sie {discriminator}."),
    "date_type": ("„{key}“ muss ein Tag sein.", "Schreiben Sie das Datum so: 2026-01-31."),
    "date_from_datetime_parsing": ("„{value}“ ist kein Tag.", "Schreiben Sie das Datum so: 2026-01-31."),
    "date_parsing": ("„{value}“ ist kein Tag.", "Schreiben Sie das Datum so: 2026-01-31."),
    "none_required": ("„{key}“ darf keinen Wert haben.", "Löschen Sie den Wert."),
}  # fmt: skip


_GENERAL = ("„{key}“ passt hier nicht.", "Vergleichen Sie mit dem Schema in docs/schemas.")
_SHOWN_LENGTH = 60
_SPELLINGS = (
    "today+P14D",
    "99110009104000", "10160", "1.0.0", "hund-anmelden", "hund.name", "zweiter_hund", "{year}-{sequence:05}",
    "https://musterstadt.example", "2026-01-31", "0.5", "given-name", "ROT",
)  # fmt: skip
_QUOTED = re.compile(r"„([^“]+)“")

M = TypeVar("M", bound=BaseModel)
Schema = dict[str, Any]


def validate(model: type[M], source: Source) -> tuple[M | None, list[Finding]]:
    """Read a definition from a source; return it, or what is wrong with it in German with file and line."""
    try:
        # As JSON, because that is how the definition is stored: lists become tuples, dates are texts.
        return model.model_validate_json(json.dumps(source.value)), []
    except ValidationError as error:
        details = error.errors(include_url=False)
        return None, [finding_of(detail, model, source) for detail in details]


def finding_of(detail: ErrorDetails, model: type[BaseModel], source: Source) -> Finding:
    """Say one error of pydantic in German, at its line."""
    path: Path = tuple(detail["loc"])
    message, mend = _say(detail, path, _schema_of(model))
    place = _named_place(detail, message, source) or source.place(path)
    return Finding(
        file=source.file,
        line=place.line,
        column=place.column,
        rule=f"definition.{detail['type'].replace('_', '-')}",
        level=Level.ERROR,
        message=message,
        mend=mend,
    )


def _say(detail: ErrorDetails, path: Path, schema: Schema) -> tuple[str, str]:
    key = str(next((step for step in reversed(path) if isinstance(step, str)), "Die Datei"))
    if detail["type"] == "missing":
        described = _description(schema, path)
        return f"„{key}“ fehlt.", f"Ergänzen Sie „{key}: …“. {described}".strip()
    if detail["type"] == "extra_forbidden":
        return f"„{key}“ ist hier unbekannt.", _suggest(key, schema, path[:-1])
    if detail["type"] == "value_error":
        message, _, mend = str(detail["ctx"]["error"]).partition(" | ")
        return _sentence(message), mend or "Ändern Sie die Angabe an dieser Stelle."
    if detail["type"] == "unknown_kind":
        return (
            f"Das Feld hat keine bekannte Art: {_short(detail['input'].get('kind'))}.",
            f"Erlaubt sind bei kind: {detail['ctx']['known']}.",
        )
    message, mend = _WORDS.get(detail["type"], _GENERAL)
    facts = {"key": key, "value": _short(detail["input"]), **detail.get("ctx", {})}
    if "pattern" in facts:
        facts["spelling"] = _spelling(str(facts["pattern"]))
    return message.format_map(facts), mend.format_map(facts).replace(" or ", " oder ")


def _spelling(pattern: str) -> str:
    """A pattern explains itself to nobody: show something that fits it."""
    fitting = next((one for one in _SPELLINGS if re.fullmatch(pattern, one)), None)
    return f"Schreiben Sie zum Beispiel „{fitting}“." if fitting else f"Erlaubt ist nur: {pattern}."


def _named_place(detail: ErrorDetails, message: str, source: Source) -> Place | None:
    """A model that looks at several parts names the one that is wrong: find it by its name."""
    named = (
        _QUOTED.search(message)
        if detail["type"] == "value_error" and isinstance(detail["input"], dict)
        else None
    )
    return source.last_place_of(named[1]) if named else None


def _sentence(message: str) -> str:
    return message if message.endswith((".", "!", "?")) else f"{message}."


def _short(value: Any) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= _SHOWN_LENGTH else f"{text[: _SHOWN_LENGTH - 1]}…"


def _suggest(key: str, schema: Schema, path: Path) -> str:
    allowed = sorted({name for one in _walk(schema, path) for name in one.get("properties", {})})
    close = difflib.get_close_matches(key, allowed, n=1)
    if close:
        return f"Meinen Sie „{close[0]}“? Sonst löschen Sie die Zeile."
    return f"Löschen Sie die Zeile. Erlaubt sind hier: {', '.join(allowed)}."


def _description(schema: Schema, path: Path) -> str:
    found = [one["properties"].get(path[-1]) for one in _walk(schema, path[:-1]) if "properties" in one]
    return next((str(one["description"]) for one in found if one and "description" in one), "")


@cache
def _schema_of(model: type[BaseModel]) -> Schema:
    return model.model_json_schema()


def _walk(schema: Schema, path: Path) -> list[Schema]:
    """Return the parts of the schema that may describe what stands at the path."""
    current = _flatten(schema, schema)
    for step in path:
        following = [part for one in current for part in _step(one, step)]
        if following:
            current = [flat for part in following for flat in _flatten(part, schema)]
    return current


def _step(part: Schema, step: str | int) -> list[Schema]:
    if isinstance(step, int):
        return [part["items"]] if isinstance(part.get("items"), dict) else []
    if step in part.get("properties", {}):
        return [part["properties"][step]]
    if any(one.get("const") == step for one in part.get("properties", {}).values()):
        return [part]
    return [part["additionalProperties"]] if isinstance(part.get("additionalProperties"), dict) else []


def _flatten(part: Schema, root: Schema) -> list[Schema]:
    if "$ref" in part:
        return _flatten(root["$defs"][part["$ref"].rsplit("/", 1)[-1]], root)
    variants = [*part.get("anyOf", ()), *part.get("oneOf", ())]
    return [flat for one in variants for flat in _flatten(one, root)] if variants else [part]
