"""pyHanko's signer, told once what stays the same from seal to seal. Imports pyHanko: only for the worker."""

from typing import Any

from asn1crypto import cms
from pyhanko.sign.signers import SimpleSigner


class SteadySigner(SimpleSigner):
    """Signs as SimpleSigner does, but spells out the signed attributes only once.

    Of these attributes (content type, digest, certificate, algorithms: ETSI EN 319 142-1, 6.3) only the digest differs
    between two seals of one certificate without a signing time; spelling them takes asn1crypto twice as long as
    everything else in a seal.
    """

    _pattern: tuple[bytes, bytes] | None = None

    async def signed_attrs(self, data_digest: bytes, *args: Any, **settings: Any) -> cms.CMSAttributes:
        """Return the attributes for a digest. Two threads may both spell them; they come to the same."""
        if self._pattern is None:
            first = await super().signed_attrs(data_digest, *args, **settings)
            self._pattern = first.dump(), data_digest
        spelled, digest = self._pattern
        if spelled.count(digest) != 1 or len(digest) != len(data_digest):
            return await super().signed_attrs(data_digest, *args, **settings)
        return cms.CMSAttributes.load(spelled.replace(digest, data_digest))
