"""What FIM has no place for, as keywords (Stichwort) of the element it belongs to: one keyword for each key of form.yaml.

A keyword `<stichwort uri="online-amt:form:autocomplete">given-name</stichwort>` says `autocomplete: given-name`. Words stand as
they are, everything else as JSON; null says that the form does not have what FIM has. What FIM can say itself stands in FIM's terms alone, so that a change there is a change here.
"""

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

from onlineamt.packages.fim.model import Described, Keyword
from onlineamt.packages.fim.parts import as_line

_URI: Final = "online-amt:form:"
_WORD = re.compile(r"[a-zäöüA-ZÄÖÜ][\w.-]*", re.ASCII)
_NOT_WORDS: Final = frozenset({"true", "false", "null", "NaN", "Infinity"})
PART: Final = "part"
"""The key that says which part of a form an element is: form, section, page, group, list, question, computed."""


def mark(key: str, value: Any) -> Keyword:
    """Return the keyword for a key of a form, with a value as JSON knows it."""
    return Keyword(text=_written(value), uri=f"{_URI}{key}")


def marks(content: Mapping[str, Any]) -> tuple[Keyword, ...]:
    """Return the keywords for several keys."""
    return tuple(mark(key, value) for key, value in content.items())


def marked(one: Described) -> dict[str, Any]:
    """Return what the keywords of an element say of the form. One that cannot be read any more says nothing."""
    found: dict[str, Any] = {}
    for keyword in one.keywords:
        if keyword.uri.startswith(_URI):
            found.setdefault(keyword.uri.removeprefix(_URI), _read(keyword.text))
    return found


def differences(made: Mapping[str, Any], wanted: Mapping[str, Any]) -> dict[str, Any]:
    """Return the keys by which `made` becomes `wanted`; None for what it does not have."""
    changed = {key: value for key, value in wanted.items() if key not in made or made[key] != value}
    return changed | dict.fromkeys(sorted(made.keys() - wanted.keys()))


def with_marks(
    made: Mapping[str, Any], said: Mapping[str, Any], *, but: Iterable[str] = ()
) -> dict[str, Any]:
    """Return a part of a form with what its element's keywords say; `but`: keys that mean something else to the caller."""
    changed = {key: value for key, value in said.items() if key not in {PART, *but}}
    kept = {key: value for key, value in made.items() if key not in changed}
    return kept | {key: value for key, value in changed.items() if value is not None}


def _written(value: Any) -> str:
    if isinstance(value, str) and _WORD.fullmatch(value) and value not in _NOT_WORDS:
        return value
    said = json.dumps(value, ensure_ascii=False)
    if said == as_line(said):
        return said
    # Readers put blanks together and compose letters: what they would change is written with escapes.
    return json.dumps(value, separators=(",", ":")).replace("  ", "\\u0020\\u0020")


def _read(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return text
