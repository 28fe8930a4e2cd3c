"""Making a backup: the database without its keys, the keys apart, the documents, and a copy of the erasure journal."""

import contextlib
import shutil
import tarfile
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from onlineamt import __version__
from onlineamt.adapters.postgres.dumps import dump_schema, shared_snapshot
from onlineamt.config.backup.manifest import STAMP, Manifest, digest_of, moment_of, write_safely

KEYS = "keys"
MAIN_DUMP, DOCUMENTS, JOURNAL = "main.dump", "documents.tar", "erasures.jsonl"
KEYS_ARE_KEPT = timedelta(days=30)  # DESIGN 8: what is erased is out of every backup after that time


@dataclass(frozen=True, kw_only=True)
class Sources:
    """What is backed up."""

    maintenance_url: str
    documents: Path
    journal: Path


def make_backup(backups: Path, sources: Sources, *, at: datetime) -> Path:
    """Make a backup and return its folder. The dumps show one moment; documents are never changed, so they fit it."""
    stamp = at.strftime(STAMP)
    draft, keys = backups / f".{stamp}", backups / KEYS
    keys.mkdir(parents=True, exist_ok=True)
    draft.mkdir()
    try:
        key_dump = keys / f"{stamp}.dump"
        with shared_snapshot(sources.maintenance_url) as snapshot:
            dump_schema(sources.maintenance_url, "public", draft / MAIN_DUMP, snapshot=snapshot)
            dump_schema(sources.maintenance_url, "vault", key_dump, snapshot=snapshot)
        _pack_documents(sources.documents, draft / DOCUMENTS)
        lines = _copy_journal(sources.journal, backups / JOURNAL)
        files = {f"{stamp}/{name}": digest_of(draft / name) for name in (MAIN_DUMP, DOCUMENTS)}
        manifest = Manifest(stamp=stamp, portal_version=__version__, journal_lines=lines, files=files)
        _write_key_hash(key_dump)
        manifest.write(draft)
        return draft.rename(backups / stamp)
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise


def forget_old_keys(backups: Path, *, at: datetime) -> list[str]:
    """Delete key archives that are too old, and return their stamps. The main backups stay; their owner decides."""
    forgotten = []
    for path in sorted((backups / KEYS).glob("*.dump")):
        if moment_of(path.stem) < at - KEYS_ARE_KEPT:
            path.unlink()
            hash_path(path).unlink(missing_ok=True)
            forgotten.append(path.stem)
    return forgotten


def hash_path(key_dump: Path) -> Path:
    """Return where the hash of a key archive stands: beside it, because it may go when the archive goes."""
    return key_dump.with_suffix(".sha256")


def _write_key_hash(key_dump: Path) -> None:
    write_safely(hash_path(key_dump), digest_of(key_dump).encode())


def _pack_documents(documents: Path, target: Path) -> None:
    with tarfile.open(target, "w") as archive:
        for path in sorted(documents.rglob("*")):
            with contextlib.suppress(FileNotFoundError):  # erased while we copy
                archive.add(path, arcname=path.relative_to(documents).as_posix(), recursive=False)


def _copy_journal(journal: Path, copy: Path) -> int:
    content = journal.read_bytes() if journal.exists() else b""
    write_safely(copy, content)
    return content.count(b"\n")
