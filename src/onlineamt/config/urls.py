"""All addresses of the portal. The language is no part of them: the entrance takes its step off the path."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, include, path

from onlineamt.audiences.entrance.errors import Unexpected, answer_error
from onlineamt.foundation.core.errors import NotFound, Refused, Unreadable

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("onlineamt.audiences.operations.urls")),
    path("", include("onlineamt.audiences.citizen.look.urls")),
    path("", include("onlineamt.audiences.citizen.legal.urls")),
    path("", include("onlineamt.audiences.citizen.verify.urls")),
    path("", include("onlineamt.audiences.citizen.registers.urls")),
    path("", include("onlineamt.audiences.citizen.catalogue.urls")),
    path("", include("onlineamt.audiences.citizen.application.urls")),
    path("", include("onlineamt.audiences.citizen.case.urls")),
    path("", include("onlineamt.audiences.backoffice.account.urls")),
    path("", include("onlineamt.audiences.backoffice.cases.urls")),
    path("", include("onlineamt.audiences.backoffice.registers.urls")),
    path("", include("onlineamt.audiences.backoffice.post.urls")),
]
if not settings.ENV.is_production:
    urlpatterns.append(path("", include("onlineamt.audiences.citizen.demo_mail.urls")))
    urlpatterns.append(path("", include("onlineamt.audiences.backoffice.demo_totp.urls")))
    urlpatterns.append(path("", include("onlineamt.audiences.gallery.urls")))


def handler400(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer what Django could not read."""
    return answer_error(request, Unreadable())


def handler403(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer what Django refused."""
    return answer_error(request, Refused())


def handler404(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer an address nobody knows."""
    return answer_error(request, NotFound())


def handler500(request: HttpRequest) -> HttpResponse:
    """Answer a fault outside every view."""
    return answer_error(request, Unexpected())
