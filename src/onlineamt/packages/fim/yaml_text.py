"""Package files as people write them: in order, in blocks, with remarks beside the keys."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import yaml

REMARKS: Final = "#"
"""The key under which a mapping holds remarks: lines that stand above its other keys as comments."""

_WIDTH: Final = 110
_PLAIN: Final = re.compile(r"[A-Za-zÄÖÜäöüß]([\wÄÖÜäöüß .;/()§+%=-]*[\wÄÖÜäöüß.)%])?")
_WORDS_OF_YAML: Final = frozenset({"yes", "no", "true", "false", "null", "on", "off", "y", "n"})


def to_yaml(content: Mapping[str, Any], *, head: Sequence[str] = ()) -> str:
    """Return a mapping as YAML, after comment lines. Nothing of it is an alias or a tag, whatever the texts are."""
    return "\n".join((*(f"# {line}".rstrip() for line in head), *_mapping(content))) + "\n"


def _mapping(content: Mapping[str, Any]) -> Iterator[str]:
    for remark in content.get(REMARKS, ()):
        yield from (f"# {line}".rstrip() for line in str(remark).splitlines())
    for key, value in content.items():
        if key != REMARKS:
            yield from _entry(f"{_scalar(key)}:", value)


def _entry(key: str, value: Any) -> Iterator[str]:
    if isinstance(value, Mapping) and value:
        flow = _flow(value)
        if flow is not None and len(key) + len(flow) < _WIDTH and len(value) <= 3:
            yield f"{key} {flow}"
        else:
            yield key
            yield from (f"  {line}" for line in _mapping(value))
    elif isinstance(value, list | tuple) and value:
        flow = _flow(value)
        if flow is not None and len(key) + len(flow) < _WIDTH:
            yield f"{key} {flow}"
        else:
            yield key
            yield from (f"  {line}" for line in _sequence(value))
    else:
        yield f"{key} {_scalar(value)}"


def _sequence(values: Sequence[Any]) -> Iterator[str]:
    for value in values:
        lines = list(_mapping(value)) if isinstance(value, Mapping) and value else [_scalar(value)]
        remarks = [line for line in lines if line.startswith("#")] if isinstance(value, Mapping) else []
        own = lines[len(remarks) :]
        yield f"- {own[0]}"
        yield from (f"  {line}" for line in (*remarks, *own[1:]))


def _flow(value: Any) -> str | None:
    """Return something small on one line; None where it is large or has remarks of its own."""
    if isinstance(value, Mapping):
        if REMARKS in value or any(isinstance(one, Mapping | list | tuple) for one in value.values()):
            return None
        return "{" + ", ".join(f"{_scalar(key)}: {_scalar(one)}" for key, one in value.items()) + "}"
    if isinstance(value, list | tuple):
        if any(isinstance(one, Mapping | list | tuple) for one in value):
            return None
        return "[" + ", ".join(map(_scalar, value)) + "]"
    return _scalar(value)


def _scalar(value: Any) -> str:
    """Return a value on one line, in quotes where YAML would take it for something else."""
    if isinstance(value, str) and _PLAIN.fullmatch(value) and value.lower() not in _WORDS_OF_YAML:
        return value
    if isinstance(value, str) and value.isprintable():
        return json.dumps(value, ensure_ascii=False)
    style = '"' if isinstance(value, str) else None
    written = yaml.safe_dump(
        value, default_style=style, default_flow_style=True, allow_unicode=True, width=10**6
    )
    return str(written).removesuffix("\n...\n").rstrip("\n")
