import json
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime
from io import BytesIO
from pathlib import Path

import pypdf
import pytest

from onlineamt.adapters.signing_file import FileSealer
from onlineamt.facilities.letters import verification
from onlineamt.facilities.letters.receipt import make_receipt_pdf, render_receipt
from onlineamt.facilities.letters.sealing import use_sealer
from onlineamt.facilities.letters.tests.factories import make_receipt
from onlineamt.facilities.letters.tests.reading import attachments_of, metadata_of
from onlineamt.facilities.letters.verification import SENTENCES, Verdict, examine, examine_apart

NAME = "Online-Amt Demo – keine echte Behörde"


@pytest.fixture(scope="module")
def ours(tmp_path_factory: pytest.TempPathFactory) -> FileSealer:
    sealer = FileSealer(tmp_path_factory.mktemp("ours") / "seal", name=NAME)
    use_sealer(sealer)
    return sealer


@pytest.fixture(scope="module")
def sealed(ours: FileSealer) -> bytes:
    return make_receipt_pdf(make_receipt())


def flipped(pdf: bytes, place: int) -> bytes:
    """Return the file with one bit of one byte turned."""
    return pdf[:place] + bytes([pdf[place] ^ 1]) + pdf[place + 1 :]


class TestExamine:
    def test_finds_a_sealed_receipt_genuine(self, sealed: bytes, ours: FileSealer) -> None:
        verdict = examine(sealed, authorities=ours.authorities())

        assert verdict.is_genuine
        assert verdict.signer == NAME
        assert verdict.covers_whole_document
        assert datetime.fromisoformat(verdict.sealed_at).tzinfo is not None

    def test_notices_one_changed_byte_wherever_it_is(self, sealed: bytes, ours: FileSealer) -> None:
        own = sealed.rindex(b"/Contents <") + len(b"/Contents <")  # the seal covers everything but itself
        places = [
            *range(0, len(sealed), 2003),
            *range(own, own + 2000, 97),
            *range(own + 2000, own + 9000, 997),
        ]
        states = {
            place: examine(flipped(sealed, place), authorities=ours.authorities()).state
            for place in places
            if place < len(sealed)
        }

        assert {
            place: state for place, state in states.items() if state not in {"changed", "unreadable"}
        } == {}

    @pytest.mark.parametrize("rewrite", [bytes.lower, lambda seal: seal[:-2] + b"1" + seal[-1:]])
    def test_holds_the_seal_itself_to_one_form(
        self, sealed: bytes, ours: FileSealer, rewrite: Callable[[bytes], bytes]
    ) -> None:
        start = sealed.rindex(b"/Contents <") + len(b"/Contents ")
        end = sealed.index(b">", start) + 1
        rewritten = sealed[:start] + rewrite(sealed[start:end]) + sealed[end:]

        assert examine(rewritten, authorities=ours.authorities()).state == "changed"

    def test_notices_what_was_added_behind_the_seal(self, sealed: bytes, ours: FileSealer) -> None:
        writer = pypdf.PdfWriter(BytesIO(sealed), incremental=True)
        writer.add_metadata({"/Title": "Bescheid über 1.000.000 €"})
        longer = BytesIO()
        writer.write(longer)

        assert longer.getvalue().startswith(sealed)
        assert examine(longer.getvalue(), authorities=ours.authorities()).state == "extended"

    def test_notices_a_single_line_end_behind_the_seal(self, sealed: bytes, ours: FileSealer) -> None:
        assert examine(sealed + b"\n", authorities=ours.authorities()).state == "extended"

    def test_knows_a_pdf_without_seal(self, ours: FileSealer) -> None:
        assert examine(render_receipt(make_receipt()), authorities=ours.authorities()).state == "unsealed"

    @pytest.mark.parametrize("junk", [b"", b"Hallo", b"%PDF-1.7\n", b"\x00" * 1000])
    def test_knows_what_is_no_pdf(self, junk: bytes, ours: FileSealer) -> None:
        assert examine(junk, authorities=ours.authorities()).state == "unreadable"

    def test_does_not_take_a_stranger_of_the_same_name_for_us(self, tmp_path: Path, ours: FileSealer) -> None:
        stranger = FileSealer(tmp_path / "seal", name=NAME)
        forged = stranger.seal(render_receipt(make_receipt()))

        assert examine(forged, authorities=ours.authorities()).state == "foreign"


class TestSealedReceipt:
    def test_keeps_attachment_and_standards(self, sealed: bytes) -> None:
        metadata = metadata_of(sealed)

        assert attachments_of(sealed) == {"angaben.json": make_receipt().answers}
        assert "http://www.aiim.org/pdfa/ns/id/" in metadata
        assert "http://www.aiim.org/pdfua/ns/id/" in metadata

    def test_begins_with_the_bytes_that_were_sealed(self, sealed: bytes) -> None:
        assert sealed.startswith(render_receipt(make_receipt()))


class TestExamineApart:
    def test_comes_to_the_same_verdict(self, sealed: bytes, ours: FileSealer) -> None:
        assert examine_apart(sealed, authorities=ours.authorities()) == examine(
            sealed, authorities=ours.authorities()
        )

    def test_survives_what_breaks_the_parser(self, ours: FileSealer, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(verification, "_PROGRAM", "onlineamt.no_such_program")

        assert examine_apart(b"", authorities=ours.authorities()).state == "unreadable"


class TestProgram:
    def test_imports_neither_django_nor_at_first_pyhanko(self) -> None:
        script = (
            "import sys, json; import onlineamt.facilities.letters.verification, onlineamt.adapters.signing_file;"
            "print(json.dumps([name for name in ('django.db', 'pyhanko') if name in sys.modules]))"
        )
        done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True)

        assert json.loads(done.stdout) == []


class TestVerdict:
    def test_has_a_sentence_for_every_state(self) -> None:
        for state, sentence in SENTENCES.items():
            assert Verdict(state=state).sentence == sentence
            assert sentence.endswith(".")
