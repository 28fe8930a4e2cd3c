"""What authors type to exchange the texts of services with editorial offices: `onlineamt xzufi import`, `onlineamt xzufi export`."""

import argparse
import json
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from onlineamt.packages.xzufi.contents import (
    Contents,
    UnusablePackage,
    packages_in,
    read_contents,
    service_text,
)
from onlineamt.packages.xzufi.reading import read_services
from onlineamt.packages.xzufi.service_text import ServiceText
from onlineamt.packages.xzufi.taking_in import FileChange, Plan, carry_out, plan_text
from onlineamt.packages.xzufi.writing import write_service
from onlineamt.packages.xzufi.xml import LARGEST_FILE, UnreadableXml
from onlineamt.packages.xzufi.yaml_edit import NotEditable

OK, FAILED = 0, 1


def xzufi(argv: Sequence[str]) -> int:
    """Take texts of services in, or give them out; 0 when everything asked for was done."""
    options = _parser().parse_args(argv)
    report = _import(options) if options.action == "import" else _export(options)
    if options.json:
        _say(json.dumps(report.as_json(), ensure_ascii=False, indent=2))
    else:
        _say(*report.lines)
        _say(*report.problems, to=sys.stderr)
    return FAILED if report.problems else OK


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="onlineamt xzufi", description="Tauscht Leistungstexte mit Redaktionen aus (FIM, XZuFi 2.2)."
    )
    actions = parser.add_subparsers(dest="action", required=True, metavar="import|export")
    taking = actions.add_parser("import", help="Texte aus XZuFi-Dateien in Leistungspakete übernehmen")
    taking.add_argument("sources", metavar="FILE", nargs="+", type=Path, help="XZuFi-Datei")
    taking.add_argument(
        "-o",
        "--output",
        metavar="DIR",
        type=Path,
        required=True,
        help="Leistungspaket, oder ein Ordner mit mehreren",
    )
    taking.add_argument("--preview", action="store_true", help="nur zeigen, was sich ändern würde")
    giving = actions.add_parser("export", help="Texte von Leistungspaketen als XZuFi schreiben")
    giving.add_argument(
        "sources", metavar="DIR", nargs="+", type=Path, help="Leistungspaket, oder ein Ordner mit mehreren"
    )
    giving.add_argument(
        "-o",
        "--output",
        metavar="FILE|DIR",
        type=Path,
        required=True,
        help="Datei für ein Paket, Ordner für mehrere",
    )
    for one in (taking, giving):
        one.add_argument("--json", action="store_true", help="Ausgabe für Programme")
    return parser


@dataclass
class _Report:
    """What was done and what was not, for people and for programs."""

    lines: list[str] = field(default_factory=list)
    services: list[dict[str, Any]] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    def remark(self, file: Path, said: Iterable[str]) -> None:
        remarks = [f"{file}: {one}" for one in said]
        self.remarks += remarks
        self.lines += [f"Hinweis: {one}" for one in remarks]

    def as_json(self) -> dict[str, Any]:
        return {"services": self.services, "remarks": self.remarks, "problems": self.problems}


def _import(options: argparse.Namespace) -> _Report:
    report = _Report()
    folders = packages_in(options.output)
    if not folders:
        report.problems.append(
            f"{options.output}: Hier gibt es noch kein Leistungspaket. XZuFi enthält nur Texte, kein Formular. "
            "Legen Sie zuerst ein Paket an (docs/howto/service.md), und wiederholen Sie den Befehl."
        )
        return report
    for file in options.sources:
        _import_file(file, folders, options, report)
    if report.services and not options.preview and any(one["changed"] for one in report.services):
        report.lines.append(
            f"Geben Sie geänderten Paketen in service.yaml eine neue Version, und prüfen Sie sie: onlineamt check {options.output}"
        )
    if options.preview:
        report.lines.append("Das ist eine Vorschau. Es wurde nichts geändert.")
    return report


def _import_file(file: Path, folders: list[Path], options: argparse.Namespace, report: _Report) -> None:
    try:
        texts, remarks = read_services(_bytes_of(file))
    except OSError:
        report.problems.append(f"{file}: Die Datei lässt sich nicht lesen. Prüfen Sie Name und Rechte.")
        return
    except UnreadableXml as unreadable:
        report.problems.append(f"{file}:{unreadable.line}: {unreadable.message}.")
        return
    report.remark(file, remarks)
    for text in texts:
        try:
            contents = _package_for(text, folders)
            plan = plan_text(contents, text)
            if not options.preview:
                carry_out(plan)
        except (UnusablePackage, NotEditable) as refused:
            report.problems.append(f"{file}:{text.line}: {refused}")
        except OSError as refused:
            report.problems.append(
                f"{file}:{text.line}: {refused.filename or options.output} lässt sich nicht schreiben."
            )
        else:
            _tell(file, text, plan, report, with_diff=options.preview)


