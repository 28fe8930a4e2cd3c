"""What we know of the device a request comes from: the token it keeps, and its address for the limits."""

import re

from django.http import HttpRequest, HttpResponse

from onlineamt.audiences.entrance.network import address_of, is_secure
from onlineamt.procedure.applications.actions.drafts import new_token

__all__ = ["address_of", "keep_token", "token_for", "token_of"]

COOKIE = "antrag"
SECURE_COOKIE = (
    f"__Host-{COOKIE}"  # browsers let no neighbouring host name set one that begins so (RFC 6265bis)
)
_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")  # as new_token() makes them


def token_of(request: HttpRequest) -> str:
    """Return the token the device keeps, or an empty string, which holds nothing; what we did not make is none."""
    kept = request.COOKIES.get(SECURE_COOKIE if is_secure(request) else COOKIE, "")
    return kept if _TOKEN.fullmatch(kept) else ""


def token_for(request: HttpRequest) -> str:
    """Return the token the device keeps, or a new one for it to keep."""
    return token_of(request) or new_token()


def keep_token(response: HttpResponse, request: HttpRequest, token: str) -> None:
    """Let the device keep its token until the browser is closed: no script and no other site can read it."""
    if token != token_of(request):
        secure = is_secure(request)
        name = SECURE_COOKIE if secure else COOKIE
        response.set_cookie(name, token, httponly=True, samesite="Lax", secure=secure)
