"""Rendering: a template, plain values, the municipality and the language."""

from collections.abc import Mapping
from functools import cache
from http import HTTPStatus
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from jinja2 import Environment, FileSystemLoader

from onlineamt.audiences.design.environment import environment
from onlineamt.audiences.design.site import site_view
from onlineamt.audiences.entrance.marks import TenantRequest
from onlineamt.foundation.core.errors import PortalError
from onlineamt.foundation.core.languages import Language

AUDIENCES = Path(__file__).resolve().parent.parent


@cache
def templates() -> Environment:
    """Return the one template environment of the process: every `templates` folder of every audience."""
    folders = sorted(str(folder) for folder in AUDIENCES.rglob("templates") if folder.is_dir())
    return environment(loader=FileSystemLoader(folders), auto_reload=False)


def page_url(language: Language, name: str, **parts: Any) -> str:
    """Return the address of a page in a language: `/leicht/leistung/hund-anmelden`."""
    return f"/{language.path_prefix}{reverse(name, kwargs=parts or None).lstrip('/')}"


def render_page(
    request: TenantRequest,
    template: str,
    values: Mapping[str, Any] | None = None,
    *,
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    """Return a page. Templates get the plain values plus `site`, `language` and `url(name, …)`."""
    language = request.language

    def url(name: str, **parts: Any) -> str:
        return page_url(language, name, **parts)

    site = site_view(request.tenant, language=language, path=request.path_info, notice=_notice())
    html = templates().get_template(template).render(site=site, language=language, url=url, **(values or {}))
    response = HttpResponse(html, status=status)
    response["Content-Language"] = language.html_lang
    return response


def render_static_page(error: PortalError) -> HttpResponse:
    """Return an error page that needs no tenant, no database and no assets."""
    html = templates().get_template("design/error_static.html").render(error=error)
    return HttpResponse(html, status=error.http_status)


def _notice() -> str:
    """Return the line that tells a demonstration from the real thing."""
    return "" if settings.ENV.is_production else gettext("Vorführung: Alle Orte und Personen sind erfunden.")
