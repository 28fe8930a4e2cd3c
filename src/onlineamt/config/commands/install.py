"""Installiert ein Leistungspaket: onlineamt install DIR [--tenant SCHLÜSSEL | --all] [--parameter NAME=WERT]"""

from onlineamt.packages.commands import install as run

__all__ = ["run"]
