"""Sets the letters of service packages: a program of its own, without network, with little time and memory.

    python -m onlineamt.facilities.letters.typesetter TEMPLATES FONTS SECONDS

Reads one request a line (JSON), answers with a line of JSON and the bytes that it announces. The bodies of a package are
somebody else's program; whatever they try, they reach their own folder and the templates of the platform, nothing else.
"""

import json
import os
import re
import shutil
import signal
import sys
import tempfile
from collections import OrderedDict
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any, BinaryIO

from onlineamt.foundation.core.confinement import give_up_network, limit_memory, limit_time

MEMORY_BYTES = 3_000_000_000  # of addresses; the compiler's threads reserve far more than they use
LARGEST_LETTER = 8_000_000
KEPT_VERSIONS = 32
STANDARDS = ["a-3a", "ua-1"]

_BODY_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,79}")
_POSITION = re.compile(r"letters/([\w-]+\.typ):(\d+):(\d+)")


class Typesetter:
    """Keeps a folder for every version of a package, so that the compiler reads it once."""

    def __init__(self, templates: Path, fonts: Path, folder: Path) -> None:
        import typst

        self._templates, self._folder = templates, folder
        self._fonts = typst.Fonts(
            include_system_fonts=False, include_embedded_fonts=False, font_paths=[fonts]
        )
        self._compilers: OrderedDict[tuple[str, str], Any] = OrderedDict()

    def answer(self, request: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
        """Return what a request asks for, or the fault and its place."""
        import typst

        try:
            made = self._compiler(request["bodies"], request["main"]).compile(
                format=request["format"],
                sys_inputs=request["inputs"],
                timestamp=request["timestamp"],
                pdf_standards=STANDARDS if request["format"] == "pdf" else [],
            )
        except typst.TypstError as error:
            return _fault(error), b""
        if len(made) > LARGEST_LETTER:
            return {"fault": "too_large"}, b""
        return {"size": len(made)}, made

    def _compiler(self, bodies: dict[str, str], main: str) -> Any:
        import typst

        root = self._folder / sha256(json.dumps(bodies, sort_keys=True).encode()).hexdigest()[:24]
        key = (root.name, main)
        if key not in self._compilers:
            self._write(root, bodies)
            self._compilers[key] = typst.Compiler(
                root / f"{main}.typ",
                root=root,
                font_paths=self._fonts,
                package_path=self._folder / "none",
                package_cache_path=self._folder / "none",
            )
        self._compilers.move_to_end(key)
        while len(self._compilers) > KEPT_VERSIONS:
            self._compilers.popitem(last=False)
        return self._compilers[key]

    def _write(self, root: Path, bodies: dict[str, str]) -> None:
        if root.is_dir():
            return
        shutil.copytree(self._templates, root)
        (root / "letters").mkdir()
        for name, text in bodies.items():
            if not _BODY_NAME.fullmatch(name):
                raise ValueError(f"not the name of a letter: {name}")
            (root / "letters" / f"{name}.typ").write_text(text, encoding="utf-8")


def _fault(error: Any) -> dict[str, Any]:
    found = _POSITION.search(str(error.diagnostic))
    file, line, column = (found[1], int(found[2]), int(found[3]) + 1) if found else ("", 1, 1)
    return {"fault": "wrong", "reason": error.message, "file": file, "line": line, "column": column}


def _serve(typesetter: Typesetter, requests: BinaryIO, answers: BinaryIO, seconds: float) -> None:
    for line in requests:
        limit_time(seconds)
        head, made = typesetter.answer(json.loads(line))
        limit_time(0)
        answers.write(json.dumps(head).encode() + b"\n" + made)
        answers.flush()


def _confine() -> None:
    """Give up the network and most of the memory. When the process that started this one ends, so does the input."""
    # Not every machine allows it; then the proxies in the environment, which lead nowhere, must do.
    give_up_network()
    limit_memory(MEMORY_BYTES)
    os.umask(0o077)


def main(arguments: Sequence[str]) -> int:
    """Serve until the input ends."""
    templates, fonts, seconds = Path(arguments[0]), Path(arguments[1]), float(arguments[2])
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # meant for who started this; it ends when its input does
    _confine()
    with tempfile.TemporaryDirectory(prefix="letters-") as folder:
        _serve(Typesetter(templates, fonts, Path(folder)), sys.stdin.buffer, sys.stdout.buffer, seconds)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
