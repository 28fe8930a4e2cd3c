"""The empty folder in which the cleaning program stays: nothing is left of it, not even by a kill."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from onlineamt.facilities.documents.cleaner import Cleaner
from onlineamt.facilities.documents.tests import files
from onlineamt.facilities.documents.values import FileKind


class TestCleaner:
    def test_removes_the_folder_that_a_killed_process_has_left(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
        code = "import os; from onlineamt.facilities.documents.cleaner import Cleaner; Cleaner()._start(); os.kill(os.getpid(), 9)"
        subprocess.run([sys.executable, "-c", code], env={**os.environ, "TMPDIR": str(tmp_path)}, check=False)
        (left,) = tmp_path.iterdir()
        next_one = Cleaner()
        try:
            assert next_one.clean(files.picture(), FileKind.JPEG).content
            assert [left.name.startswith("cleaning-"), left.exists()] == [True, False]
        finally:
            next_one.close()
        assert list(tmp_path.iterdir()) == []
