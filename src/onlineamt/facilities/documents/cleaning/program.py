"""Judges and cleans files from strangers: a program of its own, and for every file a process of its own.

    python -m onlineamt.facilities.documents.cleaning.program SOCKET EMPTY_FOLDER SECONDS

Through SOCKET comes a socket for each file. Its fork says with a byte that it reads; then come the kind in a line, the bytes
and the end. The answer is a line of JSON and what is kept. The fork ends with its file, so that no file meets another one.
"""

import json
import os
import resource
import signal
import socket
import sys
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

from onlineamt.facilities.documents.cleaning.papers import write_anew
from onlineamt.facilities.documents.cleaning.pictures import draw_anew
from onlineamt.facilities.documents.errors import FileRefused, FileTooComplex, FileUnreadable
from onlineamt.facilities.documents.values import FileKind
from onlineamt.foundation.core.confinement import (
    give_up_files,
    give_up_network,
    give_up_privileges,
    limit_memory,
    limit_time,
)

MEMORY_BYTES = 1_500_000_000  # of addresses; a picture of 50 million pixels takes a third of it


def clean(content: bytes, kind: FileKind) -> tuple[dict[str, str], bytes]:
    """Return the answer to a file: what is kept of it, or why it is refused."""
    try:
        made = write_anew(content) if kind == FileKind.PDF else draw_anew(content, kind)
    except FileRefused as refused:
        return {"refused": refused.code}, b""
    except (MemoryError, RecursionError):
        return {"refused": FileTooComplex.code}, b""
    except Exception:  # whatever a broken or hostile file makes the readers do
        return {"refused": FileUnreadable.code}, b""
    return {}, made


def _serve(control: socket.socket, seconds: float) -> None:
    """Fork for every socket that comes in, until whoever started this ends."""
    while True:
        _, handed, _, _ = socket.recv_fds(control, 1, 1)
        if not handed:
            return
        if os.fork() == 0:
            limit_time(seconds)
            control.close()
            _answer(socket.socket(fileno=handed[0]))
            os._exit(0)
        os.close(handed[0])


def _answer(asker: socket.socket) -> None:
    with asker, asker.makefile("rwb") as stream:
        asker.sendall(b"f")
        kind = FileKind(stream.readline().decode().strip())
        head, made = clean(stream.read(), kind)
        stream.write(json.dumps(head).encode() + b"\n" + made)


def _warm_up() -> None:
    """Load what the readers load at their first file: later there are no files to load from."""
    import pikepdf
    from PIL import Image

    for kind in (FileKind.JPEG, FileKind.PNG):
        picture = BytesIO()
        Image.new("RGB", (8, 8)).save(picture, kind)
        clean(picture.getvalue(), kind)
    paper = BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(
            paper, encryption=pikepdf.Encryption(owner="x")
        )  # the reader keeps /dev/urandom open from here on
    clean(paper.getvalue(), FileKind.PDF)
    clean(b"", FileKind.HEIC)


def _confine(empty: Path) -> None:
    """Give up what a file could want to reach; not every machine allows leaving for an empty network and folder."""
    silence = os.open(os.devnull, os.O_WRONLY)
    for output in (1, 2):  # a library that complains of a file would fail at it: our log may be a file, too
        os.dup2(silence, output)
    give_up_network()
    give_up_files(empty)
    give_up_privileges()
    limit_memory(MEMORY_BYTES)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))  # nothing is written anywhere
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for the forks


def main(arguments: Sequence[str]) -> int:
    """Serve until the socket is closed."""
    control = socket.socket(fileno=int(arguments[0]))
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # meant for who started this; it ends when its socket does
    _warm_up()
    _confine(Path(arguments[1]))
    _serve(control, float(arguments[2]))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
