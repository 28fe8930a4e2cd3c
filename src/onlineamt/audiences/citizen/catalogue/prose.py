"""Text modules as HTML: paragraphs, lists, bold words and links, and nothing else."""

import re
from collections.abc import Iterator
from functools import lru_cache

from markupsafe import Markup, escape

_KEPT_TEXTS = 2_000  # about 1 KB each; texts of a version never change
_BOLD = re.compile(r"\*\*(.+?)\*\*")
_LINK = re.compile(r"\[([^\]]+)\]\((https://[^\s)]+)\)")
_BULLET = re.compile(r"- +(.*)")
_SENTENCE = re.compile(r".*?(?<!\b\w)[.!?](?=\s+[A-ZÄÖÜ]|$)")
_NUMBER = re.compile(r"\d+\. +(.*)")


@lru_cache(maxsize=_KEPT_TEXTS)
def prose(text: str, *, keep_lines: bool = False) -> Markup:
    """Return a text module as HTML. Plain German keeps its lines: one statement each."""
    return Markup("").join(_block(block, keep_lines) for block in _blocks(text))


@lru_cache(maxsize=_KEPT_TEXTS)
def numbered(text: str) -> tuple[Markup, ...]:
    """Return the items of a text that is one numbered list; empty when it is anything else."""
    blocks = list(_blocks(text))
    if len(blocks) != 1:
        return ()
    return tuple(_inline(item) for item in _items(blocks[0], _NUMBER))


def first_sentence(text: str) -> str:
    """Return the first sentence of a text, for a narrow column."""
    paragraph = text.strip().partition("\n\n")[0].replace("\n", " ")
    if _BULLET.match(paragraph) or _NUMBER.match(paragraph):
        return ""
    sentence = _SENTENCE.match(paragraph)
    return sentence[0] if sentence else paragraph


def _blocks(text: str) -> Iterator[str]:
    """Yield paragraphs and lists; a list may follow its paragraph without an empty line."""
    for part in filter(None, re.split(r"\n\s*\n", text.strip())):
        lines = part.strip().split("\n")
        start = next((n for n, line in enumerate(lines) if _BULLET.match(line) or _NUMBER.match(line)), None)
        if start:
            yield "\n".join(lines[:start])
        yield "\n".join(lines[start or 0 :])


def _block(block: str, keep_lines: bool) -> Markup:
    for pattern, tag in ((_BULLET, "ul"), (_NUMBER, "ol")):
        if items := _items(block, pattern):
            listed = Markup("").join(Markup("<li>{}</li>").format(_inline(item)) for item in items)
            return Markup("<{0}>{1}</{0}>").format(Markup(tag), listed)  # noqa: S704 -- one of two tags above
    lines = [_inline(line) for line in block.split("\n")]
    between = Markup("<br>") if keep_lines else Markup(" ")
    return Markup("<p>{}</p>").format(between.join(lines))


def _items(block: str, pattern: re.Pattern[str]) -> list[str]:
    """Return the items of a list whose lines may run on, indented; empty when it is no such list."""
    items: list[str] = []
    for line in block.split("\n"):
        if match := pattern.match(line):
            items.append(match[1])
        elif items and line.startswith(" "):
            items[-1] += " " + line.strip()
        else:
            return []
    return items


def _inline(text: str) -> Markup:
    html = str(escape(text))
    html = _LINK.sub(r'<a href="\2" rel="external">\1</a>', html)
    return Markup(_BOLD.sub(r"<strong>\1</strong>", html))  # noqa: S704 -- escaped above
