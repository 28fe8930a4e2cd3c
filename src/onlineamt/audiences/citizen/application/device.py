"""What we know of the device a request comes from: the token it keeps, and its address for the limits."""

import re
from ipaddress import IPv6Address, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from onlineamt.procedure.applications.actions.drafts import new_token

COOKIE = "antrag"
SECURE_COOKIE = (
    f"__Host-{COOKIE}"  # browsers let no neighbouring host name set one that begins so (RFC 6265bis)
)
_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")  # as new_token() makes them
_HOUSEHOLD = 64  # bits of an IPv6 address that a provider gives to one connection (RFC 6177)


def token_of(request: HttpRequest) -> str:
    """Return the token the device keeps, or an empty string, which holds nothing; what we did not make is none."""
    kept = request.COOKIES.get(SECURE_COOKIE if _is_secure(request) else COOKIE, "")
    return kept if _TOKEN.fullmatch(kept) else ""


def token_for(request: HttpRequest) -> str:
    """Return the token the device keeps, or a new one for it to keep."""
    return token_of(request) or new_token()


def keep_token(response: HttpResponse, request: HttpRequest, token: str) -> None:
    """Let the device keep its token until the browser is closed: no script and no other site can read it."""
    if token != token_of(request):
        is_secure = _is_secure(request)
        name = SECURE_COOKIE if is_secure else COOKIE
        response.set_cookie(name, token, httponly=True, samesite="Lax", secure=is_secure)


def address_of(request: HttpRequest) -> str:
    """Return the network address of a request; behind a proxy, what the proxy says (ONLINEAMT_PROXIES).

    Of an IPv6 address the part that stands for a household: the rest changes as often as its owner likes.
    """
    proxies = settings.ENV.proxies
    forwarded = [
        part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()
    ]
    if proxies and len(forwarded) >= proxies:
        return _household(forwarded[-proxies])
    return _household(request.META.get("REMOTE_ADDR", ""))


def _is_secure(request: HttpRequest) -> bool:
    """Behind the proxy the connection looks plain, although the browser's is not."""
    return settings.ENV.is_production or request.is_secure()


def _household(address: str) -> str:
    try:
        known = ip_address(address)
    except ValueError:
        return address
    if not isinstance(known, IPv6Address):
        return address
    return str(known.ipv4_mapped or ip_network((known.packed, _HOUSEHOLD), strict=False))
