"""Bedient die Seiten: onlineamt serve [--address IP] [--port N]"""

import argparse
import gc
import importlib
import os
import resource
import signal
import socket
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from onlineamt.config.env import Env
from onlineamt.config.metrics_folder import make_metrics_folder, remove_metrics_folder
from onlineamt.config.progress import CannotGoOn
from onlineamt.config.supervision import die_with

if TYPE_CHECKING:
    from onlineamt.audiences.entrance.front import Front

NAME = "onlineamt-web"
_WSGI = "onlineamt.config.wsgi"
RESPAWN_SECONDS = 1.0
STOP_SECONDS = 30
HEADER_MILLISECONDS = 30_000  # for the head of a request, and for a connection on which nothing is asked
HEADER_BYTES = 65_536
BACKLOG = 1024
FILES_BESIDE = 200  # files and database connections of a process


def run(arguments: Sequence[str]) -> int:
    """Serve until SIGTERM; running requests finish. A worker that dies is replaced."""
    from django.conf import settings

    env: Env = settings.ENV
    parser = argparse.ArgumentParser(prog="onlineamt serve", description=__doc__)
    parser.add_argument("--address", default=env.address)
    parser.add_argument("--port", type=int, default=env.port)
    options = parser.parse_args(arguments)
    demand_free_port(options.address, options.port)
    folder = make_metrics_folder(env.data)
    try:
        _serve(env, options.address, options.port)
    finally:
        remove_metrics_folder(folder)
    return 0


def demand_free_port(address: str, port: int) -> None:
    """Raise CannotGoOn when somebody serves there: our own workers share a port, so the kernel would let us in."""
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address, port))
        except OSError as failure:
            raise CannotGoOn(
                f"Auf {address}:{port} lässt sich nicht lauschen ({failure.strerror}). "
                "Beenden Sie das andere Programm, oder wählen Sie mit --port einen anderen Port."
            ) from None


def load_front(parent: int) -> "Front":
    """Return the application; called in each worker. A worker must not outlive its server and keep the port.

    It ends at once: one that went on with its requests kept the next server waiting, for seconds where the database is slow.
    """
    die_with(parent, signal.SIGKILL)
    from onlineamt.config.wsgi import make_front

    return make_front()


def _serve(env: Env, address: str, port: int) -> None:
    from granian import Granian
    from granian.constants import HTTPModes, Interfaces
    from granian.http import HTTP1Settings

    from onlineamt.config.logging import logging_config

    importlib.import_module(
        _WSGI
    )  # once here, shared by the workers until they write to it; opens no connection
    gc.collect()
    gc.freeze()
    server = Granian(
        f"{_WSGI}:application",
        address=address,
        port=port,
        interface=Interfaces.RSGI,
        workers=env.web_processes,
        http=HTTPModes.http1,
        http1_settings=HTTP1Settings(header_read_timeout=HEADER_MILLISECONDS, max_buffer_size=HEADER_BYTES),
        backpressure=_make_room_for(env.web_connections),
        backlog=BACKLOG,
        websockets=False,
        respawn_failed_workers=True,
        respawn_interval=RESPAWN_SECONDS,
        workers_kill_timeout=STOP_SECONDS,
        log_dictconfig=logging_config(as_json=env.log_json),
        process_name=NAME,
    )
    loader: Any = partial(load_front, os.getpid())  # the server's types know functions only, not RSGI objects
    server.serve(target_loader=loader, wrap_loader=False)


def _make_room_for(connections: int) -> int:
    """Return how many connections a process can hold: each may need a file beside it, and so does the rest."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = 2 * connections + FILES_BESIDE
    granted = wanted if most == resource.RLIM_INFINITY else min(wanted, most)
    resource.setrlimit(resource.RLIMIT_NOFILE, (granted, most))  # the workers inherit it
    return max(1, min(connections, (granted - FILES_BESIDE) // 2))
