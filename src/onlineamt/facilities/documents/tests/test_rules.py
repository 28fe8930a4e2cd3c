from uuid import UUID

import pytest

from onlineamt.facilities.documents.rules import new_verify_token, read_verify_token, storage_key


class TestVerifyToken:
    def test_is_read_as_it_was_printed(self) -> None:
        token = new_verify_token()

        assert read_verify_token(token) == token.replace("-", "")

    def test_is_read_in_small_letters_and_with_spaces(self) -> None:
        token = new_verify_token()

        assert read_verify_token(f" {token.lower().replace('-', ' ')}\n") == token.replace("-", "")

    @pytest.mark.parametrize("typed", ["", "ABC", "x" * 25, "A" * 5000, "<script>", "\x00"])
    def test_is_nothing_else(self, typed: str) -> None:
        assert read_verify_token(typed) is None

    def test_is_never_the_same(self) -> None:
        assert len({new_verify_token() for _ in range(100)}) == 100


class TestStorageKey:
    def test_spreads_documents_over_folders_below_their_tenant(self) -> None:
        tenant = UUID("0190c1d2-0000-7000-8000-000000000001")
        document = UUID("0190c1d2-0000-7000-8000-0000000000ab")

        assert storage_key(tenant, document) == f"{tenant}/ab/{document}"
