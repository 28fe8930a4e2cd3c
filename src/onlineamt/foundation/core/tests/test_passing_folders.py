"""A folder lasts as long as its process, however that ends."""

import os
import subprocess
import sys
from pathlib import Path

from onlineamt.foundation.core.passing_folders import make_passing_folder


class TestMakePassingFolder:
    def test_is_closed_to_others_and_named_after_its_process(self, tmp_path: Path) -> None:
        folder = make_passing_folder("press-", tmp_path)
        assert folder.name.startswith(f"press-{os.getpid()}-")
        assert folder.stat().st_mode & 0o777 == 0o700

    def test_removes_what_killed_processes_left_and_nothing_else(self, tmp_path: Path) -> None:
        gone = subprocess.Popen([sys.executable, "-c", ""])
        gone.wait()
        names = (f"press-{gone.pid}-x", "press-1-x", "press-yours", f"other-{gone.pid}-x")
        for name in names:
            (tmp_path / name).mkdir()
        make_passing_folder("press-", tmp_path)
        assert [(tmp_path / name).exists() for name in names] == [False, True, True, True]
