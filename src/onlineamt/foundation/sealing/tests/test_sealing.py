"""Sealed content opens for its own subject, tenant and purpose only, and never after its key is destroyed."""

import json
from pathlib import Path
from uuid import UUID

import pytest
from django.conf import settings

from onlineamt.adapters.keys_file import FileKeyProvider
from onlineamt.foundation.core.ids import new_id
from onlineamt.foundation.sealing import erasures
from onlineamt.foundation.sealing.actions import create_key, destroy_key
from onlineamt.foundation.sealing.errors import Unsealable
from onlineamt.foundation.sealing.models import Erasure, SubjectKey
from onlineamt.foundation.sealing.queries import blind_index, get_seal
from onlineamt.foundation.sealing.seal import Seal
from onlineamt.foundation.tenancy.models import Tenant
from onlineamt.foundation.tenancy.transaction import in_tenant

TEXT = b"Erika Mustermann"


@pytest.fixture
def seal() -> Seal:
    return Seal(new_id(), new_id(), bytes(range(32)))


class TestSeal:
    def test_opens_what_it_closed(self, seal: Seal) -> None:
        assert seal.open(seal.close(TEXT, purpose="answers"), purpose="answers") == TEXT

    def test_never_closes_the_same_way_twice(self, seal: Seal) -> None:
        assert seal.close(TEXT, purpose="answers") != seal.close(TEXT, purpose="answers")

    def test_refuses_another_purpose(self, seal: Seal) -> None:
        with pytest.raises(Unsealable):
            seal.open(seal.close(TEXT, purpose="answers"), purpose="contact")

    def test_refuses_another_subject(self, seal: Seal) -> None:
        moved = Seal(seal.tenant_id, new_id(), seal.key)
        with pytest.raises(Unsealable):
            moved.open(seal.close(TEXT, purpose="answers"), purpose="answers")

    @pytest.mark.parametrize("place", [0, 1, 13, -1])
    def test_notices_a_changed_byte(self, seal: Seal, place: int) -> None:
        sealed = bytearray(seal.close(TEXT, purpose="answers"))
        sealed[place] ^= 1
        with pytest.raises(Unsealable):
            seal.open(bytes(sealed), purpose="answers")

    def test_does_not_show_its_key(self, seal: Seal) -> None:
        assert seal.key.hex() not in repr(seal)


class TestFileKeyProvider:
    def test_unwraps_for_the_same_tenant_and_context_only(self, tmp_path: Path) -> None:
        provider, tenant_id = FileKeyProvider(tmp_path), new_id()
        wrapped = provider.wrap(tenant_id, b"k" * 32, context=b"a")
        assert provider.unwrap(tenant_id, wrapped, context=b"a") == b"k" * 32
        for other, context in ((new_id(), b"a"), (tenant_id, b"b")):
            with pytest.raises(Unsealable):
                provider.unwrap(other, wrapped, context=context)

    def test_is_read_by_the_portal_only(self, tmp_path: Path) -> None:
        tenant_id = new_id()
        FileKeyProvider(tmp_path / "keys").mac(tenant_id, b"x")
        assert (tmp_path / "keys" / f"{tenant_id}.key").stat().st_mode & 0o777 == 0o600
        assert (tmp_path / "keys").stat().st_mode & 0o777 == 0o700

    def test_keeps_the_first_secret_when_two_processes_make_one(self, tmp_path: Path) -> None:
        tenant_id = new_id()
        assert FileKeyProvider(tmp_path).mac(tenant_id, b"x") == FileKeyProvider(tmp_path).mac(
            tenant_id, b"x"
        )

    def test_names_a_damaged_file(self, tmp_path: Path) -> None:
        tenant_id = new_id()
        (tmp_path / f"{tenant_id}.key").write_bytes(b"short")
        with pytest.raises(Unsealable, match=r"\.key is damaged: 5 bytes"):
            FileKeyProvider(tmp_path).mac(tenant_id, b"x")


class TestCreateKey:
    def test_gives_a_seal_that_is_found_again(self, in_musterstadt: Tenant) -> None:
        subject_id = new_id()
        sealed = create_key(subject_id).close(TEXT, purpose="answers")
        assert get_seal(subject_id).open(sealed, purpose="answers") == TEXT

    def test_stores_the_key_only_wrapped(self, in_musterstadt: Tenant) -> None:
        seal = create_key(new_id())
        assert seal.key not in bytes(SubjectKey.objects.get().wrapped_key)


class TestBlindIndex:
    def test_forgives_spelling_of_spaces_and_capitals(self, in_musterstadt: Tenant) -> None:
        assert blind_index(" Erika  MUSTERMANN ", purpose="name") == blind_index(
            "erika mustermann", purpose="name"
        )

    def test_differs_by_purpose_and_tenant(self, towns: tuple[Tenant, Tenant]) -> None:
        seen = set()
        for town in towns:
            with in_tenant(town.id):
                seen |= {blind_index("erika", purpose=purpose) for purpose in ("name", "email")}
        assert len(seen) == 4


class TestDestroyKey:
    @pytest.fixture
    def subject_id(
        self, towns: tuple[Tenant, Tenant], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> UUID:
        monkeypatch.setattr(erasures, "journal_path", lambda: tmp_path / "erasures.jsonl")
        subject_id = new_id()
        with in_tenant(towns[0].id):
            create_key(subject_id)
        return subject_id

    def test_makes_the_content_unreadable(self, towns: tuple[Tenant, Tenant], subject_id: UUID) -> None:
        with in_tenant(towns[0].id):
            destroy_key(subject_id, reason="withdrawn")
            with pytest.raises(Unsealable, match="destroyed"):
                get_seal(subject_id)

    def test_twice_is_harmless(self, towns: tuple[Tenant, Tenant], subject_id: UUID) -> None:
        with in_tenant(towns[0].id):
            destroy_key(subject_id, reason="withdrawn")
            destroy_key(subject_id, reason="retention")
            assert Erasure.objects.get().reason == "withdrawn"

    def test_is_journalled_outside_the_database_once(
        self, towns: tuple[Tenant, Tenant], subject_id: UUID, tmp_path: Path
    ) -> None:
        with in_tenant(towns[0].id):
            destroy_key(subject_id, reason="withdrawn")
        assert [erasures.write_journal(), erasures.write_journal()] == [1, 0]
        line = json.loads((tmp_path / "erasures.jsonl").read_text())
        assert line["subject_id"] == str(subject_id)
        assert line["tenant_id"] == str(towns[0].id)

    def test_is_repeated_after_a_restore(self, towns: tuple[Tenant, Tenant], subject_id: UUID) -> None:
        with in_tenant(towns[0].id):
            wrapped = bytes(SubjectKey.objects.get().wrapped_key)
            destroy_key(subject_id, reason="withdrawn")
        erasures.write_journal()
        with in_tenant(towns[0].id):  # what a restored backup from before the erasure holds
            Erasure.objects.all().delete()
            SubjectKey.objects.create(id=subject_id, wrapped_key=wrapped)
        assert erasures.replay() == 1
        with in_tenant(towns[0].id):
            assert not SubjectKey.objects.exists()
            assert Erasure.objects.get().id == subject_id

    def test_passes_over_a_line_that_a_crash_cut_short(self, subject_id: UUID, tmp_path: Path) -> None:
        (tmp_path / "erasures.jsonl").write_text('{"tenant_id": "019', "utf-8")
        assert list(erasures.read_journal()) == []


def test_the_journal_lies_where_the_setting_says() -> None:
    assert erasures.journal_path() == settings.ENV.erasure_journal
