"""The gallery of components and sample pages. Only demo and test installations have it."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from onlineamt.audiences.entrance.marks import TenantRequest, plain_page
from onlineamt.audiences.entrance.pages import render_page
from onlineamt.audiences.gallery.kinds import kind_values
from onlineamt.audiences.gallery.samples import gallery_values
from onlineamt.foundation.core.errors import NotFound

PAGES = (
    "start",
    "search",
    "service",
    "form",
    "form-errors",
    "kinds",
    "kinds-wrong",
    "tasks",
    "check",
    "code",
    "done",
    "case",
)


@plain_page
@require_safe
def gallery(request: TenantRequest) -> HttpResponse:
    """Show every component in every state."""
    links = [{"label": name, "url": f"/_gallery/{name}"} for name in PAGES]
    return render_page(request, "gallery/components.html", {**gallery_values(), "page_links": links})


@plain_page
@require_safe
def sample_page(request: TenantRequest, name: str) -> HttpResponse:
    """Show a whole page made of the components. Raises NotFound."""
    if name not in PAGES:
        raise NotFound
    return render_page(request, f"gallery/{name}.html", {**gallery_values(), **kind_values(name)})
