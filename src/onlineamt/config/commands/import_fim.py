"""Macht aus einem FIM-Schema ein Leistungspaket: onlineamt import-fim DATEI… -o DIR [--codelists DIR] [--json]"""

from onlineamt.packages.fim.commands import import_fim as run

__all__ = ["run"]