def _bytes_of(file: Path) -> bytes:
    with file.open("rb") as opened:
        return opened.read(LARGEST_FILE + 1)


def _package_for(text: ServiceText, folders: list[Path]) -> Contents:
    """Return the package a text belongs to, by its key or its Leistungsschlüssel. Raises UnusablePackage."""
    packages = [read_contents(folder) for folder in folders]
    if ours := [one for one in packages if one.key == text.package_key]:
        return ours[0]
    found = [one for one in packages if set(one.numbers) & set(text.numbers)]
    if len(found) == 1:
        return found[0]
    named = f"„{text.title}“ ({', '.join(text.numbers) or 'ohne Leistungsschlüssel'})"
    if found:
        raise UnusablePackage(
            f"{named} passt zu mehreren Paketen: {', '.join(one.key for one in found)}. Nennen Sie mit -o das eine."
        )
    if len(packages) == 1 and not (packages[0].numbers and text.numbers):
        return packages[0]
    has = (
        f" „{packages[0].key}“ hat {', '.join(packages[0].numbers) or 'keinen Leistungsschlüssel'}."
        if len(packages) == 1
        else ""
    )
    raise UnusablePackage(
        f"Zu {named} gibt es kein Paket.{has} Legen Sie eines an (docs/howto/service.md), oder tragen Sie den "
        "Leistungsschlüssel in service.yaml ein."
    )


def _tell(file: Path, text: ServiceText, plan: Plan, report: _Report, *, with_diff: bool) -> None:
    report.services.append(
        {
            "key": plan.key, "file": str(file), "line": text.line, "numbers": list(text.numbers),
            "changed": {change.name: list(change.values) for change in plan.changes},
            "remarks": list(plan.remarks),
        }
        | ({"diff": "".join(change.diff for change in plan.changes)} if with_diff else {})
    )  # fmt: skip
    report.lines.append(f"{plan.key}: „{text.title}“ aus {file}, Zeile {text.line}")
    report.lines += [_change_line(change) for change in plan.changes] or ["  Nichts hat sich geändert."]
    report.lines += [f"  Hinweis: {one}" for one in plan.remarks]
    if with_diff:
        report.lines += [change.diff.rstrip("\n") for change in plan.changes]


def _change_line(change: FileChange) -> str:
    names = ", ".join(name.removeprefix("modules.") for name in change.values)
    return f"  {change.name}{' (neu)' if change.before is None else ''}: {names}"


def _export(options: argparse.Namespace) -> _Report:
    report = _Report()
    folders = [found for given in options.sources for found in packages_in(given) or [given]]
    many = len(folders) > 1
    if many and options.output.is_file():
        report.problems.append(
            f"{options.output} ist eine Datei. Nennen Sie für {len(folders)} Pakete mit -o einen Ordner."
        )
        return report
    into_folder = many or options.output.is_dir()
    for folder in folders:
        try:
            _export_one(folder, options.output, into_folder, report)
        except UnusablePackage as unusable:
            report.problems.append(str(unusable))
        except OSError as refused:
            report.problems.append(f"{refused.filename or options.output} lässt sich nicht schreiben.")
    return report


def _export_one(folder: Path, output: Path, into_folder: bool, report: _Report) -> None:
    contents = read_contents(folder)
    text = service_text(contents)
    if not text.modules:
        raise UnusablePackage(
            f"{folder}: Das Paket hat noch keine Textbausteine. Schreiben Sie texts/de.yaml."
        )
    file = output / f"{contents.key}.xzufi.xml" if into_folder else output
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(write_service(text))
    report.services.append({"key": contents.key, "file": str(file), "languages": list(text.modules)})
    report.lines.append(f"{contents.key}: {file} ({', '.join(text.modules)})")
    if not text.numbers:
        report.remark(
            folder, ["Ohne Leistungsschlüssel ordnet ein anderes Portal die Texte keiner Leistung zu."]
        )


def _say(*lines: str, to: Any = None) -> None:
    (to or sys.stdout).write("".join(f"{line}\n" for line in lines))
