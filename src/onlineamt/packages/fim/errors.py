"""What keeps a FIM file from being read."""

from collections.abc import Sequence

from onlineamt.packages.fim.model import Remark


class FimRefused(ValueError):
    """The file cannot be read. `problems` says in German what is wrong, each with its line."""

    def __init__(self, problems: Sequence[Remark]) -> None:
        """Keep what is wrong."""
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))


def refuse(message: str, line: int = 0) -> FimRefused:
    """Return a refusal for one reason."""
    return FimRefused([Remark(message, line)])
