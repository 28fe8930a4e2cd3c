"""Verifying the audit trail: is every entry what it was, and is none missing?"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from uuid import UUID

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from onlineamt.foundation.audit.models import AuditCheckpoint, AuditEntry
from onlineamt.foundation.audit.rules import FIRST, Line, checkpoint_hash, checkpoint_message, link_hash
from onlineamt.foundation.sealing.provider import provider


@dataclass(frozen=True)
class AuditReport:
    """What verifying a tenant's trail found; no broken places means it is whole."""

    tenant_id: UUID
    entries: int
    chains: int
    checkpoints: int
    broken: tuple[str, ...]


def list_entries(chain: UUID) -> list[AuditEntry]:
    """Return what was done with a subject that the caller may see, the oldest first."""
    return list(AuditEntry.objects.filter(chain=chain).order_by("position"))


def verify_trail(tenant_id: UUID, *, using: str = "maintenance") -> AuditReport:
    """Read a tenant's whole trail and compute every hash and signature again."""
    entries = chains = 0
    broken: list[str] = []
    rows = AuditEntry.objects.using(using).filter(tenant_id=tenant_id).order_by("chain", "position")
    for chain, links in groupby(rows.iterator(chunk_size=2000), key=lambda entry: entry.chain):
        chains += 1
        count, problem = _verify_chain(tenant_id, links)
        entries += count
        if problem:
            broken.append(f"{chain}: {problem}")
    checkpoints, problems = _verify_checkpoints(tenant_id, using)
    return AuditReport(tenant_id, entries, chains, checkpoints, (*broken, *problems))


def _verify_chain(tenant_id: UUID, links: Iterator[AuditEntry]) -> tuple[int, str]:
    previous, count, problem = FIRST, 0, ""
    for count, entry in enumerate(links, start=1):
        expected = link_hash(previous, count, _line(entry, tenant_id).payload())
        if not problem and (entry.position != count or bytes(entry.hash) != expected):
            problem = f"Eintrag {count} ({entry.name}) wurde verändert, oder davor fehlt einer."
        previous = bytes(entry.hash)
    return count, problem


def _verify_checkpoints(tenant_id: UUID, using: str) -> tuple[int, list[str]]:
    public_key = Ed25519PublicKey.from_public_bytes(provider().public_key(tenant_id))
    previous, start, count, problems = FIRST, None, 0, []
    checkpoints = AuditCheckpoint.objects.using(using).filter(tenant_id=tenant_id).order_by("number")
    for count, checkpoint in enumerate(checkpoints, start=1):
        rows = (
            AuditEntry.objects.using(using)
            .filter(tenant_id=tenant_id, id__lte=checkpoint.up_to)
            .order_by("id")
        )
        if start:
            rows = rows.filter(id__gt=start)
        hashes = [bytes(entry_hash) for entry_hash in rows.values_list("hash", flat=True)]
        total = checkpoint_hash(previous, hashes)
        if checkpoint.number != count or total != bytes(checkpoint.hash):
            problems.append(
                f"Prüfpunkt {checkpoint.number}: {checkpoint.entries} Einträge erwartet, {len(hashes)} passende gefunden."
            )
        try:
            public_key.verify(
                bytes(checkpoint.signature),
                checkpoint_message(tenant_id, checkpoint.number, bytes(checkpoint.hash)),
            )
        except InvalidSignature:
            problems.append(f"Prüfpunkt {checkpoint.number}: Die Unterschrift stimmt nicht.")
        previous, start = bytes(checkpoint.hash), checkpoint.up_to
    return count, problems


def _line(entry: AuditEntry, tenant_id: UUID) -> Line:
    return Line(
        id=entry.id,
        tenant_id=tenant_id,
        chain=entry.chain,
        at=entry.at,
        name=entry.name,
        actor=entry.actor,
        facts=entry.facts,
        sealed_content=bytes(entry.sealed_content) if entry.sealed_content is not None else None,
    )
