"""The outermost steps of a request: it gets a number, is timed and written down; questions of machines end here."""

import re
from collections.abc import Callable
from time import perf_counter

import structlog
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import resolve

from onlineamt.audiences.operations import urls
from onlineamt.audiences.operations.metrics import count_request
from onlineamt.foundation.core.ids import new_id

GetResponse = Callable[[HttpRequest], HttpResponse]

_ADDRESSES = frozenset(f"/{pattern.pattern}" for pattern in urls.urlpatterns)
_KNOWN_METHODS = frozenset({"GET", "HEAD", "POST"})
_REQUEST_ID = re.compile(r"[A-Za-z0-9-]{8,64}")

log = structlog.get_logger()


def request_log(get_response: GetResponse) -> GetResponse:
    """Give the request a number that every line about it carries, and write one line when it is answered."""

    def middleware(request: HttpRequest) -> HttpResponse:
        request_id = _given_id(request) or new_id().hex
        with structlog.contextvars.bound_contextvars(request_id=request_id):
            start = perf_counter()
            response = get_response(request)
            _note(request, response, perf_counter() - start)
        response["X-Request-ID"] = request_id
        return response

    return middleware


def machine_pages(get_response: GetResponse) -> GetResponse:
    """Answer health, readiness and metrics under any host name: whoever asks knows no municipality."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.path_info not in _ADDRESSES:
            return get_response(request)
        answer: HttpResponse = resolve(request.path_info, urls.__name__).func(request)
        return answer

    return middleware


def _note(request: HttpRequest, response: HttpResponse, seconds: float) -> None:
    """Count and log by route, never by path: a path may hold what belongs to one person."""
    if request.path_info in _ADDRESSES:
        return
    route = request.resolver_match.route if request.resolver_match else "-"
    method = request.method if request.method in _KNOWN_METHODS else "-"
    count_request(method=method or "-", route=route, status=response.status_code, seconds=seconds)
    tenant = getattr(request, "tenant", None)
    log.info(
        "request.answered",
        method=method,
        route=route,
        status=response.status_code,
        milliseconds=round(seconds * 1000, 1),
        tenant=tenant.key if tenant else None,
    )


def _given_id(request: HttpRequest) -> str | None:
    """Return the number a proxy of ours has given the request already."""
    given = request.headers.get("X-Request-ID", "")
    return given if settings.ENV.proxies and _REQUEST_ID.fullmatch(given) else None
