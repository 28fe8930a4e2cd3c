"""Prüft ein PDF auf Echtheit: onlineamt verify DATEI.pdf [--json] [--authority SIEGELSTELLE.pem]"""

import argparse
import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

import django

from onlineamt.facilities.letters.verification import Verdict, examine
from onlineamt.foundation.core.formats import show_instant


def run(arguments: Sequence[str]) -> int:
    """Say whether a PDF is ours and unchanged; exit code 0 only if it is."""
    parser = argparse.ArgumentParser(prog="onlineamt verify", description=__doc__)
    parser.add_argument("file", type=Path, metavar="DATEI.pdf")
    parser.add_argument("--json", action="store_true", help="Ergebnis für Programme")
    parser.add_argument("--authority", type=Path, action="append", help="Zertifikat einer Siegelstelle (PEM)")
    options = parser.parse_args(arguments)
    try:
        pdf = options.file.read_bytes()
        authorities = _read_authorities(options.authority)
    except OSError as failure:
        print(f"Die Datei {failure.filename} lässt sich nicht lesen.")
        return 2
    except ValueError:
        print(
            "Das Zertifikat der Siegelstelle lässt sich nicht lesen. Erwartet wird eine Datei im Format PEM."
        )
        return 2
    verdict = examine(pdf, authorities=authorities)
    print(_as_json(verdict) if options.json else _in_words(verdict))
    return 0 if verdict.is_genuine else 1


def _read_authorities(paths: Sequence[Path] | None) -> tuple[bytes, ...]:
    """Read the named authorities; without any, take this installation's own."""
    from cryptography import x509
    from cryptography.hazmat.primitives.serialization import Encoding

    if paths:
        certificates = [x509.load_pem_x509_certificate(path.read_bytes()) for path in paths]
        return tuple(certificate.public_bytes(Encoding.DER) for certificate in certificates)
    django.setup()
    from onlineamt.facilities.letters.sealing import sealer

    return sealer().authorities()


def _as_json(verdict: Verdict) -> str:
    return json.dumps(
        {**asdict(verdict), "is_genuine": verdict.is_genuine, "sentence": verdict.sentence},
        ensure_ascii=False,
    )


def _in_words(verdict: Verdict) -> str:
    lines = [verdict.sentence]
    if verdict.signer:
        lines.append(
            f"Siegel:          {verdict.signer}" + ("" if verdict.state != "foreign" else " (uns unbekannt)")
        )
    if verdict.sealed_at:
        lines.append(f"Gesiegelt am:    {show_instant(datetime.fromisoformat(verdict.sealed_at))}")
    if verdict.signer:
        lines.append(f"Ganzes Dokument: {'ja' if verdict.covers_whole_document else 'nein'}")
    return "\n".join(lines)
