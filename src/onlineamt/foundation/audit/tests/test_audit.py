"""The audit trail: what is written stays, and what was changed shows."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import psycopg
import pytest
from django.db import IntegrityError, transaction

from onlineamt.config.commands import audit as audit_command
from onlineamt.foundation.audit.actions import PURPOSE, make_checkpoint, record
from onlineamt.foundation.audit.models import AuditEntry
from onlineamt.foundation.audit.queries import verify_trail
from onlineamt.foundation.core.ids import new_id
from onlineamt.foundation.sealing.actions import create_key
from onlineamt.foundation.tenancy.models import Tenant
from onlineamt.foundation.tenancy.transaction import in_tenant

Connect = Callable[[str], Any]


@pytest.fixture
def chain(towns: tuple[Tenant, Tenant], at: Callable[..., Any]) -> UUID:
    """Return the chain of a case in which three things happened."""
    subject_id = new_id()
    at(2026, 3, 20, 22, 41)
    with in_tenant(towns[0].id):
        seal = create_key(subject_id)
        record("application.started", chain=subject_id, actor="guest", facts={"service": "hund-anmelden"})
        record("application.submitted", chain=subject_id, actor="guest", facts={"digest": "ab" * 32})
        record(
            "case.noted",
            chain=subject_id,
            actor="staff:frau_amt",
            content=b"Erika rief an.",
            seal=seal,
        )
    return subject_id


class TestRecord:
    def test_counts_up_along_the_chain(self, towns: tuple[Tenant, Tenant], chain: UUID) -> None:
        with in_tenant(towns[0].id):
            assert list(AuditEntry.objects.order_by("position").values_list("position", "name")) == [
                (1, "application.started"),
                (2, "application.submitted"),
                (3, "case.noted"),
            ]

    def test_seals_the_content(self, towns: tuple[Tenant, Tenant], chain: UUID) -> None:
        with in_tenant(towns[0].id):
            sealed = bytes(AuditEntry.objects.get(name="case.noted").sealed_content or b"")
        assert b"Erika" not in sealed
        assert PURPOSE == "audit"

    def test_goes_with_a_rolled_back_transaction(self, towns: tuple[Tenant, Tenant]) -> None:
        with pytest.raises(RuntimeError), in_tenant(towns[0].id):
            record("application.started", chain=new_id(), actor="guest")
            raise RuntimeError
        assert verify_trail(towns[0].id).entries == 0


class TestTheDatabase:
    @pytest.mark.parametrize(
        "change", [{"actor": "nobody"}, {"name": "x.y"}, {"facts": {}}, {"hash": b""}, {"position": 9}]
    )
    def test_refuses_to_change_an_entry(
        self, towns: tuple[Tenant, Tenant], chain: UUID, change: dict[str, Any]
    ) -> None:
        with in_tenant(towns[0].id), pytest.raises(IntegrityError, match="refused"), transaction.atomic():
            AuditEntry.objects.filter(position=1).update(**change)

    def test_refuses_to_remove_an_entry(self, towns: tuple[Tenant, Tenant], chain: UUID) -> None:
        with in_tenant(towns[0].id), pytest.raises(IntegrityError, match="refused"), transaction.atomic():
            AuditEntry.objects.all().delete()

    @pytest.mark.parametrize("role", ["owner", "maintenance", "superuser"])
    def test_refuses_to_empty_the_table_to_anybody(self, chain: UUID, as_role: Connect, role: str) -> None:
        with as_role(role) as connection, pytest.raises(psycopg.Error, match=r"refused"):
            connection.execute("TRUNCATE audit_entry")


class TestVerifyTrail:
    def test_finds_an_untouched_trail_whole(self, towns: tuple[Tenant, Tenant], chain: UUID) -> None:
        report = verify_trail(towns[0].id)
        assert (report.entries, report.chains, report.broken) == (3, 1, ())

    @pytest.mark.parametrize(
        "tampering",
        [
            "UPDATE audit_entry SET actor = 'staff:other' WHERE position = 2",
            "UPDATE audit_entry SET facts = '{}' WHERE position = 1",
            "UPDATE audit_entry SET at = at + interval '1 second' WHERE position = 3",
            "UPDATE audit_entry SET sealed_content = 'x' WHERE position = 3",
            "DELETE FROM audit_entry WHERE position = 1",
            "DELETE FROM audit_entry WHERE position = 2",
        ],
    )
    def test_names_the_chain_that_was_tampered_with(
        self, towns: tuple[Tenant, Tenant], chain: UUID, as_role: Connect, tampering: str
    ) -> None:
        tamper(as_role, tampering)
        (place,) = verify_trail(towns[0].id).broken
        assert place.startswith(str(chain))

    def test_notices_a_cut_off_end_by_the_checkpoint(
        self, towns: tuple[Tenant, Tenant], chain: UUID, as_role: Connect, at: Callable[..., Any]
    ) -> None:
        at(2026, 3, 21, 2, 17)
        with in_tenant(towns[0].id):
            assert make_checkpoint() is not None
            assert make_checkpoint() is None
        assert verify_trail(towns[0].id).checkpoints == 1
        assert verify_trail(towns[0].id).broken == ()
        tamper(as_role, "DELETE FROM audit_entry WHERE position = 3")
        assert verify_trail(towns[0].id).broken == ("Prüfpunkt 1: 3 Einträge erwartet, 2 passende gefunden.",)

    def test_notices_a_forged_checkpoint(
        self, towns: tuple[Tenant, Tenant], chain: UUID, as_role: Connect, at: Callable[..., Any]
    ) -> None:
        at(2026, 3, 21, 2, 17)
        with in_tenant(towns[0].id):
            make_checkpoint()
        tamper(as_role, "UPDATE audit_checkpoint SET signature = sha512('x')")
        assert verify_trail(towns[0].id).broken == ("Prüfpunkt 1: Die Unterschrift stimmt nicht.",)


class TestTheCommand:
    def test_says_so_and_fails_when_something_is_broken(
        self, towns: tuple[Tenant, Tenant], chain: UUID, as_role: Connect, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert audit_command.run(["verify"]) == 0
        assert "musterstadt: 3 Einträge in 1 Ketten, 0 Prüfpunkte, unverändert" in capsys.readouterr().out
        tamper(as_role, "DELETE FROM audit_entry WHERE position = 1")
        assert audit_command.run(["verify", "--tenant", "musterstadt"]) == 1
        assert "1 beschädigte Stellen" in capsys.readouterr().out

    def test_names_an_unknown_tenant(
        self, towns: tuple[Tenant, Tenant], capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert audit_command.run(["verify", "--tenant", "atlantis"]) == 2
        assert "„atlantis“ gibt es hier nicht" in capsys.readouterr().out


def tamper(as_role: Connect, statement: str) -> None:
    """Do what only somebody with the superuser's password and bad intent can do."""
    with as_role("superuser") as connection:
        connection.execute("SET session_replication_role = replica")
        connection.execute(statement)
