"""Making a backup: the database without its keys, the keys apart, the documents, and a copy of the erasure journal."""

import shutil
import tarfile
from dataclasses import dataclass
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path

from onlineamt import __version__
from onlineamt.adapters.postgres.dumps import dump_schema, shared_snapshot
from onlineamt.config.backup.manifest import STAMP, Manifest, digest_of, moment_of, write_safely
from onlineamt.config.progress import CannotGoOn
from onlineamt.facilities.documents.ports import BytesMissing, ByteStore

KEYS = "keys"
MAIN_DUMP, DOCUMENTS, JOURNAL = "main.dump", "documents.tar", "erasures.jsonl"
_AFTER_THE_DUMP = timedelta(
    hours=1
)  # what came in meanwhile goes along; a clock that is behind leaves nothing out
_NO_ANSWER = "Der Speicher der Dateien antwortet nicht; ohne die Dateien ist es keine Sicherung. Prüfen Sie ihn mit „onlineamt doctor“."
KEYS_ARE_KEPT = timedelta(days=30)  # DESIGN 8: what is erased is out of every backup after that time


@dataclass(frozen=True, kw_only=True)
class Sources:
    """What is backed up."""

    maintenance_url: str
    documents: ByteStore
    journal: Path


@dataclass(frozen=True, kw_only=True)
class Backup:
    """What was made: where it lies, and the keys of the files in it."""

    folder: Path
    files: frozenset[str]


def make_backup(backups: Path, sources: Sources, *, at: datetime) -> Backup:
    """Make a backup. The dumps show one moment; documents are never changed, so they fit it. Raises CannotGoOn."""
    stamp = at.strftime(STAMP)
    draft, keys = backups / f".{stamp}", backups / KEYS
    keys.mkdir(parents=True, exist_ok=True)
    draft.mkdir()
    try:
        key_dump = keys / f"{stamp}.dump"
        with shared_snapshot(sources.maintenance_url) as snapshot:
            dump_schema(sources.maintenance_url, "public", draft / MAIN_DUMP, snapshot=snapshot)
            dump_schema(sources.maintenance_url, "vault", key_dump, snapshot=snapshot)
        packed = _pack_documents(sources.documents, draft / DOCUMENTS, at=at)
        lines = _copy_journal(sources.journal, backups / JOURNAL)
        files = {f"{stamp}/{name}": digest_of(draft / name) for name in (MAIN_DUMP, DOCUMENTS)}
        manifest = Manifest(stamp=stamp, portal_version=__version__, journal_lines=lines, files=files)
        _write_key_hash(key_dump)
        manifest.write(draft)
        return Backup(folder=draft.rename(backups / stamp), files=packed)
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


def _pack_documents(documents: ByteStore, target: Path, *, at: datetime) -> frozenset[str]:
    """Copy everything out of the store, wherever it is, and return the keys."""
    packed = set()
    with tarfile.open(target, "w") as archive:
        for key in _each_key(documents, at + _AFTER_THE_DUMP):
            try:
                content = documents.read(key)
            except BytesMissing:  # erased while we copy
                continue
            except OSError as failure:
                raise CannotGoOn(_NO_ANSWER) from failure
            entry = tarfile.TarInfo(key)
            entry.size, entry.mode, entry.mtime = len(content), 0o600, int(at.timestamp())
            archive.addfile(entry, BytesIO(content))
            packed.add(key)
    return frozenset(packed)


def _each_key(documents: ByteStore, older_than: datetime) -> list[str]:
    try:
        return sorted(documents.list_keys(older_than=older_than))
    except OSError as failure:
        raise CannotGoOn(_NO_ANSWER) from failure


def _copy_journal(journal: Path, copy: Path) -> int:
    content = journal.read_bytes() if journal.exists() else b""
    write_safely(copy, content)
    return content.count(b"\n")
