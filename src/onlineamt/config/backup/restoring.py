"""Restoring a backup into an empty database, without bringing back what was erased since."""

import tarfile
from dataclasses import dataclass
from pathlib import Path

from onlineamt.adapters.postgres.dumps import is_empty, restore_schema
from onlineamt.config.backup.making import DOCUMENTS, JOURNAL, KEYS, MAIN_DUMP, hash_path
from onlineamt.config.backup.manifest import (
    NAME,
    Manifest,
    digest_of,
    moment_of,
    read_manifest,
    write_safely,
)
from onlineamt.config.progress import CannotGoOn
from onlineamt.facilities.documents.ports import ByteStore


@dataclass(frozen=True, kw_only=True)
class Target:
    """Where a backup is restored to."""

    owner_url: str
    documents: ByteStore
    journal: Path


def choose_backup(backups: Path, stamp: str | None) -> Manifest:
    """Return the manifest of the backup of that stamp, or of the newest one. Raises CannotGoOn."""
    stamps = sorted(path.parent.name for path in backups.glob(f"[0-9]*/{NAME}"))
    if not stamps:
        raise CannotGoOn(f"In {backups} liegt keine vollständige Sicherung.")
    return read_manifest(backups / (stamp or stamps[-1]))


def restore_backup(backups: Path, manifest: Manifest, target: Target) -> None:
    """Bring back database, keys and documents, and complete the erasure journal; erasing again is the caller's next step.

    Raises CannotGoOn before anything is changed: a damaged file, a missing journal, a database that is not empty.
    """
    manifest.check(backups)
    key_dump = _choose_keys(backups, manifest)
    journal = _complete_journal(backups / JOURNAL, target.journal, manifest.journal_lines)
    if not is_empty(target.owner_url):
        raise CannotGoOn(
            "Die Datenbank ist nicht leer. Legen Sie eine leere an (docs/operations/backup.md), und stellen Sie dorthin wieder her."
        )
    restore_schema(target.owner_url, "public", backups / manifest.stamp / MAIN_DUMP)
    restore_schema(target.owner_url, "vault", key_dump)
    _unpack_documents(backups / manifest.stamp / DOCUMENTS, target.documents)
    target.journal.parent.mkdir(parents=True, exist_ok=True)
    write_safely(target.journal, journal)


def _unpack_documents(packed: Path, documents: ByteStore) -> None:
    with tarfile.open(packed) as archive:
        for entry in archive:
            content = archive.extractfile(entry)
            if content is None:  # a folder
                continue
            try:
                documents.write(entry.name, content.read())
            except OSError as failure:
                raise CannotGoOn(
                    f"Die Dateien lassen sich nicht ablegen: {failure}. Bringen Sie den Speicher in Ordnung, leeren Sie die "
                    "Datenbank, und stellen Sie noch einmal wieder her."
                ) from failure


def _choose_keys(backups: Path, manifest: Manifest) -> Path:
    """Return the keys of the same moment; when those are deleted by now, the oldest that are still kept."""
    later = [path for path in sorted((backups / KEYS).glob("*.dump")) if path.stem >= manifest.stamp]
    if not later:
        raise CannotGoOn(
            f"In {backups / KEYS} liegen keine Schlüssel zur Sicherung vom {moment_of(manifest.stamp):%d.%m.%Y}. "
            "Ohne sie lässt sich kein Antrag mehr lesen. Holen Sie den Ordner von dort, wohin Sie ihn gesichert haben."
        )
    key_dump = later[0]
    if digest_of(key_dump) != hash_path(key_dump).read_text("utf-8").strip():
        raise CannotGoOn(f"{key_dump} ist beschädigt. Nehmen Sie eine andere Sicherung.")
    return key_dump


def _complete_journal(copy: Path, journal: Path, at_least: int) -> bytes:
    """Return the lines of both journals, each once. Raises CannotGoOn when lines are missing that were there once."""
    lines: dict[bytes, None] = {}
    for path in (journal, copy):
        if path.exists():
            lines |= dict.fromkeys(line for line in path.read_bytes().split(b"\n") if line.strip())
    if len(lines) < at_least:
        raise CannotGoOn(
            f"Das Löschjournal ist unvollständig: {len(lines)} statt mindestens {at_least} Zeilen. Ohne es kämen gelöschte "
            f"Vorgänge zurück. Legen Sie es nach {journal} (ONLINEAMT_ERASURE_JOURNAL)."
        )
    return b"".join(line + b"\n" for line in lines)
