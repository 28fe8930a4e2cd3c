"""Letters as whoever holds the paper reads them."""

import shutil
import subprocess
from pathlib import Path

import pytest


def read_on_paper(pdf: bytes, folder: Path, *options: str) -> str:
    """Return the text of a PDF in the order of its page, as `pdftotext` reads it with these options; skips the test without it."""
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext fehlt; mit „apt-get install poppler-utils“ läuft diese Prüfung")
    (folder / "letter.pdf").write_bytes(pdf)
    command = ["pdftotext", *options, str(folder / "letter.pdf"), "-"]
    return subprocess.run(command, capture_output=True, check=True).stdout.decode()
