"""Zeigt und setzt, was eine Kommune selbst bestimmt: onlineamt parameter LEISTUNG [--tenant KEY] [NAME=WERT …] [--table NAME=DATEI.csv]"""

from onlineamt.packages.parameter_command import parameter as run

__all__ = ["run"]
