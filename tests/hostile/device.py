"""A stranger's program: it speaks WSGI to the whole portal (files, kept pages, Django) and may send any bytes."""

from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Any

FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: Mapping[str, str]  # names in lower case
    body: bytes


class Device:
    """One device; it keeps no cookies unless they are sent along."""

    def __init__(self, host: str = "musterstadt.localhost", **environ: Any) -> None:
        self._environ = {"HTTP_HOST": host, "HTTP_SEC_FETCH_SITE": "same-origin", **environ}

    def get(self, path: bytes | str, query: bytes | str = b"", **environ: Any) -> Answer:
        """Open an address."""
        return self.ask("GET", path, query, **environ)

    def post(self, path: bytes | str, body: bytes, *, content_type: str = FORM, **environ: Any) -> Answer:
        """Send a body."""
        return self.ask("POST", path, body=body, CONTENT_TYPE=content_type, **environ)

    def ask(
        self, method: str, path: bytes | str, query: bytes | str = b"", *, body: bytes = b"", **environ: Any
    ) -> Answer:
        """Send a request as a server hands it over: bytes as Latin-1 text. An `environ` of None is left out."""
        from onlineamt.config.wsgi import application

        sent = {
            "REQUEST_METHOD": method,
            "SCRIPT_NAME": "",
            "PATH_INFO": _as_server(path),
            "QUERY_STRING": _as_server(query),
            "CONTENT_LENGTH": str(len(body)),
            "REMOTE_ADDR": "203.0.113.7",
            "SERVER_NAME": "127.0.0.1",
            "SERVER_PORT": "8000",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "wsgi.version": (1, 0),
            "wsgi.url_scheme": "http",
            "wsgi.input": BytesIO(body),
            "wsgi.errors": BytesIO(),
            "wsgi.multithread": True,
            "wsgi.multiprocess": True,
            "wsgi.run_once": False,
            **self._environ,
            **environ,
        }
        heard: list[tuple[str, list[tuple[str, str]]]] = []

        def start_response(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> None:
            heard.append((status, headers))

        chunks = application(
            {name: value for name, value in sent.items() if value is not None}, start_response
        )
        try:
            content = b"".join(chunks)
        finally:
            if hasattr(chunks, "close"):
                chunks.close()
        status, headers = heard[-1]
        return Answer(int(status[:3]), {name.lower(): value for name, value in headers}, content)


def _as_server(text: bytes | str) -> str:
    return (text if isinstance(text, bytes) else text.encode()).decode("latin-1")
