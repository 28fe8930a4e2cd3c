"""The structure of a FIM schema as pages, groups and lists.

A group of up to ten questions is a page; a larger one is several, and a section of a long form. What a group may be left out with is
asked first; of a choice group (Gruppenart X) one member is chosen. What occurs several times is a list.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from onlineamt.packages.fim.fields import Question, Surroundings, question, title_of
from onlineamt.packages.fim.lists import holds_something, is_file, list_of, occurs_often
from onlineamt.packages.fim.model import Field, FieldKind, Group, GroupKind, Member, Schema
from onlineamt.packages.fim.naming import Names
from onlineamt.packages.fim.places import Place, Places
from onlineamt.packages.fim.titles import tell_pages_apart

MOST_ON_A_PAGE: Final = 10
_LONG_FORM: Final = 8
_LOOSE = "Allgemeine Angaben"


@dataclass
class Way:
    """Where in the schema somebody is: the FIM ids passed, the conditions under which it applies, the title to say."""

    ids: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()
    title: str = ""
    section: str = ""
    titles: tuple[str, ...] = ()  # of the groups passed

    def into(self, group: Group, *conditions: str) -> "Way":
        """Go into a group."""
        return Way(
            (*self.ids, group.id),
            (*self.conditions, *conditions),
            title_of(group),
            self.section,
            (*self.titles, title_of(group)),
        )

    @property
    def show(self) -> dict[str, str]:
        """The condition as a key of a page or group; nothing where it always applies."""
        return {"show": " && ".join(self.conditions)} if self.conditions else {}


@dataclass
class FormMaker:
    """Makes the pages of one schema."""

    around: Surroundings
    places: Places = field(default_factory=Places)
    pages: list[dict[str, Any]] = field(default_factory=list)
    _sections: list[str] = field(default_factory=list)  # by page
    _around: list[tuple[str, ...]] = field(default_factory=list)  # by page: titles of the groups it stands in
    _areas: Names = field(default_factory=Names)
    _page_names: Names = field(default_factory=Names)
    _group_names: Names = field(default_factory=Names)
    _fields: dict[str, Names] = field(default_factory=dict)

    def make(self, schema: Schema) -> None:
        """Make all pages."""
        for run in _runs(schema.members):
            if isinstance(run[0].element, Field):
                self._pages_of_fields(run, Way(title=_LOOSE, section=_LOOSE), "")
            else:
                self._spread(run[0], Way(section=title_of(run[0].element)))
        self._join_silent_pages()
        tell_pages_apart(self.pages, self._around)

    def reserve(self, names: Iterable[str]) -> None:
        """Keep names of pages, groups and fields (`hund.name`) that are given out already."""
        for name in names:
            area, _, inner = name.partition(".")
            for kind in (self._areas, self._page_names, self._group_names):
                kind.keep(area)
            if inner:
                self._names(area).keep(inner)

    def new_id(self, area: str, words: str) -> str:
        """Return an id for another field of an area."""
        return f"{area}.{self._names(area).take(words)}"

    def new_name(self, words: str) -> str:
        """Return a name for another group."""
        return self._group_names.take(words, "gruppe")

    def sections(self) -> list[dict[str, Any]]:
        """Return the sections of a form that is long enough for a list of tasks, else none."""
        names = Names()
        found: list[dict[str, Any]] = []
        for page, title in zip(self.pages, self._sections, strict=True):
            if not found or found[-1]["title"] != title:
                found.append({"id": names.take(title, "abschnitt"), "title": title, "pages": []})
            found[-1]["pages"].append(page["id"])
        return found if len(found) > 1 and len(self.pages) >= _LONG_FORM else []

    # -- pages ------------------------------------------------------------------------------------------------------

    def _spread(self, member: Member, way: Way) -> None:
        """Make pages of a group: one where it is small, else one for its own questions and those of the groups in it."""
        group = _group(member)
        if occurs_often(member):
            self._page(title_of(group), group, way, [{"fields": self._list(member, way)}])
            return
        optional = self._asks_whether(member, way)
        inside = way.into(group, *optional)
        if group.kind is GroupKind.CHOICE or _count(group) <= MOST_ON_A_PAGE:
            self._page(title_of(group), group, inside, self._groups(group, inside, is_page=True))
            return
        area, is_first = self._areas.take(title_of(group), "gruppe"), True
        for run in _runs(group.members):
            if isinstance(run[0].element, Field):
                self._pages_of_fields(run, inside, area, group if is_first else None)
                is_first = False
            else:
                self._spread(run[0], inside)

    def _join_silent_pages(self) -> None:
        """Put what only says something onto the page before it, or the one behind: a page asks."""
        place = 0
        while place < len(self.pages) and len(self.pages) > 1:
            silent = self.pages[place]
            if any(one["kind"] != "label" for group in _groups_of(silent) for one in group["fields"]):
                place += 1
                continue
            del self.pages[place], self._sections[place], self._around[place]
            other = self.pages[max(place - 1, 0)]
            shown = {"show": silent["show"]} if "show" in silent else {}
            said = [shown | group for group in _groups_of(silent)]
            there = _groups_of(other)
            other.pop("fields", None)
            other["groups"] = [*there, *said] if place else [*said, *there]

    def _asks_whether(self, member: Member, way: Way) -> tuple[str, ...]:
        """Ask on a page of its own whether an optional group is filled in; return the condition for its pages."""
        toggle = self._toggle(member, way)
        if toggle is None:
            return ()
        self._page(f"{title_of(_group(member))} angeben?", None, way, [{"fields": [toggle]}])
        return (toggle["id"],)

    def _pages_of_fields(
        self, run: Sequence[Member], way: Way, area: str, group: Group | None = None
    ) -> None:
        area = area or self._areas.take(way.title, "angaben")
        for start in range(0, len(run), MOST_ON_A_PAGE):
            part = run[start : start + MOST_ON_A_PAGE]
            title = way.title if start == 0 else f"{way.title}, Teil {start // MOST_ON_A_PAGE + 1}"
            fields = self._questions(part, area, way)
            self._page(title, group if start == 0 else None, way, [{"fields": fields}])

    def _page(self, title: str, group: Group | None, way: Way, groups: list[dict[str, Any]]) -> None:
        page: dict[str, Any] = {"id": self._page_names.take(title, "seite"), "title": title}
        if group:
            page |= _from(group) | ({"intro": group.help} if group.help else {})
            self.places.add(group, way.ids, Place(page, page["id"]))
        page |= way.show
        page |= (
            {"fields": groups[0]["fields"]}
            if len(groups) == 1 and set(groups[0]) == {"fields"}
            else {"groups": groups}
        )
        self.pages.append(page)
        self._sections.append(way.section)
        self._around.append(way.titles)

    # -- groups on a page -------------------------------------------------------------------------------------------

    def _groups(self, group: Group, way: Way, *, is_page: bool = False) -> list[dict[str, Any]]:
        """Return the groups of a page that a FIM group becomes: its own questions, and the groups in it one after the other.

        `is_page`: the page itself says its title and when it applies.
        """
        area = self._areas.take(title_of(group), "gruppe")
        if group.kind is GroupKind.CHOICE:
            return self._choice(group, way, area, is_page=is_page)
        found: list[dict[str, Any]] = []
        said = False
        for run in _runs(group.members):
            if isinstance(run[0].element, Field):
                made: dict[str, Any] = {} if is_page or said else self._head(group, way)
                said = True
                made |= {} if is_page else way.show
                made["fields"] = self._questions(run, area, way)
                found.append(made)
            else:
                found += self._nested(run[0], way, area, is_page=is_page)
        return found

    def _nested(self, member: Member, way: Way, area: str, *, is_page: bool) -> list[dict[str, Any]]:
        outer = replace(way, conditions=() if is_page else way.conditions)
        if occurs_often(member):
            return [{**outer.show, "fields": self._list(member, outer, area)}]
        toggle = self._toggle(member, outer, area)
        group = _group(member)
        inside = outer.into(group, *([toggle["id"]] if toggle else []))
        asking = [{**outer.show, "fields": [toggle]}] if toggle else []
        return [*asking, *self._groups(group, inside)]

    def _head(self, group: Group, way: Way) -> dict[str, Any]:
        made: dict[str, Any] = {
            "id": self._group_names.take(title_of(group), "gruppe"),
            "title": title_of(group),
        }
        if group.help:
            made["hint"] = group.help
        made |= _from(group)
        self.places.add(group, way.ids[:-1], Place(made, made["id"]))
        return made

    def _choice(self, group: Group, way: Way, area: str, *, is_page: bool) -> list[dict[str, Any]]:
        """Let one member of a choice group be chosen: of plain questions one is answered, else it is asked which applies."""
        members = list(filter(holds_something, group.members))
        if len(members) > 1 and all(_is_plain_question(one) for one in members):
            needed = [replace(one, minimum=1, maximum=1) for one in members]
            made: dict[str, Any] = {
                "id": self._group_names.take(title_of(group), "wahl"),
                "title": title_of(group),
            } | _from(group)
            made |= {} if is_page else way.show
            made |= {"choose": "one", "fields": self._questions(needed, area, way)}
            if not is_page:
                self.places.add(group, way.ids[:-1], Place(made, made["id"]))
            return [made]
        codes = Names()
        options = [
            {"code": codes.take(title_of(one.element)), "label": title_of(one.element)} for one in members
        ]
        chosen = f"{area}.{self._names(area).take('auswahl')}"
        asked = {
            "id": chosen,
            "kind": "choice",
            "label": "Was trifft zu?",
            "options": options,
            "fim": group.full_id,
        }
        head: dict[str, Any] = {} if is_page else self._head(group, way)
        head |= {} if is_page else way.show
        head["fields"] = [asked]
        found = [head]
        for one, option in zip(members, options, strict=True):
            condition = f'{chosen} == "{option["code"]}"'
            conditions = (condition,) if is_page else (*way.conditions, condition)
            inside = replace(way, conditions=conditions)
            needed_one = replace(one, minimum=max(1, one.minimum))
            if isinstance(one.element, Field):
                found.append({**inside.show, "fields": self._questions([needed_one], area, inside)})
            else:
                found += self._nested(needed_one, inside, area, is_page=False)
        return found

    def _toggle(self, member: Member, way: Way, area: str = "") -> Question | None:
        """Return the question whether somebody wants to fill in an optional group; None where nothing in it is needed."""
        group = _group(member)
        if member.minimum > 0 or not _needs_something(group):
            return None
        area = area or self._areas.take(f"{title_of(group)} vorhanden", "angabe")
        field_id = f"{area}.{self._names(area).take(f'{title_of(group)} angeben', 'angeben')}"
        return {
            "id": field_id,
            "kind": "yes_no",
            "label": f"Möchten Sie „{title_of(group)}“ angeben?",
            "personal": False,
        }

    # -- fields -----------------------------------------------------------------------------------------------------

    def _questions(self, members: Sequence[Member], area: str, way: Way) -> list[Question]:
        return [made for one in members for made in self._question(one, area, way)]

    def _question(self, member: Member, area: str, way: Way) -> list[Question]:
        one = member.element
        assert isinstance(one, Field)
        if occurs_often(member) and one.kind in {FieldKind.INPUT, None} and not is_file(one):
            return self._list(member, way, area)
        field_id = f"{area}.{self._names(area).take(title_of(one))}"
        made = question(member, one, field_id, self.around)
        self.places.add(one, way.ids, Place(made, field_id))
        return [made]

    def _list(self, member: Member, way: Way, area: str = "") -> list[Question]:
        """Return a list, and behind it the documents that FIM wants with each entry: for all of them together."""
        area = area or self._areas.take(f"{title_of(member.element)} Liste", "liste")
        name = self._areas.take(title_of(member.element), "eintrag")
        while self._names(area).has(name):
            name = self._areas.take(name)
        self._names(area).take(name)
        made, files = list_of(member, f"{area}.{name}", way.ids, self.around, self.places)
        asks = any(one["kind"] != "label" for one in made["fields"])
        own = [made] if asks else made["fields"]  # what only says something is said once
        return [*own, *(self._file_for_all(one, ids, area, made["item"]) for one, ids in files)]

    def _file_for_all(self, member: Member, ids: tuple[str, ...], area: str, item: str) -> Question:
        one = member.element
        assert isinstance(one, Field)
        field_id = f"{area}.{self._names(area).take(title_of(one))}"
        made = question(replace(member, minimum=0, maximum=None), one, field_id, self.around)
        made["label"] = f"{made['label']}: für jeden Eintrag unter „{item}“"
        self.around.warn(
            f"{one.full_id} „{title_of(one)}“: In einer Liste gibt es keine Dateien; die Frage steht dahinter, für alle Einträge.",
            one.line,
        )
        self.places.add(one, ids, Place(made, field_id))
        return made

    def _names(self, area: str) -> Names:
        return self._fields.setdefault(area, Names())


def _groups_of(page: dict[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = page.get("groups") or [{"fields": page["fields"]}]
    return found


def _runs(members: Sequence[Member]) -> Iterator[list[Member]]:
    """Yield fields that follow each other together, and each group by itself; what is empty is left out."""
    run: list[Member] = []
    for member in filter(holds_something, members):
        if isinstance(member.element, Field):
            run.append(member)
            continue
        if run:
            yield run
        yield [member]
        run = []
    if run:
        yield run


def _group(member: Member) -> Group:
    assert isinstance(member.element, Group)
    return member.element


def _from(group: Group) -> dict[str, str]:
    return {"fim": group.full_id}


def _count(group: Group) -> int:
    """Return how many questions a page of the group would ask; a list is one of them."""
    return sum(
        1 if isinstance(one.element, Field) or occurs_often(one) else _count(one.element) + (one.minimum == 0)
        for one in group.members
    )


def _needs_something(group: Group) -> bool:
    return group.kind is GroupKind.CHOICE or any(
        one.minimum > 0
        and (
            one.element.kind is not FieldKind.LABEL
            if isinstance(one.element, Field)
            else occurs_often(one) or _needs_something(one.element)
        )
        for one in group.members
    )


def _is_plain_question(member: Member) -> bool:
    one = member.element
    return (
        isinstance(one, Field)
        and one.kind in {FieldKind.INPUT, FieldKind.SELECT, None}
        and not occurs_often(member)
    )
