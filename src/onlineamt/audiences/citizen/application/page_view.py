"""One page of a form as its template shows it."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _

from onlineamt.audiences.citizen.application.file_view import NOTHING_SENT, FileMarks, file_view
from onlineamt.audiences.citizen.application.parts_view import part_of_page
from onlineamt.audiences.citizen.application.summary import Row
from onlineamt.audiences.citizen.application.tasks import place_of, tasks_url
from onlineamt.audiences.design.fields import FieldView
from onlineamt.audiences.design.kind_views import (
    field_view,
    group_view,
    locked_view,
    repeat_view,
    saying_view,
)
from onlineamt.audiences.entrance.pages import page_url
from onlineamt.foundation.core.canonical import canonical_json, digest
from onlineamt.foundation.core.clock import today
from onlineamt.foundation.core.languages import Language
from onlineamt.procedure.applications.actions.following import is_link_missing, number_field
from onlineamt.procedure.applications.journeys import service_of
from onlineamt.procedure.applications.queries import OpenApplication
from onlineamt.procedure.forms.definition import later_ids
from onlineamt.procedure.forms.engine import (
    FieldState,
    Journey,
    Mistake,
    PageState,
    Problem,
    held_back,
    live_json,
    locked_values,
)
from onlineamt.procedure.forms.engine.kinds import Raw
from onlineamt.procedure.forms.engine.kinds.file import FileKind, files_in
from onlineamt.procedure.forms.engine.kinds.repeat import RepeatKind


@dataclass(frozen=True, kw_only=True)
class PageView:
    """What the template of a page is given."""

    service_title: str
    title: str
    intro: str
    step: int
    steps: int
    fields: tuple[FieldView, ...]
    seen: str
    is_stale: bool
    misses_entry: bool
    stored: tuple[Row, ...]
    comes_from_check: bool
    button: str
    url: str
    autosave_url: str
    back_url: str
    check_url: str
    parts_url: str  # where the page can be handed to another person
    live: str
    """What a script needs to decide on the page at once, as JSON; empty where there is nothing to decide."""

    @property
    def takes_files(self) -> bool:
        """Whether the page has a field for files."""
        return any(one.upload for one in self._every_field)

    @property
    def has_inner_buttons(self) -> bool:
        """Whether buttons stand before the one that goes on: the return key must not press the first of them."""
        return self.takes_files or any(one.kind == "repeat" for one in self._every_field)

    @property
    def _every_field(self) -> tuple[FieldView, ...]:
        return tuple(one for view in self.fields for one in (view, *view.children))


class FormPage:
    """A page of an application in a language, ready to be shown with stored or typed answers."""

    def __init__(
        self,
        application: OpenApplication,
        travelled: Journey,
        page_id: str,
        language: Language,
        *,
        comes_from_check: bool,
        marks: FileMarks = NOTHING_SENT,
    ) -> None:
        self._marks = marks
        self._application = application
        self._journey = travelled
        self._page_id = page_id
        self._language = language
        self._comes_from_check = comes_from_check
        self._words = travelled.form.words(language)

    @property
    def is_exit(self) -> bool:
        """Whether the page only informs that there is little prospect."""
        return self._words.page(self._page_id).kind == "exit"

    @cached_property
    def _state(self) -> PageState:
        state = self._journey.page(self._page_id)
        if state is None:
            raise KeyError(self._page_id)
        return state

    def shown(self, typed: Raw, problems: Sequence[Problem], *, is_stale: bool = False) -> PageView:
        """Return the page with what was typed where it had mistakes, and what is stored elsewhere."""
        mistakes: dict[str, Mistake] = {}
        for problem in problems:
            mistakes.setdefault(problem.field_id, self._words.mistake(problem))
        return PageView(
            fields=tuple(self._fields(typed, mistakes)),
            is_stale=is_stale,
            stored=tuple(self._stored_rows()) if is_stale else (),
            live=self._live(),
            comes_from_check=self._comes_from_check,
            check_url=self._url("application_check"),
            parts_url=self._parts_url(),
            **self._frame(),
        )

    def _frame(self) -> dict[str, Any]:
        """Return what stands around the questions, and where the page leads."""
        page = self._words.page(self._page_id)
        return {
            **place_of(self._language, self._application, self._journey, self._page_id),
            "title": page.title,
            "intro": page.intro or "",
            "seen": page_digest(self._journey, self._page_id, self._application.answers),
            "misses_entry": self._misses_entry(),
            "button": _("Speichern und zurück zur Übersicht") if self._comes_from_check else _("Weiter"),
            "url": self._url("application_page", page_id=self._page_id),
            "autosave_url": self._url("application_autosave", page_id=self._page_id),
            "back_url": self._back_url(),
        }

    def _misses_entry(self) -> bool:
        """Whether to say that a number led to nothing: where it was asked, and on the page that follows."""
        if not is_link_missing(self._application):
            return False
        asked = number_field(service_of(self._application))
        near = (self._page_id, self._journey.page_before(self._page_id))
        return asked is not None and asked.page_id in near

    def _fields(self, typed: Raw, mistakes: Mapping[str, Mistake]) -> Iterator[FieldView]:
        for index, states in self._each_group():
            group = self._words.group(self._page_id, index)
            views = [self._in_place(state, typed, mistakes) for state in states]
            hint = group.hint or ""
            if group.choose == "one":
                views = [replace(view, is_required=True) for view in views]  # none of them is just voluntary
                hint = hint or _("Füllen Sie eines der Felder aus.")
            if group.title:
                yield group_view(group.id or f"{self._page_id}-{index}", group.title, hint, views)
            else:
                yield from views

    def _each_group(self) -> Iterator[tuple[int, list[FieldState]]]:
        """Yield the groups with the fields that apply, and those that may apply as soon as something is answered."""
        shown = {state.id: state for state in self._state.fields}
        states = [shown.get(one.id) or self._held_back.get(one.id) for one in self._state.page.fields]
        for index, group in groupby(filter(None, states), key=lambda state: state.field.group):
            yield index, list(group)

    @cached_property
    def _held_back(self) -> Mapping[str, FieldState]:
        if self._is_shared:
            return {}
        return held_back(self._page_id, self._journey, self._stored_answers)

    @property
    def _stored_answers(self) -> Mapping[str, Any]:
        return self._application.answers

    @property
    def _is_shared(self) -> bool:
        """Whether several persons give answers: no page then tells a browser more than its own ones."""
        return bool(service_of(self._application).form.definition.parties)

    def _parts_url(self) -> str:
        is_other = part_of_page(self._application, self._journey, self._page_id)
        return self._url("application_parts") if is_other else ""

    def _live(self) -> str:
        """Return what the script needs; the page that only informs has nothing to decide."""
        if self._is_shared:
            return ""
        live = live_json(self._state.id, self._journey, self._language, today=today())
        return json.dumps(live, ensure_ascii=False, separators=(",", ":")) if live else ""

    @cached_property
    def _promises(self) -> frozenset[str]:
        """The documents of the page that may come later, and the boxes that say so."""
        papers = [one.id for one in self._state.page.fields if getattr(one.kind.definition, "later", None)]
        return frozenset({*papers, *(later_ids(one).later for one in papers)})

    def _in_place(self, state: FieldState, typed: Raw, mistakes: Mapping[str, Mistake]) -> FieldView:
        view = self._field(state, typed, mistakes)
        if state.id in self._promises:
            view = replace(view, is_required=True)  # neither paper nor promise is just voluntary
        live = self._journey.form.live.get(self._state.id)
        if live is None or self._is_shared:
            return view
        return replace(
            view,
            is_live=state.id in live.fields,
            is_held_back=state.id in self._held_back,
            may_turn_optional=state.id in live.required and not view.upload,
        )

    def _field(self, state: FieldState, typed: Raw, mistakes: Mapping[str, Mistake]) -> FieldView:
        kind = self._words.kind(state.id)
        if not state.field.asks:
            return saying_view(kind, self._said(state))
        if state.id in self._locked:
            return locked_view(kind, self._words.display(state.id, self._locked[state.id]))
        if isinstance(kind, FileKind):
            return self._files(kind, state, mistakes.get(state.id))
        if isinstance(kind, RepeatKind):
            return self._list(kind, state, mistakes.get(state.id))
        is_typed = any(name in typed for name in (state.id, *kind.inputs))
        raw = typed if is_typed else self._stored(state)
        return field_view(kind, raw, is_required=state.is_required, mistake=mistakes.get(state.id))

    @cached_property
    def _locked(self) -> Mapping[str, Any]:
        return locked_values(self._journey, self._state.page)

    def _files(self, kind: FileKind, state: FieldState, mistake: Mistake | None) -> FieldView:
        return file_view(
            kind.definition,
            files_in(state.answer),
            name=kind.id,
            subject_id=self._application.id,
            url=self._url("application_upload", field_id=kind.id),
            language=self._language,
            is_required=state.is_required,
            error=mistake.message if mistake else "",
            marks=self._marks,
        )

    def _list(self, kind: RepeatKind, state: FieldState, mistake: Mistake | None) -> FieldView:
        said: Any = state.answer or ()
        ways = self._journey.items.get(state.id, ())
        return repeat_view(
            kind,
            [(item, way.is_complete) for item, way in zip(said, ways, strict=True)],
            is_required=state.is_required,
            add_label=_("%(item)s hinzufügen") % {"item": kind.definition.item},
            mistake=mistake,
        )

    def _stored(self, state: FieldState) -> Raw:
        value = state.answer if state.is_saved else self._journey.suggestion_for(state.field)
        return {} if value is None else self._words.kind(state.id).to_raw(value)

    def _said(self, state: FieldState) -> str:
        definition: Any = self._words.kind(state.id).definition
        if definition.kind == "computed":
            return self._words.display_computed(definition.of, self._journey.computed[definition.of])
        return str(definition.label)

    def _stored_rows(self) -> Iterator[Row]:
        for state in self._state.fields:
            if state.field.asks and state.is_saved:
                yield Row(self._words.label(state.id), self._words.display(state.id, state.answer))

    def _back_url(self) -> str:
        if self._comes_from_check:
            return self._url("application_check")
        before = self._journey.page_before(self._page_id)
        if before is None and self._journey.sections:
            return tasks_url(self._language, self._application)
        if before is None:
            return page_url(self._language, "service", key=self._application.row.service_key)
        return self._url("application_page", page_id=before)

    def _url(self, name: str, **parts: str) -> str:
        return page_url(self._language, name, application_id=self._application.id, **parts)


def page_digest(travelled: Journey, page_id: str, answers: Mapping[str, Any]) -> str:
    """Return a short mark of what is stored for a page, by which a window notices that another one changed it.

    Files are left out: sending a page never overwrites them.
    """
    ids = sorted(one.id for one in travelled.form.page(page_id).fields if one.kind.is_typed)
    return digest(canonical_json({field_id: answers[field_id] for field_id in ids if field_id in answers}))[
        :16
    ]


def computed_texts(travelled: Journey, page_id: str, language: Language) -> dict[str, str]:
    """Return the computed values that a page shows, by field, as people read them."""
    words, state = travelled.form.words(language), travelled.page(page_id)
    shown: list[Any] = [one.field.kind.definition for one in state.fields] if state else []
    return {
        one.id: words.display_computed(one.of, travelled.computed[one.of])
        for one in shown
        if one.kind == "computed"
    }
