from uuid import UUID

import pytest

from onlineamt.facilities.documents.rules import (
    NAME_LENGTH,
    clean_name,
    download_headers,
    file_kind,
    new_verify_token,
    read_verify_token,
    storage_key,
)
from onlineamt.facilities.documents.tests import files
from onlineamt.facilities.documents.values import FileKind

PDF, JPEG = "application/pdf", "image/jpeg"


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


class TestFileKind:
    @pytest.mark.parametrize(
        ("content", "kind"),
        [
            (files.paper(), FileKind.PDF),
            (files.picture(), FileKind.JPEG),
            (files.picture("PNG"), FileKind.PNG),
            (files.heic(), FileKind.HEIC),
            (b"\0\0\0\x18ftypmif1\0\0\0\0mif1heic", FileKind.HEIC),
            (b"\0\0\0\x18ftypmif1\0\0\0\0mif1avif", None),
            (b"\0\0\0\x18ftypisom\0\0\0\0isomheic", None),
            (b"\xff\xff\xff\xffftypheic", FileKind.HEIC),
            (b" %PDF-1.7", None),
            (b"<html>%PDF-1.7", None),
            (b"\xff\xd8", None),
            (b"", None),
        ],
    )
    def test_is_what_the_first_bytes_say(self, content: bytes, kind: FileKind | None) -> None:
        assert file_kind(content) == kind


class TestCleanName:
    @pytest.mark.parametrize(
        ("name", "media_type", "expected"),
        [
            ("Fahrzeugschein.pdf", PDF, "Fahrzeugschein.pdf"),
            ("Größe Ärmel ß.PDF", PDF, "Größe Ärmel ß.pdf"),
            ("Gro\u0308ße.pdf", PDF, "Größe.pdf"),
            ("IMG_0815.HEIC", JPEG, "IMG_0815.jpg"),
            ("Schein.exe", PDF, "Schein.exe.pdf"),
            ("../../etc/passwd", PDF, "passwd.pdf"),
            ("C:\\Users\\Erika\\Schein.pdf", PDF, "Schein.pdf"),
            ("Rechnung\u202efdp.exe", PDF, "Rechnungfdp.exe.pdf"),
            ("a\r\nSet-Cookie: x\0.pdf", PDF, "aSet-Cookie x.pdf"),
            ('Schein "neu" <b>.jpg', JPEG, "Schein neu b.jpg"),
            ("\ud800.pdf", PDF, "Datei.pdf"),
            ("", PDF, "Datei.pdf"),
            (".pdf", PDF, "Datei.pdf"),
            ("...", JPEG, "Datei.jpg"),
        ],
    )
    def test_does_no_harm(self, name: str, media_type: str, expected: str) -> None:
        assert clean_name(name, media_type) == expected

    def test_is_never_longer_than_a_line(self) -> None:
        assert clean_name("ü" * 10_000 + ".pdf", PDF) == "ü" * (NAME_LENGTH - 4) + ".pdf"

    def test_is_the_same_when_it_is_cleaned_again(self) -> None:
        once = clean_name("C:\\a\u202e .b..PDF", PDF)

        assert clean_name(once, PDF) == once


class TestDownloadHeaders:
    @pytest.mark.parametrize(
        "media_type", ["text/html", "image/svg+xml", "application/xhtml+xml", "", "text/plain"]
    )
    def test_give_no_browser_anything_to_run(self, media_type: str) -> None:
        headers = download_headers("a.html", media_type, is_inline=True)

        assert headers["Content-Type"] == "application/octet-stream"
        assert headers["Content-Disposition"].startswith("attachment;")
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in headers["Content-Security-Policy"]

    def test_name_a_file_in_every_alphabet(self) -> None:
        headers = download_headers("Öffnung 1.pdf", PDF, is_inline=False)

        assert headers["Content-Disposition"] == (
            "attachment; filename=\"Offnung 1.pdf\"; filename*=UTF-8''%C3%96ffnung%201.pdf"
        )

    def test_let_no_name_break_out(self) -> None:
        headers = download_headers('a"\\\r\nX: y.pdf', PDF, is_inline=False)

        assert "\r" not in headers["Content-Disposition"]
        assert headers["Content-Disposition"].count('"') == 2
