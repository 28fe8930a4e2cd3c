"""Whole addresses, for links that leave the page: QR codes, search engines, other languages.

They are made from the municipality's own host name and never from the request: a kept page must not repeat a host
name that somebody has sent.
"""

from dataclasses import dataclass
from typing import Any

from django.conf import settings

from onlineamt.audiences.entrance.marks import TenantRequest
from onlineamt.audiences.entrance.pages import page_url
from onlineamt.foundation.core.languages import Language
from onlineamt.foundation.tenancy.directory import TenantCard


@dataclass(frozen=True, kw_only=True)
class Alternate:
    """The address of a page in a language, as search engines want to know it."""

    lang: str
    url: str


def origin_of(tenant: TenantCard) -> str:
    """Return where a municipality's portal is reached: `https://…` in production, the local port in a demonstration."""
    if settings.ENV.is_production:
        return f"https://{tenant.host}"
    return f"http://{tenant.host}:{settings.ENV.port}"


def whole_url(request: TenantRequest, name: str, **parts: Any) -> str:
    """Return the whole address of a page in the language of the request."""
    return origin_of(request.tenant) + page_url(request.language, name, **parts)


def alternates(tenant: TenantCard, path: str) -> tuple[Alternate, ...]:
    """Return a page's addresses in all languages; `path` is its address without the language."""
    return tuple(
        Alternate(
            lang=language.html_lang, url=f"{origin_of(tenant)}/{language.path_prefix}{path.lstrip('/')}"
        )
        for language in Language
    )
