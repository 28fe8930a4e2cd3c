"""Sealing PDFs with pyHanko. It takes a second to import, so only the worker ever does: inside the functions."""

from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from io import BytesIO
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import serialization

from onlineamt.adapters.signing_file.authority import AUTHORITY, SEAL, provide_authority
from onlineamt.foundation.core.clock import now

FIELD = "Siegel"
FIELD_LABEL = "Elektronisches Siegel"
REASON = "Herkunft und Unversehrtheit"
_ROOM_FOR_THE_REST = 3_000  # bytes of signature and attributes; they take less than half of it with RSA 4096


class SealUnusable(Exception):
    """The certificate of the seal has expired; the message says what to do."""


class FileSealer:
    """A sealer whose keys lie in a folder, readable by the portal only. See the port `Sealer`."""

    def __init__(self, folder: Path, *, name: str) -> None:
        """Take the folder and the name on the certificate, used when the folder is not there yet."""
        self._folder = folder
        self._name = name

    def seal(self, pdf: bytes) -> bytes:
        """See Sealer. Raises SealUnusable.

        pyHanko starts an event loop of its own, which a thread that already runs one refuses: hence a thread apart.
        """
        with ThreadPoolExecutor(1) as apart:
            return apart.submit(self._seal, pdf).result()

    def authorities(self) -> tuple[bytes, ...]:
        """See Sealer."""
        return (self._certificate(AUTHORITY).public_bytes(serialization.Encoding.DER),)

    def _seal(self, pdf: bytes) -> bytes:
        from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

        sealed = BytesIO()
        self._signer.sign_pdf(
            IncrementalPdfFileWriter(BytesIO(pdf)), output=sealed, bytes_reserved=self._reserved
        )
        return sealed.getvalue()

    @cached_property
    def _reserved(self) -> int:
        """How many digits the seal may take in the file. Without it pyHanko makes every seal twice to learn its length."""
        certificate = self._certificate(SEAL).public_bytes(serialization.Encoding.DER)
        return 2 * (len(certificate) + _ROOM_FOR_THE_REST)

    @cached_property
    def _signer(self) -> Any:
        """Changes after the seal are forbidden by the seal itself (DocMDP level 1): every reader says so."""
        from pyhanko.sign import fields, signers

        metadata = signers.PdfSignatureMetadata(
            field_name=FIELD,
            md_algorithm="sha256",
            reason=REASON,
            name=self._usable_seal().subject.rfc4514_string().removeprefix("CN="),
            subfilter=fields.SigSeedSubFilter.PADES,
            certify=True,
            docmdp_permissions=fields.MDPPerm.NO_CHANGES,
        )
        invisible = fields.SigFieldSpec(
            FIELD,
            invis_sig_settings=fields.InvisSigSettings(box_out_of_bounds=True),
            readable_field_name=FIELD_LABEL,
        )
        return signers.PdfSigner(metadata, self._cms_signer(), new_field_spec=invisible)

    def _cms_signer(self) -> Any:
        from asn1crypto import keys, pem
        from asn1crypto import x509 as asn1_x509
        from pyhanko_certvalidator.registry import SimpleCertificateStore

        from onlineamt.adapters.signing_file.signer import SteadySigner

        def read(name: str) -> bytes:
            return bytes(pem.unarmor((self._folder / name).read_bytes())[2])

        return SteadySigner(
            signing_cert=asn1_x509.Certificate.load(read(f"{SEAL}.pem")),
            signing_key=keys.PrivateKeyInfo.load(read(f"{SEAL}.key.pem")),
            cert_registry=SimpleCertificateStore(),  # type: ignore[no-untyped-call]
            embed_roots=False,  # whoever checks brings the authority along
        )

    def _usable_seal(self) -> x509.Certificate:
        certificate = self._certificate(SEAL)
        if certificate.not_valid_after_utc <= now():
            raise SealUnusable(
                f"Das Siegelzertifikat in {self._folder} ist abgelaufen. "
                "Legen Sie ein neues hinein, und behalten Sie die alte Siegelstelle zum Prüfen."
            )
        return certificate

    def _certificate(self, role: str) -> x509.Certificate:
        provide_authority(self._folder, name=self._name, now=now)
        return x509.load_pem_x509_certificate((self._folder / f"{role}.pem").read_bytes())
