"""Leaves out of the design system's style sheet what no template uses."""

import re
from collections.abc import Iterable, Iterator

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_TOKEN = re.compile(r""""(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|url\((?!["'])[^)]*\)|[{};]""", re.DOTALL)
_NAME = re.compile(r"kern-[a-z0-9_-]+")
_CLASS = re.compile(r"\.(kern-[a-z0-9_-]+)")
_INNERMOST = re.compile(r"\([^()]*\)")
_CONDITIONAL = ("@media", "@supports", "@layer", "@container")


def class_names(texts: Iterable[str]) -> frozenset[str]:
    """Return every word that could be a class of the design system."""
    return frozenset(name for text in texts for name in _NAME.findall(text))


def purge(css: str, used: frozenset[str]) -> str:
    """Return the style sheet without the rules whose classes are never used.

    Only plain class rules go. Element rules, custom properties, key frames and whatever stands in :not(), :is() or
    :has() stay: too much is harmless, too little is not.
    """
    return "".join(_kept(_COMMENT.sub("", css), used))


def _kept(css: str, used: frozenset[str]) -> Iterator[str]:
    for prelude, body in _rules(css):
        if body is None:
            yield prelude
        elif prelude.startswith(_CONDITIONAL):
            inner = "".join(_kept(body, used))
            if inner:
                yield f"{prelude}{{{inner}}}"
        elif prelude.startswith("@"):
            yield f"{prelude}{{{body}}}"
        elif selectors := [selector for selector in _selectors(prelude) if _is_used(selector, used)]:
            yield f"{','.join(selectors)}{{{body}}}"


def _rules(css: str) -> Iterator[tuple[str, str | None]]:
    """Yield (prelude, body) of the rules on the top level; a statement such as @charset has no body."""
    start = depth = body_start = 0
    for token in _TOKEN.finditer(css):
        if token[0] == "{":
            depth += 1
            if depth == 1:
                body_start = token.end()
        elif token[0] == "}":
            depth -= 1
            if depth == 0:
                yield css[start : body_start - 1].strip(), css[body_start : token.start()]
                start = token.end()
        elif token[0] == ";" and depth == 0:
            yield css[start : token.end()].strip(), None
            start = token.end()


def _selectors(prelude: str) -> list[str]:
    parts, depth, start = [], 0, 0
    for position, character in enumerate(prelude):
        depth += {"(": 1, "[": 1, ")": -1, "]": -1}.get(character, 0)
        if character == "," and depth == 0:
            parts.append(prelude[start:position].strip())
            start = position + 1
    return [*parts, prelude[start:].strip()]


def _is_used(selector: str, used: frozenset[str]) -> bool:
    plain = selector
    while (shorter := _INNERMOST.sub("", plain)) != plain:
        plain = shorter
    return all(name in used for name in _CLASS.findall(plain))
