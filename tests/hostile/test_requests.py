"""Any request at all: whatever path, query, header or body a stranger sends, the answer is a page in words."""

from itertools import product
from typing import Any
from uuid import UUID

import pytest
from django.urls import get_resolver
from hypothesis import given
from hypothesis import strategies as st

from onlineamt.foundation.tenancy.models import Tenant
from tests.architecture.test_addresses import addresses
from tests.hostile.device import FORM, Answer, Device
from tests.hostile.effort import tries
from tests.hostile.words import FORMULAS, raw_bytes, texts

NOBODYS = UUID("00000000-0000-7000-8000-000000000000")
ROUTES = sorted(path for path, _ in addresses(get_resolver()))
MACHINE_PAGES = (b"/healthz", b"/readyz", b"/metrics")
MULTIPART = "multipart/form-data; boundary=x"
CONTENT_TYPES = (
    FORM,
    f"{FORM};charset=UTF-8",
    f"{FORM}; charset=latin-1",
    f"{FORM}; charset=hex",
    "text/plain; charset=hex",
    "text/plain; charset*=utf-8''%00",
    "text/plain; charset*=nowhere''%41",
    "text/plain; charset=\0",
    "multipart/form-data",
    "multipart/form-data; boundary=",
    'multipart/form-data; boundary="',
    f"{MULTIPART}; charset=hex",
    f"{MULTIPART}; charset=utf-7",
    MULTIPART,
    "application/json",
    "a" * 20_000 + ";b=c",
    ";;;=",
)
ORIGINS = (
    "http://[",
    "null",
    "",
    "http://musterstadt.localhost",
    "https://evil.example",
    "//",
    "\xff",
    "http://a@b:c",
)
HEADERS = {
    "HTTP_HOST": st.sampled_from(
        ["musterstadt.localhost", "MUSTERSTADT.localhost:8000", "nachbarstadt.localhost", "[::1", "", "a b", "musterstadt.localhost."]
    ),
    "HTTP_X_FORWARDED_FOR": st.one_of(st.sampled_from(["", ",", "::1", "127.0.0.1", "1.2.3.4, \xff"]), texts),
    "HTTP_X_FORWARDED_HOST": st.just("evil.example"),
    "HTTP_X_HTTP_METHOD_OVERRIDE": st.sampled_from(["DELETE", "POST"]),
    "HTTP_X_REQUEST_ID": texts,
    "HTTP_ACCEPT_LANGUAGE": st.one_of(st.sampled_from(["de;q=x", "*", "en" * 5_000]), texts),
    "HTTP_ACCEPT_ENCODING": st.sampled_from(["br", "gzip;q=0", "identity;q=0, *", "abracadabra", ",;,"]),
    "HTTP_COOKIE": st.one_of(st.sampled_from(["antrag=", "antrag=a; antrag=b", "antrag=" + "x" * 9_000, "=;=;"]), texts),
    "HTTP_IF_NONE_MATCH": st.sampled_from(["*", '"', 'W/"x"']),
    "HTTP_IF_MODIFIED_SINCE": st.sampled_from(["yesterday", "Thu, 01 Jan 1970 00:00:00 GMT"]),
    "HTTP_RANGE": st.sampled_from(["bytes=0-", "bytes=-1", "bytes=9-1"]),
    "HTTP_ORIGIN": st.sampled_from(ORIGINS),
    "HTTP_REFERER": st.sampled_from(ORIGINS),
    "HTTP_SEC_FETCH_SITE": st.sampled_from(["same-origin", "cross-site", "none", ""]),
    "CONTENT_TYPE": st.sampled_from(CONTENT_TYPES),
    "CONTENT_LENGTH": st.sampled_from(["", "-1", "٣", "1e3", "99999999999999999999", "0"]),
    "REMOTE_ADDR": st.sampled_from(["", "203.0.113.7", "2001:db8::1", "fe80::1%eth0", "nonsense"]),
}  # fmt: skip


@st.composite
def paths(draw: st.DrawFn) -> bytes:
    """An address of ours with strange parts, or none of ours."""
    if draw(st.booleans()):
        return b"/" + draw(raw_bytes)
    route = draw(st.sampled_from(ROUTES)).replace("<uuid:application_id>", str(NOBODYS))
    part = draw(st.one_of(raw_bytes, st.just(b"hund-anmelden"), st.just(b"person")))
    steps = [part if step.startswith("<") else step.encode() for step in route.split("/")]
    return draw(st.sampled_from([b"/", b"/en/", b"/leicht/", b"//", b"/en/en/"])) + b"/".join(steps)


headers = st.fixed_dictionaries({}, optional=HEADERS).map(
    lambda given: {
        name: value.encode("utf-8", "surrogatepass").decode("latin-1") for name, value in given.items()
    }
)


def check(answer: Answer) -> None:
    """A page in words: no fault, no trace, no word between view and cache."""
    assert answer.status < 500
    assert b"Traceback" not in answer.body
    assert "x-onlineamt-cache" not in answer.headers
    assert not any("\r" in value or "\n" in value for value in answer.headers.values())


class TestAnyRequest:
    @tries(400)
    @given(
        method=st.sampled_from(
            ["GET", "GET", "POST", "HEAD", "PUT", "DELETE", "OPTIONS", "TRACE", "get", "BREW"]
        ),
        path=paths(),
        query=raw_bytes,
        body=st.one_of(
            raw_bytes, st.just(b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n--x--\r\n')
        ),
        environ=headers,
    )
    def test_is_answered_in_words(
        self,
        dog_service: Tenant,
        method: str,
        path: bytes,
        query: bytes,
        body: bytes,
        environ: dict[str, Any],
    ) -> None:
        answer = Device().ask(method, path, query, body=body, **environ)
        check(answer)
        if answer.status >= 400 and not path.endswith(MACHINE_PAGES):
            assert answer.headers["cache-control"] == "no-store"
            assert b"<h1>" in answer.body or method == "HEAD"

    def test_may_name_any_type_of_body(self, dog_service: Tenant) -> None:
        for content_type, path in product(CONTENT_TYPES, ("/status", "/suche", "/echtheit", "/healthz")):
            check(Device().get(path, b"q=1&nummer=1", CONTENT_TYPE=content_type))
            check(Device().post(path, b"--x\r\n\r\n1\r\n--x--\r\n", content_type=content_type))

    def test_may_name_any_origin(self, dog_service: Tenant) -> None:
        device = Device(HTTP_SEC_FETCH_SITE=None)
        heard = {one: device.post("/status", b"reference=1", HTTP_ORIGIN=one).status for one in ORIGINS}
        assert {one for one, status in heard.items() if status != 403} == {"http://musterstadt.localhost"}

    def test_may_hold_anything_in_a_cookie(self, dog_service: Tenant) -> None:
        for text in FORMULAS:
            cookie = f"antrag={text}".encode().decode("latin-1")
            assert Device().get(f"/antrag/{NOBODYS}", HTTP_COOKIE=cookie).status == 404


class TestAUrlencodedBody:
    """Fetch says `charset=UTF-8` of its own accord; that one is read."""

    @pytest.mark.parametrize(
        ("content_type", "status"),
        [
            (FORM, 422),
            (f"{FORM};charset=UTF-8", 422),
            (f'{FORM} ; charset="utf-8"', 422),
            (f"{FORM};charset=latin-1", 400),
        ],
    )
    def test_is_read_as_utf_8_or_not_at_all(
        self, dog_service: Tenant, content_type: str, status: int
    ) -> None:
        assert Device().post("/barriere-melden", b"problem=", content_type=content_type).status == status
