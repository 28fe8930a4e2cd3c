"""The pages of the post room: what waits, what is in print, what left, what came back, what lacks an address."""

from datetime import date
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from onlineamt.audiences.backoffice.cases.inputs import address_field, read_lines
from onlineamt.audiences.backoffice.doors import StaffRequest, render_staff_page, staff_page
from onlineamt.audiences.backoffice.post.inputs import (
    UNPROCESSABLE,
    arrival_field,
    posting_field,
    read_past_day,
    read_reason,
    return_fields,
)
from onlineamt.audiences.backoffice.post.labels import EMPTY, NO_ADDRESS, SAID, STANDS, TABS
from onlineamt.audiences.backoffice.post.showing import Line, facts_of, line_of, unaddressed_line
from onlineamt.audiences.design.fields import FieldView, error_lines
from onlineamt.facilities.post.values import LetterState
from onlineamt.foundation.core.clock import berlin_day, today
from onlineamt.foundation.core.countries import is_abroad
from onlineamt.procedure.delivery.actions.printing import open_letter, print_again, print_now
from onlineamt.procedure.delivery.actions.reaching import (
    confirm_posted,
    give_address,
    note_arrival,
    note_return,
)
from onlineamt.procedure.delivery.errors import AddressMissing
from onlineamt.procedure.delivery.letters import (
    PaperLetter,
    access_batch,
    access_letter,
    access_unaddressed,
    count_stands,
    count_without_address,
    list_batches,
    list_letters,
    list_without_address,
)

_ADDRESS_HINT = "Name, Straße und Ort, jede Zeile für sich, so wie sie im Fenster des Umschlags stehen soll. Ins Ausland: zuletzt der Staat."


@staff_page
@require_safe
def show(request: StaffRequest) -> HttpResponse:
    """Show the letters of the caseworker's offices that stand somewhere."""
    tab = request.GET.get("stand", "")
    view = (
        _unaddressed(request) if tab == NO_ADDRESS else _standing(request, TABS.get(tab, LetterState.WAITING))
    )
    said = {"said": SAID.get(request.GET.get("ok", ""), ""), "tabs": _tabs(request, tab)}
    return render_staff_page(request, "backoffice/post/list.html", {"view": {**view, **said}})


@staff_page
@require_POST
def print_waiting(request: StaffRequest) -> HttpResponse:
    """Have printed at once what waits."""
    print_now(caseworker=request.caseworker)
    return redirect(reverse("post") + "?ok=druck")


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def show_batch(request: StaffRequest, batch_id: UUID) -> HttpResponse:
    """Show the letters of a batch as a list to tick off, and confirm the day on which they left."""
    batch, letters = access_batch(batch_id, caseworker=request.caseworker)
    open_letters = [letter for letter in letters if letter.state is LetterState.HANDED_OVER]
    posted = request.POST if request.method == "POST" else None
    chosen = posted.getlist("brief") if posted is not None else [str(one.id) for one in open_letters]
    field = posting_field(posted, earliest=_earliest(open_letters))
    none = "Wählen Sie mindestens einen Brief aus." if posted is not None and not chosen else ""
    if posted is not None and not (field.error or none):
        ids = [letter.id for letter in open_letters if str(letter.id) in chosen]
        on = read_past_day(posted, "verschickt", earliest=_earliest(open_letters))
        confirm_posted(ids, on=on, caseworker=request.caseworker)
        return redirect(reverse("post_batch", kwargs={"batch_id": batch_id}) + "?ok=verschickt")
    errors = error_lines((field, FieldView(id="briefe", kind="checkboxes", label="Briefe", error=none)))
    view = {
        "key": batch.key,
        "said": SAID.get(request.GET.get("ok", ""), ""),
        "open": [line_of(letter) for letter in open_letters],
        "left": [line_of(letter) for letter in letters if letter not in open_letters],
        "chosen": chosen,
        "none": none,
        "fields": (field,),
    }
    return _render(request, "batch", view, errors)


@staff_page
@require_safe
def show_letter(request: StaffRequest, item_id: UUID) -> HttpResponse:
    """Show where a letter stands, and what can be done with it."""
    return _letter(request, access_letter(item_id, caseworker=request.caseworker))


