"""A load generator that costs little: a few connections, several requests in each packet, answers counted by bytes."""

import socket
import time

CONNECTIONS = 16
PIPELINED = 4


def requests_per_second(port: int, host: str, path: str, seconds: float) -> float:
    """Return how many times per second a server answers the same kept page."""
    request = f"GET {path} HTTP/1.1\r\nHost: {host}\r\nAccept-Encoding: br\r\n\r\n".encode()
    connections = [socket.create_connection(("127.0.0.1", port)) for _ in range(CONNECTIONS)]
    try:
        for connection in connections * 2:
            _ask(connection, request)
        length = len(_ask(connections[0], request))
        answered, start = 0, time.perf_counter()
        while (spent := time.perf_counter() - start) < seconds:
            answered += _round(connections, request, length)
        return answered / spent
    finally:
        for connection in connections:
            connection.close()


def _round(connections: list[socket.socket], request: bytes, length: int) -> int:
    for connection in connections:
        connection.sendall(request * PIPELINED)
    for connection in connections:
        left = length * PIPELINED
        while left:
            left -= len(connection.recv(min(left, 65_536)))
    return len(connections) * PIPELINED


def _ask(connection: socket.socket, request: bytes) -> bytes:
    """Return a whole answer; its length is known from its head."""
    connection.sendall(request)
    answer = b""
    while b"\r\n\r\n" not in answer:
        answer += connection.recv(65_536)
    head, _, body = answer.partition(b"\r\n\r\n")
    if not head.startswith(b"HTTP/1.1 200"):
        raise RuntimeError(head.decode("latin-1"))
    length = int(head.lower().partition(b"content-length:")[2].split(b"\r\n", 1)[0])
    while len(body) < length:
        body += connection.recv(65_536)
    return head + b"\r\n\r\n" + body
