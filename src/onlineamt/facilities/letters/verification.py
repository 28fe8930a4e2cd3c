"""Whether a PDF is ours and unchanged. Run as a program of its own, it reads hostile files away from everything else.

    python -m onlineamt.facilities.letters.verification AUTHORITY… < FILE.pdf

An AUTHORITY is a certificate: DER in base 64.
"""

import base64
import json
import logging
import resource
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
    from pyhanko_certvalidator import ValidationContext

MEMORY_BYTES = 1_000_000_000
PROCESSOR_SECONDS = 15
_PROGRAM = "onlineamt.facilities.letters.verification"

State = Literal["genuine", "changed", "extended", "foreign", "unsealed", "unreadable"]

SENTENCES: dict[State, str] = {
    "genuine": "Dieses Dokument ist echt und unverändert.",
    "changed": "Achtung: Dieses Dokument wurde verändert, nachdem es gesiegelt wurde.",
    "extended": "Achtung: An dieses Dokument wurde etwas angefügt, nachdem es gesiegelt wurde.",
    "foreign": "Dieses Dokument trägt ein Siegel, aber nicht unseres. Ob es echt ist, können wir nicht sagen.",
    "unsealed": "Dieses Dokument trägt kein Siegel. Ob es von uns stammt, können wir nicht sagen.",
    "unreadable": "Diese Datei ist kein lesbares PDF.",
}


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What was found out about a PDF. Signer and time are known only of a seal that could be read."""

    state: State
    signer: str = ""
    sealed_at: str = ""
    covers_whole_document: bool = False

    @property
    def is_genuine(self) -> bool:
        """Ours, and nothing was changed or added."""
        return self.state == "genuine"

    @property
    def sentence(self) -> str:
        """The finding in plain German."""
        return SENTENCES[self.state]


def examine(pdf: bytes, *, authorities: Sequence[bytes]) -> Verdict:
    """Return what can be said about a PDF; seals of these authorities (DER certificates) are ours.

    Imports pyHanko, which takes a second. Nothing is fetched from anywhere.
    pyHanko starts an event loop of its own, which a thread that already runs one refuses: hence a thread apart.
    """
    with ThreadPoolExecutor(1) as apart:
        return apart.submit(_examine, pdf, authorities).result()


def _examine(pdf: bytes, authorities: Sequence[bytes]) -> Verdict:
    from pyhanko.pdf_utils.reader import PdfFileReader

    logging.getLogger("pyhanko").setLevel(logging.CRITICAL)
    logging.getLogger("pyhanko_certvalidator").setLevel(logging.CRITICAL)
    try:
        seals = PdfFileReader(BytesIO(pdf)).embedded_regular_signatures
    except Exception:  # whatever a broken or hostile file makes the parser do
        return Verdict(state="unreadable")
    if not seals:
        return Verdict(state="unsealed")
    verdicts = [_judge(seal, pdf, authorities) for seal in seals]
    return next((verdict for verdict in verdicts if verdict.state != "foreign"), verdicts[0])


def _judge(seal: "EmbeddedPdfSignature", pdf: bytes, authorities: Sequence[bytes]) -> Verdict:
    from pyhanko.sign.validation import SignatureCoverageLevel, validate_pdf_signature

    try:
        status = validate_pdf_signature(seal, _context(authorities, seal.self_reported_timestamp))
    except Exception:  # a damaged seal breaks the parser in many ways; what cannot be judged is not intact
        return Verdict(state="changed")
    is_whole = status.coverage == SignatureCoverageLevel.ENTIRE_FILE
    if not (status.intact and status.valid):
        state: State = "changed"
    elif not status.trusted:
        state = "foreign"
    elif not _is_exactly_written(seal, pdf):
        state = "changed"
    elif not is_whole:
        state = "extended"
    else:
        state = "genuine"
    moment = seal.self_reported_timestamp
    return Verdict(
        state=state,
        signer=str(status.signing_cert.subject.native.get("common_name", "")),
        sealed_at=moment.isoformat() if moment else "",
        covers_whole_document=is_whole,
    )


def _is_exactly_written(seal: "EmbeddedPdfSignature", pdf: bytes) -> bool:
    """A seal covers all of the file but its own bytes (ISO 32000-2, 12.8.1): hold these to the one form we write.

    Padding, spelling and fields that nothing signs would otherwise be free for anybody to change.
    """
    _, start, end, _ = (int(number) for number in seal.byte_range)
    written = pdf[start:end]
    expected = _canonical_seal(seal).hex().upper().encode()
    return written == b"<" + expected.ljust(len(written) - 2, b"0") + b">"


def _canonical_seal(seal: "EmbeddedPdfSignature") -> bytes:
    """Return the seal built anew from what is signed: the signer's certificate, the attributes and the signature."""
    from asn1crypto import cms

    info = seal.signer_info
    certificate = seal.signer_cert
    identity = cms.IssuerAndSerialNumber(
        {"issuer": certificate.issuer, "serial_number": certificate.serial_number}
    )
    signer = cms.SignerInfo(
        {
            "version": "v1",
            "sid": cms.SignerIdentifier({"issuer_and_serial_number": identity}),
            "digest_algorithm": {"algorithm": seal.md_algorithm},
            "signed_attrs": info["signed_attrs"],
            "signature_algorithm": {"algorithm": info["signature_algorithm"]["algorithm"].native},
            "signature": info["signature"].native,
        }
    )
    signed = cms.SignedData(
        {
            "version": "v1",
            "digest_algorithms": [{"algorithm": seal.md_algorithm}],
            "encap_content_info": {"content_type": "data"},
            "certificates": [certificate],
            "signer_infos": [signer],
        }
    )
    return bytes(cms.ContentInfo({"content_type": "signed_data", "content": signed}).dump())


def _context(authorities: Sequence[bytes], moment: datetime | None) -> "ValidationContext":
    """A certificate counts as it was when the seal was set: our letters outlive our certificates."""
    from asn1crypto import x509
    from pyhanko_certvalidator import ValidationContext

    return ValidationContext(
        trust_roots=[x509.Certificate.load(authority) for authority in authorities],
        moment=moment,
        allow_fetching=False,
        revocation_mode="soft-fail",
    )


def main(arguments: Sequence[str]) -> int:
    """Judge the PDF on standard input, with little memory and time; write the verdict as JSON."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (PROCESSOR_SECONDS, PROCESSOR_SECONDS))
    verdict = examine(sys.stdin.buffer.read(), authorities=[base64.b64decode(text) for text in arguments])
    sys.stdout.write(json.dumps(asdict(verdict)))
    return 0


def examine_apart(pdf: bytes, *, authorities: Sequence[bytes]) -> Verdict:
    """Return the same as `examine`, found out by a process of its own that has no secrets and little time.

    For files from strangers: what breaks the parser, or keeps it busy, breaks nothing else.
    """
    encoded = [base64.b64encode(authority).decode() for authority in authorities]
    try:
        done = subprocess.run(
            [sys.executable, "-I", "-m", _PROGRAM, *encoded],
            input=pdf,
            capture_output=True,
            check=True,
            timeout=2 * PROCESSOR_SECONDS,
            env={},
        )
        values: dict[str, Any] = json.loads(done.stdout)
    except (subprocess.SubprocessError, ValueError):
        return Verdict(state="unreadable")
    return Verdict(**values)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
