"""What can go wrong with a letter."""


class LetterCannotBeSet(Exception):
    """A letter's body has a fault, takes too long or grows too large; says where and why."""

    def __init__(self, reason: str, *, file: str = "", line: int = 1, column: int = 1) -> None:
        super().__init__(f"{file}:{line}: {reason}" if file else reason)
        self.reason, self.file, self.line, self.column = reason, file, line, column
