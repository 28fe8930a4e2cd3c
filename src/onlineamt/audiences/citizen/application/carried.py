"""What was typed on a page whose session is over: it goes along while its person shows the code, and is then sent again."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from http import HTTPStatus
from uuid import UUID

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect

from onlineamt.audiences.entrance.marks import TenantRequest
from onlineamt.audiences.entrance.pages import page_url
from onlineamt.procedure.forms.engine.kinds.typing_in import holds_only_text

THEN = "_then"  # the page that was sent: application and page, with a blank between
ONLY_SEEN = "_nur_sehen"  # it was only to be looked at
HERE = "_hier"  # the application that this device has held before
_NOT_CARRIED = frozenset({"code", "proof", THEN, HERE, ONLY_SEEN})


@dataclass(frozen=True)
class Carried:
    """A page that was sent or to be seen too late, and its inputs by name; `then` says which page it was."""

    then: str
    inputs: tuple[tuple[str, str], ...]
    is_sent: bool


def carried_from_page(
    request: TenantRequest, application_id: UUID, page_id: str, *, but: Collection[str]
) -> Carried:
    """Return what was sent to a page, `but` for the inputs that the question for its person uses. Files cannot go along."""
    is_sent = request.method == "POST"
    return Carried(f"{application_id} {page_id}", tuple(_texts(request.POST, but)), is_sent)


def carried_on(request: TenantRequest, asked: Collection[str]) -> Carried | None:
    """Return what goes along with the question for the code; `asked` are the names that this question itself uses."""
    then = request.POST.get(THEN, "")[:200]
    if not then:
        return None
    return Carried(then, tuple(_texts(request.POST, asked)), is_sent=ONLY_SEEN not in request.POST)


def send_again(request: TenantRequest, application_id: UUID) -> HttpResponse | None:
    """Let the browser send the same inputs to their page, or show it, where it belongs to this application; else None."""
    owner, _blank, page_id = request.POST.get(THEN, "").partition(" ")
    if owner != str(application_id) or not (page_id.isascii() and page_id.isidentifier()):
        return None
    url = page_url(request.language, "application_page", application_id=application_id, page_id=page_id)
    if ONLY_SEEN in request.POST:
        return redirect(url)
    return HttpResponse(status=HTTPStatus.TEMPORARY_REDIRECT, headers={"Location": url})


def id_of(written: str) -> UUID | None:
    """Return the id that was sent, or None where it is none."""
    try:
        return UUID(written) if written else None
    except ValueError:
        return None


def _texts(posted: QueryDict, asked: Collection[str]) -> Iterator[tuple[str, str]]:
    for name, values in posted.lists():
        if name not in _NOT_CARRIED and name not in asked and holds_only_text(name):
            yield from (
                (name, value) for value in values if isinstance(value, str) and holds_only_text(value)
            )
