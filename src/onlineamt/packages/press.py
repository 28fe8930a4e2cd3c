"""Sets the letters of a package with given facts and returns their words, so that examples can be compared."""

import json
import re
import shutil
import tempfile
from collections.abc import Mapping
from html import unescape
from pathlib import Path
from types import TracebackType
from typing import Any

from onlineamt.packages.findings import Place

_INLINE = re.compile(r"</?(?:strong|em|span|b|i|a|sub|sup|code)\b[^>]*>")
_BLOCKS = re.compile(r"<head>.*?</head>|<[^>]*>", re.DOTALL)
_SPACES = re.compile(r"\s+")
_POSITION = re.compile(r"([\w-]+\.typ):(\d+):(\d+)")


class LetterFailed(Exception):
    """A letter cannot be set; says in which file, where, and why."""

    def __init__(self, file: str, place: Place, reason: str) -> None:
        super().__init__(reason)
        self.file, self.place, self.reason = file, place, reason


class Press:
    """Sets letters in a folder of its own: a letter reads no file outside of its package."""

    def __init__(self, letters: Mapping[str, str]) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="letters-"))
        for name, text in letters.items():
            (self._folder / f"{name}.typ").write_text(text, encoding="utf-8")

    def __enter__(self) -> "Press":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        shutil.rmtree(self._folder)

    def words_of(self, name: str, content: Mapping[str, Any]) -> str:
        """Return the words of a letter with single spaces. Raises LetterFailed."""
        html = self._compile(name, content, format="html")
        return plain_spaces(unescape(_BLOCKS.sub(" ", _INLINE.sub("", html.decode()))))

    def pdf_of(self, name: str, content: Mapping[str, Any]) -> bytes:
        """Return a letter as an accessible, archivable PDF. Raises LetterFailed."""
        return self._compile(name, content, format="pdf", pdf_standards=["a-3a", "ua-1"], timestamp=0)

    def _compile(self, name: str, content: Mapping[str, Any], **how: Any) -> bytes:
        import typst

        inputs = {"content": json.dumps(content, ensure_ascii=False)}
        compiler = typst.Compiler(
            self._folder / f"{name}.typ",
            root=self._folder,
            ignore_system_fonts=True,
            sys_inputs=inputs,
            package_path=self._folder,
            package_cache_path=self._folder,
        )
        try:
            return _whole(compiler.compile(**how))
        except typst.TypstError as error:
            raise _failure(name, error) from error


def plain_spaces(text: str) -> str:
    """Return a text with single, ordinary spaces."""
    return _SPACES.sub(" ", text).strip()


def _whole(made: bytes | list[bytes] | None) -> bytes:
    assert isinstance(made, bytes)  # one document, given back rather than written
    return made


def _failure(name: str, error: Any) -> LetterFailed:
    found = _POSITION.search(str(error.diagnostic))
    file = found[1] if found else f"{name}.typ"
    place = Place(int(found[2]), int(found[3]) + 1) if found else Place()
    return LetterFailed(f"letters/{file}", place, error.message)
