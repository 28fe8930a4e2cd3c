"""A form with everything around it as a FIM schema: sections, pages, groups and lists are groups, questions are fields."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Final, TypeVar

from onlineamt.packages.fim.export.fields import DRAFT, FieldWriter, bases_of, fim_mark
from onlineamt.packages.fim.model import (
    DataType,
    ElementKind,
    Field,
    FieldKind,
    Group,
    GroupKind,
    Identity,
    Keyword,
    Member,
    Origin,
    Schema,
    Standard,
)
from onlineamt.packages.fim.own.form_parts import (
    computed_of,
    head_of_form,
    head_of_group,
    head_of_list,
    head_of_page,
)
from onlineamt.packages.fim.own.identities import OWN_RANGE, Identities
from onlineamt.packages.fim.own.kinds import SPOKEN
from onlineamt.packages.fim.own.marks import PART, differences, marks
from onlineamt.packages.fim.parts import as_line, as_lines, without_dash
from onlineamt.procedure.forms.definition import FormDefinition, later_ids, owners_of_later

NAMESPACE: Final = "urn:xoev-de:fim:standard:xdatenfelder_3.0.0"
PROFILE: Final = Identity(id="D99000000001")
"""The Dokumentsteckbrief of schemas that have none of their own yet (FIM check 1096)."""
COMPUTED_TITLE: Final = "Berechnete Angaben"
Part = Mapping[str, Any]
Anything = TypeVar("Anything", bound=Field | Group)


def schema_of_sections(
    sections: Mapping[str, Any], *, number_range: str = OWN_RANGE, written_at: datetime | None = None
) -> Schema:
    """Return a version of a service, as it is frozen, as a schema of XDatenfelder 3.0.

    `number_range` are the five digits of the Nummernkreis in which parts get ids that have none in FIM. `written_at` is
    aware. The schema holds the form; texts of the service go by XZuFi, letters and the course of a case have no place in FIM.
    """
    service, form = sections["service"], _as_written(sections["form"])
    identities = Identities(service["key"], service["version"], number_range)
    writer = _FormWriter(form, FieldWriter(identities, sections["codelists"]))
    return writer.schema(service, written_at)


@dataclass
class _FormWriter:
    form: Part
    fields: FieldWriter
    written_at: datetime | None = None
    identities: Identities = field(init=False)

    def __post_init__(self) -> None:
        self.identities = self.fields.identities

    def schema(self, service: Part, written_at: datetime | None) -> Schema:
        said = {PART: "form", "key": service["key"]}
        title = as_line(service["title"])
        made = Schema(
            id="",
            name=title,
            label=title,
            standard=Standard.XDF3,
            namespace=NAMESPACE,
            origin=Origin.SCHEMA,
            message_id=f"{service['key']}-{service['version']}",
            written_at=written_at,
            changed_at=written_at,
            status=DRAFT,
            legal_bases=bases_of(self.form.get("legal_basis", "")),
            structure_change="3",
            presentation_change="1",
            profile=PROFILE,
            rules=self.fields.rules.rules_of("form", self.form),
            members=(*self._sections(), *self._computed()),
        )
        said |= differences(head_of_form(made), _head(self.form))
        said.pop("fim", None)
        words = tuple(Keyword(text=as_line(word)) for word in service.get("search_words", ()))
        made = replace(made, keywords=(*words, *marks(said)))
        if origin := self.form.get("fim"):
            made = replace(made, version_note=f"Abgeleitet von {origin}.")
        identity = self.identities.of("S", "form", None, made)
        made = replace(made, id=identity.id, version=identity.version)
        return replace(made, keywords=(*made.keywords, *fim_mark(made, self.form)))

    def _sections(self) -> Iterator[Member]:
        pages = {page["id"]: self._page(page) for page in self.form["pages"]}
        if not self.form.get("sections"):
            yield from pages.values()
        for section in self.form.get("sections", ()):
            group = self._plain_group(section["title"], [pages[page] for page in section["pages"]])
            group = replace(group, keywords=marks({PART: "section", "id": section["id"]}))
            yield _once(self._identified(group, f"section.{section['id']}"))

    def _page(self, page: Part) -> Member:
        if "groups" in page:
            members = [
                self._group(group, f"{page['id']}.{place}")
                for place, group in enumerate(page["groups"], start=1)
            ]
        else:
            members = [self._question(one) for one in page.get("fields", ())]
        if page.get("kind") == "exit":
            said = {
                "id": f"{page['id']}.auskunft",
                "kind": "label",
                "label": page.get("intro", page["title"]),
            }
            members = [self.fields.member(said)]
        group = self._plain_group(page["title"], members)
        group = replace(
            group,
            help=without_dash(as_lines(page.get("intro", ""))),
            rules=self.fields.rules.rules_of(f"page.{page['id']}", page),
            keywords=marks({PART: "page", "id": page["id"]}),
        )
        wanted = _without(page, "fields", "groups")
        return self._whole(group, head_of_page(group, page["id"]), wanted, f"page.{page['id']}")

    def _group(self, part: Part, name: str) -> Member:
        law, chosen = part.get("legal_basis", ""), part.get("choose") == "one"
        members = [self._question(one, law, is_chosen=chosen) for one in part["fields"]]
        group = self._plain_group(part.get("title", "Fragen"), members)
        group = replace(
            group,
            help=without_dash(as_lines(part.get("hint", ""))),
            legal_bases=bases_of(law),
            element_kind=ElementKind.BOUND_BY_LAW if law else ElementKind.HARMONISED,
            kind=GroupKind.CHOICE if chosen else None,
            rules=self.fields.rules.rules_of(f"group.{name}", part),
            keywords=marks({PART: "group", "id": part.get("id")}),
        )
        return self._whole(
            group, head_of_group(group, part.get("id", "")), _without(part, "fields"), f"group.{name}"
        )

    def _question(self, one: Part, law: str = "", *, is_chosen: bool = False) -> Member:
        if one["kind"] != "repeat":
            return self.fields.member(dict(one), law_around=law, is_chosen=is_chosen)
        group = self._plain_group(one["label"], [self._question(inner) for inner in one["fields"]])
        own = one.get("legal_basis", "")
        group = replace(
            group,
            help=without_dash(as_lines(one.get("hint", ""))),
            legal_bases=bases_of(own),
            element_kind=ElementKind.BOUND_BY_LAW if own else ElementKind.HARMONISED,
            rules=self.fields.rules.rules_of(one["id"], one),
            keywords=marks({PART: "list", "id": one["id"]}),
        )
        place = Member(
            minimum=one.get("min", 1) if one.get("required", True) is True else 0,
            maximum=one.get("max", 20),
            element=group,
        )
        whole = self._whole(group, head_of_list(place, one["id"]), _without(one, "fields"), one["id"])
        return replace(place, element=whole.element)

    def _computed(self) -> Iterator[Member]:
        """Yield the computed values as hidden fields of a group of their own, each with its rule."""
        computed = self.form.get("computed", {})
        if not computed:
            return
        members = [_once(self._computed_value(name, value)) for name, value in computed.items()]
        group = replace(self._plain_group(COMPUTED_TITLE, members), keywords=marks({PART: "computed"}))
        yield _once(self._identified(group, "computed"))

    def _computed_value(self, name: str, value: Part) -> Field:
        label = as_line(value.get("label", "")) or name
        one = Field(
            id="",
            name=label,
            label=label,
            label_output=label,
            status=DRAFT,
            element_kind=ElementKind.HARMONISED,
            kind=FieldKind.HIDDEN,
            data_type=SPOKEN[value["kind"]].data_type if value["kind"] in SPOKEN else DataType.TEXT,
            rules=self.fields.rules.rules_of(f"computed.{name}", _without(value, "kind")),
            keywords=marks({PART: "computed", "id": name}),
        )
        said = {PART: "computed", "id": name} | differences(computed_of(one), value)
        return self._identified(replace(one, keywords=marks(said)), f"computed.{name}")

    def _plain_group(self, title: str, members: Sequence[Member]) -> Group:
        return Group(
            id="",
            name=as_line(title),
            label=without_dash(as_line(title)),
            label_output=without_dash(as_line(title)),
            status=DRAFT,
            element_kind=ElementKind.HARMONISED,
            members=tuple(members),
        )

    def _whole(self, group: Group, made: Part, wanted: Part, name: str) -> Member:
        """Return a group in its place, with the keywords that make of what FIM says what the form says."""
        changed = {key: value for key, value in differences(made, wanted).items() if key != "fim"}
        group = replace(group, keywords=(*group.keywords, *marks(changed)))
        whole = self._identified(group, name, wanted)
        return Member(minimum=0 if "show" in wanted else 1, maximum=1, element=whole)

    def _identified(self, one: Anything, name: str, part: Part | None = None) -> Anything:
        """Return an element with its id; `part`: what it is in the form, where that may name an element of FIM."""
        letter = "F" if isinstance(one, Field) else "G"
        identity = self.identities.of(letter, name, part.get("fim") if part else None, one)
        one = replace(one, id=identity.id, version=identity.version)
        said: tuple[Keyword, ...] = () if part is None else fim_mark(one, part)
        return replace(one, keywords=(*one.keywords, *said))


def _as_written(form: Part) -> dict[str, Any]:
    """Return a frozen form without the questions that `later` brings along: they come with it again."""
    owners = owners_of_later(FormDefinition.model_validate(form))
    return (
        {**form, "pages": [_page_as_written(page, owners) for page in form["pages"]]} if owners else {**form}
    )


def _page_as_written(page: Part, owners: Mapping[str, str]) -> dict[str, Any]:
    made = {**page}
    if "fields" in page:
        made["fields"] = _fields_as_written(page["fields"], owners)
    if "groups" in page:
        made["groups"] = [
            {**group, "fields": _fields_as_written(group["fields"], owners)} for group in page["groups"]
        ]
    return made


def _fields_as_written(fields: Sequence[Part], owners: Mapping[str, str]) -> list[Part]:
    return [
        _paper_as_written(one) if one["id"] in owners.values() else one
        for one in fields
        if one["id"] not in owners
    ]


def _paper_as_written(one: Part) -> dict[str, Any]:
    """Return a field for files with the duty that was written, before „nicht jetzt“ was added to it."""
    promised = f"!{later_ids(one['id']).later}"
    if one.get("required") == promised:
        return _without(one, "required")
    return {**one, "required": one["required"].removesuffix(f" && {promised}")[1:-1]}


def _once(one: Field | Group) -> Member:
    return Member(minimum=1, maximum=1, element=one)


def _without(part: Part, *keys: str) -> dict[str, Any]:
    return {key: value for key, value in part.items() if key not in keys}


def _head(form: Part) -> dict[str, Any]:
    return _without(form, "pages", "sections", "computed")
