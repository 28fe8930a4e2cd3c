"""Text modules between our marks (paragraphs, `- ` and `1. ` lists, **bold**, [links](https://…)) and the HTML of XZuFi.

The marks mean what the service page makes of them.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from html import escape, unescape
from html.parser import HTMLParser

from onlineamt.packages.source import FORBIDDEN

_BULLET = re.compile(r"- +(.*)")
_NUMBER = re.compile(r"\d+\. +(.*)")
_INLINE = re.compile(r"\[([^\]]+)\]\((https://[^\s)]+)\)|\*\*(.+?)\*\*")
_SPACE = re.compile(r"[ \t\r\n\f\xa0]+")
_LINE_ENDS = re.compile("\r\n?|[\x85\u2028\u2029]")
_INVISIBLE = re.compile("[\x80-\x84\x86-\x9f\ufeff\u200b]")
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
_ALMOST_TAG = re.compile(r"<(?=/?[a-zA-Z])")
_ESCAPED_TAG = re.compile(r"&lt;/?(?:p|ul|ol|li|a|strong|b|br)\b", re.IGNORECASE)
_TYPED_BULLET = re.compile(r"^[-–•·▪][ \xa0\t]+")
_TYPED_NUMBER = re.compile(r"^(\d{1,3})\. +")

_BLOCKS = frozenset({"p", "div", "ul", "ol", "tr", "h1", "h2", "h3", "h4", "h5", "h6"})
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_BOLD = frozenset({"strong", "b"})
_KEPT_TAGS = {*_BLOCKS, *_BOLD, "li", "a", "br", "td", "th", "table", "tbody", "thead"}


def to_html(text: str, *, keep_lines: bool = False) -> str:
    """Return a text module as HTML; `keep_lines` for Leichte Sprache, where every line is a statement."""
    return "".join(_block(block, keep_lines) for block in _blocks(_cleaned(text)))


def to_text(html: str, *, keep_lines: bool = False, remarks: list[str] | None = None) -> str:
    """Return HTML as a text module; what has no mark of ours stays as words, and `remarks` says so in German."""
    reader = _HtmlReader(keep_lines, remarks if remarks is not None else [])
    reader.feed(_safe(html))
    reader.close()
    return reader.text()


def to_line(html: str) -> str:
    """Return HTML as one line of plain words."""
    apart = re.sub(r"<(?:br|/p|/li|/div)\b[^>]*>", r" \g<0>", _safe(html))
    return _squeezed(unescape(_TAG.sub("", apart)))


def as_line_html(line: str) -> str:
    """Return a line of plain words as HTML; what looks like a mark is none there."""
    return escape(_squeezed(_cleaned(line)), quote=False)


def as_links_html(links: Iterable[tuple[str, str]]) -> str:
    """Return links (title, address) as a list in HTML."""
    items = (f'<li><a href="{escape(url)}">{as_line_html(title)}</a></li>' for title, url in links)
    return f"<ul>{''.join(items)}</ul>"


def links_in(html: str) -> tuple[list[tuple[str, str]], str]:
    """Return the links of HTML as (title, address), and the words that stand beside them."""
    reader = _LinkReader()
    reader.feed(_safe(html))
    reader.close()
    return reader.links, _squeezed(reader.beside)


def _safe(html: str) -> str:
    """Return well-formed HTML of the few tags that mean something to us."""
    import nh3

    if _ESCAPED_TAG.search(html) and not _TAG.search(html):
        html = unescape(html)  # escaped once more than needed
    return nh3.clean(
        _cleaned(html), tags=_KEPT_TAGS, attributes={"a": {"href"}}, link_rel=None,
        clean_content_tags={"script", "style"}, url_schemes={"https", "http", "mailto", "tel"},
    )  # fmt: skip


def _cleaned(text: str) -> str:
    return FORBIDDEN.sub("", _INVISIBLE.sub("", _LINE_ENDS.sub("\n", text)))


def _blocks(text: str) -> Iterator[str]:
    """Yield paragraphs and lists; a list may follow its paragraph without an empty line."""
    for part in filter(None, re.split(r"\n\s*\n", text.strip())):
        lines = [line.rstrip() for line in part.strip("\n").split("\n") if line.strip()]
        start = next((n for n, line in enumerate(lines) if _BULLET.match(line) or _NUMBER.match(line)), None)
        if start:
            yield "\n".join(lines[:start])
        if rest := "\n".join(lines[start or 0 :]):
            yield rest


def _block(block: str, keep_lines: bool) -> str:
    for pattern, tag in ((_BULLET, "ul"), (_NUMBER, "ol")):
        if items := _items(block, pattern):
            return f"<{tag}>{''.join(f'<li>{_inline(item)}</li>' for item in items)}</{tag}>"
    lines = [_inline(_squeezed(line)) for line in block.split("\n")]
    return f"<p>{('<br>' if keep_lines else ' ').join(lines)}</p>"


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
    return [_squeezed(item) for item in items]


def _inline(text: str) -> str:
    html, rest = "", 0
    for match in _INLINE.finditer(text):
        html += escape(text[rest : match.start()], quote=False)
        if match[2]:
            html += f'<a href="{escape(match[2])}">{_inline(match[1])}</a>'
        else:
            html += f"<strong>{_inline(match[3])}</strong>"
        rest = match.end()
    return html + escape(text[rest:], quote=False)


def _squeezed(text: str) -> str:
    return _with_single_spaces(text).strip(" \xa0")


def _with_single_spaces(text: str) -> str:
    """Return the text with one space for each run of them; one that must not break a line stays what it is."""
    return _SPACE.sub(lambda found: found[0] if found[0] == "\xa0" else " ", text)


@dataclass(frozen=True)
class _Piece:
    """A paragraph or an item of a list: p, ul or ol, which list of the text it stands in (0: none), its words."""

    kind: str
    list: int
    text: str

    def continues(self, before: "_Piece") -> bool:
        """Whether it is the next item of the same list; typed items belong together."""
        return self.kind == before.kind != "p" and self.list == before.list

    @property
    def typed_number(self) -> int:
        """The number that somebody typed before the words; 0 without one."""
        found = _TYPED_NUMBER.match(self.text) if self.kind == "p" else None
        return int(found[1]) if found else 0


class _HtmlReader(HTMLParser):
    """Writes our marks while it reads clean HTML: each block is a paragraph, an item, or lines of a paragraph."""

    def __init__(self, keep_lines: bool, remarks: list[str]) -> None:
        super().__init__(convert_charrefs=True)
        self.keep_lines = keep_lines
        self.remarks = remarks
        self.blocks: list[_Piece] = []
        self.lists: list[tuple[str, int]] = []  # ul or ol, and its place among the lists
        self.count = 0
        self.words = ""
        self.links: list[tuple[str, int]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "br":
            self.words += "\n" if self.keep_lines and not self.lists else ("\r" if not self.lists else " ")
        elif tag == "a":
            self.links.append((dict(attrs).get("href") or "", len(self.words)))
        elif tag in _BOLD:
            self.words += "\x01"
        elif tag in {"td", "th"}:
            self.words += " · " if self.words.strip() else ""
        elif tag in _BLOCKS or tag == "li":
            self._open(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag == "a" and self.links:
            self._end_link()
        elif tag in _BOLD:
            self.words += "\x01"
        elif tag in _HEADINGS:
            self.words = f"\x01{self.words.strip()}\x01"
            self._flush()
        elif tag in {"ul", "ol"} and self.lists:
            self._flush()
            self.lists.pop()
        elif tag in _BLOCKS or tag in {"li", "table"}:
            if tag in {"p", "div"} and self.lists:
                self.words += " "  # a paragraph within an item
            else:
                self._flush()

    def handle_data(self, data: str) -> None:
        self.words += _with_single_spaces(data)

    def text(self) -> str:
        """Return everything read, blocks apart by an empty line and items of a list on lines of their own."""
        self._flush()
        said = ""
        before: _Piece | None = None
        for piece in _marked(self.blocks):
            if before:
                said += "\n" if piece.continues(before) else "\n\n"
            said += piece.text
            before = piece
        return _ALMOST_TAG.sub("< ", said)  # the checker takes no text that looks like HTML

    def _open(self, tag: str) -> None:
        if tag in {"p", "div"} and self.lists:
            self.words += " "
            return
        self._flush()
        if tag in {"ul", "ol"}:
            if self.lists:
                self._remark("Eine Liste in einer Liste steht jetzt auf einer Ebene.")
            self.count += 1
            self.lists.append((tag, self.count))
        elif tag == "tr":
            self._remark("Eine Tabelle ist jetzt Text: je Zeile ein Absatz.")

    def _end_link(self) -> None:
        href, start = self.links.pop()
        title = _squeezed(self.words[start:].replace("\x01", "").replace("\r", " "))
        before = self.words[:start]
        if before.count("\x01") % 2 == 0 and self.words[start:].count("\x01") == 2:
            before, after = before + "\x01", "\x01"  # bold words in a link: the mark goes around it
        else:
            after = ""
        address = href.strip().replace(" ", "%20").replace(")", "%29")
        if address.startswith("https://"):
            title = (title or address).replace("[", "(").replace("]", ")")
            closed = before.rfind("]") + 1  # a bracket left open before it would become part of its title
            self.words = f"{before[:closed]}{before[closed:].replace('[', '(')}[{title}]({address}){after}"
            return
        bare = address.removeprefix("mailto:").removeprefix("tel:")
        if address.startswith("http://"):
            self._remark(f"Der Link {address} beginnt nicht mit https:// und steht jetzt als Text da.")
        shown = (
            title
            if not bare or bare in title or not re.match(r"(https?|mailto|tel):", address)
            else f"{title} ({bare})"
        )
        self.words = before + shown.strip() + after

    def _flush(self) -> None:
        words, self.words = self.words, ""
        kind, number = self.lists[-1] if self.lists else ("p", 0)
        for paragraph in re.split(r"\r", re.sub(r"\n *(?:\n *)+", "\r", words)):
            lines = [_squeezed(line) for line in paragraph.split("\n")]
            lines = [_squeezed(_bold(line)) for line in lines if line.replace("\x01", "").strip()]
            if lines:
                self.blocks.append(_Piece(kind, number, "\n".join(lines)))

    def _remark(self, said: str) -> None:
        if said not in self.remarks:
            self.remarks.append(said)


def _bold(line: str) -> str:
    """Write the marks of bold words; empty ones and one that is left over go."""
    line = re.sub(r"\x01(\s*)\x01", r"\1", line)
    return re.sub("\x01(.*?)\x01", r"**\1**", line).replace("\x01", "").strip()


def _marked(pieces: list[_Piece]) -> Iterator[_Piece]:
    """Yield the pieces with the marks of lists, also of those that somebody typed with hyphens or numbers."""
    count = 0
    for index, piece in enumerate(pieces):
        count = count + 1 if index and piece.continues(pieces[index - 1]) else 1
        if piece.kind == "ul":
            yield replace(piece, text=f"- {piece.text}")
        elif piece.kind == "ol":
            yield replace(piece, text=f"{count}. {piece.text}")
        elif _TYPED_BULLET.match(piece.text):
            yield replace(piece, kind="ul", text="- " + _TYPED_BULLET.sub("", piece.text))
        else:
            yield _numbered(piece, pieces[max(index - 1, 0) : index + 2])


def _numbered(piece: _Piece, around: list[_Piece]) -> _Piece:
    """A paragraph that begins with a number: one of a list that counts, or a day like the 15. of January."""
    number, near = piece.typed_number, {one.typed_number for one in around}
    if number and (number + 1 in near or (number > 1 and number - 1 in near)):
        return replace(piece, kind="ol")
    return replace(piece, text=re.sub(r"(?m)^(\d+\.) +", "\\1\xa0", piece.text))


class _LinkReader(HTMLParser):
    """Collects links with their words, and the words beside them."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.links: list[tuple[str, str]] = []
        self.beside = ""
        self.href: str | None = None
        self.title = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self.href, self.title = dict(attrs).get("href") or "", ""
        else:
            self.handle_data(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag == "a" and self.href is not None:
            self.links.append((_squeezed(self.title) or self.href, self.href))
            self.href = None

    def handle_data(self, data: str) -> None:
        if self.href is None:
            self.beside += data
        else:
            self.title += data
