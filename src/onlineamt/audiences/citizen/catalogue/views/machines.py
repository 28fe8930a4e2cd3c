"""What machines read: robots.txt and the list of all pages."""

from xml.sax.saxutils import escape

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from onlineamt.audiences.citizen.catalogue.addresses import alternates, origin_of
from onlineamt.audiences.entrance.marks import TenantRequest, public_page
from onlineamt.foundation.core.languages import Language
from onlineamt.foundation.organisation.queries import list_offices
from onlineamt.procedure.catalogue.queries import list_life_situations, list_offerings

_NOT_FOR_ROBOTS = ("antrag/", "suche", "status", "weitermachen")
_SITEMAP = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">\n'
    "{pages}\n</urlset>\n"
)


@public_page
@require_safe
def show_robots(request: TenantRequest) -> HttpResponse:
    """Answer what search engines may read."""
    closed = [f"Disallow: /{language.path_prefix}{path}" for language in Language for path in _NOT_FOR_ROBOTS]
    lines = ["User-agent: *", *closed, f"Sitemap: {origin_of(request.tenant)}/sitemap.xml", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


@public_page
@require_safe
def show_sitemap(request: TenantRequest) -> HttpResponse:
    """Answer all pages of the catalogue, each with its other languages."""
    tenant_id = request.tenant.id
    paths = [reverse(name) for name in ("start", "life_situations", "services", "offices")]
    paths += [
        reverse("life_situation", args=[row.key])
        for row in list_life_situations(request.tenant.content_version)
    ]
    paths += [reverse("service", args=[service.key]) for service in list_offerings(tenant_id)]
    paths += [reverse("office", args=[office.key]) for office in list_offices(tenant_id)]
    pages = "\n".join(_entry(request, path) for path in paths)
    return HttpResponse(_SITEMAP.format(pages=pages), content_type="application/xml; charset=utf-8")


def _entry(request: TenantRequest, path: str) -> str:
    others = alternates(request.tenant, path)
    links = "".join(
        f'<xhtml:link rel="alternate" hreflang="{other.lang}" href="{escape(other.url)}"/>'
        for other in others
    )
    return f"<url><loc>{escape(others[0].url)}</loc>{links}</url>"
