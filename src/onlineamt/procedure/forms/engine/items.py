"""One entry of a list: how it is opened, saved and removed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from onlineamt.procedure.forms.engine.entries import item_answers
from onlineamt.procedure.forms.engine.journey import Answers, Journey
from onlineamt.procedure.forms.engine.kinds import Json, NotReadable, Raw
from onlineamt.procedure.forms.engine.kinds.repeat import RepeatKind, items_in
from onlineamt.procedure.forms.engine.saving import PageResult, only_typed, save_page, typed_in
from onlineamt.procedure.forms.engine.walk import journey


class NoSuchItem(LookupError):
    """The list has no entry at that position, and none can be added there."""


@dataclass(frozen=True)
class OpenItem:
    """An entry of a list, or the place for the next one, with the form around it.

    `position` counts from 0. `travelled` is the way through the whole form, `way` that through the entry's own little form.
    """

    travelled: Journey
    field_id: str
    position: int
    items: tuple[Mapping[str, Json], ...]
    way: Journey

    @property
    def is_new(self) -> bool:
        """Whether the entry is still to be added."""
        return self.position == len(self.items)

    @property
    def page_id(self) -> str:
        """The one page of the entry's form."""
        return self.way.form.pages[0].id

    @property
    def answers(self) -> Answers:
        """The answers of the entry as its own form knows them; empty for a new one."""
        return {} if self.is_new else item_answers(self.way.form, self.items[self.position])


@dataclass(frozen=True)
class ItemResult:
    """What came of an entry that was sent. `answers` are those of the whole form, to be stored with or without problems."""

    answers: Answers
    page: PageResult


def open_item(travelled: Journey, answers: Answers, field_id: str, position: int, *, today: date) -> OpenItem:
    """Return an entry of a list that applies. Raises NoSuchItem.

    `today` is the day on which answers are given; `answers` are those stored, also where they no longer apply.
    """
    form = travelled.form.items.get(field_id)
    page = travelled.page(travelled.form.fields[field_id].page_id) if form else None
    if form is None or page is None or all(state.id != field_id for state in page.fields):
        raise NoSuchItem(field_id)
    items = _items(answers, field_id)
    kind = travelled.form.fields[field_id].kind
    most = kind.definition.max if isinstance(kind, RepeatKind) else 0
    if not 0 <= position <= len(items) or position >= max(most, len(items)):
        raise NoSuchItem(f"{field_id} {position}")
    known = {} if position == len(items) else item_answers(form, items[position])
    way = journey(form, known, today=today, around=travelled.around(field_id))
    return OpenItem(travelled, field_id, position, items, way)


def save_item(
    item: OpenItem, raw: Raw, answers: Answers, *, today: date, in_passing: bool = False
) -> ItemResult:
    """Take what a person sent about an entry into the answers. Never raises for what was sent.

    As with pages, good answers are kept and mistakes named; `in_passing`: without judging what is not there yet. An entry of
    which nothing was answered yet is not added.
    """
    sent = typed_in(raw) if in_passing else raw
    page = save_page(item.way, item.page_id, sent, item.answers, today=today)
    if in_passing:
        page = only_typed(page, item.answers, sent)
    if item.is_new and all(answer in (None, []) for answer in page.answers.values()):
        return ItemResult(answers, page)
    items = list(item.items)
    items[item.position :] = [
        {field_id.partition(".")[2]: answer for field_id, answer in page.answers.items()},
        *items[item.position + 1 :],
    ]
    return ItemResult({**answers, item.field_id: items}, page)


def without_item(item: OpenItem, answers: Answers) -> Answers:
    """Return the answers without an entry; those behind it move up."""
    items = [one for position, one in enumerate(item.items) if position != item.position]
    return {**answers, item.field_id: items}


def _items(answers: Answers, field_id: str) -> tuple[Mapping[str, Json], ...]:
    try:
        return tuple(items_in(answers.get(field_id, [])))
    except NotReadable:
        return ()
