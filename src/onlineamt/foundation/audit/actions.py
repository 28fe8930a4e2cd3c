"""Writing the audit trail: one entry in the caller's transaction."""

import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from onlineamt.foundation.audit.models import AuditCheckpoint, AuditEntry
from onlineamt.foundation.audit.rules import FIRST, Line, checkpoint_hash, checkpoint_message
from onlineamt.foundation.core.clock import now
from onlineamt.foundation.core.ids import new_id
from onlineamt.foundation.sealing.provider import provider
from onlineamt.foundation.sealing.seal import Seal
from onlineamt.foundation.tenancy.transaction import current_tenant_id

PURPOSE = "audit"
SETTLED_AFTER = timedelta(
    minutes=10
)  # longer than any transaction may take: entries older than this are all there

# The lock comes in a statement of its own: a statement sees only what was committed before it began.
_LOCK = "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))"
_APPEND = """
INSERT INTO audit_entry (id, tenant_id, chain, position, at, name, actor, facts, sealed_content, hash)
SELECT %(id)s, %(tenant)s, %(chain)s, place.position, %(at)s, %(name)s, %(actor)s, %(facts)s::jsonb, %(content)s,
       sha256(place.previous || int8send(place.position::int8) || %(payload)s)
FROM (
  SELECT coalesce(max(position), 0) + 1 AS position,
         coalesce((array_agg(hash ORDER BY position DESC))[1], %(first)s) AS previous
  FROM (SELECT position, hash FROM audit_entry WHERE tenant_id = %(tenant)s AND chain = %(chain)s
        ORDER BY position DESC LIMIT 1) AS last
) AS place
"""


def record(
    name: str,
    *,
    chain: UUID,
    actor: str,
    facts: Mapping[str, Any] | None = None,
    content: bytes | None = None,
    seal: Seal | None = None,
) -> UUID:
    """Append an entry to the chain of a subject, in the caller's transaction, and return its id.

    `name` is stage.fact; `facts` are ids, codes and hashes, never personal data; `content` is sealed with `seal`.
    """
    line = Line(
        id=new_id(),
        tenant_id=current_tenant_id(),
        chain=chain,
        at=now(),
        name=name,
        actor=actor,
        facts=facts or {},
        sealed_content=seal.close(content, purpose=PURPOSE) if seal and content is not None else None,
    )
    with connection.cursor() as cursor:
        cursor.execute(_LOCK, [str(chain)])
        cursor.execute(
            _APPEND,
            {
                "id": line.id,
                "tenant": line.tenant_id,
                "chain": chain,
                "at": line.at,
                "name": name,
                "actor": actor,
                "facts": json.dumps(dict(line.facts)),
                "content": line.sealed_content,
                "payload": line.payload(),
                "first": FIRST,
            },
        )
    return line.id


@transaction.atomic
def make_checkpoint() -> AuditCheckpoint | None:
    """Sign what the present tenant's trail holds since the last checkpoint; None when nothing new is settled."""
    tenant_id = current_tenant_id()
    with connection.cursor() as cursor:
        cursor.execute(_LOCK, [f"checkpoint:{tenant_id}"])
    last = AuditCheckpoint.objects.order_by("-number").first()
    entries = AuditEntry.objects.filter(at__lt=now() - SETTLED_AFTER).order_by("id")
    if last:
        entries = entries.filter(id__gt=last.up_to)
    rows = list(entries.values_list("id", "hash"))
    if not rows:
        return None
    number = last.number + 1 if last else 1
    total = checkpoint_hash(
        bytes(last.hash) if last else FIRST, (bytes(entry_hash) for _, entry_hash in rows)
    )
    return AuditCheckpoint.objects.create(
        number=number,
        up_to=rows[-1][0],
        entries=len(rows),
        hash=total,
        signature=provider().sign(tenant_id, checkpoint_message(tenant_id, number, total)),
        made_at=now(),
    )
