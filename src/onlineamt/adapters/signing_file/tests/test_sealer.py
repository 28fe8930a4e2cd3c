import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from cryptography import x509

from onlineamt.adapters.signing_file import FileSealer
from onlineamt.adapters.signing_file.sealer import SealUnusable

NAME = "Online-Amt Demo – keine echte Behörde"


def files_of(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


class TestFileSealer:
    def test_makes_an_authority_at_the_first_call_and_keeps_it(self, tmp_path: Path) -> None:
        first = FileSealer(tmp_path / "seal", name=NAME).authorities()
        second = FileSealer(tmp_path / "seal", name="anders").authorities()

        assert first == second
        assert set(files_of(tmp_path / "seal")) == {
            "authority.pem",
            "authority.key.pem",
            "seal.pem",
            "seal.key.pem",
        }

    def test_says_in_the_certificate_that_it_is_a_demo(self, tmp_path: Path) -> None:
        (authority,) = FileSealer(tmp_path / "seal", name=NAME).authorities()

        assert NAME in x509.load_der_x509_certificate(authority).subject.rfc4514_string()

    def test_lets_nobody_else_read_the_keys(self, tmp_path: Path) -> None:
        FileSealer(tmp_path / "seal", name=NAME).authorities()

        assert stat.S_IMODE((tmp_path / "seal").stat().st_mode) == 0o700
        for key in (tmp_path / "seal").glob("*.key.pem"):
            assert stat.S_IMODE(key.stat().st_mode) == 0o600

    def test_makes_one_authority_when_many_start_at_once(self, tmp_path: Path) -> None:
        with ThreadPoolExecutor(8) as threads:
            made = threads.map(lambda _: FileSealer(tmp_path / "seal", name=NAME).authorities(), range(16))

        assert len(set(made)) == 1
        assert [path.name for path in tmp_path.iterdir()] == ["seal"]

    def test_refuses_to_seal_with_an_expired_certificate(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        from datetime import timedelta

        from onlineamt.adapters.signing_file import sealer
        from onlineamt.foundation.core.clock import now

        FileSealer(tmp_path / "seal", name=NAME).authorities()
        monkeypatch.setattr(sealer, "now", lambda: now() + timedelta(days=365 * 11))

        with pytest.raises(SealUnusable, match="abgelaufen"):
            FileSealer(tmp_path / "seal", name=NAME).seal(b"")
