"""The look of one municipality: from one accent colour to the tokens of its pages, light and dark, all readable."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from onlineamt.audiences.design.colours import Colour, contrast, is_hex, readable_on
from onlineamt.audiences.design.marks import MARKS

WHITE = "#ffffff"
INK = "#131525"  # KERN's text colour
NIGHT = "#11131c"  # our dark background
NIGHT_SURFACE = "#1b1e2b"
SNOW = "#f3f4f7"  # KERN's text colour in the dark
AA_TEXT = 4.5  # WCAG 2.2, 1.4.3
AA_SHAPE = 3.0  # WCAG 2.2, 1.4.11


@dataclass(frozen=True, kw_only=True)
class Theme:
    """What a municipality chooses. Everything else follows from the accent."""

    accent: str = "#2044aa"
    accent_dark: str = ""
    mark: str = "portal"
    logo_text: str = "Online-Amt"

    @classmethod
    def from_mapping(cls, chosen: Mapping[str, object]) -> "Theme":
        """Read what is stored with a tenant; what is missing keeps the platform's own look."""
        known = {
            key: str(value) for key, value in chosen.items() if key in cls.__dataclass_fields__ and value
        }
        return cls(**known)


@dataclass(frozen=True)
class Palette:
    """The colours of a theme on light or on dark ground."""

    ground: str
    surface: str
    text: str
    accent: str
    accent_hover: str
    on_accent: str
    soft: str
    line: str
    strong: str


@lru_cache(maxsize=512)
def light_palette(theme: Theme) -> Palette:
    """Return the colours on white: the accent as it was chosen, and its lighter companions."""
    accent = Colour.from_hex(theme.accent)
    calm = min(accent.chroma, 0.13)
    soft = replace(accent, lightness=0.968, chroma=calm * 0.14).to_hex()
    strong = readable_on(
        replace(accent, lightness=0.36, chroma=calm * 0.9), (WHITE, soft), at_least=7, darker=True
    )
    return Palette(
        ground=WHITE,
        surface="#f7f8fa",
        text=INK,
        accent=theme.accent.lower(),
        accent_hover=replace(accent, lightness=accent.lightness * 0.86).to_hex(),
        on_accent=WHITE,
        soft=soft,
        line=replace(accent, lightness=0.86, chroma=calm * 0.35).to_hex(),
        strong=strong.to_hex(),
    )


@lru_cache(maxsize=512)
def dark_palette(theme: Theme) -> Palette:
    """Return the colours on dark ground: a lighter companion of the accent, unless one was chosen."""
    accent = Colour.from_hex(theme.accent)
    calm = min(accent.chroma, 0.11)
    soft = replace(accent, lightness=0.255, chroma=calm * 0.30).to_hex()
    companion = readable_on(
        replace(accent, lightness=0.80, chroma=calm),
        (NIGHT, NIGHT_SURFACE, soft),
        at_least=AA_TEXT + 1,
        darker=False,
    )
    chosen = theme.accent_dark.lower() or companion.to_hex()
    bright = Colour.from_hex(chosen)
    return Palette(
        ground=NIGHT,
        surface=NIGHT_SURFACE,
        text=SNOW,
        accent=chosen,
        accent_hover=replace(bright, lightness=min(0.97, bright.lightness + 0.07)).to_hex(),
        on_accent=NIGHT,
        soft=soft,
        line=replace(accent, lightness=0.42, chroma=calm * 0.5).to_hex(),
        strong=replace(accent, lightness=0.92, chroma=calm * 0.4).to_hex(),
    )


def check_theme(theme: Theme) -> list[str]:
    """Return what is wrong with a theme, in words with the mend; nothing when every text on it can be read."""
    problems = [
        f"„{colour}“ ist keine Farbe. Schreiben Sie sie als sechs Zeichen nach der Raute, zum Beispiel #0b5c66."
        for colour in (theme.accent, theme.accent_dark or theme.accent)
        if not is_hex(colour)
    ]
    if theme.mark not in MARKS:
        problems.append(f"Das Zeichen „{theme.mark}“ gibt es nicht. Es gibt: {', '.join(sorted(MARKS))}.")
    if any(not is_hex(colour) for colour in (theme.accent, theme.accent_dark or theme.accent)):
        return list(dict.fromkeys(problems))
    return problems + _contrast_problems(theme)


def theme_css(theme: Theme) -> str:
    """Return the style sheet of a municipality: custom properties only, for light and dark."""
    light, dark = _properties(light_palette(theme)), _properties(dark_palette(theme))
    return (
        f":root,[data-kern-theme=light]{{{light}}}"
        f"@media (prefers-color-scheme:dark){{:root{{{dark}}}}}"
        f"[data-kern-theme=light]{{{light}}}[data-kern-theme=dark]{{{dark}}}\n"
    )


def _contrast_problems(theme: Theme) -> list[str]:
    problems = []
    for palette, words, darker in (
        (light_palette(theme), "hellem", True),
        (dark_palette(theme), "dunklem", False),
    ):
        grounds = (palette.ground, palette.surface, palette.soft)
        worst = min(contrast(palette.accent, ground) for ground in grounds)
        if min(worst, contrast(palette.on_accent, palette.accent)) < AA_TEXT:
            better = readable_on(
                Colour.from_hex(palette.accent), grounds, at_least=AA_TEXT, darker=darker
            ).to_hex()
            measured = f"{worst:.1f}".replace(".", ",")
            problems.append(
                f"Die Farbe {palette.accent} ist auf {words} Grund nicht lesbar: Kontrast {measured} zu 1, "
                f"nötig sind 4,5 zu 1. Die nächste lesbare Farbe ist {better}."
            )
    return problems


def _properties(palette: Palette) -> str:
    return (
        f"--oa-accent:{palette.accent};--oa-accent-hover:{palette.accent_hover};--oa-on-accent:{palette.on_accent};"
        f"--oa-accent-soft:{palette.soft};--oa-accent-line:{palette.line};--oa-accent-strong:{palette.strong}"
    )
