"""One spelling for a value, so that its hash means something (RFC 8785 for the values we keep: no floats)."""

import hashlib
import json
from typing import Any


def canonical_json(value: Any) -> bytes:
    """Return the value as JSON with sorted keys and no spaces, in UTF-8. Raises TypeError on a float."""
    _refuse_floats(value)
    return json.dumps(
        value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    ).encode()


def digest(content: bytes) -> str:
    """Return the SHA-256 of the content in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def _refuse_floats(value: Any) -> None:
    if isinstance(value, float):
        raise TypeError("a float has no canonical spelling; keep numbers as integers or decimal strings")
    if isinstance(value, dict):
        for item in value.values():
            _refuse_floats(item)
    elif isinstance(value, list | tuple):
        for item in value:
            _refuse_floats(item)
