"""From whatever went wrong to a page a person can use."""

from http import HTTPStatus

import psycopg
import structlog
from django.core.exceptions import BadRequest, RequestDataTooBig, SuspiciousOperation, TooManyFieldsSent
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from procrastinate.exceptions import ConnectorException
from psycopg_pool import PoolTimeout

from onlineamt.audiences.entrance.pages import render_page, render_static_page
from onlineamt.foundation.core.errors import NotFound, PortalError, TooLarge, Unreadable
from onlineamt.foundation.tenancy.pools import renew_pools

log = structlog.get_logger()


class MethodUnknown(PortalError):
    """A method this address does not know."""

    code = "method_not_allowed"
    title = "So lässt sich diese Seite nicht aufrufen."
    next_step = "Gehen Sie zurück, und benutzen Sie die Schaltflächen auf der Seite."
    http_status = 405


class UnknownHost(PortalError):
    """A host name no municipality answers to."""

    code = "unknown_host"
    title = "Unter dieser Adresse gibt es kein Online-Amt."
    next_step = "Prüfen Sie die Adresse. Die richtige steht auf der Internetseite Ihrer Stadt oder Gemeinde."
    http_status = 404


class Unavailable(PortalError):
    """The database does not answer."""

    code = "unavailable"
    title = "Unser Online-Amt ist gerade nicht erreichbar."
    next_step = "Bitte versuchen Sie es in einer Minute noch einmal. Was gespeichert wurde, ist noch da."
    http_status = 503


class Unexpected(PortalError):
    """A fault of ours."""

    code = "unexpected"
    title = "Da ist bei uns etwas schiefgegangen."
    next_step = "Wir sehen das und kümmern uns. Bitte versuchen Sie es noch einmal. Was gespeichert wurde, ist noch da."
    http_status = 500


class FilesTooLarge(TooLarge):
    """A page with files above its limit."""

    code = "files_too_large"
    title = "Diese Dateien sind zusammen zu groß."
    next_step = (
        "Es ist nichts angekommen. Was Sie vorher gespeichert haben, ist noch da."
        " Gehen Sie zurück, und laden Sie weniger oder kleinere Dateien auf einmal hoch."
    )


_MEANINGS: tuple[tuple[type[Exception], type[PortalError]], ...] = (
    (Http404, NotFound),
    (RequestDataTooBig, TooLarge),
    (TooManyFieldsSent, TooLarge),
    (MultiPartParserError, Unreadable),
    (UnreadablePostError, Unreadable),
    (SuspiciousOperation, Unreadable),
    (BadRequest, Unreadable),
    (OperationalError, Unavailable),
    (InterfaceError, Unavailable),
    (psycopg.OperationalError, Unavailable),
    (PoolTimeout, Unavailable),
)


def answer_exception(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Return the page for an exception; what we did not foresee is logged with its trace and shown as our fault."""
    error = meaning_of(exception)
    if isinstance(error, Unexpected):
        log.error("request.failed", route=_route(request), exc_info=exception)
    elif isinstance(error, Unavailable):
        log.error("request.unavailable", route=_route(request), reason=type(exception).__name__)
        renew_pools()
    return answer_error(request, error)


def _route(request: HttpRequest) -> str:
    """Return what the log may name: the path itself may hold what belongs to one person."""
    return request.resolver_match.route if request.resolver_match else "-"


def meaning_of(exception: Exception) -> PortalError:
    """Return what an exception means to a person."""
    if isinstance(exception, PortalError):
        return exception
    if isinstance(exception, ConnectorException) and isinstance(exception.__cause__, Exception):
        exception = (
            exception.__cause__
        )  # a promised job could not be kept: what counts is what the database said
    for kind, meaning in _MEANINGS:
        if isinstance(exception, kind):
            return meaning()
    return Unexpected()


def answer_error(request: HttpRequest, error: PortalError) -> HttpResponse:
    """Return the page of an error, in the municipality's clothes where it is known.

    A page about a fault of ours or about no municipality needs neither database nor tenant.
    """
    if isinstance(error, TooLarge) and request.content_type == "multipart/form-data":
        error = FilesTooLarge()
    status = HTTPStatus(error.http_status)
    tenant = getattr(request, "tenant", None)
    if tenant is None or status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        response = render_static_page(error)
    else:
        back_url = request.path if isinstance(error, TooLarge) else ""
        values = {"error": error, "back_url": back_url}
        response = render_page(request, "design/error.html", values, status=status)  # type: ignore[arg-type]
    if status == HTTPStatus.SERVICE_UNAVAILABLE:
        response["Retry-After"] = "30"
    response["Cache-Control"] = "no-store"
    return response
