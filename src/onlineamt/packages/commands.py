"""What authors and operators type: `onlineamt check`, `try`, `export-schema`, `install`, `schemas`."""

import argparse
import json
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from onlineamt.foundation.core.clock import today
from onlineamt.packages.blocks import FOLDER as BLOCKS_FOLDER
from onlineamt.packages.check import Report, check_blocks, check_package
from onlineamt.packages.check.runs import run_example
from onlineamt.packages.entry_trial import Registers
from onlineamt.packages.package import Package
from onlineamt.packages.reading import packages_in
from onlineamt.packages.trial import (
    AnswersFile,
    Attempt,
    UnusableAnswers,
    compile_package,
    read_answers,
    try_package,
)

OK, FAILED, MISUSED = 0, 1, 2


def check(argv: Sequence[str]) -> int:
    """Check packages and say what is wrong; 0 when none has an error."""
    parser = argparse.ArgumentParser(prog="onlineamt check", description="Prüft Leistungspakete.")
    parser.add_argument(
        "folders", metavar="DIR", nargs="+", type=Path, help="Ordner eines Pakets, oder mehrerer"
    )
    parser.add_argument("--json", action="store_true", help="Ausgabe für Programme")
    options = parser.parse_args(argv)
    reports = [_report_on(folder) for given in options.folders for folder in packages_in(given)]
    if options.json:
        _say_json({"packages": [report.as_json() for report in reports]})
    else:
        for report in reports:
            _say(*map(str, report.findings), report.summary)
    return FAILED if any(report.has_errors for report in reports) else OK


def try_answers(argv: Sequence[str]) -> int:
    """Try answers on a package: pages, errors, fees, computed values, outcome."""
    parser = argparse.ArgumentParser(
        prog="onlineamt try", description="Probiert Antworten an einem Leistungspaket."
    )
    parser.add_argument("folder", metavar="DIR", type=Path)
    parser.add_argument(
        "--answers", required=True, type=Path, metavar="FILE", help="YAML oder JSON: Feld → Antwort"
    )
    parser.add_argument(
        "--today", type=date.fromisoformat, metavar="DATUM", help="statt heute, zum Beispiel 2026-03-20"
    )
    parser.add_argument(
        "--letters",
        type=Path,
        metavar="ORDNER",
        help="schreibt Bescheid und Eingangsbestätigung als PDF dorthin",
    )
    parser.add_argument("--json", action="store_true", help="Ausgabe für Programme")
    options = parser.parse_args(argv)
    report = check_package(options.folder, with_examples=False)
    if report.package is None or report.has_errors:
        return _refuse(options.json, [finding.as_json() for finding in report.findings], report.summary)
    try:
        given = read_answers(options.answers)
        day = options.today or given.today or today()
        registers = Registers(given.entry, given.held)
        tried = try_package(report.package, Attempt(given.answers, day, given.parameters, registers))
        files = _letters(report.package, given, day, options) if options.letters else []
    except UnusableAnswers as unusable:
        return _refuse(options.json, [{"message": str(unusable)}], str(unusable))
    if options.json:
        _say_json(tried.as_json())
    else:
        _say(*(f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in tried.as_json().items()))
        _say(*(f"letter: {file}" for file in files))
    return OK


def _letters(package: Package, given: AnswersFile, day: date, options: argparse.Namespace) -> list[Path]:
    """Write the letters the answers lead to, as PDF. Raises UnusableAnswers."""
    from onlineamt.facilities.letters.procedure_letter import render_letter

    name = options.answers.stem
    run = run_example(package, compile_package(package), name, given.as_example(day))
    if run.letter_failure:
        raise UnusableAnswers(f"{run.letter_failure.file}: {run.letter_failure}")
    if run.written is None:
        raise UnusableAnswers(
            "Diese Antworten führen zu keinem Brief. Ergänzen Sie „ruling: {outcome: …}“, oder berichtigen Sie die Fehler."
        )
    options.letters.mkdir(parents=True, exist_ok=True)
    written = {
        f"{name}.pdf": run.written,
        f"{name}-eingang.pdf": run.confirmation,
        f"{name}-erinnerung.pdf": run.reminder,
    }
    files = []
    for file, letter in written.items():
        if letter:
            (options.letters / file).write_bytes(render_letter(letter))
            files.append(options.letters / file)
    return files


