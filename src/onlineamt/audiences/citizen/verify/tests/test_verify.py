"""Checking letters: what is ours, what is not, and that nothing personal is told."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.world import web_environ

from onlineamt.adapters.files_folder import FolderStore
from onlineamt.adapters.signing_file import FileSealer
from onlineamt.audiences.citizen.verify import views
from onlineamt.audiences.citizen.verify.findings import issued_by_token
from onlineamt.facilities.documents import store
from onlineamt.facilities.documents.actions.storing import erase_documents, store_document
from onlineamt.facilities.documents.rules import new_verify_token
from onlineamt.facilities.documents.values import DocumentKind, IssuedDocument, NewDocument
from onlineamt.facilities.letters import sealing
from onlineamt.facilities.letters.procedure_letter import make_letter_pdf
from onlineamt.facilities.letters.receipt import make_receipt_pdf, render_receipt
from onlineamt.facilities.letters.tests.factories import make_receipt
from onlineamt.facilities.letters.tests.procedure_letters import make_letter
from onlineamt.foundation.core.clock import now
from onlineamt.foundation.core.ids import new_id
from onlineamt.foundation.limits.values import Limit
from onlineamt.foundation.sealing.actions import create_key
from onlineamt.foundation.tenancy.models import Tenant
from onlineamt.foundation.tenancy.transaction import in_tenant
from onlineamt.procedure.applications.receipts import VERIFY

TOKEN = new_verify_token()
SECRETS = ("Waldi", "Erika", "Mustermann", "HUND-7K4M", "Hund anmelden")


@pytest.fixture(autouse=True)
def installation(tmp_path: Path) -> Iterator[None]:
    before = store._store, sealing._sealer
    store.use_byte_store(FolderStore(tmp_path / "documents"))
    sealing.use_sealer(FileSealer(tmp_path / "seal", name="Online-Amt Test"))
    yield
    store._store, sealing._sealer = before


@pytest.fixture
def letter(towns: tuple[Tenant, Tenant], installation: None) -> bytes:
    """A receipt that Musterstadt has sent."""
    pdf = make_receipt_pdf(make_receipt())
    with in_tenant(towns[0].id):
        subject_id = new_id()
        create_key(subject_id)
        document = NewDocument(
            kind=DocumentKind.RECEIPT,
            name="Eingangsbestätigung.pdf",
            media_type="application/pdf",
            content=pdf,
            verify_token=TOKEN,
        )
        store_document(subject_id=subject_id, document=document)
    return pdf


@pytest.fixture
def browser(letter: bytes) -> Client:
    return Client(**web_environ())


def upload(browser: Client, content: bytes, path: str = "/echtheit") -> tuple[int, str]:
    file = SimpleUploadedFile("schreiben.pdf", content, content_type="application/pdf")
    answer = browser.post(path, {"document": file})
    return answer.status_code, answer.content.decode()


class TestDecision:
    @pytest.fixture
    def decision(self, towns: tuple[Tenant, Tenant], installation: None) -> bytes:
        pdf = make_letter_pdf(make_letter())
        with in_tenant(towns[0].id):
            subject_id = new_id()
            create_key(subject_id)
            document = NewDocument(
                kind=DocumentKind.DECISION,
                name="Bescheid.pdf",
                media_type="application/pdf",
                content=pdf,
                verify_token=TOKEN,
            )
            store_document(subject_id=subject_id, document=document)
        return pdf

    def test_is_known_by_its_code_and_by_its_file(self, decision: bytes) -> None:
        browser = Client(**web_environ())
        by_code, (_, by_file) = browser.get(f"/echtheit/{TOKEN}").content.decode(), upload(browser, decision)

        assert "Ein Bescheid mit diesem Code stammt von uns." in by_code
        assert "Dieser Bescheid ist echt und unverändert." in by_file
        for page in (by_code, by_file):
            assert "Stadt Musterstadt" in page
            assert [secret for secret in (*SECRETS, "117,00", "Hundesteuer") if secret in page] == []

    def test_is_not_genuine_when_an_amount_was_changed(self, decision: bytes) -> None:
        changed = decision[:3000] + bytes([decision[3000] ^ 1]) + decision[3001:]

        assert "Dieses Dokument wurde verändert." in upload(Client(**web_environ()), changed)[1]

    @pytest.mark.parametrize("kind", DocumentKind)
    def test_has_words_for_every_kind_of_document(self, kind: DocumentKind) -> None:
        finding = issued_by_token(IssuedDocument(kind=kind, issued_at=now()))

        assert finding.document
        assert finding.title


class TestVerify:
    def test_asks_for_file_or_code(self, browser: Client) -> None:
        answer = browser.get("/echtheit")

        assert answer.status_code == 200
        assert 'enctype="multipart/form-data"' in answer.content.decode()
        assert answer["X-Robots-Tag"] == "noindex"

    def test_knows_its_own_letter_without_opening_it(
        self, browser: Client, letter: bytes, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(views, "examine_apart", None)
        status, page = upload(browser, letter)

        assert status == 200
        assert "Dieses Dokument ist echt und unverändert." in page
        assert "Eingangsbestätigung" in page
        assert "Stadt Musterstadt" in page

    def test_tells_nothing_personal(self, browser: Client, letter: bytes) -> None:
        pages = [upload(browser, letter)[1], browser.get(f"/echtheit/{TOKEN}").content.decode()]

        assert [word for page in pages for word in SECRETS if word in page] == []

    def test_warns_of_a_longer_letter(self, browser: Client, letter: bytes) -> None:
        assert "An dieses Dokument wurde etwas angefügt." in upload(browser, letter + b"\n")[1]

    def test_warns_of_a_changed_letter(self, browser: Client, letter: bytes) -> None:
        place = letter.index(b"stream") + 200
        changed = letter[:place] + bytes([letter[place] ^ 1]) + letter[place + 1 :]

        assert "Dieses Dokument wurde verändert." in upload(browser, changed)[1]

    def test_knows_a_sealed_letter_whose_record_was_erased(
        self, browser: Client, letter: bytes, towns: tuple[Tenant, Tenant]
    ) -> None:
        from onlineamt.facilities.documents.models import StoredDocument

        with in_tenant(towns[0].id):
            erase_documents(StoredDocument.objects.get().subject_id)

        assert "Dieses Dokument ist echt und unverändert." in upload(browser, letter)[1]
        assert browser.get(f"/echtheit/{TOKEN}").status_code == 404

    @pytest.mark.parametrize(
        ("content", "title"),
        [
            (render_receipt(make_receipt()), "Dieses Dokument trägt kein Siegel."),
            (b"Hallo", "Diese Datei ist kein lesbares PDF."),
            (b"\x00" * 5000, "Diese Datei ist kein lesbares PDF."),
        ],
    )
    def test_says_what_is_not_ours(self, browser: Client, content: bytes, title: str) -> None:
        status, page = upload(browser, content)

        assert status == 200
        assert title in page

    @pytest.mark.parametrize(
        "fields", [{}, {"code": ""}, {"code": "falsch"}, {"code": "\x00"}, {"code": "A" * 5000}]
    )
    def test_says_what_is_missing(self, browser: Client, fields: dict[str, str]) -> None:
        answer = browser.post("/echtheit", fields)

        assert answer.status_code == 422
        assert 'id="errors"' in answer.content.decode()

    def test_takes_a_file_of_ten_megabytes_and_no_more(self, browser: Client) -> None:
        assert upload(browser, b"x" * 10_000_000)[0] == 200
        assert upload(browser, b"x" * 10_000_001)[0] == 422
        assert upload(browser, b"x" * 11_000_000)[0] == 413

    def test_takes_a_large_body_nowhere_else(self, browser: Client) -> None:
        assert upload(browser, b"x" * 2_000_000, path="/barriere-melden")[0] == 413

    def test_leads_from_the_typed_code_to_its_page(self, browser: Client) -> None:
        answer = browser.post("/en/echtheit", {"code": f" {TOKEN.lower()} "})

        assert answer.status_code == 302
        assert answer["Location"] == f"/en/echtheit/{TOKEN.replace('-', '')}"

    def test_stops_somebody_who_has_files_examined_without_end(
        self, browser: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(views, "EXAMINED_FROM", Limit("verify.test", 1, views.EXAMINED_FROM.per))

        assert [upload(browser, b"Hallo")[0] for _ in range(2)] == [200, 429]


class TestVerifyToken:
    def test_says_that_there_is_such_a_letter(self, browser: Client) -> None:
        answer = browser.get(f"/echtheit/{TOKEN}")

        assert answer.status_code == 200
        assert "Ein Schreiben mit diesem Code stammt von uns." in answer.content.decode()
        assert answer["Cache-Control"] == "no-store"

    @pytest.mark.parametrize(
        "token", [pytest.param(new_verify_token(), id="unknown"), "falsch", "%00", "<script>", "A" * 500]
    )
    def test_finds_nothing_for_another_code(self, browser: Client, token: str) -> None:
        answer = browser.get(f"/echtheit/{token}")

        assert answer.status_code == 404
        assert "<script>" not in answer.content.decode().replace('<script type="module"', "")

    def test_stands_where_receipts_lead_to(self, browser: Client) -> None:
        assert browser.get(f"/{VERIFY}/{TOKEN}").status_code == 200

    def test_is_not_known_in_the_next_town(self, letter: bytes) -> None:
        neighbour = Client(**web_environ("nachbarstadt.localhost"))

        assert neighbour.get(f"/echtheit/{TOKEN}").status_code == 404
