"""Probiert Antworten an einem Leistungspaket: onlineamt try DIR --answers DATEI [--today TAG] [--json]"""  # noqa: N999  a command is called as it is typed

from onlineamt.packages.commands import try_answers as run

__all__ = ["run"]
