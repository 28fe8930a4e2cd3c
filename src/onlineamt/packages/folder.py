"""Reads the files of a package folder as texts; what does not belong there becomes a finding."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from onlineamt.packages.findings import Finding, Level, Place
from onlineamt.packages.source import FORBIDDEN, source_finding

MAX_FILES = 500
MAX_FILE_BYTES = 1_000_000
MAX_PACKAGE_BYTES = 10_000_000

_FILES = ("service.yaml", "form.yaml", "procedure.yaml")
_FOLDERS = {"texts": ".yaml", "codelists": ".yaml", "examples": ".yaml", "letters": ".typ"}
_IGNORED = ("README.md",)

Texts = dict[str, str]


def read_folder(folder: Path) -> tuple[Texts, list[Finding]]:
    """Return the package's files by their path inside it, and what is wrong with files and names."""
    texts: Texts = {}
    findings: list[Finding] = []
    if not folder.is_dir():
        return {}, [
            _finding(
                ".",
                "folder.missing",
                f"Den Ordner „{_shown(folder.name)}“ gibt es nicht.",
                "Prüfen Sie den Pfad.",
            )
        ]
    budget = MAX_PACKAGE_BYTES
    for count, (name, path) in enumerate(_entries(folder, findings)):
        if count >= MAX_FILES or budget < 0:
            findings.append(
                _finding(
                    name,
                    "folder.size",
                    "Das Paket ist zu groß.",
                    f"Erlaubt sind {MAX_FILES} Dateien und {MAX_PACKAGE_BYTES // 1_000_000} MB.",
                )
            )
            break
        text = _read(name, path, findings)
        if text is not None:
            texts[name] = text
            budget -= len(text)
    findings += [_missing(name) for name in _FILES if not _is_present(name, texts, findings)]
    return texts, findings


def read_texts(folder: Path, suffix: str, *, within: str) -> tuple[Texts, list[Finding]]:
    """Return the files of one plain folder by `within/name`, and what is wrong with them."""
    texts: Texts = {}
    findings: list[Finding] = []
    for name, path in _folder_entries(folder, within, suffix, findings):
        text = _read(name, path, findings)
        if text is not None:
            texts[name] = text
    return texts, findings


def _is_present(name: str, texts: Texts, findings: list[Finding]) -> bool:
    return name in texts or any(finding.file == name for finding in findings)


def _missing(name: str) -> Finding:
    return _finding(
        name,
        "folder.file-missing",
        f"Die Datei „{name}“ fehlt.",
        "Legen Sie die Datei im Ordner des Pakets an.",
    )


def _entries(folder: Path, findings: list[Finding]) -> Iterator[tuple[str, Path]]:
    """Yield the files to read; only known names, one folder deep, and nothing that leads outside."""
    for path in _listed(folder, findings):
        name = _shown(path.name)
        if path.is_symlink():
            findings.append(_link(name))
        elif path.is_dir() and name in _FOLDERS:
            yield from _folder_entries(path, name, _FOLDERS[name], findings)
        elif name in _FILES:
            yield name, path
        elif not name.startswith(".") and name not in _IGNORED:
            findings.append(_stray(name))


def _folder_entries(
    folder: Path, name: str, suffix: str, findings: list[Finding]
) -> Iterator[tuple[str, Path]]:
    for path in _listed(folder, findings):
        inner = f"{name}/{_shown(path.name)}"
        if path.is_symlink():
            findings.append(_link(inner))
        elif path.suffix == suffix:
            yield inner, path
        elif not path.name.startswith("."):
            findings.append(_stray(inner))


def _listed(folder: Path, findings: list[Finding]) -> list[Path]:
    try:
        return sorted(folder.iterdir())
    except OSError:
        findings.append(
            _finding(
                _shown(folder.name),
                "folder.unreadable",
                "Der Ordner lässt sich nicht lesen.",
                "Prüfen Sie die Rechte.",
            )
        )
        return []


def _read(name: str, path: Path, findings: list[Finding]) -> str | None:
    try:
        facts = path.lstat()
        if not stat.S_ISREG(facts.st_mode):
            findings.append(
                _finding(
                    name,
                    "folder.not-a-file",
                    f"„{name}“ ist keine gewöhnliche Datei.",
                    "Legen Sie eine Textdatei an.",
                )
            )
            return None
        if facts.st_size > MAX_FILE_BYTES:
            findings.append(
                _finding(
                    name, "folder.size", "Die Datei ist größer als 1 MB.", "Teilen oder kürzen Sie die Datei."
                )
            )
            return None
        content = path.read_bytes()
    except OSError:
        findings.append(
            _finding(name, "folder.unreadable", "Die Datei lässt sich nicht lesen.", "Prüfen Sie die Rechte.")
        )
        return None
    return _decode(name, content, findings)


def _decode(name: str, content: bytes, findings: list[Finding]) -> str | None:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        place = Place(content.count(b"\n", 0, error.start) + 1)
        findings.append(
            source_finding(
                name,
                place,
                "source.encoding",
                "Die Datei ist nicht in UTF-8 gespeichert.",
                "Speichern Sie die Datei im Editor mit der Kodierung UTF-8.",
            )
        )
        return None
    if found := FORBIDDEN.search(text):
        place = Place(text.count("\n", 0, found.start()) + 1)
        findings.append(
            source_finding(
                name,
                place,
                "source.character",
                "Die Datei enthält ein unsichtbares Steuerzeichen.",
                "Löschen Sie das Zeichen, und tippen Sie die Zeile neu.",
            )
        )
        return None
    return text


def _shown(name: str) -> str:
    return os.fsencode(name).decode("utf-8", "replace")


def _link(name: str) -> Finding:
    return _finding(
        name,
        "folder.link",
        f"„{name}“ ist eine Verknüpfung.",
        "Ersetzen Sie die Verknüpfung durch die Datei selbst.",
    )


def _stray(name: str) -> Finding:
    mend = "Löschen oder verschieben Sie die Datei."
    if name.endswith(".yml"):
        mend = f"Benennen Sie die Datei um: {name.removesuffix('.yml')}.yaml."
    return Finding(
        file=name,
        line=1,
        column=1,
        rule="folder.stray-file",
        level=Level.WARNING,
        message=f"„{name}“ wird nicht gelesen.",
        mend=mend,
    )


def _finding(name: str, rule: str, message: str, mend: str) -> Finding:
    return source_finding(name, Place(), rule, message, mend)