@staff_page
@require_safe
def show_pdf(request: StaffRequest, item_id: UUID) -> HttpResponse:
    """Answer the letter itself; who opened it is written down."""
    opened = open_letter(item_id, caseworker=request.caseworker)
    response = HttpResponse(opened.content, content_type=opened.media_type)
    response["Content-Disposition"] = f'inline; filename="{opened.name}"'
    return response


@staff_page
@require_POST
def confirm_one(request: StaffRequest, item_id: UUID) -> HttpResponse:
    """Confirm the day on which a single letter left."""
    letter = access_letter(item_id, caseworker=request.caseworker)
    earliest = _earliest([letter])
    field = posting_field(request.POST, earliest=earliest)
    if field.error and letter.state is LetterState.HANDED_OVER:
        return _letter(request, letter, posting=field)
    on = today() if field.error else read_past_day(request.POST, "verschickt", earliest=earliest)
    confirm_posted([letter.id], on=on, caseworker=request.caseworker)
    return _to_letter(item_id, "verschickt")


@staff_page
@require_POST
def note_one_back(request: StaffRequest, item_id: UUID) -> HttpResponse:
    """Note that a letter came back, with the reason on its envelope."""
    letter = access_letter(item_id, caseworker=request.caseworker)
    earliest = letter.posted_on or today()
    fields = return_fields(request.POST, earliest=earliest)
    if error_lines(fields):
        return _letter(request, letter, returning=fields)
    note_return(
        letter.id,
        caseworker=request.caseworker,
        on=read_past_day(request.POST, "zurueck", earliest=earliest),
        reason=read_reason(request.POST),
    )
    return _to_letter(item_id, "zurueck")


@staff_page
@require_POST
def note_one_arrived(request: StaffRequest, item_id: UUID) -> HttpResponse:
    """Note the proved day on which a decision abroad arrived."""
    letter = access_letter(item_id, caseworker=request.caseworker)
    earliest = letter.posted_on or today()
    field = arrival_field(request.POST, earliest=earliest)
    if field.error:
        return _letter(request, letter, arriving=field)
    note_arrival(
        letter.id,
        caseworker=request.caseworker,
        on=read_past_day(request.POST, "angekommen", earliest=earliest),
    )
    return _to_letter(item_id, "angekommen")


@staff_page
@require_POST
def print_one_again(request: StaffRequest, item_id: UUID) -> HttpResponse:
    """Print a letter once more that was lost before it left."""
    print_again(item_id, caseworker=request.caseworker)
    return _to_letter(item_id, "neu")


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def ask_address(request: StaffRequest, delivery_id: UUID) -> HttpResponse:
    """Ask for the address of a letter that has none, or for a new one where it came back."""
    delivery, lines = access_unaddressed(delivery_id, caseworker=request.caseworker)
    posted = request.POST if request.method == "POST" else None
    field = address_field(posted, lines=lines, label="Anschrift", hint=_ADDRESS_HINT, is_required=True)
    if posted is not None and not field.error:
        try:
            given = read_lines(posted)
            give_address(delivery.id, case_id=delivery.case_id, caseworker=request.caseworker, lines=given)
        except AddressMissing as missing:
            field = FieldView(**{**vars(field), "error": missing.next_step})
        else:
            return redirect(reverse("post") + "?ok=anschrift")
    view = {
        "reference": delivery.case.reference,
        "case_url": reverse("case", kwargs={"case_id": delivery.case_id}),
        "came_back": delivery.returned_on is not None,
        "fields": (field,),
    }
    return _render(request, "address", view, error_lines((field,)))


def _standing(request: StaffRequest, state: LetterState) -> dict[str, Any]:
    after = _place(request.GET.get("nach", ""))
    page = list_letters(request.caseworker, state, after=after)
    title, text = EMPTY[state]
    tab = next(key for key, one in TABS.items() if one is state)
    return {
        "lines": [line_of(letter) for letter in page.letters],
        "batches": _batches(request) if state is LetterState.HANDED_OVER else [],
        "empty": {"title": title, "text": text},
        "may_print": state is LetterState.WAITING and bool(page.letters),
        "is_later_page": after is not None,
        "first_url": f"{reverse('post')}?stand={tab}",
        "next_url": f"{reverse('post')}?stand={tab}&nach={page.next_after}" if page.next_after else "",
    }


