"""The electronic seal: the port and the sealer of this installation."""

from typing import Protocol


class Sealer(Protocol):
    """Puts the seal of the installation on a PDF."""

    def seal(self, pdf: bytes) -> bytes:
        """Return the PDF with an invisible electronic seal (PAdES B-B); its bytes before that stay as they are."""

    def authorities(self) -> tuple[bytes, ...]:
        """Return the certificates (DER) of the authorities whose seals count as ours."""


_sealer: Sealer | None = None


def use_sealer(chosen: Sealer) -> None:
    """Install the sealer of this installation."""
    global _sealer  # noqa: PLW0603 -- set once at start
    _sealer = chosen


def sealer() -> Sealer:
    """Return the sealer. Raises RuntimeError before the application has started."""
    if _sealer is None:
        raise RuntimeError("no sealer is installed")
    return _sealer
