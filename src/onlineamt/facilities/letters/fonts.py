"""The fonts of letters: unpacked from the npm packages once, and which characters they can show."""

import logging
import tempfile
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path

from django.conf import settings

NPM_PACKAGES = Path(__file__).resolve().parents[4] / "node_modules"

# First the letters of the house, then what covers other alphabets and pictures.
FILES = (
    "@kern-ux/native/dist/fonts/fira-sans/FiraSans-Regular.woff2",
    "@kern-ux/native/dist/fonts/fira-sans/FiraSans-SemiBold.woff2",
    "@kern-ux/native/dist/fonts/noto-sans/NotoSans-Regular.woff2",
    "@fontsource/noto-sans-arabic/files/noto-sans-arabic-arabic-400-normal.woff2",
    "@fontsource/noto-sans-hebrew/files/noto-sans-hebrew-hebrew-400-normal.woff2",
    "@fontsource/noto-emoji/files/noto-emoji-emoji-400-normal.woff2",
)


class FontsMissing(Exception):
    """The npm packages with the fonts are not installed."""


@dataclass(frozen=True)
class LetterFonts:
    """A folder of fonts that typst can read, and every character that one of them has."""

    folder: Path
    characters: frozenset[int]


@cache
def letter_fonts() -> LetterFonts:
    """Return the fonts, unpacked at the first call on a machine. Raises FontsMissing."""
    from fontTools.ttLib import TTFont

    folder = _unpacked(NPM_PACKAGES, _kept_in() / "letter-fonts")
    characters: set[int] = set()
    for path in folder.iterdir():
        with TTFont(path, lazy=True) as font:
            characters.update(font.getBestCmap())
    return LetterFonts(folder, frozenset(characters))


def _kept_in() -> Path:
    """Return the data folder, or the cache of an author who checks a package without a portal."""
    try:
        return Path(settings.ENV.data)
    except Exception:  # there is no portal here whose settings could be read
        return Path.home() / ".cache" / "onlineamt"


def _unpacked(packages: Path, target: Path) -> Path:
    """Write the fonts into a folder named by their content; of two processes the first wins."""
    sources = [packages / name for name in FILES]
    missing = [path.name for path in sources if not path.is_file()]
    if missing:
        raise FontsMissing(f"Schriften fehlen: {', '.join(missing)}. Rufen Sie „npm ci“ auf.")
    folder = target / sha256(b"".join(path.read_bytes() for path in sources)).hexdigest()[:12]
    if folder.is_dir():
        return folder
    target.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(dir=target))
    for path in sources:
        _unpack(path, draft / f"{path.stem}.ttf")
    try:
        draft.rename(folder)
    except OSError:
        if not folder.is_dir():
            raise
    return folder


def _unpack(source: Path, target: Path) -> None:
    """Turn a font of the web into one of the desk. A changed time stamp would make every PDF differ."""
    from fontTools.ttLib import TTFont

    logging.getLogger("fontTools").setLevel(logging.ERROR)
    font = TTFont(source, recalcTimestamp=False)
    font.flavor = None
    font.save(target)
