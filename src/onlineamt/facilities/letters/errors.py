"""What can go wrong with a letter."""

from onlineamt.foundation.core.errors import PortalError


class LetterCannotBeSet(PortalError):
    """A letter's body has a fault, takes too long or grows too large; says where and why, for its author."""

    code = "letter_cannot_be_set"
    title = "Dieser Brief lässt sich gerade nicht schreiben."
    next_step = "Die Vorlage der Leistung hat einen Fehler. Sagen Sie es Ihrer Verwaltung der Plattform."
    http_status = 409

    def __init__(self, reason: str, *, file: str = "", line: int = 1, column: int = 1) -> None:
        super().__init__(f"{file}:{line}: {reason}" if file else reason)
        self.reason, self.file, self.line, self.column = reason, file, line, column
