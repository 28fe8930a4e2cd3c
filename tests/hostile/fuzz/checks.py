"""What must hold of every answer, whatever was asked."""

import re
from urllib.parse import urlsplit

from onlineamt.audiences.entrance.middleware import SECURITY_HEADERS
from tests.hostile.device import Answer
from tests.hostile.fuzz.world import Person, World

_INSIDES = re.compile(
    rb"Traceback \(most recent|site-packages|psycopg|django\.(db|core|urls|http)\.|\bSELECT .{1,300}? FROM |"
    rb"\bINSERT INTO \"|\bUPDATE \"|onlineamt\.(foundation|facilities|procedure|audiences)\.|/src/onlineamt/|DATABASE_URL"
)
_KINDS = (
    "text/html", "application/json", "application/pdf", "image/svg+xml", "text/css", "text/plain", "application/xml", "text/javascript",
    "font/", "image/", "application/manifest+json", "application/javascript", "text/csv", "application/xhtml+xml",
)  # fmt: skip
_COOKIE_MARKS = ("httponly", "samesite=lax")


class Wrong(AssertionError):
    """An answer that must not be."""


def check_answer(world: World, person: Person, host: str, answer: Answer, sent: bytes) -> None:
    """Raise Wrong for the first thing that must not be. `sent` is all that went out, to tell an echo from a leak."""
    if answer.status >= 500 and not (answer.status == 503 and b'"ready"' in answer.body):
        raise Wrong(f"status {answer.status}")
    _check_headers(host, answer)
    found = _INSIDES.search(answer.body)
    if found and found[0] not in sent:
        raise Wrong(f"insides: {found[0][:80]!r}")
    if b"<script>alert(1)" in answer.body and answer.headers.get("content-type", "").startswith("text/html"):
        raise Wrong("markup of a stranger")
    check_secrets(world, person, answer)


def check_secrets(world: World, person: Person, answer: Answer) -> None:
    """Nobody sees a word that is not for them, in no header either; what is for them is kept by no cache."""
    heard = answer.body + repr(answer.headers).encode()
    for word in world.canaries:
        if word.encode() not in heard:
            continue
        if word not in person.may_see:
            raise Wrong(f"{word} shown to {person.name}")
        if "no-store" not in answer.headers.get("cache-control", ""):
            raise Wrong(f"{word} may be kept by caches")


def _check_headers(host: str, answer: Answer) -> None:
    for name, value in answer.headers.items():
        if not (value.isascii() and value.isprintable()):
            raise Wrong(f"header {name} holds {value!r}")
    if "x-onlineamt-cache" in answer.headers:
        raise Wrong("a word between view and cache went out")
    kind = answer.headers.get("content-type", "")
    if answer.body and not kind.startswith(_KINDS):
        raise Wrong(f"content type {kind!r}")
    if kind.startswith("text/html"):
        missing = [name for name in SECURITY_HEADERS if name.lower() not in answer.headers]
        if missing:
            raise Wrong(f"without {missing[0]}")
    cookie = answer.headers.get("set-cookie", "").lower()
    if cookie and not all(mark in cookie for mark in _COOKIE_MARKS):
        raise Wrong(f"cookie {cookie[:80]}")
    _check_location(host, answer.headers.get("location"))


def _check_location(host: str, location: str | None) -> None:
    if location is None:
        return
    if location.startswith(("//", "/\\")) or "\\" in location:
        raise Wrong(f"leads away: {location[:80]}")
    parts = urlsplit(location)
    if parts.scheme or parts.netloc:
        raise Wrong(f"leads away from {host}: {location[:80]}")
