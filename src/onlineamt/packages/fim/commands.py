"""What authors type to bring in a FIM schema: `onlineamt import-fim`."""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from onlineamt.packages.fim.genericode import Codelists, find_lists
from onlineamt.packages.fim.importing import Imported, import_schema, write_package
from onlineamt.packages.fim.notes import FimRefused

OK, FAILED = 0, 1


def import_fim(argv: Sequence[str]) -> int:
    """Write a package for each schema; 0 when all could be read and written."""
    parser = argparse.ArgumentParser(
        prog="onlineamt import-fim",
        description="Macht aus FIM-Schemata (XDatenfelder 2.0 und 3.0) Leistungspakete.",
    )
    parser.add_argument("files", metavar="DATEI", nargs="+", type=Path)
    parser.add_argument(
        "-o", "--output", required=True, type=Path, metavar="DIR", help="Ordner für die Pakete"
    )
    parser.add_argument("--codelists", type=Path, metavar="DIR", help="Ordner mit Codelisten (genericode)")
    parser.add_argument("--json", action="store_true", help="Ausgabe für Programme")
    options = parser.parse_args(argv)
    if options.codelists and not options.codelists.is_dir():
        return _refuse(f"{options.codelists}: Den Ordner gibt es nicht.", is_json=options.json)
    lists = find_lists(options.codelists) if options.codelists else Codelists()
    if not options.json:
        for remark in lists.findings:
            sys.stderr.write(f"{remark}\n")
    codes = [_import_one(path, options.output, lists, is_json=options.json) for path in options.files]
    return max(codes)


def _import_one(path: Path, folder: Path, lists: Codelists, *, is_json: bool) -> int:
    try:
        imported = import_schema(path.read_bytes(), lists, name=path.name)
        target = write_package(imported, folder)
    except FimRefused as refused:
        return _refuse(str(refused), is_json=is_json)
    except FileExistsError as there:
        return _refuse(
            f"{there}: Diesen Ordner gibt es schon. Nehmen Sie einen anderen mit -o, oder benennen Sie ihn um.",
            is_json=is_json,
        )
    except OSError as failure:
        return _refuse(f"{failure.filename or path}: {failure.strerror}.", is_json=is_json)
    if is_json:
        _say(json.dumps(imported.as_json(), ensure_ascii=False))
    else:
        _say(*_summary(imported, target))
    return OK


def _summary(imported: Imported, target: Path) -> list[str]:
    said = imported.as_json()
    suggested = sum(bool(one.suggestion) for one in imported.rules)
    lines = [
        f"{target}",
        f"  {said['fields']} Felder und {said['groups']} Gruppen: {said['pages']} Seiten, {said['required']} Pflichtfragen, "
        f"{said['codelists']} Codelisten.",
    ]
    if imported.rules:
        lines.append(
            f"  {len(imported.rules)} Regeln sind Sätze und noch umzusetzen (open_rules in form.yaml); zu {suggested} steht ein Vorschlag dabei."
        )
    lines += [f"  Zu prüfen: {warning}" for warning in imported.warnings]
    return [*lines, f"  Weiter mit: bin/onlineamt check {target}"]


def _refuse(words: str, *, is_json: bool) -> int:
    if is_json:
        _say(json.dumps({"errors": words.splitlines()}, ensure_ascii=False))
    else:
        sys.stderr.write(f"{words}\n")
    return FAILED


def _say(*lines: str) -> None:
    sys.stdout.writelines(f"{line}\n" for line in lines)
