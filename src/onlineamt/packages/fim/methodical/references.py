"""What rules name."""

import re
from collections.abc import Iterator

from onlineamt.packages.fim.methodical.registry import Fault, Subject, check
from onlineamt.packages.fim.model import Rule, Standard

_REFERENCE = re.compile(r"\b([GF]\d{8,11})(V\d+(?:\.\d+){0,2})?(?![\d.]*\d)")
_OLD = 9  # a letter and eight digits


@check("1001")
def rules_name_what_is_there(subject: Subject) -> Iterator[Fault]:
    """A rule names elements of the schema."""
    known = {one.id for one in subject.elements}
    for rule in subject.rules:
        missing = [name for name, _ in _named(rule) if name not in known and _is_long(subject, name)]
        if missing:
            yield Fault(rule, f"Die Regel nennt {', '.join(dict.fromkeys(missing))}: Das gibt es im Schema nicht.", "Prüfen Sie, was gemeint ist.")  # fmt: skip


@check("1019")
def rules_name_no_versions(subject: Subject) -> Iterator[Fault]:
    """A rule holds for every version of what it names."""
    for rule in subject.rules:
        if with_version := [f"{name}{version}" for name, version in _named(rule) if version]:
            yield Fault(rule, f"Die Regel nennt eine Fassung: {with_version[0]}.", "Nennen Sie das Element ohne Fassung.")  # fmt: skip


@check("1041")
def rules_use_the_long_ids(subject: Subject) -> Iterator[Fault]:
    """Ids have eleven digits since XDatenfelder 3.0."""
    for rule in subject.rules:
        if short := [name for name, _ in _named(rule) if not _is_long(subject, name)]:
            yield Fault(rule, f"Die Regel nennt {short[0]} in der alten, kurzen Schreibweise.", "Seit XDatenfelder 3.0 hat eine ID elf Ziffern.")  # fmt: skip


def _is_long(subject: Subject, name: str) -> bool:
    return subject.schema.standard is Standard.XDF2 or len(name) > _OLD


def _named(rule: Rule) -> Iterator[tuple[str, str]]:
    texts = [rule.text, *(text for part in (*rule.parameters, *rule.targets) for _, text in part.texts)]
    for text in texts:
        for found in _REFERENCE.finditer(text):
            yield found[1], found[2] or ""
