"""The ornament of a start page: a mosaic of simple shapes, drawn from the name of the municipality, always the same."""

from collections.abc import Callable, Iterator
from hashlib import sha256

from markupsafe import Markup

from onlineamt.audiences.design.marks import MARKS

COLUMNS = 6
ROWS = 5
CELL = 48
SHAPES_OF_A_TOWN = 3
MARK_COLUMN, MARK_ROW = 4, 1
_EMPTY_OF_256 = (225, 190, 140, 60, 30, 20)  # the mosaic thins out towards the text on its left
_FILLS = ("a", "b", "b", "c")

Shape = Callable[[int, int, int], str]


def _quarter(x: int, y: int, turn: int) -> str:
    """A quarter of a disc around one of the four corners."""
    corners = (
        (x, y, CELL, CELL, 1),
        (x + CELL, y, -CELL, CELL, 0),
        (x + CELL, y + CELL, -CELL, -CELL, 1),
        (x, y + CELL, CELL, -CELL, 0),
    )
    left, top, across, down, sweep = corners[turn]
    return f"M{left} {top}h{across}a{CELL} {CELL} 0 0 {sweep} {-across} {down}z"


def _half(x: int, y: int, turn: int) -> str:
    """Half a disc on the lower or upper edge."""
    half = CELL // 2
    if turn % 2:
        return f"M{x} {y + CELL}a{half} {half} 0 0 1 {CELL} 0z"
    return f"M{x} {y}a{half} {half} 0 0 0 {CELL} 0z"


def _leaf(x: int, y: int, turn: int) -> str:
    """Two arcs that meet in opposite corners."""
    if turn % 2:
        return f"M{x} {y}a{CELL} {CELL} 0 0 1 {CELL} {CELL}a{CELL} {CELL} 0 0 1 {-CELL} {-CELL}z"
    return f"M{x + CELL} {y}a{CELL} {CELL} 0 0 1 {-CELL} {CELL}a{CELL} {CELL} 0 0 1 {CELL} {-CELL}z"


def _disc(x: int, y: int, turn: int) -> str:
    """A disc, large or small."""
    radius = CELL // 2 if turn % 2 else CELL // 4
    return f"M{x + CELL // 2 - radius} {y + CELL // 2}a{radius} {radius} 0 0 1 {2 * radius} 0a{radius} {radius} 0 0 1 {-2 * radius} 0z"


def _roof(x: int, y: int, turn: int) -> str:
    """A triangle that stands or hangs."""
    if turn % 2:
        return f"M{x} {y + CELL}l{CELL // 2} {-CELL}l{CELL // 2} {CELL}z"
    return f"M{x} {y + CELL}v{-CELL}l{CELL} {CELL}z"


def _square(x: int, y: int, _turn: int) -> str:
    """The whole cell."""
    return f"M{x} {y}h{CELL}v{CELL}h{-CELL}z"


_SHAPES: tuple[Shape, ...] = (_quarter, _half, _leaf, _disc, _roof)


def mosaic(name: str, mark: str) -> Markup:
    """Return the mosaic of a municipality with its mark as one of the stones. It is silent for screen readers."""
    chance = b"".join(sha256(f"{name}{row}".encode()).digest() for row in range(ROWS))
    first = chance[0]
    family = [_SHAPES[(first + step * 2) % len(_SHAPES)] for step in range(SHAPES_OF_A_TOWN)] + [_square]
    stones = "".join(_stones(chance, family))
    x, y = MARK_COLUMN * CELL, MARK_ROW * CELL
    return Markup(  # noqa: S704 -- our own drawing
        f'<svg class="oa-mosaic" width="288" height="240" viewBox="0 0 {COLUMNS * CELL} {ROWS * CELL}"'
        f' aria-hidden="true" focusable="false">{stones}'
        f'<svg x="{x}" y="{y}" width="{CELL}" height="{CELL}" viewBox="0 0 48 48">'
        f'<rect class="oa-mark__ground" width="48" height="48"/><g class="oa-mark__figure">{MARKS[mark]}</g></svg></svg>'
    )


def _stones(chance: bytes, family: list[Shape]) -> Iterator[str]:
    for row in range(ROWS):
        for column in range(COLUMNS):
            shape, fill, empty, turn = chance[row * 32 + column * 4 + 1 :][:4]
            if empty < _EMPTY_OF_256[column] or (column, row) == (MARK_COLUMN, MARK_ROW):
                continue
            drawing = family[shape % len(family)](column * CELL, row * CELL, turn % 4)
            yield f'<path class="oa-mosaic__{_FILLS[fill % len(_FILLS)]}" d="{drawing}"/>'
