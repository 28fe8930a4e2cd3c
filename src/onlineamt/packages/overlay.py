"""What a municipality sets over a version, its values and its words, and what an upgrade changes for it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from onlineamt.foundation.core.languages import Language
from onlineamt.procedure.catalogue.definition import Parameter, TextModules
from onlineamt.procedure.catalogue.rules import parameter_problems

Values = Mapping[str, Any]
_WORDS = ("title", "search_words", "modules")
_EUROS = re.compile(
    r"([0-9]{1,10}|[0-9]{1,3}(?:\.[0-9]{3}){1,2}),([0-9]{2})\s*€?"
)  # a comma makes euros of it
_INTEGER = re.compile(r"-?[0-9]{1,12}")
_YES_NO = {"true": True, "ja": True, "false": False, "nein": False}


@dataclass(frozen=True)
class Overlay:
    """What differs from the version's own: parameters by name; words by language, as title, search words, modules."""

    parameters: Values = field(default_factory=dict)
    words: Mapping[str, Values] = field(default_factory=dict)


class Effect(StrEnum):
    """What an upgrade does to one value or text of a municipality."""

    ADDED = "added"  # new: the version's own applies until the municipality sets one
    REMOVED = "removed"  # gone, and with it what the municipality had set
    FOLLOWS = "follows"  # changes with the version, because the municipality has set nothing
    CONFLICT = "conflict"  # the version changed it and the municipality had set its own, which stays
    UNFIT = "unfit"  # what the municipality had set does not fit the new version


@dataclass(frozen=True)
class Change:
    """One thing an upgrade changes: before, after, and what the municipality has set."""

    name: str
    effect: Effect
    before: Any = None
    after: Any = None
    local: Any = None


def parse_setting(parameter: Parameter, text: str) -> Any:
    """Return the value that a typed text stands for: an amount in cents, or with a comma in euros. Raises ValueError with the reason in German."""
    match parameter.type:
        case "cents" if euros := _EUROS.fullmatch(text):
            return int(euros[1].replace(".", "") + euros[2])
        case "cents" | "integer":
            if not _INTEGER.fullmatch(text):
                raise ValueError(f"„{text}“ ist keine ganze Zahl")
            return int(text)
        case "boolean":
            if text not in _YES_NO:
                raise ValueError(f"„{text}“ ist weder true noch false")
            return _YES_NO[text]
        case "table":
            raise ValueError("das ist eine Tabelle; geben Sie eine Datei an: --table NAME=DATEI.csv")
        case "codes":
            return [code.strip() for code in text.split(",") if code.strip()]
        case _:
            return text


def overlay_problems(sections: Values, overlay: Overlay) -> list[str]:
    """Return in German what in an overlay does not fit a version; nothing when it fits."""
    declared = sections["service"].get("parameters", {})
    problems = parameter_problems(declared, overlay.parameters)
    if not problems:
        problems += _unknown_codes(declared, sections.get("codelists", {}), overlay.parameters)
    return problems + _unknown_words(overlay.words)


def compare_versions(old: Values, new: Values, overlay: Overlay) -> list[Change]:
    """Return what moving from one version's sections to another's changes for a municipality (three-way view)."""
    return [*_parameter_changes(old, new, overlay), *_word_changes(old, new, overlay)]


def _parameter_changes(old: Values, new: Values, overlay: Overlay) -> Iterator[Change]:
    before, after = old["service"].get("parameters", {}), new["service"].get("parameters", {})
    for name in sorted({*before, *after}):
        local = overlay.parameters.get(name)
        was, now = before.get(name, {}).get("default"), after.get(name, {}).get("default")
        if local is not None and name in after and parameter_problems(after, {name: local}):
            yield Change(f"parameters.{name}", Effect.UNFIT, was, now, local)
        elif effect := _effect(name in before, name in after, was != now, local is not None):
            yield Change(f"parameters.{name}", effect, was, now, local)


def _word_changes(old: Values, new: Values, overlay: Overlay) -> Iterator[Change]:
    before, after, local = _said(old["texts"]), _said(new["texts"]), _said(overlay.words)
    for name in sorted({*before, *after}):
        was, now, own = before.get(name), after.get(name), local.get(name)
        if effect := _effect(name in before, name in after, was != now, own is not None):
            yield Change(name, effect, was, now, own)


def _effect(was_there: bool, is_there: bool, is_changed: bool, is_local: bool) -> Effect | None:
    if not was_there:
        return Effect.ADDED
    if not is_there:
        return Effect.REMOVED
    if not is_changed:
        return None
    return Effect.CONFLICT if is_local else Effect.FOLLOWS


def _said(texts: Mapping[str, Values]) -> dict[str, Any]:
    said: dict[str, Any] = {}
    for language, words in texts.items():
        said |= {
            f"texts.{language}.{name}": words[name] for name in ("title", "search_words") if words.get(name)
        }
        said |= {f"texts.{language}.modules.{name}": text for name, text in words.get("modules", {}).items()}
    return said


def _unknown_codes(declared: Values, codelists: Values, chosen: Values) -> list[str]:
    problems = []
    for name, codes in chosen.items():
        if declared[name]["type"] != "codes":
            continue
        listed = codelists.get(declared[name]["codelist"], {}).get("entries", ())
        known = {entry["code"] for entry in listed}
        problems += [f"„{name}“: Den Code „{code}“ gibt es nicht." for code in codes if code not in known]
    return problems


def _unknown_words(words: Mapping[str, Values]) -> list[str]:
    problems = []
    for language, said in words.items():
        if language not in set(Language):
            problems.append(f"Die Sprache „{language}“ gibt es nicht.")
        problems += [f"„{part}“ lässt sich nicht überschreiben." for part in said if part not in _WORDS]
        unknown = said.get("modules", {}).keys() - TextModules.model_fields.keys()
        problems += [f"Den Textbaustein „{module}“ gibt es nicht." for module in sorted(unknown)]
    return problems
