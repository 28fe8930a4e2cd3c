"""What authors type to hand a form on in FIM's terms: `onlineamt export-fim`."""

import argparse
import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from onlineamt.foundation.core.clock import now
from onlineamt.packages.check import check_package
from onlineamt.packages.fim.export.codelists import write_codelist
from onlineamt.packages.fim.export.form import schema_of_sections
from onlineamt.packages.fim.export.writing import write_schema
from onlineamt.packages.fim.own.identities import OWN_RANGE
from onlineamt.packages.package import Package
from onlineamt.packages.reading import packages_in

OK, FAILED = 0, 1


def export_fim(argv: Sequence[str]) -> int:
    """Write each package as XDatenfelder 3.0, with its code lists beside it; 1 where one has errors or cannot be written."""
    parser = argparse.ArgumentParser(
        prog="onlineamt export-fim", description="Schreibt Formulare als FIM-Schemata (XDatenfelder 3.0)."
    )
    parser.add_argument(
        "folders", metavar="DIR", nargs="+", type=Path, help="Ordner eines Pakets, oder mehrerer"
    )
    parser.add_argument(
        "-o", "--output", required=True, type=Path, metavar="ORDNER", help="wohin die Dateien gehören"
    )
    parser.add_argument(
        "--nummernkreis",
        default=OWN_RANGE,
        type=_number_range,
        metavar="ZIFFERN",
        help=f"fünf Ziffern, die das FIM-Portal Ihnen zugeteilt hat; ohne sie {OWN_RANGE}",
    )
    options = parser.parse_args(argv)
    for folder in (one for given in options.folders for one in packages_in(given)):
        report = check_package(folder, with_examples=False)
        if report.package is None or report.has_errors:
            sys.stderr.writelines(f"{finding}\n" for finding in report.findings)
            return FAILED
        try:
            for file in _write(report.package, options.output, options.nummernkreis):
                sys.stdout.write(f"{file}\n")
        except OSError as failure:
            sys.stderr.write(f"{failure.filename}: {failure.strerror}.\n")
            return FAILED
    return OK


def _write(package: Package, folder: Path, number_range: str) -> Iterator[Path]:
    sections = package.sections
    schema = schema_of_sections(sections, number_range=number_range, written_at=now())
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{package.service.key}.xdf.xml"
    file.write_bytes(write_schema(schema))
    yield file
    for name, codelist in sections["codelists"].items():
        if codelist.get("urn"):
            beside = folder / "codelists" / f"{package.service.key}_{name}.xml"
            beside.parent.mkdir(exist_ok=True)
            beside.write_bytes(write_codelist(codelist))
            yield beside


def _number_range(text: str) -> str:
    if not re.fullmatch(r"\d{5}", text, re.ASCII):
        raise argparse.ArgumentTypeError(
            f"„{text}“ ist kein Nummernkreis: Es sind fünf Ziffern, wie in 60000."
        )
    return text
