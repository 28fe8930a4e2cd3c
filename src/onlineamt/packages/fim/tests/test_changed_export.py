"""What somebody changes in an exported schema, in a FIM editor or by hand, is changed in the form; what they spoil spoils nothing else."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from onlineamt.packages.check import check_package
from onlineamt.packages.fim.export.form import schema_of_sections
from onlineamt.packages.fim.export.writing import write_schema
from onlineamt.packages.fim.genericode import Codelists
from onlineamt.packages.fim.importing import Imported, import_schema, write_package
from onlineamt.packages.fim.model import (
    CodeValue,
    DataType,
    Field,
    FieldKind,
    Group,
    Keyword,
    Member,
    Rule,
    Schema,
)
from onlineamt.procedure.forms.definition import FormDefinition

FORM = {
    "known_answer": "hund.name",
    "sections": [
        {"id": "tier", "title": "Das Tier", "pages": ["hund"]},
        {"id": "ende", "title": "Ende", "pages": ["impfen", "schluss"]},
    ],
    "pages": [
        {"id": "hund", "title": "Hund", "intro": "Zu Ihrem Hund", "fields": [
            {"id": "hund.name", "kind": "text", "label": "Rufname", "max_length": 50, "errors": {"required": "Wie heißt er?"}},
            {"id": "hund.farbe", "kind": "choice", "label": "Farbe", "show": 'hund.name != ""', "options": [
                {"code": "b", "label": "Braun"}, {"code": "s", "label": "Schwarz"},
            ]},
            {"id": "hund.konto", "kind": "iban", "label": "Konto für die Steuer", "required": "computed.steuer > 0"},
        ], "checks": [{"id": "kurz", "that": "size(hund.name) > 1", "message": "Zu kurz.", "fields": ["hund.name"]}]},
        {"id": "impfen", "title": "Impfungen", "groups": [{"fields": [
            {"id": "impfen.liste", "kind": "repeat", "label": "Impfungen", "item": "Impfung", "max": 5, "fields": [
                {"id": "liste.stoff", "kind": "text", "label": "Impfstoff"},
            ]},
        ]}]},
        {"id": "schluss", "title": "Schluss", "kind": "exit", "intro": "Das geht nicht."},
    ],
    "computed": {"steuer": {"kind": "money", "label": "Steuer", "value": "12000"}},
}  # fmt: skip

Change = Callable[[Schema], Schema]


def exported() -> Schema:
    form = FormDefinition.model_validate(FORM).model_dump(mode="json", exclude_defaults=True)
    service = {"key": "hund", "version": "1.0.0", "title": "Hund"}
    return schema_of_sections({"service": service, "form": form, "codelists": {}})


def imported(schema: Schema) -> Imported:
    return import_schema(write_schema(schema), Codelists())


def form_of(schema: Schema) -> dict[str, Any]:
    return FormDefinition.model_validate(imported(schema).form).model_dump(mode="json", exclude_defaults=True)


def changed(name: str, **how: Any) -> Change:
    """Change the element of that name, whatever it stands in."""

    def inside(members: tuple[Member, ...]) -> tuple[Member, ...]:
        return tuple(replace(member, element=element(member.element)) for member in members)

    def element(one: Group | Field) -> Group | Field:
        if isinstance(one, Group):
            one = replace(one, members=inside(one.members))
        return replace(one, **how) if one.name == name else one

    return lambda schema: replace(schema, members=inside(schema.members))


def named(schema: Schema, name: str) -> Group | Field:
    from onlineamt.packages.fim.model import walk

    return next(member.element for _, member in walk(schema.members) if member.element.name == name)


def new_field(name: str = "Neu", data: DataType = DataType.TEXT) -> Member:
    one = Field(
        id="F60000000001", version="1.0.0", name=name, label=name, kind=FieldKind.INPUT, data_type=data
    )
    return Member(minimum=1, maximum=1, element=one)


def test_unchanged_it_is_the_form_it_was() -> None:
    assert form_of(exported()) == FormDefinition.model_validate(FORM).model_dump(
        mode="json", exclude_defaults=True
    )


class TestChanges:
    @pytest.mark.parametrize(
        ("change", "path", "value"),
        [
            (changed("Rufname", label="Wie heißt Ihr Hund?"), (0, 0, "label"), "Wie heißt Ihr Hund?"),
            (changed("Rufname", help="Wie im Ausweis"), (0, 0, "hint"), "Wie im Ausweis"),
            (changed("Rufname", label_output="Name des Hundes"), (0, 0, "summary_label"), "Name des Hundes"),
            (
                changed("Farbe", values=(CodeValue(code="w", name="Weiß"), CodeValue(code="s", name="Schwarz"))),
                (0, 1, "options"),
                [{"code": "w", "label": "Weiß"}, {"code": "s", "label": "Schwarz"}],
            ),
            (changed("Rufname", data_type=DataType.DATE), (0, 0, "kind"), "date"),
            (changed("Konto für die Steuer", data_type=DataType.NUM_INT), (0, 2, "kind"), "integer"),
        ],
    )  # fmt: skip
    def test_of_a_question(self, change: Change, path: tuple[int, int, str], value: object) -> None:
        page, place, key = path
        assert form_of(change(exported()))["pages"][page]["fields"][place][key] == value

    def test_what_was_not_changed_stays(self) -> None:
        form = form_of(changed("Rufname", label="Name")(exported()))
        assert form["pages"][0]["fields"][0]["errors"] == {"required": "Wie heißt er?"}
        assert form["pages"][0]["fields"][1] == FORM["pages"][0]["fields"][1]  # type: ignore[index]

    def test_of_a_page(self) -> None:
        page = form_of(changed("Hund", label="Ihr Hund", help="Neu")(exported()))["pages"][0]
        assert (page["title"], page["intro"]) == ("Ihr Hund", "Neu")

    def test_of_a_condition(self) -> None:
        schema = exported()
        (rule,) = named(schema, "Farbe").rules
        written = form_of(changed("Farbe", rules=(replace(rule, script='hund.name == "Bello"'),))(schema))
        assert written["pages"][0]["fields"][1]["show"] == 'hund.name == "Bello"'

    def test_a_rule_in_words_becomes_an_open_rule(self) -> None:
        words = Rule(id="R60000000001", version="1.0.0", name="Neu", text="Nur wer will.")
        form = form_of(changed("Rufname", rules=(words,))(exported()))
        assert form["pages"][0]["fields"][0]["open_rules"] == [
            {"id": "R60000000001V1.0.0", "name": "Neu", "text": "Nur wer will."}
        ]
        assert imported(changed("Rufname", rules=(words,))(exported())).as_json()["rules_todo"] == 1


class TestAdditions:
    def test_a_field_on_a_page_is_a_question_of_it(self) -> None:
        schema = exported()
        members = (*named(schema, "Hund").members, new_field("Größe", DataType.NUM_INT))  # type: ignore[union-attr]
        asked = form_of(changed("Hund", members=members)(schema))["pages"][0]["fields"][-1]
        assert (asked["kind"], asked["label"], asked["fim"]) == ("integer", "Größe", "F60000000001V1.0.0")

    def test_a_field_of_a_list_is_asked_in_it(self) -> None:
        schema = exported()
        members = (*named(schema, "Impfungen").members[0].element.members,)  # type: ignore[union-attr]
        inside = replace(members[0].element, members=(*members[0].element.members, new_field()))  # type: ignore[union-attr]
        group = named(schema, "Impfungen").members[0]  # type: ignore[union-attr]
        group = replace(group, element=replace(group.element, members=(replace(members[0], element=inside),)))
        page = form_of(changed_page(schema, group))["pages"][1]
        assert [one["id"] for one in page["groups"][0]["fields"][0]["fields"]] == ["liste.stoff", "liste.neu"]

    def test_a_group_at_the_top_is_a_page_of_the_section_before(self) -> None:
        group = Group(
            id="G60000000001", version="1.0.0", name="Halter", label="Halter", members=(new_field(),)
        )
        schema = exported()
        top = (schema.members[0], Member(minimum=1, maximum=1, element=group), *schema.members[1:])
        form = form_of(replace(schema, members=top))
        assert [page["title"] for page in form["pages"]] == ["Hund", "Halter", "Impfungen", "Schluss"]
        assert [len(section["pages"]) for section in form["sections"]] == [2, 2]

    def test_a_group_on_a_page_is_a_page_behind_it(self) -> None:
        group = Group(
            id="G60000000001", version="1.0.0", name="Halter", label="Halter", members=(new_field(),)
        )
        schema = exported()
        members = (Member(minimum=1, maximum=1, element=group), *named(schema, "Hund").members)  # type: ignore[union-attr]
        titles = [page["title"] for page in form_of(changed("Hund", members=members)(schema))["pages"]]
        assert titles == ["Hund", "Halter", "Impfungen", "Schluss"]


def changed_page(schema: Schema, group: Member) -> Schema:
    page = replace(named(schema, "Impfungen"), members=(group,))
    ende = schema.members[1]
    members = tuple(
        replace(one, element=page) if one.element.name == "Impfungen" else one
        for one in ende.element.members  # type: ignore[union-attr]
    )
    return replace(
        schema,
        members=(
            schema.members[0],
            replace(ende, element=replace(ende.element, members=members)),
            *schema.members[2:],
        ),
    )


class TestCopies:
    def test_a_copied_page_has_names_of_its_own(self, tmp_path: Path) -> None:
        schema = exported()
        top = (*schema.members, schema.members[0])
        form = form_of(replace(schema, members=top))
        assert len(form["pages"]) == 4
        copied = [one for part in form["pages"][3]["groups"] for one in part["fields"]]
        assert [one["label"] for one in copied] == ["Rufname", "Farbe", "Konto für die Steuer"]
        assert not {one["id"] for one in copied} & {one["id"] for one in form["pages"][0]["fields"]}

    def test_a_copied_field_with_a_check_does_so_too(self) -> None:
        schema = exported()
        page = named(schema, "Hund")
        again = changed("Impfungen", rules=page.rules)(schema)
        checks = [check["id"] for page in form_of(again)["pages"] for check in page.get("checks", ())]
        assert checks == ["kurz", "kurz_2"]


class TestSpoiled:
    @pytest.mark.parametrize(
        "uri",
        ["kind", "options", "errors", "required", "id", "part", "max_length", "list", "codelist", "fields"],
    )
    @pytest.mark.parametrize("text", ["{", "null", "42", '["a"]', '{"a": 1}', "../../x", "[" * 500, ""])
    def test_keywords_that_make_no_sense_leave_a_form_that_can_be_read(
        self, uri: str, text: str, tmp_path: Path
    ) -> None:
        word = Keyword(text=text, uri=f"online-amt:form:{uri}")
        schema = exported()
        for name in ("Rufname", "Farbe", "Hund", "Impfungen", "Steuer", "Das Tier"):
            one = named(schema, name)
            others = tuple(other for other in one.keywords if other.uri != word.uri)
            schema = changed(name, keywords=(word, *others))(schema)
        report = check_package(write_package(imported(schema), tmp_path))
        assert not [one for one in report.findings if one.rule.startswith("source.")]
        assert all(one.file and one.mend for one in report.findings)
