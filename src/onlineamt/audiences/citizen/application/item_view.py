"""The page of one entry of a list."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from onlineamt.audiences.citizen.application.keeping import FROM_CHECK, comes_from_check
from onlineamt.audiences.citizen.application.page_view import FormPage
from onlineamt.audiences.citizen.application.tasks import place_of
from onlineamt.audiences.entrance.marks import TenantRequest
from onlineamt.audiences.entrance.pages import page_url
from onlineamt.foundation.core.canonical import canonical_json, digest
from onlineamt.foundation.core.languages import Language
from onlineamt.procedure.applications.queries import OpenApplication
from onlineamt.procedure.forms.engine import OpenItem
from onlineamt.procedure.forms.engine.kinds.repeat import RepeatKind


@dataclass(frozen=True)
class ChosenItem:
    """The entry beside which a button was pressed. `number` counts from 1."""

    field_id: str
    number: int
    drops: bool = False


def chosen_item(request: TenantRequest) -> ChosenItem | None:
    """Return the entry of a list that a button named; None where no such button was pressed."""
    for name in ("_item", "_drop"):
        field_id, _colon, number = request.POST.get(name, "").partition(":")
        if field_id and number.isascii() and number.isdecimal() and len(number) < _DIGITS:
            return ChosenItem(field_id, int(number), drops=name == "_drop")
    return None


_DIGITS = 4


def url_of_item(
    request: TenantRequest, application: OpenApplication, page_id: str, chosen: ChosenItem
) -> str:
    """Return the page of an entry, or the page that asks whether it is to be removed."""
    url = page_url(
        request.language,
        "application_item_remove" if chosen.drops else "application_item",
        application_id=application.id,
        page_id=page_id,
        field_id=chosen.field_id,
        number=chosen.number,
    )
    return _from_check(request, url)


def url_of_list(request: TenantRequest, application: OpenApplication, page_id: str, field_id: str) -> str:
    """Return the place of the list on its page."""
    url = page_url(request.language, "application_page", application_id=application.id, page_id=page_id)
    return f"{_from_check(request, url)}#{field_id}"


def item_digest(item: OpenItem) -> str:
    """Return a short mark of what is stored of an entry, by which a window notices that another one changed it."""
    stored = {} if item.is_new else dict(item.items[item.position])
    return digest(canonical_json(stored))[:16]


class ItemPage(FormPage):
    """An entry of a list, ready to be shown with stored or typed answers."""

    def __init__(
        self, request: TenantRequest, application: OpenApplication, page_id: str, item: OpenItem
    ) -> None:
        super().__init__(
            application,
            item.way,
            item.page_id,
            request.language,
            comes_from_check=comes_from_check(request),
        )
        self._request, self._item, self._around_id = request, item, page_id

    @property
    def _stored_answers(self) -> Mapping[str, Any]:
        return self._item.answers

    def _frame(self) -> dict[str, Any]:
        parts: dict[str, Any] = {
            "page_id": self._around_id,
            "field_id": self._item.field_id,
            "number": self._item.position + 1,
        }
        return {
            **place_of(self._language, self._application, self._item.travelled, self._around_id),
            "title": item_title(self._item, self._language),
            "intro": "",
            "seen": item_digest(self._item),
            "misses_entry": False,
            "button": _("Speichern"),
            "url": self._url("application_item", **parts),
            "autosave_url": self._url("application_item_autosave", **parts),
            "back_url": url_of_list(self._request, self._application, self._around_id, self._item.field_id),
        }


def item_title(item: OpenItem, language: Language) -> str:
    """Return what an entry is called: „Kind 1“."""
    kind = item.travelled.form.words(language).kind(item.field_id)
    return kind.title(item.position) if isinstance(kind, RepeatKind) else ""


def _from_check(request: TenantRequest, url: str) -> str:
    return f"{url}?{urlencode({'von': FROM_CHECK})}" if comes_from_check(request) else url
