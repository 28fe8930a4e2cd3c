"""Schreibt Formulare als FIM-Schemata (XDatenfelder 3.0): onlineamt export-fim DIR… -o ORDNER [--nummernkreis 99000]"""

from onlineamt.packages.fim.export.commands import export_fim as run

__all__ = ["run"]
