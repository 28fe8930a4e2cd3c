"""The counters of the web processes lie in memory."""

import os
from pathlib import Path

import pytest

from onlineamt.config.metrics_folder import VARIABLE, make_metrics_folder, remove_metrics_folder


@pytest.fixture(autouse=True)
def variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, "as it was")


class TestMakeMetricsFolder:
    def test_takes_memory_and_says_where(self, tmp_path: Path) -> None:
        memory = tmp_path / "memory"
        memory.mkdir()
        folder = make_metrics_folder(tmp_path, memory=memory)
        assert folder.parent == memory
        assert folder.stat().st_mode & 0o777 == 0o700
        assert os.environ[VARIABLE] == str(folder)

    def test_takes_the_data_folder_where_there_is_no_memory(self, tmp_path: Path) -> None:
        assert make_metrics_folder(tmp_path, memory=tmp_path / "none").parent == tmp_path


class TestRemoveMetricsFolder:
    def test_leaves_nothing(self, tmp_path: Path) -> None:
        folder = make_metrics_folder(tmp_path, memory=tmp_path)
        (folder / "counter_1.db").touch()
        remove_metrics_folder(folder)
        assert not folder.exists()
