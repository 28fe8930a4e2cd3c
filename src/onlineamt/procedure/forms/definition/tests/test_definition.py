"""`form.yaml` is read strictly, building blocks take their place, and languages lie over it."""

from typing import Any

import pytest
from pydantic import ValidationError

from onlineamt.procedure.catalogue.needed import SECONDS
from onlineamt.procedure.forms.definition import (
    FIELD_MODELS,
    BlockDefinition,
    CodelistDefinition,
    FormDefinition,
    TextField,
    TextsDefinition,
    UnknownBlock,
    block_texts,
    each_text,
    in_language,
    resolve_blocks,
)

PERSON = BlockDefinition.model_validate(
    {
        "key": "person",
        "title": "Person",
        "area": "person",
        "fields": [
            {"id": "person.titel", "kind": "text", "label": "Titel", "required": False},
            {
                "id": "person.name",
                "kind": "text",
                "label": "Name",
                "show": "person.titel != 'person.x' && vater.person.y == 1",
                "checks": [{"id": "kurz", "that": "person.name != 'x'", "message": "Zu kurz."}],
            },
        ],
        "texts": {"en": {"fields": {"person.name": {"label": "Surname"}}, "checks": {"kurz": "Too short."}}},
    }
)


def _form(*pages: dict[str, Any], **rest: Any) -> FormDefinition:
    return FormDefinition.model_validate({"pages": list(pages), **rest})


def _page(page_id: str, **content: Any) -> dict[str, Any]:
    return {"id": page_id, "title": "Titel", **content}


NAME = {"id": "a.name", "kind": "text", "label": "Name"}


class TestExitPages:
    def test_ask_nothing(self) -> None:
        with pytest.raises(ValidationError, match="fragt nichts"):
            _form(_page("a", fields=[NAME]), _page("b", kind="exit", fields=[{**NAME, "id": "b.name"}]))


class TestFormDefinition:
    @pytest.mark.parametrize(
        ("field", "says"),
        [
            ({"id": "name"}, "pattern"),
            ({"id": "a.b.c"}, "pattern"),
            ({"id": "a.größe"}, "pattern"),
            ({"id": "a.in"}, "Wort der Ausdruckssprache"),
            ({"id": "facts.name"}, "als Bereich vergeben"),
            ({"kind": "zauber"}, "Ein Feld braucht `kind`"),
            ({"kind": ["text"]}, "Ein Feld braucht `kind`"),
            ({"colour": "red"}, "Extra inputs"),
            ({"pattern": "("}, "kein regulärer Ausdruck"),
            ({"kind": "choice"}, "entweder `options` oder `codelist`"),
            ({"kind": "date", "max": "morgen"}, "pattern"),
            ({"kind": "date", "max": "2026-02-30"}, "gibt es nicht"),
            ({"kind": "date", "min": "today-P9999Y"}, "pattern"),
            ({"checks": [{"id": "c", "message": "M"}]}, "entweder `that` oder `when`"),
            ({"label": " "}, "at least 1 character"),
        ],
    )
    def test_refuses_what_it_does_not_understand(self, field: dict[str, Any], says: str) -> None:
        with pytest.raises(ValidationError, match=says):
            _form(_page("eins", fields=[NAME | field]))

    @pytest.mark.parametrize(
        ("form", "says"),
        [
            ({"pages": []}, "mindestens eine Seite"),
            ({"pages": [_page("eins")]}, "`fields`, `groups` oder `block`"),
            (
                {"pages": [_page("eins", fields=[NAME]), _page("eins", fields=[NAME | {"id": "a.b"}])]},
                "Seite „eins“",
            ),
            ({"pages": [_page("eins", fields=[NAME, NAME])]}, "Feld „a.name“"),
            ({"pages": [_page("eins", fields=[NAME])], "known_answer": "a.x"}, "Das Feld „a.x“ gibt es"),
            ({"pages": [_page("eins", groups=[{"title": "T", "fields": [NAME]}])]}, "braucht eine `id`"),
        ],
    )
    def test_refuses_names_that_are_doubled_or_lead_nowhere(self, form: dict[str, Any], says: str) -> None:
        with pytest.raises(ValidationError, match=says):
            FormDefinition.model_validate(form)

    def test_says_where_a_field_is_wrong(self) -> None:
        with pytest.raises(ValidationError) as caught:
            _form(_page("eins", groups=[{"fields": [NAME, {"id": "a.b", "kind": "date"}]}]))
        assert [error["loc"] for error in caught.value.errors()] == [
            ("pages", 0, "groups", 0, "fields", 1, "label")
        ]

    def test_is_stored_and_read_back_as_it_is(self) -> None:
        form = _form(_page("eins", fields=[NAME | {"max_length": 5}]), known_answer="a.name")
        stored = form.model_dump(mode="json", exclude_defaults=True)
        assert FormDefinition.model_validate(stored) == form
        assert isinstance(next(form.each_field()), TextField)

    def test_has_a_schema_for_editors_with_every_kind(self) -> None:
        schema = FormDefinition.model_json_schema()
        assert {"TextField", "DateField", "ComputedField"} <= schema["$defs"].keys()


