"""Beschreibt als JSON-Schema, was ein Antrag enthält: onlineamt export-schema DIR… [-o ORDNER]"""

from onlineamt.packages.commands import export_schema as run

__all__ = ["run"]
