import os
import stat
from datetime import timedelta
from pathlib import Path

import pytest

from onlineamt.adapters.files_folder import FolderStore
from onlineamt.facilities.documents.tests.store_contract import KEY, ByteStoreContract
from onlineamt.foundation.core.clock import now


@pytest.fixture
def store(tmp_path: Path) -> FolderStore:
    return FolderStore(tmp_path / "documents")


class TestFolderStore(ByteStoreContract):
    def test_lets_nobody_else_read(self, store: FolderStore, tmp_path: Path) -> None:
        store.write(KEY, b"x")

        assert stat.S_IMODE((tmp_path / "documents" / KEY).stat().st_mode) == 0o600

    def test_leaves_nothing_half_written(
        self, store: FolderStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def disk_full(handle: int) -> None:
            raise OSError("no space left on device")

        monkeypatch.setattr(os, "fsync", disk_full)
        with pytest.raises(OSError, match="no space"):
            store.write(KEY, b"x")

        assert [path for path in tmp_path.rglob("*") if path.is_file()] == []

    def test_clears_away_drafts_that_a_crash_left(self, store: FolderStore, tmp_path: Path) -> None:
        store.write(KEY, b"x")
        draft = tmp_path / "documents" / ".draft-abc"
        draft.write_bytes(b"half")

        assert list(store.list_keys(older_than=now() + timedelta(minutes=1))) == [KEY]
        assert not draft.exists()
