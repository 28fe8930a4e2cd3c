from typing import Any

import pytest

from onlineamt.packages.overlay import (
    Change,
    Effect,
    Overlay,
    compare_versions,
    overlay_problems,
    parse_setting,
)
from onlineamt.procedure.catalogue.definition import (
    BooleanParameter,
    CentsParameter,
    CodesParameter,
    DateParameter,
    TableParameter,
    TextParameter,
)
from onlineamt.procedure.catalogue.tables import ColumnKind


def sections(parameters: dict[str, Any] | None = None, **modules: str) -> dict[str, Any]:
    return {
        "service": {"parameters": parameters or {}},
        "texts": {"de": {"modules": modules}},
        "codelists": {"farben": {"entries": [{"code": "rot"}, {"code": "blau"}]}},
    }


def cents(default: int) -> dict[str, Any]:
    return {"type": "cents", "default": default, "label": "Satz"}


COLOURS = {"type": "codes", "codelist": "farben", "default": ["rot"], "label": "Farben"}


class TestParseSetting:
    @pytest.mark.parametrize(
        ("parameter", "text", "value"),
        [
            (CentsParameter(type="cents", default=0, label="a"), "15600", 15600),
            (BooleanParameter(type="boolean", default=True, label="a"), "nein", False),
            (TextParameter(type="text", default="", label="a"), "Rathaus", "Rathaus"),
            (
                DateParameter.model_validate_json('{"type":"date","default":"2026-01-01","label":"a"}'),
                "2026-02-03",
                "2026-02-03",
            ),
            (CodesParameter(type="codes", codelist="f", default=(), label="a"), "rot, blau", ["rot", "blau"]),
        ],
    )
    def test_reads_what_was_typed(self, parameter: Any, text: str, value: object) -> None:
        assert parse_setting(parameter, text) == value

    @pytest.mark.parametrize("text", ["", "12,5", "1.2,50", "-1,50", "viel", "1e9", "9" * 5000, "--5"])
    def test_refuses_what_is_no_amount(self, text: str) -> None:
        with pytest.raises(ValueError, match="keine ganze Zahl"):
            parse_setting(CentsParameter(type="cents", default=0, label="a"), text)

    @pytest.mark.parametrize(
        ("text", "value"),
        [("1250", 1250), ("12,50", 1250), ("12,50 €", 1250), ("1.030,70€", 103070), ("0,00", 0)],
    )
    def test_takes_cents_or_with_a_comma_euros(self, text: str, value: int) -> None:
        assert parse_setting(CentsParameter(type="cents", default=0, label="a"), text) == value

    def test_sends_for_the_file_of_a_table(self) -> None:
        table = TableParameter(type="table", label="a", columns={"b": ColumnKind.TEXT}, default=())
        with pytest.raises(ValueError, match="--table NAME=DATEI"):
            parse_setting(table, "x")


class TestOverlayProblems:
    VERSION = sections({"satz": cents(100), "farben": COLOURS})

    def test_is_content_with_what_fits(self) -> None:
        overlay = Overlay(
            {"satz": 200, "farben": ["blau"]}, {"de": {"title": "Neu", "modules": {"kosten": "Viel"}}}
        )
        assert overlay_problems(self.VERSION, overlay) == []

    @pytest.mark.parametrize(
        ("overlay", "words"),
        [
            (Overlay({"preis": 1}), "„preis“ gibt es nicht"),
            (Overlay({"satz": "viel"}), "einen Betrag"),
            (Overlay({"satz": -1}), "einen Betrag"),
            (Overlay({"farben": ["gelb"]}), "Den Code „gelb“"),
            (Overlay(words={"xx": {}}), "Die Sprache „xx“"),
            (Overlay(words={"de": {"modules": {"koste": "x"}}}), "Textbaustein „koste“"),
            (Overlay(words={"de": {"fees": {}}}), "„fees“ lässt sich nicht"),
        ],
    )
    def test_says_what_does_not_fit(self, overlay: Overlay, words: str) -> None:
        assert words in " ".join(overlay_problems(self.VERSION, overlay))


class TestCompareVersions:
    def changes(self, old: dict[str, Any], new: dict[str, Any], overlay: Overlay) -> list[tuple[str, Effect]]:
        return [(change.name, change.effect) for change in compare_versions(old, new, overlay)]

    def test_says_nothing_of_what_stays(self) -> None:
        same = sections({"a": cents(1)}, kosten="Text")
        assert self.changes(same, same, Overlay({"a": 5}, {"de": {"modules": {"kosten": "Eigener"}}})) == []

    def test_tells_a_municipality_what_follows_and_what_it_had_set_itself(self) -> None:
        old, new = sections({"a": cents(1), "b": cents(1)}), sections({"a": cents(2), "b": cents(2)})
        assert compare_versions(old, new, Overlay({"b": 9})) == [
            Change("parameters.a", Effect.FOLLOWS, 1, 2, None),
            Change("parameters.b", Effect.CONFLICT, 1, 2, 9),
        ]

    def test_tells_what_is_new_and_what_is_gone(self) -> None:
        assert self.changes(sections({"a": cents(1)}), sections({"b": cents(1)}), Overlay({"a": 9})) == [
            ("parameters.a", Effect.REMOVED),
            ("parameters.b", Effect.ADDED),
        ]

    def test_tells_what_no_longer_fits(self) -> None:
        number = {"type": "integer", "default": 5, "maximum": 9, "label": "Zahl"}
        old, new = sections({"a": number}), sections({"a": {**number, "maximum": 6}})
        assert self.changes(old, new, Overlay({"a": 8})) == [("parameters.a", Effect.UNFIT)]

    def test_compares_words_as_it_compares_values(self) -> None:
        old, new = sections(kosten="Alt", frist="Alt"), sections(kosten="Neu", frist="Neu")
        own = Overlay(words={"de": {"modules": {"kosten": "Eigener"}}})
        assert self.changes(old, new, own) == [
            ("texts.de.modules.frist", Effect.FOLLOWS),
            ("texts.de.modules.kosten", Effect.CONFLICT),
        ]