def install(argv: Sequence[str]) -> int:
    """Install a package: publish its version and let municipalities offer it; all of it or nothing."""
    parser = argparse.ArgumentParser(prog="onlineamt install", description="Installiert ein Leistungspaket.")
    parser.add_argument("folder", metavar="DIR", type=Path)
    whom = parser.add_mutually_exclusive_group()
    whom.add_argument("--tenant", action="append", default=[], metavar="KEY", help="Kommune, die es anbietet")
    whom.add_argument("--all", action="store_true", help="alle Kommunen, in deren Land das Paket gilt")
    parser.add_argument(
        "--parameter", action="append", default=[], metavar="NAME=WERT", help="Wert der Kommune"
    )
    options = parser.parse_args(argv)
    settings = dict(one.partition("=")[::2] for one in options.parameter)
    if not all(one.find("=") > 0 for one in options.parameter):
        parser.error("Schreiben Sie --parameter NAME=WERT.")
    return _install(options.folder, tuple(options.tenant), options.all, settings)


def schemas(argv: Sequence[str]) -> int:
    """Write the JSON Schemas of the package files for editors."""
    parser = argparse.ArgumentParser(
        prog="onlineamt schemas", description="Schreibt die JSON-Schemas nach docs/schemas."
    )
    parser.parse_args(argv)
    from onlineamt.packages.schemas import write_schemas

    _say(*map(str, write_schemas()))
    return OK


def export_schema(argv: Sequence[str]) -> int:
    """Say as JSON Schema what the applications of packages hold; 2 where a package has errors or a file cannot be written."""
    parser = argparse.ArgumentParser(
        prog="onlineamt export-schema", description="Beschreibt als JSON-Schema, was ein Antrag enthält."
    )
    parser.add_argument(
        "folders", metavar="DIR", nargs="+", type=Path, help="Ordner eines Pakets, oder mehrerer"
    )
    parser.add_argument(
        "-o", "--output", type=Path, metavar="ORDNER", help="schreibt je Paket eine Datei dorthin"
    )
    options = parser.parse_args(argv)
    folders = [folder for given in options.folders for folder in packages_in(given)]
    if len(folders) > 1 and options.output is None:
        parser.error("Sagen Sie mit -o, wohin die Dateien mehrerer Pakete gehören.")
    from onlineamt.packages.submission_schema import submission_schema

    for folder in folders:
        report = check_package(folder, with_examples=False)
        if report.package is None or report.has_errors:
            return _refuse(False, [finding.as_json() for finding in report.findings], report.summary)
        schema = submission_schema(report.package)
        if options.output is None:
            _say_json(schema)
            continue
        file = options.output / f"{report.package.service.key}.schema.json"
        try:
            options.output.mkdir(parents=True, exist_ok=True)
            file.write_text(json.dumps(schema, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
        except OSError as failure:
            return _refuse(False, [], f"{failure.filename}: {failure.strerror}.")
        _say(str(file))
    return OK


def _install(folder: Path, tenants: tuple[str, ...], is_everybody: bool, settings: dict[str, str]) -> int:
    import django

    django.setup()
    from onlineamt.foundation.core.errors import PortalError
    from onlineamt.packages.install import Audience, NotInstallable, install_package

    try:
        done = install_package(folder, audience=Audience(tenants, is_everybody), settings=settings)
    except NotInstallable as refused:
        _say(*map(str, refused.findings), str(refused))
        return FAILED
    except PortalError as refused:
        _say(f"{refused.title} {refused.next_step} ({refused})", "Es wurde nichts installiert.")
        return FAILED
    offered = ", ".join(done.tenants) or "noch keiner Kommune"
    _say(f"{done.key} {done.version} ist installiert und wird angeboten von: {offered}.")
    return OK


def _report_on(folder: Path) -> Report:
    return check_blocks(folder) if folder.resolve().name == BLOCKS_FOLDER else check_package(folder)


def _refuse(as_json: bool, problems: list[dict[str, Any]], summary: str) -> int:
    if as_json:
        _say_json({"problems": problems})
    else:
        _say(*(str(problem["message"]) for problem in problems), summary)
    return MISUSED


def _say_json(value: Any) -> None:
    _say(json.dumps(value, ensure_ascii=False, indent=2))


def _say(*lines: str) -> None:
    sys.stdout.write("".join(f"{line}\n" for line in lines))
