"""The kinds of views: pages that anybody may see, and pages inside a tenant's transaction."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponse
from django.template.response import SimpleTemplateResponse

from onlineamt.foundation.core.languages import Language
from onlineamt.foundation.tenancy.directory import TenantCard
from onlineamt.foundation.tenancy.transaction import in_tenant

CACHE_HEADER = "X-Onlineamt-Cache"
MAX_BODY_BYTES = 1_000_000  # of a page without files

P = ParamSpec("P")


class TenantRequest(HttpRequest):
    """A request that has passed the entrance: municipality and language are known."""

    tenant: TenantCard
    language: Language


View = Callable[Concatenate[TenantRequest, P], HttpResponse]


def public_page(view: View[P]) -> View[P]:
    """Mark a view that shows the same to everybody: no transaction, no personal data, kept by the page cache."""

    @wraps(view)
    def shown(request: TenantRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        response = view(request, *args, **kwargs)
        if request.method in {"GET", "HEAD"} and response.status_code == 200 and not response.cookies:
            response[CACHE_HEADER] = "public"
        return response

    marked: View[P] = mark_as(shown, "public")
    return marked


def tenant_page(view: View[P]) -> View[P]:
    """Mark a view that works on a tenant's rows: one transaction spans the view and its rendering.

    An error rolls everything back. What is shown is never kept by caches.
    """

    @wraps(view)
    def shown(request: TenantRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        with in_tenant(request.tenant.id):
            response = view(request, *args, **kwargs)
            if isinstance(response, SimpleTemplateResponse):
                response.render()
        response["Cache-Control"] = "no-store"
        return response

    marked: View[P] = mark_as(shown, "tenant")
    return marked


def plain_page(view: View[P]) -> View[P]:
    """Mark a view that needs neither a tenant's rows nor the cache: health, metrics, a redirect."""
    marked: View[P] = mark_as(view, "plain")
    return marked


def takes_bodies(most: int) -> Callable[[View[P]], View[P]]:
    """Mark a view that takes larger bodies than a form's, up to so many bytes with everything around the files."""

    def mark(view: View[P]) -> View[P]:
        view.entrance_most_bytes = most  # type: ignore[attr-defined]
        return view

    return mark


def most_bytes_of(view: Callable[..., Any] | None) -> int:
    """Return how large a body a view takes."""
    return getattr(view, "entrance_most_bytes", MAX_BODY_BYTES)


def mark_of(view: Callable[..., Any]) -> str | None:
    """Return the mark of a view; a test asks it of every address."""
    return getattr(view, "entrance_mark", None)


def mark_as(view: Any, mark: str) -> Any:
    """Write on a view what kind of page it is."""
    view.entrance_mark = mark
    return view
