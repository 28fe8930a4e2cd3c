"""The signed attributes of every seal are those that pyHanko itself would write."""

import asyncio
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from pyhanko.sign.signers import SimpleSigner

from onlineamt.adapters.signing_file import FileSealer

DIGESTS = [sha256(word.encode()).digest() for word in ("Hund", "Katze", "Maus")]


@pytest.fixture
def signer(tmp_path: Path) -> Any:
    """Return the signer of a seal made for this test."""
    sealer = FileSealer(tmp_path / "seal", name="Siegel der Tests")
    sealer.authorities()
    return sealer._cms_signer()


def test_every_digest_gets_its_own_attributes(signer: Any) -> None:
    plain = SimpleSigner(
        signing_cert=signer.signing_cert,
        signing_key=signer.signing_key,
        cert_registry=signer.cert_registry,
        embed_roots=False,
    )

    def attributes(by: Any, digest: bytes) -> bytes:
        return bytes(asyncio.run(by.signed_attrs(digest, "sha256", use_pades=True)).dump())

    assert [attributes(signer, digest) for digest in DIGESTS] == [
        attributes(plain, digest) for digest in DIGESTS
    ]


def test_a_digest_of_another_length_is_spelled_anew(signer: Any) -> None:
    asyncio.run(signer.signed_attrs(DIGESTS[0], "sha256", use_pades=True))

    longer = asyncio.run(signer.signed_attrs(DIGESTS[0] * 2, "sha512", use_pades=True))

    assert DIGESTS[0] * 2 in longer.dump()
