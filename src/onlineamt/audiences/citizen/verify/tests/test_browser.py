"""The pages that check letters, and the demo's mailbox, in a browser: axe, phone, keyboard, finger."""

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from playwright.sync_api import Page, expect
from tests.accessibility.browser import (
    PHONE,
    OpenPage,
    assert_accessible,
    assert_fits,
    assert_keyboard,
    assert_targets,
    served,
)

from onlineamt.adapters.files_folder import FolderStore
from onlineamt.adapters.mail_folder import FolderTransport
from onlineamt.adapters.signing_file import FileSealer
from onlineamt.facilities.documents import store
from onlineamt.facilities.documents.actions.storing import store_document
from onlineamt.facilities.documents.rules import new_verify_token
from onlineamt.facilities.documents.values import DocumentKind, NewDocument
from onlineamt.facilities.letters import sealing
from onlineamt.facilities.letters.receipt import make_receipt_pdf
from onlineamt.facilities.letters.tests.factories import make_receipt
from onlineamt.facilities.mail import transport
from onlineamt.facilities.mail.message import build_message
from onlineamt.facilities.mail.tests.factories import ADDRESS, SENDER, VALUES
from onlineamt.facilities.mail.values import MailTemplate
from onlineamt.facilities.mail.writing import write_mail
from onlineamt.foundation.core.clock import now
from onlineamt.foundation.core.ids import new_id
from onlineamt.foundation.core.languages import Language
from onlineamt.foundation.sealing.actions import create_key
from onlineamt.foundation.tenancy.models import Tenant
from onlineamt.foundation.tenancy.transaction import in_tenant

pytestmark = [pytest.mark.browser, pytest.mark.slow]
TOKEN = new_verify_token()


@pytest.fixture
def site(towns: tuple[Tenant, Tenant], tmp_path: Path) -> Iterator[SimpleNamespace]:
    """Musterstadt with one sealed receipt and one e-mail that was not sent, on a port of this machine."""
    from onlineamt.config.wsgi import application

    before = store._store, sealing._sealer, transport._transport
    store.use_byte_store(FolderStore(tmp_path / "documents"))
    sealing.use_sealer(FileSealer(tmp_path / "seal", name="Online-Amt Test"))
    stand_in = FolderTransport(tmp_path / "mail", is_production=False)
    transport.use_transport(stand_in)
    pdf = tmp_path / "Eingangsbestätigung.pdf"
    pdf.write_bytes(make_receipt_pdf(make_receipt()))
    with in_tenant(towns[0].id):
        subject_id = new_id()
        create_key(subject_id)
        store_document(
            subject_id=subject_id,
            document=NewDocument(
                kind=DocumentKind.RECEIPT,
                name=pdf.name,
                media_type="application/pdf",
                content=pdf.read_bytes(),
                verify_token=TOKEN,
            ),
        )
    _leave_mail(stand_in)
    with served(application) as port:
        yield SimpleNamespace(url=f"http://musterstadt.localhost:{port}", pdf=pdf)
    store._store, sealing._sealer, transport._transport = before


def _leave_mail(stand_in: FolderTransport) -> None:
    mail = write_mail(MailTemplate.RESUME_CODE, Language.GERMAN, VALUES, SENDER)
    message = build_message(mail, sender=SENDER, recipient=ADDRESS, mail_id=new_id(), language="de", at=now())
    stand_in.send(message, sender=SENDER.address, recipient=ADDRESS)


def _stands_every_test(page: Page) -> None:
    assert_accessible(page)
    assert_targets(page)
    assert_keyboard(page)
    assert_fits(page, width=PHONE)


class TestVerify:
    def test_stands_every_test_while_it_asks(self, site: SimpleNamespace, open_page: OpenPage) -> None:
        _stands_every_test(open_page(f"{site.url}/echtheit", width=PHONE))

    def test_finds_the_receipt_genuine(self, site: SimpleNamespace, open_page: OpenPage) -> None:
        page = open_page(f"{site.url}/echtheit", width=PHONE)
        page.get_by_label("PDF-Datei").set_input_files(site.pdf)
        page.get_by_role("button", name="Datei prüfen").click()

        expect(page.get_by_text("Dieses Dokument ist echt und unverändert.")).to_be_visible()
        _stands_every_test(page)

    def test_takes_the_code_without_javascript(self, site: SimpleNamespace, open_page: OpenPage) -> None:
        page = open_page(f"{site.url}/echtheit", javascript=False)
        page.get_by_label("Code auf dem Schreiben").fill(TOKEN)
        page.get_by_role("button", name="Code prüfen").click()

        expect(page.get_by_text("Ein Schreiben mit diesem Code stammt von uns.")).to_be_visible()

    def test_says_what_is_wrong_with_a_code(self, site: SimpleNamespace, open_page: OpenPage) -> None:
        page = open_page(f"{site.url}/echtheit", width=PHONE, scheme="dark")
        page.get_by_label("Code auf dem Schreiben").fill("falsch")
        page.get_by_role("button", name="Code prüfen").click()

        expect(page.locator("#errors")).to_be_focused()
        _stands_every_test(page)


class TestDemoMail:
    def test_leads_from_the_list_to_the_code(self, site: SimpleNamespace, open_page: OpenPage) -> None:
        page = open_page(f"{site.url}/_demo/post", width=PHONE)
        _stands_every_test(page)
        page.get_by_role("link", name="Später weitermachen").click()

        expect(page.get_by_text(VALUES["code"])).to_be_visible()
        _stands_every_test(page)
