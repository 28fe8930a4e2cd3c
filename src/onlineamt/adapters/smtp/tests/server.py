"""A mail server for tests: one connection at a time, answers by a script, remembers what it was given."""

import socket
import ssl
import threading
from dataclasses import dataclass, field


@dataclass
class ScriptedServer:
    """Answers `250` to everything unless `answers` says otherwise for a command: `{"RCPT": "550 no such person"}`."""

    answers: dict[str, str] = field(default_factory=dict)
    extensions: tuple[str, ...] = ()
    tls: ssl.SSLContext | None = None
    is_tls_from_the_start: bool = False
    commands: list[str] = field(default_factory=list)
    message: bytes = b""

    def __enter__(self) -> "ScriptedServer":
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._listener.close()
        self._thread.join(5)

    def _serve(self) -> None:
        try:
            connection, _ = self._listener.accept()
            with connection:
                self._talk(connection)
        except (OSError, ValueError):
            return

    def _talk(self, connection: socket.socket) -> None:
        if self.tls and self.is_tls_from_the_start:
            connection = self.tls.wrap_socket(connection, server_side=True)
        stream = connection.makefile("rwb")
        self._say(stream, self.answers.get("GREETING", "220 test"))
        while line := stream.readline().decode().strip():
            command = line.split()[0].upper()
            self.commands.append(line)
            if command == "EHLO":
                names = ["test", *self.extensions]
                self._say(stream, "\r\n".join(f"250-{name}" for name in names) + "\r\n250 8BITMIME")
            elif command == "STARTTLS" and self.tls:
                self._say(stream, "220 go on")
                connection = self.tls.wrap_socket(connection, server_side=True)
                stream = connection.makefile("rwb")
            elif command == "DATA" and "DATA" not in self.answers:
                self._say(stream, "354 go on")
                self.message = self._read_message(stream)
                self._say(stream, self.answers.get("END", "250 taken"))
            else:
                self._say(stream, self.answers.get(command, "221 bye" if command == "QUIT" else "250 fine"))

    def _say(self, stream: "socket.SocketIO | object", words: str) -> None:
        stream.write(words.encode() + b"\r\n")  # type: ignore[union-attr]
        stream.flush()  # type: ignore[union-attr]

    def _read_message(self, stream: object) -> bytes:
        lines = []
        while (line := stream.readline()) != b".\r\n":  # type: ignore[attr-defined]
            lines.append(line)
        return b"".join(lines)
