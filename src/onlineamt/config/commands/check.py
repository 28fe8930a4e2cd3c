"""Prüft Leistungspakete: onlineamt check DIR… [--json]"""

from onlineamt.packages.commands import check as run

__all__ = ["run"]
