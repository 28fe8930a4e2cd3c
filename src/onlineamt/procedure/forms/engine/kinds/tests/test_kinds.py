"""Every kind understands what people type, says what is wrong, and keeps one spelling."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onlineamt.foundation.core.languages import Language
from onlineamt.procedure.forms.definition import FIELD_MODELS, TextField, register_field_model
from onlineamt.procedure.forms.engine.kinds import KINDS, AnyKind, KindTaken, NotReadable, register_kind
from onlineamt.procedure.forms.engine.kinds.text import TextKind
from onlineamt.procedure.forms.engine.problems import Problem
from onlineamt.procedure.forms.engine.tests.making import TODAY, make_field
from onlineamt.procedure.forms.engine.wording import wording

OPTIONS = [
    {"code": "a", "label": "Apfel"},
    {"code": "b", "label": "Birne"},
    {"code": "c", "label": "Kirsche"},
]
FIELDS: dict[str, dict[str, Any]] = {
    "text": {},
    "long_text": {},
    "choice": {"options": OPTIONS},
    "choice_many": {"options": OPTIONS},
    "yes_no": {},
    "consent": {},
    "date": {},
    "integer": {},
    "decimal": {},
    "money": {},
    "email": {},
    "phone": {},
    "iban": {},
    "tax_id": {},
    "time": {},
    "date_time": {},
    "postcode": {},
    "house_number": {},
    "plate": {},
    "register_entry": {},
    "country": {},
    "label": {},
    "file": {},
    "repeat": {"item": "Kind", "fields": [{"id": "b.name", "kind": "text", "label": "Name"}]},
    "computed": {"of": "summe"},
}


_STORED = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=12), st.lists(st.text(max_size=3), max_size=2),
    st.lists(st.dictionaries(st.sampled_from(["name", "x"]), st.one_of(st.none(), st.text(max_size=3), st.integers())), max_size=2),
    st.sampled_from(["2026-03-20", "2026-03-20T08:30", "08:30", "+4930123456", "+49", "DE02120300000000202051", "FR", "MU-AB 1", "12,5", "12 a-c"]),
)  # fmt: skip


def understand(kind: AnyKind, raw: dict[str, list[str]]) -> Any:
    """Return the stored spelling of what was typed, or the code of the problem."""
    value = kind.parse(raw, today=TODAY)
    if value is None or isinstance(value, Problem):
        return value if value is None else value.code
    problem = kind.validate(value, today=TODAY)
    return problem.code if problem else kind.to_json(value)


def typed(kind: AnyKind, *texts: str) -> Any:
    return understand(kind, {"a.b": list(texts)})


class TestEveryKind:
    def test_has_a_model_and_a_behaviour(self) -> None:
        assert set(KINDS) == set(FIELD_MODELS) == set(FIELDS)

    def test_refuses_a_second_of_its_name(self) -> None:
        class OtherText(TextKind):
            """Another kind that wants to be called text."""

        with pytest.raises(KindTaken):
            register_kind(OtherText)
        with pytest.raises(ValueError, match="text"):
            register_field_model(TextField)

    @pytest.mark.parametrize("name", FIELDS)
    def test_shows_whatever_it_reads(self, name: str) -> None:
        kind = make_field(name, **FIELDS[name])

        @settings(max_examples=120, deadline=None)
        @given(stored=_STORED)
        def read(stored: Any) -> None:
            try:
                value = kind.from_json(stored)
            except NotReadable:
                return
            kind.validate(value, today=TODAY)
            kind.to_raw(value)
            kind.to_json(value)
            assert isinstance(kind.display(value), str)

        if kind.asks:
            read()

    @pytest.mark.parametrize("name", FIELDS)
    def test_finds_no_answer_in_nothing(self, name: str) -> None:
        kind = make_field(name, **FIELDS[name])
        assert kind.parse({}, today=TODAY) is None
        assert kind.parse({name: [""] for name in kind.inputs}, today=TODAY) is None

    @pytest.mark.parametrize("name", FIELDS)
    @pytest.mark.parametrize("stored", [{}, [], 1.5, 10**30, "", "\x00", [1], "\ud800", True, "31.2."])
    def test_survives_whatever_is_stored(self, name: str, stored: Any) -> None:
        kind = make_field(name, **FIELDS[name])
        try:
            value = kind.from_json(stored)
        except NotReadable:
            return
        assert kind.validate(value, today=TODAY) or kind.to_json(value) == stored

    @settings(max_examples=150, deadline=None)
    @given(
        name=st.sampled_from(sorted(FIELDS)),
        texts=st.lists(
            st.one_of(
                st.text(max_size=30),
                st.from_regex(r"[+-]?[0-9]{0,9}[.,/ -]?[0-9]{0,4}[.,/ -]?[0-9]{0,4}"),
                st.sampled_from(
                    ["a", "true", "x@y.de", "030 123456", "DE89370400440532013000", "12345", "FR", "3.4.25"]
                ),
            ),
            max_size=4,
        ),
    )
    def test_keeps_what_it_understood(self, name: str, texts: list[str]) -> None:
        """What was taken is stored, read back, shown in the inputs, and understood again as the same."""
        kind = make_field(name, **FIELDS[name])
        value = kind.parse(dict.fromkeys((kind.id, *kind.inputs), texts), today=TODAY)
        if value is None or isinstance(value, Problem) or kind.validate(value, today=TODAY):
            return
        assert kind.from_json(kind.to_json(value)) == value
        assert kind.parse(kind.to_raw(value), today=TODAY) == value
        assert kind.display(value)

    @pytest.mark.parametrize("language", Language)
    def test_has_words_for_every_problem(self, language: Language) -> None:
        german = wording(Language.GERMAN)
        other = wording(language)
        assert other.words.keys() == german.words.keys()
        assert other.messages.keys() == german.messages.keys()
        assert all("default" in variants for variants in other.messages.values())


class TestText:
    @pytest.mark.parametrize(
        ("text", "understood"),
        [
            ("  Erika  ", "Erika"),
            ("Erika\r\nMustermann", "Erika Mustermann"),
            ("Erika\u00a0 Mustermann", "Erika Mustermann"),
            ("Mu\u0308ller", "Müller"),
            ("\u202aErika\u202c\ufeff", "Erika"),
            ("محمد", "محمد"),
            ("👩‍👩‍👧", "👩‍👩‍👧"),
            ("\u200b", None),
            ("a\x00b", "not_text"),
            ("a\x07b", "not_text"),
            ("\ud800", "not_text"),
            ("x" * 200, "x" * 200),
            ("x" * 10_000, "too_long"),
        ],
    )
    def test_is_taken_as_people_write_it(self, text: str, understood: str | None) -> None:
        assert typed(make_field("text"), text) == understood

    def test_keeps_to_length_and_pattern(self) -> None:
        chip = make_field("text", pattern="[0-9]{15}", min_length=2, max_length=15)
        assert typed(chip, "1") == "too_short"
        assert typed(chip, "12345") == "pattern"
        assert typed(chip, "276098106543210") == "276098106543210"

    def test_counts_signs_as_people_do(self) -> None:
        assert typed(make_field("text", max_length=2), "🐕🐕") == "🐕🐕"

    def test_keeps_lines_where_there_are_several(self) -> None:
        assert typed(make_field("long_text"), " eins\r\nzwei\r\r drei ") == "eins\nzwei\n\n drei"


class TestDate:
    @pytest.mark.parametrize(
        ("day", "month", "year", "understood"),
        [
            ("3", "4", "2025", "2025-04-03"),
            ("03", "04", "25", "2025-04-03"),
            ("3.", "4.", "2025", "2025-04-03"),
            ("３", "４", "２０２５", "2025-04-03"),
            ("3", "April", "2025", "2025-04-03"),
            ("3", "mrz", "2025", "no_such_month"),
            ("3", "Mär", "80", "1980-03-03"),
            ("1.2.80", "", "", "1980-02-01"),
            ("01/02/1980", "", "", "1980-02-01"),
            ("1. Februar 1980", "", "", "1980-02-01"),
            ("1980-02-01", "", "", "1980-02-01"),
            ("29", "2", "2024", "2024-02-29"),
            ("29", "2", "2025", "no_such_day"),
            ("31", "4", "2025", "no_such_day"),
            ("32", "1", "2025", "no_such_day"),
            ("0", "1", "2025", "no_such_day"),
            ("1", "13", "2025", "no_such_month"),
            ("1", "1", "202", "no_such_year"),
            ("1", "1", "0202", "no_such_year"),
            ("1", "1", "", "date_incomplete"),
            ("", "1", "2025", "date_incomplete"),
            ("heute", "", "", "not_a_date"),
            ("\x00", "1", "2025", "no_such_day"),
        ],
    )
    def test_is_understood_part_by_part(self, day: str, month: str, year: str, understood: str) -> None:
        raw = {"a.b.day": [day], "a.b.month": [month], "a.b.year": [year]}
        assert understand(make_field("date"), raw) == understood

    @pytest.mark.parametrize(
        ("day", "month", "year", "parts"),
        [
            ("32", "1", "2025", ("day",)),
            ("1", "13", "2025", ("month",)),
            ("1", "1", "20", None),
            ("1", "1", "2", ("year",)),
            ("1", "", "", ("month", "year")),
        ],
    )
    def test_says_which_part_is_wrong(
        self, day: str, month: str, year: str, parts: tuple[str, ...] | None
    ) -> None:
        problem = make_field("date").parse(
            {"a.b.day": [day], "a.b.month": [month], "a.b.year": [year]}, today=TODAY
        )
        assert (problem.parts if isinstance(problem, Problem) else None) == parts

    @pytest.mark.parametrize(
        ("bounds", "day", "understood"),
        [
            ({"max": "today"}, "22.11.2026", "2026-11-22"),
            ({"max": "today"}, "23.11.2026", "too_late"),
            ({"max": "today"}, "23.11.27", "1927-11-23"),
            ({}, "23.11.27", "2027-11-23"),
            ({"min": "today+P7D"}, "28.11.2026", "too_early"),
            ({"min": "today+P7D"}, "29.11.2026", "2026-11-29"),
            ({"max": "today-P18Y"}, "22.11.2008", "2008-11-22"),
            ({"max": "today-P18Y"}, "23.11.2008", "too_late"),
            ({"min": "today-P1M"}, "22.10.2026", "2026-10-22"),
            ({"min": "2026-01-01"}, "31.12.2025", "too_early"),
        ],
    )
    def test_keeps_to_its_bounds(self, bounds: dict[str, str], day: str, understood: str) -> None:
        assert understand(make_field("date", **bounds), {"a.b.day": [day]}) == understood

    def test_offers_a_birthday_part_by_part(self) -> None:
        attributes = make_field("date", autocomplete="bday").part_attributes()  # type: ignore[attr-defined]
        assert [one["autocomplete"] for one in attributes] == ["bday-day", "bday-month", "bday-year"]


class TestNumbers:
    @pytest.mark.parametrize(
        ("text", "understood"),
        [
            ("12", 12), ("1.000", 1000), ("1 000", 1000), ("1.000,0", 1000), ("-3", -3), ("−3", -3), ("12 km", 12), ("１２", 12),
            ("12,5", "not_whole"), ("12.5", "not_whole"), ("zwölf", "not_a_number"), ("1e5", "not_a_number"),
            ("1..0", "not_a_number"), ("9" * 40, "too_large"), ("NaN", "not_a_number"), ("\x001", "not_a_number"),
        ],
    )  # fmt: skip
    def test_whole(self, text: str, understood: Any) -> None:
        assert typed(make_field("integer", unit="km"), text) == understood

    @pytest.mark.parametrize(
        ("text", "understood"),
        [
            ("12", "12.00"), ("12,5", "12.50"), ("12.5", "12.50"), ("1.234,5", "1234.50"), ("1.234", "1234.00"),
            ("-0,5", "-0.50"), ("0,05", "0.05"), (",5", "not_a_number"), ("12,345", "too_many_places"),
            ("2000,01", "too_large"), ("-5,01", "too_small"), ("12,500", "12.50"),
        ],
    )  # fmt: skip
    def test_with_comma(self, text: str, understood: Any) -> None:
        assert typed(make_field("decimal", min="-5", max="2000"), text) == understood

    @pytest.mark.parametrize(
        ("text", "understood"),
        [
            ("12", 1200), ("1.234,50 €", 123450), ("12,5", 1250), ("12,-", 1200), ("12,–", 1200), ("€ 5", 500),
            ("EUR 7,00", 700), ("12,345", "too_many_places"), ("-5", "too_small"), ("1,00,00", "not_a_number"),
        ],
    )  # fmt: skip
    def test_money(self, text: str, understood: Any) -> None:
        assert typed(make_field("money"), text) == understood

    def test_are_shown_as_people_write_them(self) -> None:
        assert make_field("integer", unit="km").display(-1234567) == "−1.234.567 km"
        assert make_field("decimal", unit="m²").display(123450) == "1.234,50 m²"
        assert make_field("money").display(3070) == "30,70 €"


class TestChoices:
    def test_take_only_what_is_offered(self) -> None:
        assert typed(make_field("choice", options=OPTIONS), "b") == "b"
        assert typed(make_field("choice", options=OPTIONS), "z") == "not_an_option"
        assert typed(make_field("choice", codelist="rassen"), "mops") == "mops"

    def test_keep_the_order_of_the_list(self) -> None:
        assert typed(make_field("choice_many", options=OPTIONS), "c", "a", "c") == ["a", "c"]

    def test_count(self) -> None:
        two = make_field("choice_many", options=OPTIONS, min=2, max=2)
        assert typed(two, "a") == "too_few"
        assert typed(two, "a", "b", "c") == "too_many"
        assert typed(two, "a", "z") == "not_an_option"

    def test_are_shown_by_their_labels(self) -> None:
        assert make_field("choice_many", options=OPTIONS).display(("a", "c")) == "Apfel, Kirsche"

    def test_long_lists_open(self) -> None:
        many = [{"code": f"c{number}", "label": str(number)} for number in range(8)]
        assert make_field("choice", options=many).is_list  # type: ignore[attr-defined]
        assert not make_field("choice", options=OPTIONS).is_list  # type: ignore[attr-defined]

    def test_yes_and_no(self) -> None:
        assert [typed(make_field("yes_no"), text) for text in ("true", "false", "ja")] == [
            True,
            False,
            "not_an_option",
        ]
        assert make_field("yes_no", Language.ENGLISH).display(True) == "Yes"

    def test_consent_is_given_or_not(self) -> None:
        consent = make_field("consent")
        assert typed(consent, "true") is True
        assert typed(consent) is None
        assert consent.blank is False

    def test_states_begin_with_germany(self) -> None:
        country = make_field("country")
        labels = [option.label for option in country.options]
        assert labels[:4] == ["Deutschland", "Afghanistan", "Ägypten", "Ålandinseln"]
        assert typed(country, "XK") == "XK"
        assert typed(country, "ZZ") == "not_an_option"


class TestAddresses:
    @pytest.mark.parametrize(
        ("text", "understood"),
        [
            ("erika@beispiel.de", "erika@beispiel.de"), (" Erika@Beispiel.DE ", "Erika@beispiel.de"),
            ("mailto:erika@beispiel.de", "erika@beispiel.de"), ("erika@müller.de", "erika@müller.de"),
            ("erika.beispiel.de", "not_an_email"), ("erika@beispiel", "not_an_email"), ("@beispiel.de", "not_an_email"),
            ("er ika@beispiel.de", "not_an_email"), ("erika@beispiel..de", "not_an_email"),
            ("erika@-beispiel.de", "not_an_email"), ("erika@@beispiel.de", "not_an_email"),
            ("e" * 65 + "@beispiel.de", "not_an_email"), ("erika\x00@beispiel.de", "not_an_email"),
        ],
    )  # fmt: skip
    def test_email(self, text: str, understood: str) -> None:
        assert typed(make_field("email"), text) == understood

    @pytest.mark.parametrize(
        ("text", "understood"),
        [
            ("030 123456", "+4930123456"), ("0049 30 123456", "+4930123456"), ("+43 1 2345678", "+4312345678"),
            ("(030) 12 34-56", "+4930123456"), ("keine", "not_a_phone"), ("030 " + "1" * 60, "not_a_phone"),
            ("12", "not_a_phone"),
        ],
    )  # fmt: skip
    def test_phone(self, text: str, understood: str) -> None:
        assert typed(make_field("phone"), text) == understood

    @pytest.mark.parametrize(
        ("text", "understood"),
        [
            ("12345", "12345"), ("D-12345", "12345"), ("12 345", "12345"), ("１２３４５", "12345"), ("1234", "not_a_postcode"),
            ("00123", "not_a_postcode"), ("12345678", "not_a_postcode"), ("A1234", "not_a_postcode"),
        ],
    )  # fmt: skip
    def test_postcode(self, text: str, understood: str) -> None:
        assert typed(make_field("postcode"), text) == understood

    @pytest.mark.parametrize(
        ("text", "understood"),
        [
            ("DE89 3704 0044 0532 0130 00", "DE89370400440532013000"),
            ("iban: de89370400440532013000", "DE89370400440532013000"),
            ("DE89370400440532013001", "not_an_iban"),
            ("DE8937040044053201300", "not_an_iban"),
            ("SA0380000000608010167519", "iban_outside_sepa"),
            ("1234", "not_an_iban"),
            ("ÄÖ12", "not_an_iban"),
        ],
    )
    def test_iban(self, text: str, understood: str) -> None:
        assert typed(make_field("iban"), text) == understood

    def test_iban_is_shown_in_groups(self) -> None:
        assert make_field("iban").display("DE89370400440532013000") == "DE89 3704 0044 0532 0130 00"
