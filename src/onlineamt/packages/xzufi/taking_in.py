"""Plans what a XZuFi text changes in a package, value by value, and carries it out."""

import difflib
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from onlineamt.packages.package import SERVICE
from onlineamt.packages.source import Path as Steps
from onlineamt.packages.xzufi.contents import Contents
from onlineamt.packages.xzufi.markup import to_html, to_text
from onlineamt.packages.xzufi.modules import BY_KEY, Kind
from onlineamt.packages.xzufi.service_text import ServiceText
from onlineamt.packages.xzufi.yaml_edit import NotEditable, set_values

_GERMAN, _PLAIN = "de", "de-easy"


@dataclass(frozen=True)
class FileChange:
    """A file of the package as it would be written, with the names of the values that change."""

    name: str
    before: str | None
    after: str
    values: tuple[str, ...]

    @property
    def diff(self) -> str:
        """The change as `diff -u` shows it."""
        lines = ((self.before or "").splitlines(keepends=True), self.after.splitlines(keepends=True))
        return "".join(
            difflib.unified_diff(*lines, self.name if self.before is not None else "/dev/null", self.name)
        )


@dataclass(frozen=True)
class Plan:
    """What one text does to one package."""

    folder: Path
    key: str
    changes: tuple[FileChange, ...]
    remarks: tuple[str, ...] = field(default=())


def plan_text(contents: Contents, text: ServiceText) -> Plan:
    """Return which files change, and what the author should know. Nothing is written. Raises NotEditable."""
    remarks = list(text.remarks)
    wanted: dict[str, dict[Steps, Any]] = {SERVICE: _service_values(contents, text, remarks)}
    for language, modules in text.modules.items():
        wanted[f"texts/{language}.yaml"] = _text_values(contents, language, modules)
    changes = []
    for name, values in wanted.items():
        if values:
            changes.append(_changed(contents, name, values))
    remarks += _what_to_look_at(contents, text, changes)
    return Plan(contents.folder, contents.key, tuple(changes), tuple(remarks))


def carry_out(plan: Plan) -> None:
    """Write the files of a plan, each whole or not at all."""
    for change in plan.changes:
        path = plan.folder / change.name
        path.parent.mkdir(exist_ok=True)
        fresh = path.with_name(f".{path.name}.new")
        fresh.write_bytes(change.after.encode())
        os.replace(fresh, path)  # noqa: PTH105 -- atomic on every system


def _changed(contents: Contents, name: str, values: Mapping[Steps, Any]) -> FileChange:
    before = contents.files.get(name)
    try:
        after = set_values(before or "", values)
    except NotEditable as refused:
        raise NotEditable(
            f"{contents.folder / name}: Die Datei lässt sich nicht gezielt ändern. {refused} "
            "Schreiben Sie „modules“ als eingerückte Zeilen, und wiederholen Sie den Befehl."
        ) from None
    return FileChange(name, before, after, tuple(".".join(map(str, steps)) for steps in values))


def _text_values(contents: Contents, language: str, modules: Mapping[str, Any]) -> dict[Steps, Any]:
    values: dict[Steps, Any] = {}
    if f"texts/{language}.yaml" not in contents.files and language != _GERMAN:
        title = modules.get("leistungsbezeichnung_2") or modules.get("leistungsbezeichnung")
        values |= {("title",): title} if title else {}
    known = contents.modules(language)
    for key, said in modules.items():
        kind = BY_KEY[key].kind
        if kind is Kind.WORDS:
            searched = set(contents.search_words(language)) - set(known.get(key) or ())
            said = [word for word in said if word not in searched]  # noqa: PLW2901 -- the same words, fewer of them
        if said and not _says_the_same(known.get(key), said, kind, language):
            values["modules", key] = f"{said}\n" if kind is Kind.PROSE else said
    return values


def _says_the_same(known: object, said: object, kind: Kind, language: str) -> bool:
    """Whether the page would read the same; how lines are broken in the file does not matter."""
    if known is None or kind is not Kind.PROSE:
        return known == said if not isinstance(known, str) else " ".join(known.split()) == said
    keep_lines = language == _PLAIN
    return to_text(to_html(str(known), keep_lines=keep_lines), keep_lines=keep_lines) == said


def _service_values(contents: Contents, text: ServiceText, remarks: list[str]) -> dict[Steps, Any]:
    """Return the facts of service.yaml that the text knows otherwise."""
    service = contents.service
    found: dict[Steps, Any] = {}
    if text.numbers and not contents.numbers:
        if service.get("ohne_leistungsschluessel"):
            remarks.append(
                f"Die Datei nennt den Leistungsschlüssel {', '.join(text.numbers)}; service.yaml begründet, warum es keinen gibt. "
                "Passt er, tragen Sie ihn ein und löschen „ohne_leistungsschluessel“."
            )
        else:
            found["leistungsschluessel",] = list(text.numbers)
    elif more := [number for number in text.numbers if number not in contents.numbers]:
        remarks.append(
            f"Die Datei nennt weitere Leistungsschlüssel: {', '.join(more)}. Nehmen Sie sie auf, wenn sie passen."
        )
    if text.typisierung and list(text.typisierung) != list(service.get("typisierung") or ()):
        found["typisierung",] = list(text.typisierung)
    if text.author and text.author != service.get("urheber"):
        found["urheber",] = text.author
    if text.approved:
        approval = {"am": text.approved.on.isoformat(), "durch": text.approved.by}
        if approval != service.get("fachliche_freigabe"):
            found["fachliche_freigabe",] = approval
    known = service.get("stammtext") or {}
    if (original := _original(text)) and original != {key: known.get(key) for key in original}:
        found["stammtext",] = original
    return found


def _original(text: ServiceText) -> dict[str, str]:
    """Return where the text comes from; our own export says it of the text it was made from."""
    origin = text.origin if text.package_key else text.id
    if origin is None or not origin.id:
        return {}
    said = {"id": origin.id, "redaktion": origin.agency}
    if text.package_key:
        said["version"] = origin.version
    else:
        said |= {"version": text.version, "stand": text.changed_on.isoformat() if text.changed_on else ""}
    return {key: value for key, value in said.items() if value}


def _what_to_look_at(contents: Contents, text: ServiceText, changes: list[FileChange]) -> list[str]:
    remarks = []
    if text.package_key and text.version and text.version != contents.service.get("version"):
        remarks.append(
            f"Die Datei wurde aus Version {text.version} geschrieben; das Paket hat {contents.service.get('version')}."
        )
    german = next((one.values for one in changes if one.name == f"texts/{_GERMAN}.yaml"), ())
    if "modules.handlungsgrundlagen" in german:
        remarks.append("Die Handlungsgrundlagen sind neu: Vergleichen Sie „legal_basis“ in service.yaml.")
    if "modules.kosten" in german or "modules.frist" in german or "modules.bearbeitungsdauer" in german:
        remarks.append(
            "Kosten oder Fristen sind neu: Vergleichen Sie „fees“ und „clocks“ in service.yaml; gerechnet wird damit."
        )
    if "modules.erforderliche_unterlagen" in german:
        remarks.append("Die Unterlagen sind neu: Vergleichen Sie „evidence“ in service.yaml.")
    for change in changes:
        if change.before is None:
            remarks.append(
                f"{change.name} ist neu und enthält nur die Textbausteine. Was noch fehlt, nennt „onlineamt check“."
            )
    return remarks
