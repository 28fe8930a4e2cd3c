"""The spellings of a body's type that reach Django: the few that browsers use, in front of everything that reads them.

Django believes the `charset` a request names, on pages that are read too: a strange one turned a kept search into
nonsense for everybody, and an unknown one stopped the request before there was one to answer.
"""

import re
from collections.abc import Callable, Iterable
from typing import Any

_READABLE = re.compile(
    r"""(?P<form>application/x-www-form-urlencoded)(\s*;\s*charset="?utf-8"?)?
      | (?P<files>multipart/form-data\s*;\s*boundary=("?)[0-9A-Za-z'()+_,./:=?-]{1,70}\4)""",
    re.IGNORECASE | re.VERBOSE,
)
UNREADABLE = "application/octet-stream"  # what the entrance refuses to read as a form

Environ = dict[str, Any]
Application = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]


def readable_types_only(application: Application) -> Application:
    """Wrap a WSGI application: it sees a form's type without extras, and any other type as no form."""

    def wrapped(environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        if sent := environ.get("CONTENT_TYPE"):
            environ["CONTENT_TYPE"] = readable_type(sent)
        return application(environ, start_response)

    return wrapped


def readable_type(sent: str) -> str:
    """Return a type as Django is to see it."""
    found = _READABLE.fullmatch(sent.strip())
    if found is None:
        return UNREADABLE
    return found["form"] or found["files"]
