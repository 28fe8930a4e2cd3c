"""The methodical checks of FIM, as far as a file alone can be asked: one module for each theme, each check with FIM's number."""

from onlineamt.packages.fim.methodical import (
    contents,
    fields,
    law,
    lists,
    references,
    release,
    structure,
    texts,
)
from onlineamt.packages.fim.methodical.registry import CHECKS, methodical_findings

__all__ = [
    "CHECKS",
    "contents",
    "fields",
    "law",
    "lists",
    "methodical_findings",
    "references",
    "release",
    "structure",
    "texts",
]
