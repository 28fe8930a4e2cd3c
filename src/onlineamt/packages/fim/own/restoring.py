"""A FIM schema that our own export wrote, as the form it was: what has been added to it since is imported like anything else."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from onlineamt.packages.fim.fields import Surroundings, question, title_of, warn_of_missing_list
from onlineamt.packages.fim.lists import is_file
from onlineamt.packages.fim.model import Field, FieldKind, Group, Member, Schema, walk
from onlineamt.packages.fim.own.form_parts import (
    codelist_of,
    computed_of,
    fits,
    head_of_form,
    head_of_group,
    head_of_list,
    head_of_page,
    question_of,
)
from onlineamt.packages.fim.own.marks import PART, marked
from onlineamt.packages.fim.structure import FormMaker
from onlineamt.procedure.forms.definition import PageDefinition, QuestionDefinition

_KEY = re.compile(r"[a-z][a-z0-9-]{0,59}", re.ASCII)


def is_own(schema: Schema) -> bool:
    """Whether our export wrote a schema."""
    return marked(schema).get(PART) == "form"


def own_key(schema: Schema) -> str:
    """Return the key of the package a schema was exported from; "" where it is none of ours, or nothing that a folder may be called."""
    key = str(marked(schema).get("key", "")) if is_own(schema) else ""
    return key if _KEY.fullmatch(key) else ""


def restored_form(schema: Schema, around: Surroundings) -> dict[str, Any]:
    """Return the form that was exported; `around` takes its code lists and what is to be said about it."""
    return _Restorer(schema, around).form()


@dataclass
class _Restorer:
    schema: Schema
    around: Surroundings
    pages: list[dict[str, Any]] = field(default_factory=list)
    computed: dict[str, Any] = field(default_factory=dict)
    sections: list[dict[str, Any]] = field(default_factory=list)
    maker: FormMaker = field(init=False)
    _claimed: set[tuple[str, str]] = field(
        default_factory=set
    )  # part and id: who copies an element copies its id

    def __post_init__(self) -> None:
        self.maker = FormMaker(self.around)
        self.maker.reserve(_names(self.schema))

    def form(self) -> dict[str, Any]:
        for member in self.schema.members:
            self._top(member)
        form = head_of_form(self.schema)
        sections = list(self._whole_sections()) if self.sections else []
        if len(sections) > 1:
            form["sections"] = sections
        _tell_checks_apart(self.pages)
        form["pages"] = self.pages
        computed = self.computed | self.around.computed
        return form | ({"computed": computed} if computed else {})

    def _whole_sections(self) -> Iterator[dict[str, Any]]:
        """Yield the sections; a page that somebody added outside them belongs to the one before."""
        first = {section["pages"][0]: section for section in self.sections if section["pages"]}
        found: dict[str, Any] = {}
        for page in self.pages:
            if page["id"] in first or not found:
                if found:
                    yield found
                found = {**first.get(page["id"], self.sections[0]), "pages": []}
            found["pages"].append(page["id"])
        if found:
            yield found

    def _top(self, member: Member) -> None:
        one = member.element
        if isinstance(one, Group) and _part(one) == "computed":
            for inner in one.members:
                if isinstance(inner.element, Field) and (name := self._claim(inner.element, "computed")):
                    self.computed[name] = computed_of(inner.element)
        elif isinstance(one, Group) and (section := self._claim(one, "section")):
            start = len(self.pages)
            for inner in one.members:
                self._page(inner)
            pages = [page["id"] for page in self.pages[start:]]
            self.sections.append({"id": section, "title": title_of(one), "pages": pages})
        else:
            self._page(member)

    def _page(self, member: Member) -> None:
        group = member.element
        page_id = self._claim(group, "page")
        if not page_id or not isinstance(group, Group):
            self._added([member])
            return
        page = head_of_page(group, page_id)
        members = [] if page.get("kind") == "exit" else group.members
        known = [
            one
            for one in members
            if isinstance(one.element, Field) or _part(one.element) in {"group", "list"}
        ]
        if any(_part(one.element) == "group" for one in known):
            groups = [self._group(one) for one in known]
            page["groups"] = [one for one in groups if one["fields"]]
        else:
            page["fields"] = [made for one in known if (made := self._question(one, page_id))]
        page = {key: value for key, value in page.items() if value != []}
        if page.get("kind") == "exit" or {"fields", "groups"} & page.keys():
            self.pages.append(page)
        self._added([one for one in members if one not in known])

    def _group(self, member: Member) -> dict[str, Any]:
        one = member.element
        if not isinstance(one, Group) or _part(one) != "group":
            alone = self._question(member, "angaben")
            return {"fields": [alone] if alone else []}
        group_id = self._claim(one, "group")
        made = head_of_group(one, group_id)
        law, is_chosen = made.get("legal_basis", ""), made.get("choose") == "one"
        if (made.get("title") or made.get("hint")) and not group_id:
            made["id"] = self.maker.new_name(title_of(one))
        asked = [replace(inner, minimum=1) if is_chosen else inner for inner in one.members]
        made["fields"] = [
            question for inner in asked if (question := self._question(inner, group_id or "angaben", law))
        ]
        return made

    def _question(
        self, member: Member, area: str, law: str = "", *, is_in_list: bool = False
    ) -> dict[str, Any] | None:
        """Return a field or a list as a question; None for a group that somebody put among them: it becomes a page of its own."""
        one = member.element
        if isinstance(one, Group):
            list_id = self._claim(one, "list")
            if not list_id:
                self._added([member])
                return None
            return self._list(member, one, list_id)
        field_id = self._claim(one, "question", within=area if is_in_list else "")
        if not field_id:
            return question(member, one, self.maker.new_id(area, title_of(one)), self.around)
        values = self.around.codes_of(one)
        if one.kind is FieldKind.SELECT and not values:
            warn_of_missing_list(one, self.around)
        found = question_of(member, field_id, values, law_around=law)
        if found.codelist:
            self.around.codelists.setdefault(found.codelist, codelist_of(one, found.entries))
        return found.question

    def _list(self, member: Member, group: Group, list_id: str) -> dict[str, Any] | None:
        made = head_of_list(member, list_id)
        area = list_id.rpartition(".")[2]
        strange = [one for one in group.members if isinstance(one.element, Group) or is_file(one.element)]
        made["fields"] = [
            self._question(one, area, is_in_list=True) for one in group.members if one not in strange
        ]
        for one in strange:
            self.around.warn(
                f"{one.element.full_id} „{title_of(one.element)}“ ist neu und kann in einer Liste nicht stehen; es steht dahinter.",
                one.line,
            )
        self._added(strange)
        return made if made["fields"] else None

    def _claim(self, one: Group | Field, part: str, *, within: str = "") -> str:
        """Return the id of an element that is such a part of the form; "" where it has none, or another one has it already.

        `within`: the area it must have.
        """
        said = marked(one)
        name = said.get("id")
        if said.get(PART) != part or not isinstance(name, str) or (part, name) in self._claimed:
            return ""
        model = QuestionDefinition if part in {"question", "list"} else PageDefinition
        if not fits(model, "id", name) or (within and name.partition(".")[0] != within):
            return ""
        self._claimed.add((part, name))
        return name

    def _added(self, members: Sequence[Member]) -> None:
        """Import what somebody added, as pages behind those that are there."""
        if members:
            maker = replace(self.maker, pages=[], _sections=[], _around=[])
            maker.make(replace(self.schema, members=tuple(members)))
            self.pages += maker.pages


def _tell_checks_apart(pages: Sequence[dict[str, Any]]) -> None:
    """Give the check of a copied element another name."""
    names: set[str] = set()
    for page in pages:
        fields = [one for part in page.get("groups", [page]) for one in part.get("fields", ())]
        inner = [one for field in fields for one in field.get("fields", ())]
        for check in (check for one in (page, *fields, *inner) for check in one.get("checks", ())):
            name, number = check["id"], 1
            while check["id"] in names:
                number += 1
                check["id"] = f"{name}_{number}"
            names.add(check["id"])


def _part(one: Field | Group) -> str:
    return str(marked(one).get(PART, ""))


def _names(schema: Schema) -> Iterator[str]:
    for _, member in walk(schema.members):
        if isinstance(name := marked(member.element).get("id"), str):
            yield name
