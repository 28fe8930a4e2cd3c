"""Fira Sans cut to what names need: a small file for German, a second one for the rest of Latin (DIN 91379)."""

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

FAMILY = "Fira Sans"
WEIGHTS = {400: "Regular", 500: "Medium", 600: "SemiBold"}
FEATURES = ["kern", "mark", "mkmk", "ccmp", "liga", "locl", "lnum", "tnum"]

# Combining marks stand with the basic letters: a letter and its mark must come from one file.
_GERMAN = (
    *(
        (0x20, 0x7E),
        (0xA0, 0xFF),
        (0x131, 0x131),
        (0x152, 0x153),
        (0x160, 0x161),
        (0x178, 0x178),
        (0x17D, 0x17E),
    ),
    *((0x300, 0x304), (0x306, 0x30C), (0x323, 0x323), (0x325, 0x328), (0x331, 0x331), (0x1E9E, 0x1E9E)),
    *(
        (0x2010, 0x2015),
        (0x2018, 0x201E),
        (0x2020, 0x2022),
        (0x2026, 0x2026),
        (0x2030, 0x2030),
        (0x2039, 0x203A),
    ),
    *((0x20AC, 0x20AC), (0x2122, 0x2122), (0x2190, 0x2193), (0x2212, 0x2212)),
)
_OTHER_LATIN = (
    *((0x100, 0x130), (0x132, 0x151), (0x154, 0x15F), (0x162, 0x177), (0x179, 0x17C), (0x17F, 0x2FF)),
    *((0x1E00, 0x1E9D), (0x1E9F, 0x1EFF), (0x20A0, 0x20AB), (0x20AD, 0x20C0)),
)
SUBSETS = {"german": _GERMAN, "latin": _OTHER_LATIN}


@dataclass(frozen=True)
class FontFile:
    """One cut font: its weight, the characters it is for, its bytes."""

    name: str
    weight: int
    characters: tuple[tuple[int, int], ...]
    content: bytes


def cut_fonts(folder: Path) -> list[FontFile]:
    """Return all weights and subsets as woff2, made from KERN's full files in `folder`."""
    logging.getLogger("fontTools").setLevel(logging.ERROR)
    return [
        FontFile(
            f"fira-sans-{weight}-{subset}.woff2",
            weight,
            characters,
            _cut(folder / f"FiraSans-{style}.woff2", characters),
        )
        for weight, style in WEIGHTS.items()
        for subset, characters in SUBSETS.items()
    ]


def font_css(files: Iterable[tuple[FontFile, str]]) -> str:
    """Return the @font-face rules for fonts and their addresses, and a stand-in of the same width until they are here."""
    rules = [
        f'@font-face{{font-family:"{FAMILY}";font-weight:{font.weight};font-style:normal;font-display:swap;'
        f'src:url("{address}") format("woff2");unicode-range:{_unicode_range(font.characters)}}}'
        for font, address in files
    ]
    stand_in = (
        '@font-face{font-family:"Fira Stand-in";src:local("Arial"),local("Liberation Sans");'
        "size-adjust:99%;ascent-override:94%;descent-override:27%;line-gap-override:0%}"
    )
    return "\n".join([*rules, stand_in]) + "\n"


def _cut(path: Path, characters: tuple[tuple[int, int], ...]) -> bytes:
    from fontTools.subset import Options, Subsetter, load_font

    options = Options(layout_features=FEATURES, hinting=False, notdef_outline=True)
    font = load_font(str(path), options)
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=[code for start, end in characters for code in range(start, end + 1)])
    subsetter.subset(font)
    font.flavor = "woff2"
    font["head"].modified = font["head"].created  # the same input gives the same bytes, hence the same name
    font.recalcTimestamp = False
    content = BytesIO()
    font.save(content)
    return content.getvalue()


def _unicode_range(characters: tuple[tuple[int, int], ...]) -> str:
    return ",".join(f"U+{start:X}" if start == end else f"U+{start:X}-{end:X}" for start, end in characters)
