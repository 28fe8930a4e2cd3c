"""Changes single values of a YAML file that people write: comments, order and all other lines stay as they are."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import yaml

from onlineamt.packages.source import Path, UnreadableSource, read_source

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the one that reads packages: they differ in details
_ESCAPED = re.compile("[\x7f-\x9f\u2028\u2029\ufeff]")
_BLOCK = re.compile(r"[^\s#].*", re.DOTALL)
_PLAIN = re.compile(r"[A-Za-zÄÖÜäöüß§(][\w§ ,.;()/+–-]*")
_WORDS = {"true", "false", "null", "yes", "no", "on", "off"}


class NotEditable(ValueError):
    """The file cannot be changed without changing more of it than asked."""


@dataclass
class _Span:
    """Where a value stands, in characters, and what one needs to know to write beside it."""

    start: int
    end: int = 0
    key_end: int = 0
    key_column: int = 0
    is_flow: bool = False  # it stands inside { } or [ ]
    is_mapping: bool = False
    is_flow_mapping: bool = False


def set_values(text: str, changes: Mapping[Path, Any]) -> str:
    """Return YAML with values replaced, or added where they are missing.

    Values: texts, lists of texts or of flat mappings, mappings. Raises NotEditable, or UnreadableSource for a broken file.
    """
    mark = "\ufeff" if text.startswith("\ufeff") else ""
    bare = text.removeprefix(mark)
    line_end = "\r\n" if "\r\n" in bare else "\n"
    edited = bare.replace("\r\n", "\n")
    wanted = read_source("", edited)[0].value or {}
    for path, value in changes.items():
        wanted = _with(wanted, path, value)
        edited = _with_value(edited, path, value)
    try:
        came_of_it = read_source("", edited)[0].value
    except UnreadableSource as unreadable:
        raise NotEditable(str(unreadable)) from None
    if came_of_it != wanted:
        raise NotEditable("Beim Ändern käme etwas anderes heraus.")
    return mark + edited.replace("\n", line_end)


def _with(value: Any, path: Path, new: Any) -> Any:
    if not isinstance(value, Mapping):
        raise NotEditable(f"„{path[0]}“ soll in einem Wert stehen, der keine Schlüssel enthält.")
    changed = dict(value)
    changed[path[0]] = _with(changed.get(path[0]) or {}, path[1:], new) if len(path) > 1 else new
    return changed


def _with_value(text: str, path: Path, value: Any) -> str:
    spans = _spans(text)
    if path in spans:
        return _replaced(text, spans[path], value)
    depth = next((n for n in range(len(path) - 1, -1, -1) if path[:n] in spans), 0)
    for step in reversed(path[depth + 1 :]):
        value = {step: value}
    key = str(path[depth])
    if () not in spans:  # nothing but comments
        return f"{text.rstrip()}\n".lstrip("\n") + _entry(key, value, 0) + "\n"
    return _inserted(text, path[:depth], spans, key, value)


def _replaced(text: str, span: _Span, value: Any) -> str:
    between = text[span.key_end : span.start]
    if span.is_flow or "#" in between:
        return text[: span.start] + _flow(value) + text[span.end :]
    written, line_end, more = _block(value, span.key_column).partition("\n")
    behind, _, _ = text[span.end :].partition("\n")  # a comment stays on the line of its key
    return f"{text[: span.key_end]}:{written}{behind}{line_end}{more}{text[span.end + len(behind) :]}"


def _inserted(text: str, parent: Path, spans: Mapping[Path, _Span], key: str, value: Any) -> str:
    span = spans[parent]
    if not span.is_mapping and text[span.start : span.end].strip() in {"", "~", "null"}:
        return _replaced(text, span, {key: value})
    if not span.is_mapping:
        raise NotEditable(f"„{'.'.join(map(str, parent))}“ enthält keine Schlüssel.")
    if span.is_flow_mapping:
        inside = text[span.start + 1 : span.end - 1].rstrip()
        comma = ", " if inside.strip() and not inside.endswith(",") else ""
        return (
            f"{text[: span.start + 1]}{inside}{comma}{json.dumps(key)}: {_flow(value)}{text[span.end - 1 :]}"
        )
    column = next(one.key_column for path, one in spans.items() if path[:-1] == parent and path != parent)
    line_end = text.find("\n", span.end)
    rest = text[span.end : line_end] if line_end >= 0 else text[span.end :]
    at = span.end + len(rest)  # a comment behind the last value stays there
    return f"{text[:at]}\n{' ' * column}{_entry(key, value, column)}{text[at:]}"


def _spans(text: str) -> dict[Path, _Span]:
    """Return where every value of a mapping stands; lists are seen as a whole."""
    spans: dict[Path, _Span] = {}
    events = yaml.parse(text, Loader=_LOADER)
    for event in events:
        if isinstance(event, yaml.NodeEvent):
            _node(text, event, events, (), spans)
    return spans


def _node(
    text: str, event: Any, events: Iterator[Any], path: Path, spans: dict[Path, _Span], flow: bool = False
) -> int:
    """Note a node and everything in it; return where it ends, without the empty lines behind it."""
    assert event.start_mark and event.end_mark
    span = spans[path] = _Span(event.start_mark.index, is_flow=flow)
    if isinstance(event, yaml.ScalarEvent):
        span.end = span.start + len(text[span.start : event.end_mark.index].rstrip())
        return span.end
    own_flow = bool(event.flow_style)
    last = span.start
    if isinstance(event, yaml.MappingStartEvent):
        span.is_mapping, span.is_flow_mapping = True, own_flow
        while not isinstance(key := next(events), yaml.MappingEndEvent):
            inner = (*path, str(key.value))
            last = _node(text, next(events), events, inner, spans, flow or own_flow)
            spans[inner].key_end, spans[inner].key_column = _at(key.end_mark), key.start_mark.column
        end = key
    else:
        count = 0
        while not isinstance(end := next(events), yaml.SequenceEndEvent):
            last = _node(text, end, events, (*path, count), spans, flow or own_flow)
            count += 1
    span.end = _at(end.end_mark) if own_flow else last
    return span.end


def _at(mark: Any) -> int:
    return int(mark.index)


def _entry(key: str, value: Any, column: int) -> str:
    return f"{key}:{_block(value, column)}"


def _block(value: Any, column: int) -> str:
    """Return a value as it stands behind `key:` on lines of its own, or on the same line where it is short."""
    inside = " " * (column + 2)
    if isinstance(value, Mapping):
        return "".join(f"\n{inside}{_entry(str(key), one, column + 2)}" for key, one in value.items())
    if isinstance(value, list | tuple):
        return "".join(f"\n{inside}- {_flow(one)}" for one in value) or " []"
    text = str(value)
    if text.endswith("\n") and _BLOCK.fullmatch(text) and not _ESCAPED.search(text):
        lines = text[:-1].split("\n")
        return " |\n" + "\n".join(f"{inside}{line}" if line else "" for line in lines)
    return f" {_scalar(text)}"


def _flow(value: Any) -> str:
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {_flow(one)}" for key, one in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(_flow, value)) + "]"
    return _scalar(str(value), quoted="," in str(value))


def _scalar(text: str, *, quoted: bool = False) -> str:
    if not quoted and _PLAIN.fullmatch(text) and text.lower() not in _WORDS and text == text.strip():
        return text
    return _ESCAPED.sub(lambda found: f"\\u{ord(found[0]):04x}", json.dumps(text, ensure_ascii=False))
