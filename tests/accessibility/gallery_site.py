"""The gallery without database: its views, a town that exists nowhere, and the files as the web server sends them."""

import mimetypes
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, cast
from uuid import UUID

from django.conf import settings
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpResponse

from onlineamt.audiences.design.site import theme_icon, theme_sheet
from onlineamt.audiences.entrance.errors import answer_error
from onlineamt.audiences.entrance.marks import TenantRequest
from onlineamt.audiences.entrance.middleware import SECURITY_HEADERS
from onlineamt.audiences.gallery import views
from onlineamt.foundation.core.errors import PortalError
from onlineamt.foundation.core.languages import Language
from onlineamt.foundation.tenancy.directory import TenantCard

TOWN = TenantCard(
    id=UUID(int=1),
    key="musterstadt",
    name="Musterstadt",
    official_name="Stadt Musterstadt",
    kind="city",
    land="NW",
    host="musterstadt.localhost",
    theme={"accent": "#0b5c66", "mark": "bruecke"},
    contact={"street": "Rathausplatz 1", "postcode": "99999", "place": "Musterstadt", "telephone": "115"},
    content_version=1,
)


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Answer as the portal would: the same views, the same headers."""
    request = cast(TenantRequest, WSGIRequest(environ))
    request.tenant, request.language = TOWN, Language.GERMAN
    response = _answer(request)
    for name, value in SECURITY_HEADERS.items():
        response.headers.setdefault(name, value)
    start_response(f"{response.status_code} {response.reason_phrase}", list(response.items()))
    return [response.content]


def _answer(request: TenantRequest) -> HttpResponse:
    path = request.path
    if path.startswith(settings.STATIC_URL):
        file = Path(settings.STATIC_ROOT) / path.removeprefix(settings.STATIC_URL)
        return HttpResponse(
            file.read_bytes(), content_type=mimetypes.guess_type(file.name)[0] or "font/woff2"
        )
    if path == "/theme.css":
        return HttpResponse(theme_sheet(TOWN), content_type="text/css")
    if path == "/icon.svg":
        return HttpResponse(theme_icon(TOWN), content_type="image/svg+xml")
    try:
        if path == "/_gallery":
            return views.gallery(request)
        return views.sample_page(request, path.removeprefix("/_gallery/"))
    except PortalError as error:
        return answer_error(request, error)