def _unaddressed(request: StaffRequest) -> dict[str, Any]:
    lines: list[Line] = [unaddressed_line(one) for one in list_without_address(request.caseworker)]
    return {
        "lines": lines,
        "batches": [],
        "empty": {"title": "Jeder Brief hat eine Anschrift", "text": "Hier stehen Bescheide, die niemand zustellen kann."},
        "may_print": False,
        "is_later_page": False,
        "first_url": "",
        "next_url": "",
    }  # fmt: skip


def _batches(request: StaffRequest) -> list[dict[str, Any]]:
    return [
        {"key": batch.key, "count": count, "url": reverse("post_batch", kwargs={"batch_id": batch.id})}
        for batch, count in list_batches(request.caseworker)
    ]


def _tabs(request: StaffRequest, here: str) -> list[dict[str, Any]]:
    """Posted letters are not counted: there are ever more of them, and nothing is to be done."""
    counts = count_stands(request.caseworker)
    here = here if here in TABS or here == NO_ADDRESS else next(iter(TABS))
    tabs: list[dict[str, Any]] = [
        {
            "label": STANDS[state],
            "key": key,
            "count": counts[state] if state is not LetterState.POSTED else None,
        }
        for key, state in TABS.items()
    ]
    missing = {
        "label": "Ohne Anschrift",
        "key": NO_ADDRESS,
        "count": count_without_address(request.caseworker),
    }
    return [
        {**tab, "url": f"{reverse('post')}?stand={tab['key']}", "is_here": tab["key"] == here}
        for tab in [*tabs, missing]
    ]


def _letter(
    request: StaffRequest,
    letter: PaperLetter,
    *,
    posting: FieldView | None = None,
    returning: tuple[FieldView, ...] = (),
    arriving: FieldView | None = None,
) -> HttpResponse:
    is_in_print = letter.state is LetterState.HANDED_OVER
    is_out = letter.state is LetterState.POSTED
    may_arrive = is_out and letter.delivery is not None and is_abroad(letter.recipient)
    needs_address = letter.state is LetterState.RETURNED and letter.delivery is not None
    view = {
        "line": line_of(letter),
        "recipient": letter.recipient,
        "facts": facts_of(letter),
        "said": SAID.get(request.GET.get("ok", ""), ""),
        "item_id": letter.id,
        "posting": posting or (posting_field(None, earliest=_earliest([letter])) if is_in_print else None),
        "arriving": arriving or (arrival_field(None, earliest=today()) if may_arrive else None),
        "has_no_day": may_arrive and letter.delivery is not None and letter.delivery.notified_on is None,
        "returning": returning or (return_fields(None, earliest=today()) if is_out else ()),
        "address_url": _address_url(letter) if needs_address else "",
        "back_url": f"{reverse('post')}?stand={next(key for key, one in TABS.items() if one is letter.state)}",
        "back_label": STANDS[letter.state],
    }
    fields = (*filter(None, (posting, arriving)), *returning)
    return _render(request, "letter", view, error_lines(fields))


def _render(request: StaffRequest, page: str, view: dict[str, Any], errors: Any) -> HttpResponse:
    status = UNPROCESSABLE if errors else HTTPStatus.OK
    return render_staff_page(
        request, f"backoffice/post/{page}.html", {"view": view, "errors": errors}, status=status
    )


def _address_url(letter: PaperLetter) -> str:
    assert letter.delivery is not None
    return reverse("post_address", kwargs={"delivery_id": letter.delivery.id})


def _earliest(letters: list[PaperLetter]) -> date:
    """The first day on which these can have left: when the last of them was printed."""
    days = [berlin_day(letter.handed_over_at) for letter in letters if letter.handed_over_at]
    return max(days, default=today())


def _to_letter(item_id: UUID, said: str) -> HttpResponse:
    return redirect(reverse("post_letter", kwargs={"item_id": item_id}) + f"?ok={said}")


def _place(typed: str) -> UUID | None:
    """Return the letter after which a page begins; what is none begins at the top."""
    try:
        return UUID(typed)
    except ValueError:
        return None
