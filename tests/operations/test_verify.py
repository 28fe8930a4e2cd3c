"""`onlineamt verify FILE.pdf`: one clear sentence, and an exit code for programs."""

import json
from pathlib import Path

import pytest

from onlineamt.__main__ import main
from onlineamt.adapters.signing_file import FileSealer
from onlineamt.facilities.letters.receipt import render_receipt
from onlineamt.facilities.letters.tests.factories import make_receipt

NAME = "Online-Amt Test"


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an authority that sealed the letters."""
    return tmp_path_factory.mktemp("authority") / "seal"


@pytest.fixture(scope="module")
def sealed(authority: Path) -> bytes:
    return FileSealer(authority, name=NAME).seal(render_receipt(make_receipt()))


def verify(path: Path, authority: Path, *options: str) -> int:
    return main(["verify", str(path), "--authority", str(authority / "authority.pem"), *options])


class TestVerify:
    def test_says_in_words_that_a_letter_is_genuine(
        self, tmp_path: Path, authority: Path, sealed: bytes, capsys: pytest.CaptureFixture[str]
    ) -> None:
        letter = tmp_path / "beleg.pdf"
        letter.write_bytes(sealed)

        assert verify(letter, authority) == 0
        words = capsys.readouterr().out
        assert words.startswith("Dieses Dokument ist echt und unverändert.")
        assert NAME in words
        assert "Ganzes Dokument: ja" in words

    def test_tells_programs_the_same(
        self, tmp_path: Path, authority: Path, sealed: bytes, capsys: pytest.CaptureFixture[str]
    ) -> None:
        letter = tmp_path / "beleg.pdf"
        letter.write_bytes(sealed)
        verify(letter, authority, "--json")
        verdict = json.loads(capsys.readouterr().out)

        assert verdict["state"] == "genuine"
        assert verdict["is_genuine"] is True
        assert verdict["signer"] == NAME
        assert verdict["covers_whole_document"] is True

    @pytest.mark.parametrize(
        ("change", "sentence"),
        [
            (
                lambda pdf: pdf.replace(b"/Type/Pages", b"/Type/pages", 1),
                "Achtung: Dieses Dokument wurde verändert",
            ),
            (
                lambda pdf: pdf[:5000] + bytes([pdf[5000] ^ 1]) + pdf[5001:],
                "Achtung: Dieses Dokument wurde verändert",
            ),
            (lambda pdf: pdf + b"\n", "Achtung: An dieses Dokument wurde etwas angefügt"),
            (lambda pdf: b"Hallo", "Diese Datei ist kein lesbares PDF."),
        ],
    )
    def test_says_what_is_wrong(
        self,
        tmp_path: Path,
        authority: Path,
        sealed: bytes,
        capsys: pytest.CaptureFixture[str],
        change: object,
        sentence: str,
    ) -> None:
        letter = tmp_path / "beleg.pdf"
        letter.write_bytes(change(sealed))  # type: ignore[operator]

        assert verify(letter, authority) == 1
        assert capsys.readouterr().out.startswith(sentence)

    def test_does_not_know_a_foreign_seal(
        self, tmp_path: Path, sealed: bytes, capsys: pytest.CaptureFixture[str]
    ) -> None:
        letter = tmp_path / "beleg.pdf"
        letter.write_bytes(sealed)
        FileSealer(tmp_path / "other", name=NAME).authorities()

        assert verify(letter, tmp_path / "other") == 1
        assert "(uns unbekannt)" in capsys.readouterr().out

    @pytest.mark.parametrize("name", ["gibt-es-nicht.pdf", ""])
    def test_says_when_there_is_no_such_file(
        self, tmp_path: Path, authority: Path, capsys: pytest.CaptureFixture[str], name: str
    ) -> None:
        assert verify(tmp_path / name, authority) == 2
        assert "lässt sich nicht lesen" in capsys.readouterr().out

    def test_says_when_the_certificate_is_none(
        self, tmp_path: Path, sealed: bytes, capsys: pytest.CaptureFixture[str]
    ) -> None:
        letter = tmp_path / "beleg.pdf"
        letter.write_bytes(sealed)
        (tmp_path / "authority.pem").write_text("Hallo")

        assert verify(letter, tmp_path) == 2
        assert "Zertifikat der Siegelstelle" in capsys.readouterr().out
