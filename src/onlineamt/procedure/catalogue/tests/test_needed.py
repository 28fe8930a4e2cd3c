"""What is said before the start: how long filling in takes, and which documents are needed."""

from typing import Any

import pytest

from onlineamt.procedure.catalogue.needed import (
    SECONDS,
    Need,
    minutes_to_fill_in,
    needed_documents,
    upload_limits,
)


def question(kind: str = "text", **more: Any) -> dict[str, Any]:
    return {"id": f"a.{kind}", "kind": kind, "label": kind, **more}


def sections(*fields: dict[str, Any], page: dict[str, Any] | None = None, **service: Any) -> dict[str, Any]:
    """Return the sections of a service whose form is one page."""
    return {"service": service, "form": {"pages": [{"id": "p", "fields": list(fields), **(page or {})}]}}


def many(kind: str, count: int, **more: Any) -> dict[str, Any]:
    return sections(*[question(kind, **more)] * count)


class TestMinutesToFillIn:
    def test_are_none_without_a_form(self) -> None:
        assert minutes_to_fill_in({"entry": {}}) == 0
        assert minutes_to_fill_in({"service": {}, "form": {"pages": []}}) == 0

    def test_grow_with_the_questions(self) -> None:
        assert minutes_to_fill_in(many("text", 1)) == 2
        assert minutes_to_fill_in(many("text", 10)) == 5
        assert minutes_to_fill_in(many("file", 4)) == 5

    def test_are_rounded_to_five_above_five(self) -> None:
        assert [minutes_to_fill_in(many("text", count)) for count in (16, 25, 40, 80)] == [5, 10, 10, 20]

    def test_count_half_what_not_everybody_is_asked(self) -> None:
        whole = minutes_to_fill_in(many("file", 20))
        assert minutes_to_fill_in(many("file", 20, show="x")) == 10
        assert minutes_to_fill_in(sections(*[question("file")] * 20, page={"show": "x"})) == 10
        groups = [{"show": "x", "fields": [question("file")] * 20}]
        assert minutes_to_fill_in({"service": {}, "form": {"pages": [{"id": "p", "groups": groups}]}}) == 10
        assert whole == 20

    def test_count_one_question_of_those_to_choose_from(self) -> None:
        group = {"choose": "one", "fields": [question("file")] * 20}
        form = {"pages": [{"id": "p", "groups": [group]}]}
        assert minutes_to_fill_in({"service": {}, "form": form}) == 3

    def test_count_one_entry_of_a_list(self) -> None:
        assert minutes_to_fill_in(sections(question("repeat", fields=[question("file")] * 4))) == 5

    def test_are_what_the_authors_say(self) -> None:
        assert minutes_to_fill_in(sections(question(), duration=12)) == 12


class TestNeededDocuments:
    def test_are_the_evidence_and_the_fields_for_files(self) -> None:
        evidence = [{"id": "e", "title": "Ausweis"}, {"id": "f", "title": "Schein", "field": "a.file"}]
        found = sections(question("file"), {**question("file"), "id": "a.foto"}, evidence=evidence)
        documents = needed_documents(found, evidence={}, labels={})
        assert [(one.title, one.is_uploaded) for one in documents] == [
            ("Schein", True), ("file", True), ("Ausweis", False),
        ]  # fmt: skip

    @pytest.mark.parametrize(
        ("one", "field", "need"),
        [
            ({}, {}, Need.ALWAYS),
            ({"when": "true"}, {}, Need.ALWAYS),
            ({"when": "a.b"}, {}, Need.SOMETIMES),
            ({}, {"show": "a.b"}, Need.SOMETIMES),
            ({}, {"required": False}, Need.ALWAYS),
        ],
    )
    def test_say_who_needs_evidence(self, one: dict[str, Any], field: dict[str, Any], need: Need) -> None:
        evidence = [{"id": "e", "title": "Ausweis", "field": "a.file", **one}]
        (document,) = needed_documents(
            sections(question("file", **field), evidence=evidence), evidence={}, labels={}
        )
        assert document.need is need

    @pytest.mark.parametrize(
        ("field", "need"),
        [
            ({}, Need.ALWAYS),
            ({"required": False}, Need.VOLUNTARY),
            ({"required": "a.b"}, Need.SOMETIMES),
            ({"show": "a.b"}, Need.SOMETIMES),
            ({"later": "P30D", "required": "!a.file_later"}, Need.ALWAYS),
            ({"later": "P30D", "required": "(a.b) && !a.file_later"}, Need.SOMETIMES),
        ],
    )
    def test_say_who_needs_a_file(self, field: dict[str, Any], need: Need) -> None:
        (document,) = needed_documents(sections(question("file", **field)), evidence={}, labels={})
        assert document.need is need
        assert document.may_come_later is ("later" in field)

    def test_speak_the_language_of_the_page(self) -> None:
        evidence = [{"id": "e", "title": "Ausweis", "when": "x", "when_text": "Nur für Große"}]
        found = sections({**question("file"), "hint": "Bitte"}, evidence=evidence)
        words = {"e": {"title": "Passport", "hint": "Valid", "when_text": "Only for adults"}}
        labels = {"a.file": {"label": "Picture", "hint": "Please"}}
        file, passport = needed_documents(found, evidence=words, labels=labels)
        assert (file.title, file.hint) == ("Picture", "Please")
        assert (passport.title, passport.hint, passport.when) == ("Passport", "Valid", "Only for adults")
        assert needed_documents(found, evidence={}, labels={})[1].when == "Nur für Große"


class TestUploadLimits:
    def test_are_those_that_every_field_keeps(self) -> None:
        small = question("file", types=["jpeg", "pdf"], max_megabytes=2)
        found = upload_limits(sections(question("file"), small))
        assert found is not None
        assert (found.types, found.megabytes) == (("pdf", "jpeg"), 2)

    def test_are_none_without_files(self) -> None:
        assert upload_limits(sections(question())) is None


def test_every_kind_takes_its_time() -> None:
    assert all(seconds > 0 for seconds in SECONDS.values())
