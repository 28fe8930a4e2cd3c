"""Health, readiness and metrics: plain answers for machines."""

import hmac
from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST

from onlineamt.audiences.entrance.marks import plain_page
from onlineamt.audiences.operations.metrics import render_metrics
from onlineamt.audiences.operations.readiness import find_obstacle


@plain_page
@require_safe
def show_health(request: HttpRequest) -> HttpResponse:
    """Say that this process answers; whoever asks may restart it when it does not."""
    return _never_kept(JsonResponse({"alive": True}))


@plain_page
@require_safe
def show_readiness(request: HttpRequest) -> HttpResponse:
    """Say whether people may be sent here: the database answers and is on the level of this version."""
    obstacle = find_obstacle()
    if obstacle:
        return _never_kept(JsonResponse({"ready": False, "obstacle": obstacle}, status=503))
    return _never_kept(JsonResponse({"ready": True}))


@plain_page
@require_safe
def show_metrics(request: HttpRequest) -> HttpResponse:
    """Show the numbers to whom they are meant for; to everybody else there is no such page."""
    if not _may_see_metrics(request):
        return _never_kept(HttpResponse(status=404))
    return _never_kept(HttpResponse(render_metrics(), content_type=CONTENT_TYPE_LATEST))


def _may_see_metrics(request: HttpRequest) -> bool:
    """With a token set, ask for it; else only this machine may look, and nobody through a proxy on it."""
    token = settings.ENV.metrics_token
    if token:
        return hmac.compare_digest(
            request.headers.get("Authorization", "").encode(), f"Bearer {token}".encode()
        )
    return "X-Forwarded-For" not in request.headers and _is_here(request.META.get("REMOTE_ADDR", ""))


def _is_here(address: str) -> bool:
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return False


def _never_kept(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "no-store"
    return response
