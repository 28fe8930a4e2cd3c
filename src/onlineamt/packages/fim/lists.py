"""What occurs several times in a FIM schema, as a list with a page for each entry.

An entry has plain questions only. Groups inside it are taken apart; what occurs several times inside an entry is a text with a line
for each; files are asked beside the list, for all entries together.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any, Final

from onlineamt.packages.fim.fields import Question, Surroundings, question, title_of
from onlineamt.packages.fim.model import DataType, Field, FieldKind, Group, GroupKind, Member
from onlineamt.packages.fim.naming import Names
from onlineamt.packages.fim.places import Place, Places

_MOST: Final = 50
_USUAL: Final = 20
_LINES: Final = 2000


Files = list[tuple[Member, tuple[str, ...]]]
"""Files that an entry has in FIM, with the way of ids to them."""


def list_of(
    member: Member, list_id: str, way: tuple[str, ...], around: Surroundings, places: Places
) -> tuple[Question, Files]:
    """Return what occurs several times as a list, and the files of its entries: they are asked beside it."""
    one = member.element
    maker = _EntryMaker(list_id.rpartition(".")[2], around, places, Names())
    title = title_of(one)
    made: Question = {
        "id": list_id,
        "kind": "repeat",
        "label": title,
        "item": title,
        "fim": one.full_id,
    }
    if one.help:
        made["hint"] = one.help
    if member.minimum == 0:
        made["required"] = False
    elif member.minimum > 1:
        made["min"] = min(member.minimum, _MOST)
    most = _USUAL if member.maximum is None else min(member.maximum, _MOST)
    made["max"] = max(most, made.get("min", 1))
    if member.maximum is not None and member.maximum > _MOST:
        around.warn(f"{one.full_id} „{title}“: Eine Liste hat höchstens {_MOST} Einträge.", one.line)
    places.add(one, way, Place(made, list_id))
    inner = Member(minimum=1, maximum=1, element=one) if isinstance(one, Field) else None
    members = (inner,) if inner else one.members if isinstance(one, Group) else ()
    made["fields"] = list(maker.fields(members, (*way, one.id), (), ""))
    return made, maker.files


@dataclass
class _EntryMaker:
    area: str
    around: Surroundings
    places: Places
    names: Names
    files: Files = field(default_factory=list)

    def fields(
        self, members: tuple[Member, ...], way: tuple[str, ...], conditions: tuple[str, ...], title: str
    ) -> Iterator[Question]:
        """Yield the questions of an entry; `title` is that of the group taken apart."""
        for member in filter(holds_something, members):
            if occurs_often(member) and not is_file(member.element):
                yield self._lines(member, way, conditions)
            elif is_file(member.element):
                self.files.append((member, way))
            elif isinstance(member.element, Field):
                yield self._field(member, member.element, way, conditions, title)
            else:
                yield from self._taken_apart(member, member.element, way, conditions)

    def _field(
        self, member: Member, one: Field, way: tuple[str, ...], conditions: tuple[str, ...], title: str
    ) -> Question:
        field_id = self._id(title_of(one))
        if one.kind in {FieldKind.HIDDEN, FieldKind.LOCKED} and one.content.strip():
            return _shown(
                {"id": field_id, "kind": "label", "label": one.content.strip(), "fim": one.full_id},
                conditions,
            )
        made = question(member, one, field_id, self.around)
        if title and made["kind"] != "label" and not made["label"].startswith(title):
            made["label"] = f"{title}: {made['label']}"
        made = _shown(made, conditions)
        self.places.add(one, way, Place(made, field_id, is_in_list=True))
        return made

    def _lines(self, member: Member, way: tuple[str, ...], conditions: tuple[str, ...]) -> Question:
        """What occurs several times inside an entry: of choices many, of anything else a line for each."""
        one = member.element
        if isinstance(one, Field) and one.kind is FieldKind.SELECT:
            return self._field(member, one, way, conditions, "")
        self.around.warn(
            f"{one.full_id} „{title_of(one)}“ steht mehrmals in einem Eintrag einer Liste; bei uns ist es ein Text mit einer Zeile für jede Angabe.",
            one.line,
        )
        asked = ", ".join(title_of(inner) for inner in _asked(one))
        hint = (
            f"Schreiben Sie jede Angabe in eine neue Zeile: {asked}."
            if asked
            else "Schreiben Sie jede Angabe in eine neue Zeile."
        )
        made: Question = {
            "id": self._id(title_of(one)),
            "kind": "long_text",
            "label": title_of(one),
            "hint": hint,
        }
        if member.minimum == 0:
            made["required"] = False
        made = _shown(made | {"max_length": _LINES, "fim": one.full_id}, conditions)
        self.places.add(one, way, Place(made, made["id"], is_in_list=True))
        return made

    def _taken_apart(
        self, member: Member, group: Group, way: tuple[str, ...], conditions: tuple[str, ...]
    ) -> Iterator[Question]:
        title = title_of(group)
        if group.kind is GroupKind.CHOICE and sum(map(holds_something, group.members)) > 1:
            yield from self._choice(member, group, way, conditions)
            return
        if member.minimum == 0 and any(one.minimum for one in group.members):
            toggle: Question = {
                "id": self._id(f"{title} angeben"),
                "kind": "yes_no",
                "label": f"Möchten Sie „{title}“ angeben?",
                "personal": False,
            }
            yield _shown(toggle, conditions)
            conditions = (*conditions, toggle["id"])
        yield from self.fields(group.members, (*way, group.id), conditions, title)

    def _choice(
        self, member: Member, group: Group, way: tuple[str, ...], conditions: tuple[str, ...]
    ) -> Iterator[Question]:
        members = [one for one in group.members if holds_something(one)]
        codes = Names()
        options = [
            {"code": codes.take(title_of(one.element)), "label": title_of(one.element)} for one in members
        ]
        asked: Question = {
            "id": self._id(title_of(group)),
            "kind": "choice",
            "label": title_of(group),
            "options": options,
        }
        if member.minimum == 0:
            asked["required"] = False
        yield _shown(asked | {"fim": group.full_id}, conditions)
        for one, option in zip(members, options, strict=True):
            chosen = (*conditions, f'{asked["id"]} == "{option["code"]}"')
            needed = replace(one, minimum=max(1, one.minimum))
            yield from self.fields((needed,), (*way, group.id), chosen, "")

    def _id(self, words: str) -> str:
        return f"{self.area}.{self.names.take(words)}"


def occurs_often(member: Member) -> bool:
    """Whether an element may occur more than once."""
    return member.maximum is None or member.maximum > 1


def holds_something(member: Member) -> bool:
    """Whether there is a field in an element at all."""
    one = member.element
    if member.maximum == 0:
        return False
    return isinstance(one, Field) or any(map(holds_something, one.members))


def is_file(one: Field | Group) -> bool:
    """Whether an element is a document to hand in."""
    return isinstance(one, Field) and one.data_type in {DataType.FILE, DataType.OBJ}


def _asked(one: Field | Group) -> Iterator[Field | Group]:
    if isinstance(one, Group):
        for member in one.members:
            if isinstance(member.element, Group):
                yield from _asked(member.element)
            elif member.element.kind is not FieldKind.LABEL:
                yield member.element


def _shown(made: dict[str, Any], conditions: tuple[str, ...]) -> dict[str, Any]:
    return made | ({"show": " && ".join(conditions)} if conditions else {})
