"""What an entry's hash covers: the same in writing and in verifying."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from onlineamt.foundation.core.canonical import canonical_json

FIRST = bytes(32)  # what stands before the first entry of a chain


@dataclass(frozen=True, kw_only=True)
class Line:
    """What an entry says, without its place in the chain."""

    id: UUID
    tenant_id: UUID
    chain: UUID
    at: datetime
    name: str
    actor: str
    facts: Mapping[str, Any]
    sealed_content: bytes | None

    def payload(self) -> bytes:
        """Return the bytes that are hashed; microseconds of UTC, as the database keeps them."""
        return canonical_json(
            {
                "id": str(self.id),
                "tenant": str(self.tenant_id),
                "chain": str(self.chain),
                "at": self.at.astimezone(UTC).isoformat(timespec="microseconds"),
                "name": self.name,
                "actor": self.actor,
                "facts": dict(self.facts),
                "content": hashlib.sha256(self.sealed_content).hexdigest() if self.sealed_content else None,
            }
        )


def link_hash(previous: bytes, position: int, payload: bytes) -> bytes:
    """Return the hash of an entry: SHA-256 over the hash before it, its position (8 bytes) and its payload."""
    return hashlib.sha256(previous + position.to_bytes(8, "big") + payload).digest()


def checkpoint_hash(previous: bytes, hashes: Iterable[bytes]) -> bytes:
    """Return the hash of a checkpoint over the one before it and the entries' hashes in order of id."""
    total = hashlib.sha256(previous)
    for entry_hash in hashes:
        total.update(entry_hash)
    return total.digest()


def checkpoint_message(tenant_id: UUID, number: int, total: bytes) -> bytes:
    """Return what a checkpoint signs."""
    return b"onlineamt-audit\x01" + tenant_id.bytes + number.to_bytes(8, "big") + total
