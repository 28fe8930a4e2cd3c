"""Hält die Texte der Seiten in allen Sprachen beisammen: onlineamt messages extract|check|compile"""

import argparse
from collections.abc import Sequence


def run(arguments: Sequence[str]) -> int:
    """Bring the files of the languages up to date, or check or compile them; exit code 1 when a check finds a fault."""
    parser = argparse.ArgumentParser(prog="onlineamt messages", description=__doc__)
    acts = {"extract": _extract, "check": _check, "compile": _compile}
    parser.add_argument("act", choices=acts, metavar="extract|check|compile")
    return acts[parser.parse_args(arguments).act]()


def _extract() -> int:
    from onlineamt.config.messages.catalogues import update_catalogues
    from onlineamt.config.messages.sources import collect_messages

    update_catalogues(collect_messages())
    return _check()


def _check() -> int:
    from onlineamt.config.messages.faults import find_faults
    from onlineamt.config.messages.sources import collect_messages

    faults = find_faults(collect_messages())
    print("\n".join(map(str, faults)) or "Alle Texte sind in allen Sprachen da.")
    return 1 if faults else 0


def _compile() -> int:
    from onlineamt.config.messages.catalogues import compile_catalogues

    compile_catalogues()
    return 0
