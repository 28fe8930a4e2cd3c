"""From one accent follow colours that everybody can read, light and dark."""

from hypothesis import given
from hypothesis import strategies as some

from onlineamt.audiences.design.colours import Colour, contrast
from onlineamt.audiences.design.palette import PALETTE
from onlineamt.audiences.design.theme import (
    AA_TEXT,
    Palette,
    Theme,
    check_theme,
    dark_palette,
    light_palette,
    theme_css,
)

HEX = some.integers(0, 0xFFFFFF).map("#{:06x}".format)


def assert_readable(palette: Palette) -> None:
    for ground in (palette.ground, palette.surface, palette.soft):
        assert contrast(palette.text, ground) >= 7
        assert contrast(palette.strong, ground) >= AA_TEXT
        assert contrast(palette.accent, ground) >= AA_TEXT
    assert contrast(palette.on_accent, palette.accent) >= AA_TEXT
    assert contrast(palette.on_accent, palette.accent_hover) >= AA_TEXT


class TestCheckTheme:
    @given(HEX)
    def test_accepts_only_what_can_be_read(self, accent: str) -> None:
        theme = Theme(accent=accent)
        if check_theme(theme) == []:
            assert_readable(light_palette(theme))
        assert_readable(dark_palette(theme))

    def test_names_the_next_colour_that_can_be_read(self) -> None:
        (problem,) = check_theme(Theme(accent="#f5a800"))
        assert "Kontrast 1,8 zu 1" in problem
        mended = problem.rpartition("ist ")[2].rstrip(".")
        assert check_theme(Theme(accent=mended)) == []

    def test_looks_at_a_dark_accent_too(self) -> None:
        (problem,) = check_theme(Theme(accent="#0b5c66", accent_dark="#0b5c66"))
        assert "dunklem Grund" in problem

    def test_names_unknown_marks_and_colours(self) -> None:
        problems = check_theme(Theme(accent="petrol", mark="adler"))
        assert "„petrol“ ist keine Farbe" in problems[0]
        assert "„adler“ gibt es nicht" in problems[1]


class TestThemeCss:
    def test_sets_custom_properties_for_light_dark_and_both_by_hand(self) -> None:
        css = theme_css(Theme(accent="#0b5c66"))
        assert css.count("--oa-accent:") == 4
        assert "prefers-color-scheme:dark" in css
        assert "--oa-accent:#0b5c66" in css

    def test_cannot_carry_anything_but_colours(self) -> None:
        assert check_theme(Theme(accent="#0b5c66;}body{display:none"))


class TestFromMapping:
    def test_keeps_the_platforms_look_where_nothing_was_chosen(self) -> None:
        assert Theme.from_mapping({}) == Theme()
        assert Theme.from_mapping({"accent": "", "mark": None, "is_official": True}) == Theme()


class TestPalette:
    def test_can_be_read(self) -> None:
        assert [check_theme(theme) for theme in PALETTE] == [[]] * len(PALETTE)

    def test_tells_neighbours_apart(self) -> None:
        assert len({theme.mark for theme in PALETTE}) == len(PALETTE) == 12
        accents = [Colour.from_hex(theme.accent) for theme in PALETTE]
        for number, accent in enumerate(accents):
            for other in accents[number + 1 :]:
                turn = abs(accent.hue - other.hue) % 360
                distance = (
                    min(turn, 360 - turn) / 360
                    + abs(accent.chroma - other.chroma)
                    + abs(accent.lightness - other.lightness)
                )
                assert distance > 0.05, (accent, other)
