"""Colours as people see them: OKLCH, contrast by WCAG, and the nearest colour that can be read."""

import math
import re
from dataclasses import dataclass, replace

_HEX = re.compile(r"#[0-9a-fA-F]{6}")
_BLACK_POINT = 0.04045  # sRGB is linear below this value
_STEP = 0.004


@dataclass(frozen=True)
class Colour:
    """A colour by lightness (0 to 1), chroma (0 to about 0.3) and hue (degrees)."""

    lightness: float
    chroma: float
    hue: float

    @classmethod
    def from_hex(cls, text: str) -> "Colour":
        """Read `#0b5c66`. Raises ValueError for anything else."""
        red, green, blue = _linear_from_hex(text)
        long = math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
        medium = math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
        short = math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
        lightness = 0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short
        a = 1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short
        b = 0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short
        return cls(lightness, math.hypot(a, b), math.degrees(math.atan2(b, a)) % 360)

    def to_hex(self) -> str:
        """Return the colour for a screen; what a screen cannot show loses chroma, not lightness."""
        colour = self
        while not _is_showable(linear := _linear(colour)) and colour.chroma > 0:
            colour = replace(colour, chroma=max(0.0, colour.chroma - _STEP))
        return "#" + "".join(f"{round(255 * _encode(min(1.0, max(0.0, part)))):02x}" for part in linear)


def is_hex(text: str) -> bool:
    """Tell whether a text is a colour such as `#0b5c66`."""
    return _HEX.fullmatch(text) is not None


def contrast(first: str, second: str) -> float:
    """Return the contrast of two hex colours by WCAG 2.2: 1 (none) to 21 (black on white)."""
    darker, lighter = sorted((_luminance(first), _luminance(second)))
    return (lighter + 0.05) / (darker + 0.05)


def readable_on(colour: Colour, backgrounds: tuple[str, ...], *, at_least: float, darker: bool) -> Colour:
    """Return the nearest colour of the same hue that has the contrast on every background."""
    step = -_STEP if darker else _STEP
    while 0 < colour.lightness < 1 and any(contrast(colour.to_hex(), on) < at_least for on in backgrounds):
        colour = replace(colour, lightness=min(1.0, max(0.0, colour.lightness + step)))
    return colour


def _linear_from_hex(text: str) -> tuple[float, float, float]:
    if not is_hex(text):
        raise ValueError(f"„{text}“ ist keine Farbe wie #0b5c66.")
    red, green, blue = (_decode(int(text[start : start + 2], 16) / 255) for start in (1, 3, 5))
    return red, green, blue


def _luminance(text: str) -> float:
    red, green, blue = _linear_from_hex(text)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(colour: Colour) -> tuple[float, float, float]:
    a = colour.chroma * math.cos(math.radians(colour.hue))
    b = colour.chroma * math.sin(math.radians(colour.hue))
    long = (colour.lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (colour.lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (colour.lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )


def _is_showable(linear: tuple[float, float, float]) -> bool:
    return all(-0.0005 <= part <= 1.0005 for part in linear)


def _decode(value: float) -> float:
    return value / 12.92 if value <= _BLACK_POINT else float(((value + 0.055) / 1.055) ** 2.4)


def _encode(value: float) -> float:
    return value * 12.92 if value <= 0.0031308 else float(1.055 * value ** (1 / 2.4) - 0.055)
