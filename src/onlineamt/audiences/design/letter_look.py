"""How the look of a municipality appears on its letters."""

from collections.abc import Mapping

from onlineamt.audiences.design.marks import standalone_mark
from onlineamt.audiences.design.theme import Theme, check_theme, light_palette
from onlineamt.facilities.letters.letterhead import LetterLook


def letter_look(chosen: Mapping[str, object]) -> LetterLook:
    """Return colour and mark; a theme that cannot be read gives way to the platform's own."""
    theme = Theme.from_mapping(chosen)
    if check_theme(theme):
        theme = Theme()
    palette = light_palette(theme)
    mark = standalone_mark(theme.mark, ground=palette.accent, figure=palette.on_accent)
    return LetterLook(accent=palette.accent, mark=mark)
