"""Slow clients against a server: python -m tests.hostile.slow [--connections N] [--seconds S]. One JSON object a line."""

import argparse
import asyncio
import http.client
import json
import socket
import sys
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import asdict, dataclass
from threading import Thread

HOST = "messstadt.localhost"
KEPT = "/"
FRESH = "/status"  # asked of Django each time
PAUSE = 1.0
PATIENCE = 8.0  # of a visitor, in seconds
_FORM = "Content-Type: application/x-www-form-urlencoded\r\nSec-Fetch-Site: same-origin\r\n"


@dataclass(frozen=True)
class Figures:
    """How others fared meanwhile."""

    kind: str
    connections: int
    answered: int
    failed: int
    median_ms: float
    p99_ms: float
    slowest_ms: float


async def drip_headers(port: int) -> None:
    """Send the head of a request, one byte a second."""
    await _drip(port, b"", f"GET {KEPT} HTTP/1.1\r\nHost: {HOST}\r\nX-Long: {'x' * 10_000}".encode())


async def drip_body(port: int) -> None:
    """Promise a body and send one byte of it a second."""
    head = f"POST /status HTTP/1.1\r\nHost: {HOST}\r\n{_FORM}Content-Length: 900000\r\n\r\n"
    await _drip(port, head.encode(), b"a=" + b"b" * 10_000)


async def drip_chunks(port: int) -> None:
    """Send a body of unknown length, a chunk of one byte a second."""
    head = f"POST /status HTTP/1.1\r\nHost: {HOST}\r\n{_FORM}Transfer-Encoding: chunked\r\n\r\n"
    await _drip(port, head.encode(), b"1\r\nb\r\n" * 10_000, step=6)


async def read_nothing(port: int) -> None:
    """Ask for many pages at once and take none of them."""
    with socket.socket() as deaf:
        deaf.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1024)
        deaf.setblocking(False)
        loop = asyncio.get_running_loop()
        await loop.sock_connect(deaf, ("127.0.0.1", port))
        await loop.sock_sendall(deaf, f"GET {KEPT} HTTP/1.1\r\nHost: {HOST}\r\n\r\n".encode() * 200)
        await asyncio.sleep(3600)


async def stay_silent(port: int) -> None:
    """Open a connection and say nothing."""
    await _drip(port, b"", b"")


async def stay_idle(port: int) -> None:
    """Ask once, keep the connection and say nothing more."""
    await _drip(port, f"GET {KEPT} HTTP/1.1\r\nHost: {HOST}\r\n\r\n".encode(), b"")


KINDS: Mapping[str, Callable[[int], Awaitable[None]]] = {
    "headers, a byte a second": drip_headers,
    "body with a length, a byte a second": drip_body,
    "chunked body, a byte a second": drip_chunks,
    "answers not read": read_nothing,
    "connections without a request": stay_silent,
    "connections kept after a request": stay_idle,
}


async def _drip(port: int, at_once: bytes, slowly: bytes, *, step: int = 1) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        writer.write(at_once)
        for start in range(0, len(slowly), step):
            writer.write(slowly[start : start + step])
            await writer.drain()
            await asyncio.sleep(PAUSE)
        while await reader.read(65_536):
            pass
    finally:
        writer.close()


async def _again_and_again(client: Callable[[int], Awaitable[None]], port: int) -> None:
    while True:
        try:
            await client(port)
        except OSError:  # let go by the server: come back
            await asyncio.sleep(0.1)


async def _attack(kind: str, port: int, connections: int, seconds: float) -> None:
    clients = [asyncio.create_task(_again_and_again(KINDS[kind], port)) for _ in range(connections)]
    await asyncio.sleep(seconds)
    for client in clients:
        client.cancel()
    await asyncio.gather(*clients, return_exceptions=True)


def measure(kind: str, port: int, *, connections: int, seconds: float, settle: float = 1.0) -> Figures:
    """Let slow clients sit on a server, and ask as anybody would."""
    attackers = Thread(target=lambda: asyncio.run(_attack(kind, port, connections, settle + seconds + 1)))
    if connections:
        attackers.start()
    time.sleep(settle)
    times, failed = _ask_for(port, seconds)
    if connections:
        attackers.join()
    times.sort()
    return Figures(
        kind=kind if connections else "nobody",
        connections=connections,
        answered=len(times),
        failed=failed,
        median_ms=_milliseconds(times, 0.5),
        p99_ms=_milliseconds(times, 0.99),
        slowest_ms=_milliseconds(times, 1.0),
    )


def _ask_for(port: int, seconds: float) -> tuple[list[float], int]:
    """Ask on a new connection each time, as new visitors do."""
    times, failed, end = [], 0, time.monotonic() + seconds
    while time.monotonic() < end:
        start = time.perf_counter()
        try:
            _ask(port, FRESH if len(times) % 2 else KEPT)
            times.append(time.perf_counter() - start)
        except OSError:
            failed += 1
        time.sleep(0.005)
    return times, failed


def _ask(port: int, path: str) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    try:
        connection.request("GET", path, headers={"Host": HOST})
        answer = connection.getresponse()
        answer.read()
        if answer.status != http.client.OK:
            raise OSError(f"{path}: {answer.status}")
    finally:
        connection.close()


def _milliseconds(times: list[float], share: float) -> float:
    return round(times[min(len(times) - 1, int(len(times) * share))] * 1000, 1) if times else float("inf")


def main() -> int:
    """Measure every kind against a server of its own."""
    from tests.load.applications import offer_small_service
    from tests.load.installation import install

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--connections", type=int, default=100)
    parser.add_argument("--seconds", type=float, default=8)
    options = parser.parse_args()
    with install() as installation:
        offer_small_service()
        for kind, connections in [("", 0), *((kind, options.connections) for kind in KINDS)]:
            with installation.serve() as port:
                _ask_for(port, 0.5)  # warm
                figures = measure(kind, port, connections=connections, seconds=options.seconds)
            sys.stdout.write(json.dumps(asdict(figures)) + "\n")
            sys.stdout.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
