"""What we know of the device a request comes from: the token it keeps, and its address for the limits."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from onlineamt.procedure.applications.actions.drafts import new_token

COOKIE = "antrag"


def token_of(request: HttpRequest) -> str:
    """Return the token the device keeps, or an empty string, which holds nothing."""
    return request.COOKIES.get(COOKIE, "")[:100]


def token_for(request: HttpRequest) -> str:
    """Return the token the device keeps, or a new one for it to keep."""
    return token_of(request) or new_token()


def keep_token(response: HttpResponse, request: HttpRequest, token: str) -> None:
    """Let the device keep its token until the browser is closed: no script and no other site can read it."""
    if token != token_of(request):
        is_secure = settings.ENV.is_production or request.is_secure()
        response.set_cookie(COOKIE, token, httponly=True, samesite="Lax", secure=is_secure)


def address_of(request: HttpRequest) -> str:
    """Return the network address of a request; behind a proxy, what the proxy says (ONLINEAMT_PROXIES)."""
    proxies = settings.ENV.proxies
    forwarded = [
        part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()
    ]
    if proxies and len(forwarded) >= proxies:
        return str(forwarded[-proxies])
    return str(request.META.get("REMOTE_ADDR", ""))
