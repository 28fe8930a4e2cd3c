"""Ways out of the portal: where links and redirects lead, what headers carry, which files are answered."""

import re
from itertools import product
from urllib.parse import urljoin, urlsplit

import lxml.html
import pytest
from django.conf import settings
from django.urls import get_resolver
from hypothesis import given
from hypothesis import strategies as st

from onlineamt.foundation.tenancy.models import Tenant
from tests.architecture.test_addresses import addresses
from tests.hostile.device import Answer, Device
from tests.hostile.effort import tries
from tests.hostile.test_requests import paths
from tests.hostile.words import raw_bytes

ORIGIN = "http://musterstadt.localhost"
LEADING_AWAY = (
    "//evil.example", "///evil.example", "/\\evil.example", "/\t/evil.example", "/\n/evil.example", "https:evil.example",
    "/%2fevil.example", "/%5cevil.example", "/;@evil.example", "/https://evil.example", "/..//evil.example", "\\\\evil.example",
)  # fmt: skip
NOT_FOR_HEADERS = ("a\r\nSet-Cookie: b=c", "a\nb", "a\0b", 'a"; filename="evil.exe', "ä/../x")
TRAVERSALS = (
    "../keys/master", "..%2f..%2fkeys", "%2e%2e/%2e%2e/etc/passwd", "....//....//etc/passwd", "..\\..\\keys", "/etc/passwd",
    "..%c0%afetc", "css/../../keys", ".%00./keys", "~root/.ssh", "staticfiles.json", "", ".", "..",
)  # fmt: skip


def browser_goes_to(link: str) -> str:
    """Return the origin a browser ends up at: it drops tabs and line breaks and takes a backslash for a slash."""
    address = urlsplit(urljoin(ORIGIN + "/a/b", re.sub(r"[\t\r\n]", "", link).replace("\\", "/")))
    return f"{address.scheme}://{address.netloc}"


def links_of(answer: Answer) -> list[str]:
    if "html" not in answer.headers.get("content-type", "") or not answer.body:
        return []
    page = lxml.html.document_fromstring(answer.body)
    return [str(link) for link in page.xpath("//@href | //@src | //@action | //@formaction")]


def check_links(answer: Answer) -> None:
    for link in [*links_of(answer), answer.headers.get("location", "/")]:
        if not link.startswith(("tel:", "mailto:", "data:")):
            assert browser_goes_to(link) in {ORIGIN, f"{ORIGIN}:{settings.ENV.port}"}, link


class TestLinks:
    def test_never_lead_away_whatever_was_asked_for(self, dog_service: Tenant) -> None:
        for before, step in product(("", "/en", "/leicht/", "/leistung/", "/status"), LEADING_AWAY):
            check_links(Device().get(before + step))
            check_links(Device().post(before + step, b"reference=1"))

    @tries(100)
    @given(path=paths(), query=raw_bytes)
    def test_never_lead_away_from_any_page(self, dog_service: Tenant, path: bytes, query: bytes) -> None:
        check_links(Device().get(path, query))


class TestRedirects:
    def test_take_no_address_from_whoever_asks(self, dog_service: Tenant) -> None:
        names = ("next", "url", "return", "redirect", "von", "_from", "zuletzt", "nummer")
        query = "&".join(f"{name}=https://evil.example" for name in names)
        for path in (
            "/leistung/hund-anmelden/beginnen",
            "/status",
            "/weitermachen",
            "/echtheit",
            "/barriere-melden",
        ):
            check_links(Device().get(path, query))
            check_links(Device().post(path, query.encode() + b"&code=a&reference=a&problem=a"))

    def test_do_not_name_a_foreign_host(self, dog_service: Tenant) -> None:
        answer = Device(
            HTTP_X_FORWARDED_HOST="evil.example",
            HTTP_X_HOST="evil.example",
            HTTP_FORWARDED="host=evil.example",
        ).get("/leistung/hund-anmelden/beginnen")
        assert answer.headers["location"] == "/leistung/hund-anmelden"


class TestHeaders:
    def test_of_an_answer_hold_nothing_that_was_typed(self, dog_service: Tenant) -> None:
        for path, words in product(
            ("/status", "/weitermachen", "/echtheit", "/barriere-melden"), NOT_FOR_HEADERS
        ):
            posted = f"reference={words}&code={words}&email={words}&problem={words}".encode()
            answer = Device().post(path, posted, HTTP_X_REQUEST_ID="evil-" * 3)
            assert answer.status < 500
            assert "set-cookie" not in answer.headers
            assert "evil" not in repr(answer.headers)

    def test_of_an_uploaded_file_do_not_reach_anything(self, dog_service: Tenant) -> None:
        for name in ("../../evil.pdf", "a\r\nSet-Cookie: evil=1", "evil" * 5_000, "\0evil", "C:\\evil", ""):
            body = (
                f'--x\r\nContent-Disposition: form-data; name="document"; filename="{name}"\r\n'
                "Content-Type: application/evil\r\n\r\n%PDF-1.7\r\n--x--\r\n"
            ).encode()
            answer = Device().post("/echtheit", body, content_type="multipart/form-data; boundary=x")
            assert answer.status < 500
            assert b"evil" not in answer.body
            assert "evil" not in repr(answer.headers)

    def test_of_the_receipt_name_nothing_but_the_number(self) -> None:
        """The one file people take away is called after the reference, whose letters are ours."""
        from onlineamt.procedure.applications.rules import new_reference

        assert all(re.fullmatch(r"[0-9]{2}-[0-9A-Z]{4}-[0-9A-Z]{4}", new_reference(2026)) for _ in range(100))


class TestFiles:
    def test_outside_the_styles_are_not_there(self, dog_service: Tenant) -> None:
        folders = ("/static/", "/static/js/", "/static//", "/_demo/post/", "/en/static/")
        for folder, step in product(folders, TRAVERSALS):
            answer = Device().get(folder + step)
            assert answer.status == 404, folder + step
            assert b"root:" not in answer.body

    def test_of_a_folder_are_not_listed(self, dog_service: Tenant) -> None:
        assert Device().get("/static").status == 404

    @pytest.mark.parametrize(
        "key", ["../../etc/passwd", "/etc/passwd", "", "a/../b", "a\0b", "A", "a b", "a/", "/a", "ä"]
    )
    def test_of_documents_are_reached_by_ids_only(self, key: str) -> None:
        from onlineamt.facilities.documents.store import byte_store

        with pytest.raises(ValueError, match="not a key"):
            byte_store().read(key)

    def test_are_named_by_no_address(self) -> None:
        """No address takes a path: what stands in a gap is one step, and ids are ids."""
        assert [path for path, _ in addresses(get_resolver()) if "<path:" in path] == []


@tries(50)
@given(name=st.text(max_size=40))
def test_the_stand_in_for_mail_reads_only_its_own_folder(name: str) -> None:
    from onlineamt.adapters.mail_folder.transport import _safe

    safe = _safe(name)
    assert "/" not in safe
    assert not safe.startswith(".")
