"""Schreibt die Liste aller Bestandteile als CycloneDX-JSON (SBOM)."""

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[4]


def run(arguments: Sequence[str]) -> int:
    """Print the list."""
    argparse.ArgumentParser(prog="onlineamt sbom", description=__doc__).parse_args(arguments)
    from onlineamt.config.sbom import bill_of_materials

    print(json.dumps(bill_of_materials(ROOT), indent=2, ensure_ascii=False))
    return 0
