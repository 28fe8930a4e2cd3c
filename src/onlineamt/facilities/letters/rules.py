"""What fits where on a letter."""

from collections.abc import Sequence

WINDOW_LINES = 7  # DIN 5008: six in the address zone; a seventh, as abroad, brings them closer together
WINDOW_CHARACTERS = 60  # in 80 mm: at 10.5 points 46, and more in smaller letters, down to 8 points


def window_lines(address: Sequence[str]) -> list[str]:
    """Return the lines of an address as they fit the window; what is too long is cut with an ellipsis.

    Of too many lines the last ones stay: street and place are what the post needs.
    """
    lines = [line for text in address if (line := " ".join(text.split()))]
    if len(lines) > WINDOW_LINES:
        lines = [lines[0], *lines[1 - WINDOW_LINES :]]
    return [shortened(line, WINDOW_CHARACTERS) for line in lines]


def shortened(text: str, characters: int) -> str:
    """Return a text of at most so many characters, with an ellipsis where something was cut."""
    return text if len(text) <= characters else text[: characters - 1].rstrip() + "…"
