"""Tauscht Leistungstexte mit Redaktionen aus: onlineamt xzufi import FILE… -o DIR | export DIR… -o FILE|DIR [--json]"""

from onlineamt.packages.xzufi.command import xzufi as run

__all__ = ["run"]
