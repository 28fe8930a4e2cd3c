"""Rendering: a template, plain values, the municipality and the language."""

from collections.abc import Mapping
from functools import cache
from http import HTTPStatus
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from jinja2 import Environment

from onlineamt.audiences.design.environment import environment
from onlineamt.audiences.entrance.marks import TenantRequest
from onlineamt.foundation.core.errors import PortalError
from onlineamt.foundation.core.languages import Language

# A template belongs to an audience; each folder below holds `<audience>/<stage>/<page>.html`.
TEMPLATE_PACKAGES = (
    "onlineamt.audiences.design",
    "onlineamt.audiences.citizen.catalogue",
    "onlineamt.audiences.citizen.application",
    "onlineamt.audiences.citizen.legal",
    "onlineamt.audiences.citizen.verify",
    "onlineamt.audiences.citizen.demo_mail",
)


@cache
def templates() -> Environment:
    """Return the one template environment of the process."""
    return environment(packages=TEMPLATE_PACKAGES)


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
    """Return a page. Templates get the plain values plus `tenant`, `language`, `path` and `url(name, …)`."""
    language = request.language

    def url(name: str, **parts: Any) -> str:
        return page_url(language, name, **parts)

    def in_language(other: Language) -> str:
        return f"/{other.path_prefix}{request.path_info.lstrip('/')}"

    html = (
        templates()
        .get_template(template)
        .render(
            tenant=request.tenant,
            language=language,
            languages=tuple(Language),
            path=request.path_info,
            url=url,
            in_language=in_language,
            **(values or {}),
        )
    )
    response = HttpResponse(html, status=status)
    response["Content-Language"] = language.html_lang
    return response


def render_static_page(error: PortalError) -> HttpResponse:
    """Return an error page that needs no tenant, no database and no assets."""
    html = templates().get_template("design/error_static.html").render(error=error)
    return HttpResponse(html, status=error.http_status)
