"""What a device of the back office keeps: the token of its session, and a mark that it was here before."""

import re

from django.http import HttpRequest, HttpResponse

from onlineamt.audiences.entrance.network import address_of, is_secure
from onlineamt.foundation.accounts.actions.login import Device

SESSION = "sitzung"
MARK = "arbeitsplatz"
_MARK_KEPT = 180 * 86_400  # seconds: longer than any holiday
_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")
_MARK_SHAPE = re.compile(r"[A-Za-z0-9_-]{22}\.[0-9a-f]{64}")
_MOST_OF_A_BROWSER = 300


def token_of(request: HttpRequest) -> str:
    """Return the token of the device's session, or an empty string, which opens nothing."""
    kept = request.COOKIES.get(_name(SESSION, request), "")
    return kept if _TOKEN.fullmatch(kept) else ""


def keep_token(response: HttpResponse, request: HttpRequest, token: str) -> None:
    """Let the device keep the token of its session until the browser is closed."""
    response.set_cookie(
        _name(SESSION, request), token, httponly=True, samesite="Lax", secure=is_secure(request)
    )


def forget_token(response: HttpResponse, request: HttpRequest) -> None:
    """Take the token of an ended session off the device."""
    name = _name(SESSION, request)
    response.delete_cookie(name, samesite="Lax")
    response.cookies[name]["secure"] = is_secure(request) or ""  # __Host- cookies are only ever set securely
    response.cookies[name]["httponly"] = True


def device_of(request: HttpRequest) -> Device:
    """Return what a log-in is counted and remembered by."""
    mark = request.COOKIES.get(_name(MARK, request), "")
    return Device(
        address=address_of(request),
        browser=request.headers.get("User-Agent", "")[:_MOST_OF_A_BROWSER],
        known_by=mark if _MARK_SHAPE.fullmatch(mark) else "",
    )


def keep_mark(response: HttpResponse, request: HttpRequest, mark: str) -> None:
    """Let the device show at the next log-in that it has been here before; it opens nothing by itself."""
    response.set_cookie(
        _name(MARK, request),
        mark,
        max_age=_MARK_KEPT,
        httponly=True,
        samesite="Lax",
        secure=is_secure(request),
    )


def _name(cookie: str, request: HttpRequest) -> str:
    """No neighbouring host name can set a cookie that begins with __Host- (RFC 6265bis)."""
    return f"__Host-{cookie}" if is_secure(request) else cookie
