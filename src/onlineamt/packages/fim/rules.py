"""Rules that FIM gives in words: put beside what they are about, with a condition to accept where the words are unmistakable."""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from onlineamt.packages.fim.fields import Question
from onlineamt.packages.fim.model import Field, Group, Rule, Schema
from onlineamt.packages.fim.places import Place, Places
from onlineamt.packages.fim.yaml_text import REMARKS

_REFERENCE = re.compile(r"\b[GF]\d{8,11}(?:\s*\.\s*[GF]\d{8,11})*\b")
_LONGEST = 4000
_QUOTED = r"(?:\s*[\"„“»'(][^\"“”«')]{0,200}[\"“”«')])?"
_IDS = r"(?P<{name}>[GF]\d{{8,11}}(?:\.[GF]\d{{8,11}})*)"
_SUBJECT = r"(?:das |dem |der |die |den |in )*(?:feld |datenfeld |gruppe |datenfeldgruppe |auswahl )*"
_IF_THEN = re.compile(
    rf"^(?:wenn|falls)\s+{_SUBJECT}{_IDS.format(name='asked')}{_QUOTED}\s*"
    r"(?:auswahl|den wert|die auswahl|code|wert)?\s*(?:=|gleich|ist)\s*"
    rf"[\"„“']?(?P<value>[A-Za-z0-9_.-]+|ja|nein|wahr|falsch|true|false)[\"“”']?{_QUOTED}\s*(?:ist|hat|gewählt wurde|ausgewählt wurde|wurde)?\s*,?\s*"
    rf"(?:dann\s+)?(?:muss|müssen|ist|wird|soll)\s+{_SUBJECT}{_IDS.format(name='target')}{_QUOTED}\s*"
    r"(?P<what>befüllt werden|ausgefüllt werden|zu befüllen|auszufüllen|anzugeben|angegeben werden|angezeigt werden|angezeigt|"
    r"angezeigt und befüllt werden|anzuzeigen)\s*\.?$",
    re.IGNORECASE | re.DOTALL,
)
_NOT_IN_FUTURE = re.compile(r"(?:darf|dürfen)\s+nicht\s+in\s+der\s+zukunft\s+liegen", re.IGNORECASE)
_NOT_IN_PAST = re.compile(r"(?:darf|dürfen)\s+nicht\s+in\s+der\s+vergangenheit\s+liegen", re.IGNORECASE)
_AT_LEAST_ONE = re.compile(r"mindestens\s+(?:eines|eine|einer|1)\s+(?:der|dieser|von)\b", re.IGNORECASE)
_EXACTLY_ONE = re.compile(r"genau\s+(?:eines|eine|einer|1)\s+(?:der|dieser|von)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Placed:
    """A rule with where it has gone; `suggestion` is what a person may accept, as lines of YAML."""

    rule: Rule
    place: str
    suggestion: str = ""


def place_rules(schema: Schema, places: Places, form: dict[str, Any]) -> list[Placed]:
    """Put every rule beside the part it is about, as an open rule; each once, however often its element occurs."""
    done: set[str] = set()
    placed: list[Placed] = []
    for owner, rule in schema.each_rule():
        if _id_of(rule) in done:
            continue
        done.add(_id_of(rule))
        about = _about(owner, rule, places)
        suggestion = _suggestion(rule, places, about)
        keys = about.keys if about else form
        keys.setdefault("open_rules", []).append(_open_rule(rule))
        if suggestion:
            keys.setdefault(REMARKS, []).append(f"Vorschlag zu {_id_of(rule)}, bitte prüfen:\n{suggestion}")
        placed.append(Placed(rule, about.id if about else "form", suggestion))
    return placed


def _id_of(rule: Rule) -> str:
    """Return the id of a rule; one without an id is named by its line."""
    return rule.full_id if re.match(r"R\d", rule.id) else f"R{rule.line}"


def _open_rule(rule: Rule) -> dict[str, str]:
    text = " ".join(rule.text.split()) or rule.name or _id_of(rule)
    if rule.script:
        text = f"{text} (Skript: {' '.join(rule.script.split())})"
    made = {"id": _id_of(rule)} | ({"name": rule.name} if rule.name else {})
    return made | {"text": text[:_LONGEST]}


def _about(owner: Schema | Field | Group, rule: Rule, places: Places) -> Place | None:
    """Return the part a rule is about: what it demands something of, else the last part it names, else its owner."""
    if (found := _IF_THEN.match(_plain(rule.text))) and (there := places.named(found["target"])):
        return there[0]
    named = [place for reference in _references(rule) for place in places.named(reference)[:1]]
    if named:
        return named[-1]
    if isinstance(owner, Schema):
        return None
    there = places.named(owner.id)
    return there[0] if there else None


def _references(rule: Rule) -> Iterator[str]:
    for part in (*rule.parameters, *rule.targets):
        yield from (text for _, text in part.texts if _REFERENCE.fullmatch(text))
    for found in _REFERENCE.finditer(rule.text):
        yield re.sub(r"\s", "", found[0])


def _plain(text: str) -> str:
    return re.sub(r"\s*\.\s*(?=[GF]\d)", ".", " ".join(text.split()))


def _suggestion(rule: Rule, places: Places, about: Place | None) -> str:
    text = _plain(rule.text)
    if found := _IF_THEN.match(text):
        return _condition(found, places, about)
    named = [places.named(reference) for reference in _references(rule)]
    fields = [there[0] for there in named if len(there) == 1 and "kind" in there[0].keys]
    dates = [one for one in fields if one.keys.get("kind") == "date"]
    if _NOT_IN_FUTURE.search(text) and len(dates) == len(named) == 1:
        return "max: today"
    if _NOT_IN_PAST.search(text) and len(dates) == len(named) == 1:
        return "min: today"
    if len(fields) == len(named) >= 2 and not any(one.is_in_list for one in fields):
        return _one_of(rule, text, fields)
    return ""


def _condition(found: re.Match[str], places: Places, about: Place | None) -> str:
    asked, target = places.named(found["asked"]), places.named(found["target"])
    if len(asked) != 1 or len(target) != 1 or about is None or asked[0].is_in_list != target[0].is_in_list:
        return ""
    comparison = _compared(asked[0].keys, asked[0].id, found["value"])
    if not comparison:
        return ""
    is_shown = "zeig" in found["what"].lower()
    key = "show" if is_shown or "kind" not in target[0].keys else "required"
    return f"{key}: {json.dumps(comparison, ensure_ascii=False)}"


def _compared(keys: Question, field_id: str, value: str) -> str:
    kind = keys.get("kind")
    if kind in {"choice", "text"}:
        codes = {option["code"] for option in keys.get("options", ())}
        return f'{field_id} == "{value}"' if value in codes or "options" not in keys else ""
    if kind == "choice_many":
        return f'"{value}" in {field_id}'
    if kind in {"yes_no", "consent"}:
        yes = value.lower() in {"ja", "wahr", "true", "1"}
        return field_id if yes else f"!{field_id}"
    return ""


def _one_of(rule: Rule, text: str, fields: Sequence[Place]) -> str:
    """„At least one of“ texts and choices; what is blank is an empty text to an expression."""
    if not all(one.keys["kind"] in {"text", "long_text", "email", "phone", "iban"} for one in fields):
        return ""
    ids = [one.id for one in fields]
    if _AT_LEAST_ONE.search(text):
        condition = " || ".join(f'{one} != ""' for one in ids)
    elif _EXACTLY_ONE.search(text) and len(ids) == 2:
        condition = f'({ids[0]} != "") != ({ids[1]} != "")'
    else:
        return ""
    name = rule.id.lower()
    return "\n".join((
        "checks:",
        f"  - id: regel_{name}",
        f"    that: {json.dumps(condition, ensure_ascii=False)}",
        "    message: …",
        f"    fields: [{', '.join(ids)}]",
    ))  # fmt: skip
