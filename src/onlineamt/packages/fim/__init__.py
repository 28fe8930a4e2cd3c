"""FIM data-field schemas (XDatenfelder 2.0 and 3.0) and code lists: from a file to a typed, neutral model."""

from onlineamt.packages.fim.notes import FimRefused
from onlineamt.packages.fim.reading import read_schema

__all__ = ["FimRefused", "read_schema"]
