"""Baut Stile, Skripte und Schriften, die die Seiten laden."""

import argparse
from collections.abc import Sequence


def run(arguments: Sequence[str]) -> int:
    """Build the assets into the data folder; exit code 1 when the npm packages are missing."""
    argparse.ArgumentParser(prog="onlineamt assets", description=__doc__).parse_args(arguments)
    from django.conf import settings

    from onlineamt.audiences.design.assets import build_assets

    built = build_assets(target=settings.STATIC_ROOT)
    print(
        "Stile, Skripte und Schriften sind gebaut." if built else "Stile, Skripte und Schriften sind aktuell."
    )
    return 0
