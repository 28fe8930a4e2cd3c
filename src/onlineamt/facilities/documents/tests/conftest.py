"""A store of each test's own, a subject with a key, and no scanner."""

from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest

from onlineamt.adapters.files_folder import FolderStore
from onlineamt.facilities.documents import scanner, store
from onlineamt.foundation.core.ids import new_id
from onlineamt.foundation.sealing.actions import create_key
from onlineamt.foundation.tenancy.models import Tenant


@pytest.fixture(autouse=True)
def folder(tmp_path: Path) -> Iterator[Path]:
    before, scanner_before = store._store, scanner._scanner
    store.use_byte_store(FolderStore(tmp_path / "documents"))
    scanner.use_scanner(None)
    yield tmp_path / "documents"
    store._store, scanner._scanner = before, scanner_before


@pytest.fixture
def subject(in_musterstadt: Tenant) -> UUID:
    subject_id = new_id()
    create_key(subject_id)
    return subject_id
