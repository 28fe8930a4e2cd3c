"""The letterhead of a municipality, from what is known of it; its colours and mark come from the design."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from onlineamt.facilities.letters.values import Letterhead


@dataclass(frozen=True, kw_only=True)
class LetterLook:
    """What a municipality's letters look like: a colour that can be read on white, and its mark as SVG, or none."""

    accent: str = Letterhead.accent
    mark: str = ""


LookOfTheme = Callable[[Mapping[str, object]], LetterLook]


def _plain_look(theme: Mapping[str, object]) -> LetterLook:
    return LetterLook()


_look_of_theme: LookOfTheme = _plain_look


def use_look(chosen: LookOfTheme) -> None:
    """Install how a theme looks on letters; before that letters are plain."""
    global _look_of_theme  # noqa: PLW0603 -- set once at start
    _look_of_theme = chosen


def letterhead_of(
    name: str,
    *,
    contact: Mapping[str, object],
    theme: Mapping[str, object],
    unit: str = "",
    notice: str = "",
) -> Letterhead:
    """Return the letterhead of a municipality. `unit`: the office that writes; `notice`: a line for every page."""
    look = _look_of_theme(theme)
    known = {
        key: str(contact.get(key) or "")
        for key in ("street", "postcode", "place", "telephone", "email", "website")
    }
    return Letterhead(name=name, unit=unit, notice=notice, accent=look.accent, mark=look.mark, **known)
