"""Theme and icon of a municipality; their addresses change with their content, so they may be kept for ever."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from onlineamt.audiences.design.site import theme_icon, theme_sheet
from onlineamt.audiences.entrance.marks import TenantRequest, plain_page

FOR_EVER = "public, max-age=31536000, immutable"


@plain_page
@require_safe
def theme(request: TenantRequest) -> HttpResponse:
    """Answer the municipality's colours as a style sheet."""
    return HttpResponse(
        theme_sheet(request.tenant), content_type="text/css", headers={"Cache-Control": FOR_EVER}
    )


@plain_page
@require_safe
def icon(request: TenantRequest) -> HttpResponse:
    """Answer the municipality's mark."""
    return HttpResponse(
        theme_icon(request.tenant), content_type="image/svg+xml", headers={"Cache-Control": FOR_EVER}
    )
