"""Bedient die Seiten: onlineamt serve [--address IP] [--port N]"""

import argparse
import gc
import importlib
import os
import socket
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from onlineamt.config.env import Env
from onlineamt.config.metrics_folder import make_metrics_folder, remove_metrics_folder
from onlineamt.config.progress import CannotGoOn
from onlineamt.config.supervision import die_with

NAME = "onlineamt-web"
_WSGI = "onlineamt.config.wsgi"
RESPAWN_SECONDS = 1.0
STOP_SECONDS = 30


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


def load_application(parent: int) -> Callable[..., Any]:
    """Return the WSGI application; called in each worker. A worker must not outlive its server and keep the port."""
    die_with(parent)
    from onlineamt.config.wsgi import application

    return application


def _serve(env: Env, address: str, port: int) -> None:
    from granian import Granian
    from granian.constants import HTTPModes, Interfaces

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
        interface=Interfaces.WSGI,
        workers=env.web_processes,
        blocking_threads=env.web_threads,
        http=HTTPModes.http1,
        websockets=False,
        respawn_failed_workers=True,
        respawn_interval=RESPAWN_SECONDS,
        workers_kill_timeout=STOP_SECONDS,
        log_dictconfig=logging_config(as_json=env.log_json),
        process_name=NAME,
    )
    server.serve(target_loader=partial(load_application, os.getpid()), wrap_loader=False)
