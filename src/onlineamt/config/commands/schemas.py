"""Schreibt die JSON-Schemas der Paketdateien für Editoren: onlineamt schemas"""

from onlineamt.packages.commands import schemas as run

__all__ = ["run"]