class TestBlocks:
    FORM = _form(
        _page("eins", block="person"),
        _page("zwei", groups=[{"block": "person", "area": "halter", "omit": ["titel"]}]),
    )

    def test_take_their_place_and_their_area(self) -> None:
        resolved = resolve_blocks(self.FORM, {"person": PERSON})
        assert [field.id for field in resolved.each_field()] == ["person.titel", "person.name", "halter.name"]
        moved = list(resolved.each_field())[-1]
        assert moved.show == "halter.titel != 'person.x' && vater.person.y == 1"
        assert [(check.id, check.that) for check in resolved.each_check()] == [
            ("kurz", "person.name != 'x'"), ("halter_kurz", "halter.name != 'x'"),
        ]  # fmt: skip

    def test_bring_their_words(self) -> None:
        words = block_texts(self.FORM, {"person": PERSON}, "en")
        english = in_language(resolve_blocks(self.FORM, {"person": PERSON}), words)
        assert [field.label for field in english.each_field()] == ["Titel", "Surname", "Surname"]
        assert [check.message for check in english.each_check()] == ["Too short.", "Too short."]

    def test_have_to_exist(self) -> None:
        with pytest.raises(UnknownBlock):
            resolve_blocks(self.FORM, {})

    def test_hold_only_fields_of_their_area(self) -> None:
        with pytest.raises(ValidationError, match="gehört nicht zum Bereich"):
            BlockDefinition.model_validate({"key": "x", "title": "X", "area": "x", "fields": [NAME]})


ENGLISH: dict[str, Any] = {
    "pages": {"eins": {"title": "One"}},
    "groups": {"g": {"title": "Group"}},
    "fields": {
        "a.name": {"label": "Name (en)", "errors": {"required": "Missing."}},
        "a.art": {"label": "Kind", "options": {"x": {"label": "Ex", "hint": "Hint"}, "y": "Why"}},
    },
    "computed": {"n": "Number"},
}


class TestTexts:
    FORM = _form(
        _page(
            "eins",
            groups=[
                {
                    "id": "g",
                    "title": "Gruppe",
                    "fields": [
                        NAME | {"errors": {"required": "Fehlt."}},
                        {
                            "id": "a.art",
                            "kind": "choice",
                            "label": "Art",
                            "options": [
                                {"code": "x", "label": "Ix", "hint": "H"},
                                {"code": "y", "label": "Yps"},
                            ],
                        },
                    ],
                }
            ],
        ),
        computed={"n": {"kind": "integer", "value": "1", "label": "Zahl"}},
    )

    def test_name_every_word_by_its_path(self) -> None:
        assert dict(each_text(self.FORM)) == {
            "pages.eins.title": "Titel",
            "groups.g.title": "Gruppe",
            "fields.a.name.label": "Name",
            "fields.a.name.errors.required": "Fehlt.",
            "fields.a.art.label": "Art",
            "fields.a.art.options.x.label": "Ix",
            "fields.a.art.options.x.hint": "H",
            "fields.a.art.options.y.label": "Yps",
            "computed.n": "Zahl",
        }

    def test_lie_over_the_form(self) -> None:
        english = in_language(self.FORM, TextsDefinition.model_validate(ENGLISH))
        assert list(dict(each_text(english)).values()) == [
            "One", "Group", "Name (en)", "Missing.", "Kind", "Ex", "Hint", "Why", "Number",
        ]  # fmt: skip

    def test_leave_what_they_do_not_name(self) -> None:
        assert in_language(self.FORM, TextsDefinition()) == self.FORM

    def test_of_a_package_go_before_those_of_a_block(self) -> None:
        own = TextsDefinition.model_validate({"fields": {"a.name": {"label": "Own"}}})
        block = TextsDefinition.model_validate({"fields": {"a.name": {"label": "B"}, "a.x": {"label": "X"}}})
        assert {name: one.label for name, one in own.over(block).fields.items()} == {
            "a.name": "Own",
            "a.x": "X",
        }


def test_a_code_list_has_each_code_once() -> None:
    entry = {"code": "x", "label": "X"}
    with pytest.raises(ValidationError, match="2-mal"):
        CodelistDefinition.model_validate({"title": "L", "entries": [entry, entry]})


def test_every_kind_of_field_has_a_time_it_takes() -> None:
    assert SECONDS.keys() == FIELD_MODELS.keys()
