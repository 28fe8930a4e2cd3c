"""Conditions, duties, checks and limits as rules of FIM: a German sentence for people, the expression as script for us.

FIM says rules in words. Ours are CEL expressions; they go along as `skript`, and keywords say which key of the form each is. Both
directions stand here: `rules_of` writes them, `keys_of_rules` reads them.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from onlineamt.packages.fim.model import Identity, Rule, RuleKind
from onlineamt.packages.fim.own.identities import Identities
from onlineamt.packages.fim.own.marks import mark, marked, marks
from onlineamt.packages.fim.parts import as_line, as_lines, without_dash

Part = Mapping[str, Any]
_RULE: Final = "rule"
_EXPRESSIONS: Final[Mapping[str, tuple[str, str, RuleKind]]] = {
    "show": ("Bedingung", "Gehört nur zum Antrag, wenn gilt: {}", RuleKind.COMPLEX),
    "required": ("Pflicht", "Muss ausgefüllt sein, wenn gilt: {}", RuleKind.COMPLEX),
    "value": ("Berechnung", "Wird berechnet: {}", RuleKind.CALCULATION),
}
_LIMITS: Final[Mapping[str, str]] = {"min": "Frühester Tag: {}", "max": "Spätester Tag: {}"}


@dataclass(frozen=True)
class RuleWriter:
    """Writes the rules of one form."""

    identities: Identities

    def rules_of(self, owner: str, part: Part) -> tuple[Rule, ...]:
        """Return the rules that a part of a form brings along; `owner` names it."""
        return (
            *self._expressions(owner, part),
            *self._limits(owner, part),
            *self._lookup(owner, part),
            *(self._check(owner, check) for check in part.get("checks", ())),
            *(self._open(owner, rule) for rule in part.get("open_rules", ())),
        )

    def _expressions(self, owner: str, part: Part) -> Iterator[Rule]:
        for key, (name, sentence, kind) in _EXPRESSIONS.items():
            if isinstance(expression := part.get(key), str):
                said = mark("script", expression) if _changed(expression) else None
                yield self._identified(owner, key, Rule(
                    id="",
                    name=name,
                    text=as_lines(sentence.format(expression)),
                    script=_script(expression),
                    kind=kind,
                    keywords=(mark(_RULE, key), *((said,) if said else ())),
                ))  # fmt: skip

    def _limits(self, owner: str, part: Part) -> Iterator[Rule]:
        """Days counted from today; FIM's limits are fixed."""
        for key, sentence in _LIMITS.items():
            limit = part.get(key)
            if part.get("kind") in {"date", "date_time"} and isinstance(limit, str) and "today" in limit:
                yield self._identified(owner, key, Rule(
                    id="",
                    name="Zeitraum",
                    text=sentence.format(limit.replace("today", "heute")),
                    kind=RuleKind.VALIDATION,
                    keywords=marks({_RULE: key, "limit": limit}),
                ))  # fmt: skip

    def _lookup(self, owner: str, part: Part) -> Iterator[Rule]:
        if lookup := part.get("lookup"):
            cells = " und ".join(f"{column} = {wanted}" for column, wanted in lookup["match"].items())
            yield self._identified(owner, "lookup", Rule(
                id="",
                name="Nachschlagen",
                text=as_lines(f"Steht in der Tabelle {lookup['table']} unter {lookup['take']}, wo gilt: {cells}"),
                kind=RuleKind.CALCULATION,
                keywords=marks({_RULE: "lookup", "lookup": lookup}),
            ))  # fmt: skip

    def _check(self, owner: str, check: Part) -> Rule:
        key = "that" if "that" in check else "when"
        wanted = "Es muss gelten" if key == "that" else "Es darf nicht gelten"
        said: dict[str, Any] = {_RULE: "check", "check": check["id"], "as": key}
        if check.get("fields"):
            said["fields"] = check["fields"]
        if _changed(check[key]):
            said["script"] = check[key]
        if check["message"] != without_dash(as_lines(check["message"])):
            said["message"] = check["message"]
        return self._identified(owner, f"check.{check['id']}", Rule(
            id="",
            name=check["id"],
            description=without_dash(as_lines(check["message"])),
            text=as_lines(f"{check['message']} {wanted}: {check[key]}"),
            script=_script(check[key]),
            kind=RuleKind.VALIDATION,
            keywords=marks(said),
        ))  # fmt: skip

    def _open(self, owner: str, rule: Part) -> Rule:
        name = as_line(rule.get("name", ""))
        made = Rule(
            id="", name=name or rule["id"], text=without_dash(as_lines(rule["text"])), kind=RuleKind.COMPLEX
        )
        identity = self.identities.of("R", f"{owner}.{rule['id']}", rule["id"], made)
        made = replace(made, id=identity.id, version=identity.version)
        read = open_rule(made)
        said = {key: rule.get(key) for key in ("id", "name", "text") if read.get(key) != rule.get(key)}
        return replace(made, keywords=marks(said))

    def _identified(self, owner: str, key: str, rule: Rule) -> Rule:
        identity: Identity = self.identities.of("R", f"{owner}.{key}", None, rule)
        return replace(rule, id=identity.id, version=identity.version)


def is_open(rule: Rule) -> bool:
    """Whether a rule is words for a person, and none that our export wrote for an expression."""
    return _RULE not in marked(rule)


def keys_of_rules(rules: Iterable[Rule]) -> dict[str, Any]:
    """Return what the rules of an element say as keys of a form; what is not ours is an open rule."""
    found: dict[str, Any] = {}
    for rule in rules:
        said = marked(rule)
        key = str(said.get(_RULE, ""))
        if key in _EXPRESSIONS and (script := said.get("script", rule.script)):
            found[key] = script
        elif key in _LIMITS and isinstance(said.get("limit"), str):
            found[key] = said["limit"]
        elif key == "lookup" and isinstance(said.get("lookup"), dict):
            found["lookup"] = said["lookup"]
        elif key == "check" and rule.script:
            found.setdefault("checks", []).append(_check_of(rule, said))
        else:
            found.setdefault("open_rules", []).append(open_rule(rule))
    return found


def _check_of(rule: Rule, said: Part) -> dict[str, Any]:
    check = {
        "id": said.get("check", ""),
        "when" if said.get("as") == "when" else "that": said.get("script", rule.script),
        "message": said.get("message", rule.description or rule.text),
    }
    return check | ({"fields": said["fields"]} if "fields" in said else {})


def open_rule(rule: Rule) -> dict[str, str]:
    """Return a rule that is still words, as the form keeps it."""
    text = " ".join(rule.text.split()) or rule.name or rule.full_id
    made = {"id": rule.full_id} | ({"name": rule.name} if rule.name else {}) | {"text": text}
    said = {key: value for key, value in marked(rule).items() if key in {"id", "name", "text"}}
    return {key: value for key, value in {**made, **said}.items() if value}


def _script(expression: str) -> str:
    return expression.replace("\r\n", "\n").replace("\r", "\n").strip()


def _changed(expression: str) -> bool:
    return _script(expression) != expression
