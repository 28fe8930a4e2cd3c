"""Sammelt die Texte der Seiten und sagt, was nicht übersetzt ist: onlineamt messages [--check]"""

import argparse
from collections.abc import Sequence


def run(arguments: Sequence[str]) -> int:
    """Bring the translation files up to date; with --check only tell what is missing. Exit code 1 when something is."""
    parser = argparse.ArgumentParser(prog="onlineamt messages", description=__doc__)
    parser.add_argument("--check", action="store_true", help="nur sagen, was fehlt")
    options = parser.parse_args(arguments)
    from onlineamt.config.messages import compile_catalogs, find_gaps, update_catalogs

    if not options.check:
        update_catalogs()
        compile_catalogs()
    gaps = find_gaps()
    for gap in gaps:
        print(f"{gap.language}: {gap.text}")
    print(f"{len(gaps)} Texte sind nicht übersetzt." if gaps else "Alle Texte sind übersetzt.")
    return 1 if gaps else 0
