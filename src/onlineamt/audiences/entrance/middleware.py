"""What every request passes, outermost first: headers, errors, a readable body, origin, municipality and language."""

from collections.abc import Callable
from typing import cast
from urllib.parse import urlsplit

from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from onlineamt.audiences.entrance.environ import REFUSAL
from onlineamt.audiences.entrance.errors import MethodUnknown, UnknownHost, answer_error, answer_exception
from onlineamt.audiences.entrance.marks import MAX_BODY_BYTES, TenantRequest, most_bytes_of
from onlineamt.audiences.entrance.routes import split_language, view_at
from onlineamt.foundation.core.errors import NotFound, PortalError, Refused, TooLarge, Unreadable
from onlineamt.foundation.core.languages import Language
from onlineamt.foundation.tenancy.directory import directory

GetResponse = Callable[[HttpRequest], HttpResponse]

SECURITY_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self';"
        " connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; manifest-src 'self'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), geolocation=(), microphone=(), browsing-topics=()",
}
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
FORM_TYPES = frozenset({"application/x-www-form-urlencoded", "multipart/form-data"})
MAX_PATH_CHARACTERS = 1_000


def security_headers(get_response: GetResponse) -> GetResponse:
    """Put the same strict headers on every answer."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        for name, value in SECURITY_HEADERS.items():
            response.headers.setdefault(name, value)
        return response

    return middleware


class ErrorPages:
    """Turns whatever a view raised, or answered without words, into a page that says how to go on."""

    def __init__(self, get_response: GetResponse) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer; a bare 405 of Django's gets its words."""
        response = self._get_response(request)
        if response.status_code == MethodUnknown.http_status and not response.content:
            page = answer_error(request, MethodUnknown())
            page["Allow"] = response["Allow"]
            return page
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse:
        """Answer an exception of a view; its transaction is rolled back by now."""
        return answer_exception(request, exception)


def municipality(get_response: GetResponse) -> GetResponse:
    """Find out whose portal was called, and in which language: the first step of the path says so."""

    def middleware(request: HttpRequest) -> HttpResponse:
        try:
            tenant = directory.find(request.get_host().partition(":")[0].lower())
        except DisallowedHost:
            tenant = None
        except Exception as failure:
            return answer_exception(request, failure)
        if tenant is None:
            return answer_error(request, UnknownHost())
        tenant_request = cast(TenantRequest, request)
        tenant_request.tenant = tenant
        tenant_request.language = _take_language(request)
        with translation.override(str(tenant_request.language)):
            return get_response(request)

    return middleware


def readable_body(get_response: GetResponse) -> GetResponse:
    """Refuse what no page of ours sends: odd methods and content types, oversized bodies, unreadable paths."""

    def middleware(request: HttpRequest) -> HttpResponse:
        objection = request.META.get(REFUSAL) or _objection(request)
        if objection is not None:
            return answer_error(request, objection)
        if request.method == "POST":
            try:
                request.POST  # noqa: B018 -- read here, so that a broken body is answered once for all views
            except Exception as failure:
                return answer_exception(request, failure)
        return get_response(request)

    return middleware


def _objection(request: HttpRequest) -> PortalError | None:
    if len(request.path) > MAX_PATH_CHARACTERS or "\0" in request.path:
        return NotFound()
    if request.method in SAFE_METHODS:
        return None
    if request.method != "POST":
        return MethodUnknown()
    length = request.META.get("CONTENT_LENGTH") or "0"
    if request.content_type not in FORM_TYPES or not length.isdecimal():
        return Unreadable()
    if int(length) > MAX_BODY_BYTES and int(length) > most_bytes_of(view_at(request.path_info)):
        return TooLarge()
    return None


def same_origin(get_response: GetResponse) -> GetResponse:
    """Accept an unsafe request only from our own pages: cached pages carry no token (decision 0009)."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.method in SAFE_METHODS or _comes_from_us(request):
            return get_response(request)
        return answer_error(request, Refused())

    return middleware


def _comes_from_us(request: HttpRequest) -> bool:
    """Ask the browser's own word first, then Origin, then Referer, which very old browsers send."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site in {"same-origin", "none"}
    origin = request.headers.get("Origin") or request.headers.get("Referer") or ""
    try:
        return urlsplit(origin).netloc == request.get_host()
    except ValueError:  # not an address, such as http://[
        return False


def _take_language(request: HttpRequest) -> Language:
    """Return the language of the path and take its step off."""
    language, request.path_info = split_language(request.path_info)
    return language
