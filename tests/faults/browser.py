"""A browser without JavaScript whose connections break: it can hang up in the middle of a request or of an answer."""

import http.client
import socket
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlencode

Form = Mapping[str, str] | Mapping[str, str | bytes]  # bytes: a file
Cut = Literal["", "request", "answer"]
TIMEOUT_SECONDS = 20.0
HOST = "musterstadt.localhost"
_HANG_UP = struct.pack("ii", 1, 0)  # SO_LINGER: close at once, whatever is still to be said


class Broken(Exception):
    """The connection ended before the answer was whole; whether the portal acted is not known."""


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    location: str
    body: str


class Browser:
    """One device: its cookie, its address on this machine, and one connection that it keeps open while it can."""

    def __init__(
        self, port: int, *, address: str = "127.0.0.1", cookie: str = "", timeout: float = TIMEOUT_SECONDS
    ) -> None:
        self._port, self._address, self.cookie, self._timeout = port, address, cookie, timeout
        self._connection: http.client.HTTPConnection | None = None

    def get(self, path: str) -> Answer:
        """Fetch a page. Raises Broken."""
        return self._ask("GET", path, None, "")

    def post(self, path: str, form: Form, *, cut: Cut = "") -> Answer:
        """Send a form; with `cut` hang up while it is sent, or before the answer. Raises Broken."""
        return self._ask("POST", path, form, cut)

    def post_twice(self, path: str, form: Form) -> list[Answer]:
        """Send the same form on two connections before reading either answer. Raises Broken."""
        self.close()
        both = [self._open(), self._open()]
        try:
            for connection in both:
                self._send(connection, "POST", path, form)
            return [self._read(connection) for connection in both]
        except (OSError, http.client.HTTPException) as failure:
            raise Broken(type(failure).__name__) from failure
        finally:
            for connection in both:
                connection.close()

    def close(self) -> None:
        """Close the connection."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _ask(self, method: str, path: str, form: Form | None, cut: Cut) -> Answer:
        try:
            self._connection = self._connection or self._open()
            if cut:
                self._hang_up(self._connection, path, form or {}, cut)
                raise Broken(f"cut {cut}")
            self._send(self._connection, method, path, form)
            return self._read(self._connection)
        except (OSError, http.client.HTTPException) as failure:
            self.close()
            raise Broken(type(failure).__name__) from failure

    def _open(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection(
            "127.0.0.1", self._port, timeout=self._timeout, source_address=(self._address, 0)
        )

    def _headers(self) -> dict[str, str]:
        return {"Host": HOST, "Sec-Fetch-Site": "same-origin", "Cookie": self.cookie}

    def _send(
        self, connection: http.client.HTTPConnection, method: str, path: str, form: Form | None
    ) -> None:
        headers, body = self._headers(), None
        if form is not None:
            headers["Content-Type"], body = _encoded(form)
        connection.request(method, path, body, headers)

    def _read(self, connection: http.client.HTTPConnection) -> Answer:
        answer = connection.getresponse()
        body = answer.read().decode("utf-8", "replace")
        if cookie := answer.getheader("Set-Cookie"):
            self.cookie = cookie.partition(";")[0].strip()
        return Answer(answer.status, answer.getheader("Location") or "", body)

    def _hang_up(self, connection: http.client.HTTPConnection, path: str, form: Form, cut: Cut) -> None:
        """Send half of the body, or all of it, and end the connection without another word."""
        content_type, body = _encoded(form)
        connection.putrequest("POST", path, skip_host=True)
        for name, value in self._headers().items():
            connection.putheader(name, value)
        connection.putheader("Content-Type", content_type)
        connection.putheader("Content-Length", str(len(body)))
        connection.endheaders(body[: len(body) // 2] if cut == "request" else body)
        if isinstance(connection.sock, socket.socket):
            connection.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _HANG_UP)
        self.close()


def _encoded(form: Form) -> tuple[str, bytes]:
    """Return type and body of a form; one with a file is sent in parts."""
    if not any(isinstance(content, bytes) for content in form.values()):
        return "application/x-www-form-urlencoded", urlencode(form).encode()
    mark = b"----part-of-a-form"
    body = b""
    for name, content in form.items():
        file = b'; filename="schein.jpg"' if isinstance(content, bytes) else b""
        said = content if isinstance(content, bytes) else content.encode()
        body += b'--%s\r\nContent-Disposition: form-data; name="%s"%s\r\n\r\n' % (mark, name.encode(), file)
        body += said + b"\r\n"
    return f"multipart/form-data; boundary={mark.decode()}", body + b"--%s--\r\n" % mark
