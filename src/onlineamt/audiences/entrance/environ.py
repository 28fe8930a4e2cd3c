"""A request as the server knows it, told in the words of WSGI (PEP 3333)."""

import sys
from collections.abc import Iterable
from typing import Any, Protocol

from onlineamt.audiences.entrance.bodies import Body
from onlineamt.foundation.core.errors import PortalError

REFUSAL = "onlineamt.refusal"  # no header can be called so: a PortalError to be answered instead of the page

Environ = dict[str, Any]
_OWN_NAMES = {"content-type": "CONTENT_TYPE", "content-length": "CONTENT_LENGTH"}
_SAME_FOR_ALL: Environ = {
    "SCRIPT_NAME": "",
    "SERVER_PROTOCOL": "HTTP/1.1",
    "SERVER_SOFTWARE": "",
    "wsgi.version": (1, 0),
    "wsgi.errors": sys.stderr,
    "wsgi.input_terminated": True,
    "wsgi.multithread": True,
    "wsgi.multiprocess": True,
    "wsgi.run_once": False,
}


class RequestHeaders(Protocol):
    """Names in lower case and their values."""

    def get(self, name: str, default: Any = None) -> Any:
        """Return the first value."""

    def items(self) -> Iterable[tuple[str, str]]:
        """Return every line."""


class Scope(Protocol):
    """What the server knows of a request before its body."""

    method: str
    path: str
    query_string: str
    client: str
    server: str
    scheme: str
    authority: str | None
    headers: RequestHeaders


def environ_of(scope: Scope, body: Body, refusal: PortalError | None) -> Environ:
    """Return the request for a WSGI application."""
    server, _, port = scope.server.rpartition(":")
    environ = {
        **_SAME_FOR_ALL,
        "REQUEST_METHOD": scope.method,
        "PATH_INFO": scope.path.encode().decode("latin-1"),
        "QUERY_STRING": scope.query_string,
        "REMOTE_ADDR": scope.client.rpartition(":")[0].strip("[]"),
        "SERVER_NAME": server.strip("[]"),
        "SERVER_PORT": port,
        "wsgi.url_scheme": scope.scheme,
        "wsgi.input": body,
        **_headers(scope.headers.items()),
    }
    environ.setdefault("HTTP_HOST", scope.authority or "")
    if refusal is not None:
        environ[REFUSAL] = refusal
    return environ


def _headers(lines: Iterable[tuple[str, str]]) -> Environ:
    """Return the headers; one with an underscore could pass for another, so it is left out as nginx does."""
    found: Environ = {}
    for name, value in lines:
        if "_" in name:
            continue
        key = _OWN_NAMES.get(name) or f"HTTP_{name.upper().replace('-', '_')}"
        if key in found:
            found[key] += ("; " if name == "cookie" else ",") + value
        else:
            found[key] = value
    return found
