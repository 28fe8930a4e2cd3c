"""What every byte store keeps; the tests of each adapter run it."""

from datetime import timedelta

import pytest

from onlineamt.facilities.documents.ports import BytesMissing, ByteStore
from onlineamt.foundation.core.clock import now

KEY = "0190c1d2-0000-7000-8000-000000000000/3f/0190c1d2-0000-7000-8000-00000000003f"
OTHER = "0190c1d2-0000-7000-8000-000000000000/40/0190c1d2-0000-7000-8000-000000000040"
SOON = timedelta(minutes=1)


class ByteStoreContract:
    """Subclass it with a fixture `store`."""

    def test_gives_back_what_was_written(self, store: ByteStore) -> None:
        store.write(KEY, b"\x00\xff" * 1000)
        store.write(OTHER, b"")

        assert store.read(KEY) == b"\x00\xff" * 1000
        assert store.read(OTHER) == b""

    def test_takes_the_later_of_two_writes(self, store: ByteStore) -> None:
        store.write(KEY, b"long ago")
        store.write(KEY, b"now")

        assert store.read(KEY) == b"now"

    def test_says_when_there_is_nothing(self, store: ByteStore) -> None:
        with pytest.raises(BytesMissing):
            store.read(KEY)

    def test_deletes_once_and_again(self, store: ByteStore) -> None:
        store.write(KEY, b"x")
        store.delete(KEY)
        store.delete(KEY)

        with pytest.raises(BytesMissing):
            store.read(KEY)

    def test_lists_what_is_older(self, store: ByteStore) -> None:
        store.write(KEY, b"x")
        store.write(OTHER, b"y")
        store.delete(OTHER)

        assert list(store.list_keys(older_than=now() + SOON)) == [KEY]
        assert list(store.list_keys(older_than=now() - SOON)) == []

    @pytest.mark.parametrize("key", ["", "/etc/passwd", "../x", "a/../b", "a//b", "A", "a\0b", ".draft-x"])
    def test_refuses_what_is_no_key(self, store: ByteStore, key: str) -> None:
        with pytest.raises(ValueError, match="key"):
            store.write(key, b"x")
