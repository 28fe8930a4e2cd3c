"""How a file is built: how often, how deep, twice, within itself, and with parts that nobody knows."""

import pytest

from onlineamt.packages.fim.model import walk
from onlineamt.packages.fim.notes import MOST_SAID
from onlineamt.packages.fim.tests.files import (
    XDF3,
    element,
    facts,
    field,
    field_inside,
    group,
    identity,
    message,
    place,
    read,
    refused,
    remarks,
    the_field,
    the_group,
    xdf3,
)


class TestHowOften:
    @pytest.mark.parametrize(
        ("anzahl", "expected"),
        [
            ("0:1", (0, 1)), ("1:1", (1, 1)), ("0:*", (0, None)), ("1:*", (1, None)), ("2:5", (2, 5)),
            (" 1 :\n 3 ", (1, 3)), ("01:05", (1, 5)),
        ],
    )  # fmt: skip
    def test_limits(self, anzahl: str, expected: tuple[int, int | None]) -> None:
        one = read(xdf3(place(field(), anzahl)))

        assert ((one.members[0].minimum, one.members[0].maximum), one.remarks) == (expected, ())

    @pytest.mark.parametrize(
        ("anzahl", "expected"),
        [
            ("0:0", (0, 0)), ("3:1", (1, 3)), ("", (0, 1)), ("1", (0, 1)), ("*", (0, 1)), ("*:1", (0, 1)), ("-1:1", (0, 1)),
            ("1:99999999999999999999999", (0, 1)), ("eins:zwei", (0, 1)), ("1:1:1", (0, 1)), ("²:³", (0, 1)),
        ],
    )  # fmt: skip
    def test_nonsense_is_remarked_and_asks_for_nothing_more(
        self, anzahl: str, expected: tuple[int, int | None]
    ) -> None:
        one = read(xdf3(place(field(), anzahl)))

        assert (one.members[0].minimum, one.members[0].maximum) == expected
        ((rule, said),) = remarks(one)
        assert rule == "fim.how-often"
        assert said.startswith("F05000000001: ")

    def test_two_numbers_that_differ_refuse_the_file(self) -> None:
        both = element("struktur", facts(anzahl="0:1") + facts(anzahl="1:1") + element("enthaelt", field()))

        assert [one.rule for one in refused(xdf3(both))] == ["fim.double"]


class TestNesting:
    def test_members_stand_in_the_order_of_the_form(self) -> None:
        inside = place(field("F05000000001")) + place(group("G05000000002", place(field("F05000000002")))) + place(field("F05000000003"))  # fmt: skip
        one = read(xdf3(place(group(inside=inside))))

        assert [("/".join(own.id[-1] for own in path), member.element.id) for path, member in walk(one.members)] == [
            ("", "G05000000001"), ("1", "F05000000001"), ("1", "G05000000002"), ("1/2", "F05000000002"), ("1", "F05000000003"),
        ]  # fmt: skip

    def test_a_group_in_itself_is_read_as_written_and_remarked(self) -> None:
        inner = group(inside=place(field()))
        one = read(xdf3(place(group(inside=place(inner)))))

        assert [rule for rule, _ in remarks(one)] == ["fim.circle"]
        assert len(list(walk(one.members))) == 3

    def test_the_same_group_many_times(self) -> None:
        one = read(xdf3(place(group(inside=place(field()))) * 50))

        assert len({member.line for member in one.members}) == 50
        assert all(member.element == one.members[0].element for member in one.members)
        assert one.remarks == ()

    def test_the_same_id_with_other_contents_is_remarked(self) -> None:
        one = read(xdf3(place(field()) + place(field(name="Anderer Name"))))

        assert [rule for rule, _ in remarks(one)] == ["fim.differs"]
        assert [member.element.name for member in one.members] == ["Rufname", "Anderer Name"]

    def test_thirty_groups_deep(self) -> None:
        inside = place(field())
        for number in range(30):
            inside = place(group(f"G050000001{number:02}", inside))

        assert max(len(path) for path, _ in walk(read(xdf3(inside)).members)) == 30

    @pytest.mark.parametrize(
        ("inside", "said"),
        [
            ("", "weder ein Feld noch eine Gruppe"),
            (field() + group(inside=place(field())), "mehrere Elemente"),
        ],
    )
    def test_a_place_holds_one_element(self, inside: str, said: str) -> None:
        found = [message_ for rule, message_ in remarks(read(xdf3(place(inside)))) if rule == "fim.structure"]

        assert len(found) == 1
        assert said in found[0]

    def test_of_several_elements_in_a_place_all_are_read_in_their_order(self) -> None:
        one = read(xdf3(place(field("F05000000009") + group(inside=place(field())) + field("F05000000008"))))

        assert [member.element.id[-1] for member in one.members] == ["9", "1", "8"]

    def test_a_schema_and_a_group_without_members_are_remarked(self) -> None:
        assert [rule for rule, _ in remarks(read(xdf3("")))] == ["fim.empty"]
        assert [rule for rule, _ in remarks(read(xdf3(place(group()))))] == ["fim.empty"]


class TestTwice:
    def test_the_same_said_twice_is_remarked(self) -> None:
        one = read(xdf3(place(field(inside=facts(beschreibung="a") + facts(beschreibung=" a ")))))

        assert the_field(one).description == "a"
        assert [(rule, "Weggelassen" in said) for rule, said in remarks(one)] == [("fim.double", False)]

    def test_what_is_left_out_is_named(self) -> None:
        one = read(xdf3(place(field(inside=facts(beschreibung="a") + facts(beschreibung="b")))))

        assert the_field(one).description == "a"
        assert "Weggelassen wurde: „b“" in one.remarks[0].message

    def test_an_empty_one_does_not_win(self) -> None:
        one = read(xdf3(place(field(inside=facts(inhalt="") + facts(inhalt="a")))))

        assert (the_field(one).content, len(one.remarks)) == ("a", 1)

    @pytest.mark.parametrize(
        "inside",
        [
            facts(feldart="select"),
            facts(datentyp="date"),
            identity("F05000000002"),
        ],
    )
    def test_two_meanings_refuse_the_file(self, inside: str) -> None:
        (finding,) = refused(xdf3(place(field(inside=inside))))

        assert finding.rule == "fim.double"


class TestWhatIsMissing:
    def test_every_element_without_an_id_is_named(self) -> None:
        lost = place(element("datenfeld", facts(name="Ruf", feldart="input", datentyp="text")))
        empty = place(element("datenfeldgruppe", identity("") + facts(name="Hund") + lost))

        assert [(one.rule, one.message.split(" ")[0]) for one in refused(xdf3(lost + empty))] == [
            ("fim.id", "S05000000001:")
        ] * 3

    def test_a_name_is_taken_from_elsewhere(self) -> None:
        inside = identity("F05000000001") + facts(bezeichnungEingabe="Ruf", feldart="input", datentyp="text")
        one = read(xdf3(place(element("datenfeld", inside))))

        assert the_field(one).name == "Ruf"
        assert [rule for rule, _ in remarks(one)] == ["fim.missing"]

    @pytest.mark.parametrize("given", ["F123", "G05000000001", "../../x", "F0500000000１"])
    def test_ids_that_look_otherwise_are_remarked(self, given: str) -> None:
        one = read(xdf3(place(field(given))))

        assert the_field(one).id == given
        assert [rule for rule, _ in remarks(one)] == ["fim.id"]

    def test_a_file_without_its_content_is_refused(self) -> None:
        assert [one.rule for one in refused(message(XDF3, "stammdatenschema", "0102", "").replace("stammdatenschema>", "x>"))] != []  # fmt: skip
        (finding,) = refused(
            '<x:xdatenfelder.datenfeld.0104 xmlns:x="urn:xoev-de:fim:standard:xdatenfelder_3.0.0"><x:header/></x:xdatenfelder.datenfeld.0104>'
        )
        assert finding.message == "In der Datei fehlt <datenfeld>."

    def test_a_file_without_a_header_is_read(self) -> None:
        one = read(message(XDF3, "datenfeld", "0104", field_inside(), head=""))

        assert (one.message_id, one.written_at) == ("", None)
        assert [rule for rule, _ in remarks(one)] == ["fim.missing"]


class TestWhatNobodyKnows:
    def test_elements_are_named_with_what_they_hold(self) -> None:
        one = read(xdf3(place(field(inside=element("farbe", element("ton", "rot"))))))

        assert remarks(one) == [
            (
                "fim.unknown-element",
                "F05000000001: Das Element <farbe> ist in <datenfeld> unbekannt. „rot“ wurde nicht übernommen.",
            )
        ]

    @pytest.mark.parametrize(
        "inside",
        [
            facts(beschreibung="a <b>c</b>"), '<x:struktur art="X"><x:anzahl>1:1</x:anzahl></x:struktur>', "loser Text",
            element("freigabestatus", "<code>6</code><quelle>x</quelle>"), '<x:hilfetextEingabe sprache="de">Hund</x:hilfetextEingabe>',
        ],
    )  # fmt: skip
    def test_attributes_text_and_elements_in_texts(self, inside: str) -> None:
        found = {rule for rule, _ in remarks(read(xdf3(place(group(inside=inside + place(field()))))))}

        assert found & {"fim.unknown-element", "fim.unknown-attribute", "fim.text"}

    def test_what_xml_itself_offers_is_no_remark(self) -> None:
        one = xdf3().replace(
            "<x:stammdatenschema>",
            '<x:stammdatenschema xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xml:lang="de" xsi:schemaLocation="a b">',
        )

        assert read(one).remarks == ()

    def test_codes_need_no_element_of_their_own(self) -> None:
        one = read(xdf3(place(field(inside='<x:freigabestatus listURI="u">6</x:freigabestatus>'))))

        assert (the_field(one).status or 0) != 0
        assert one.remarks == ()

    def test_too_much_is_counted(self) -> None:
        one = read(xdf3(place(field(inside="<x:farbe/>" * (MOST_SAID + 7)))))

        assert len(one.remarks) == MOST_SAID + 1
        assert one.remarks[-1].message.startswith("7 weitere Stellen")

    def test_remarks_stand_in_the_order_of_the_file(self) -> None:
        one = read(xdf3(place(group(inside=place(field(inside="<x:a/>")) + "<x:b/>")) + "<x:c/>"))

        assert [said.split("<")[1][0] for _, said in remarks(one)] == ["a", "b", "c"]
        assert the_group(one).members


class TestTheStandard:
    @pytest.mark.parametrize(
        ("namespace", "begins"),
        [
            ("urn:xoev-de:fim:standard:xdatenfelder_1", "Die Datei ist in XDatenfelder 1 geschrieben"),
            ("urn:xoev-de:fim:standard:xdatenfelder_4", "Den Standard „urn:xoev-de:fim:standard:xdatenfelder_4“"),
            ("urn:xoev-de:fim:standard:xdatenfelder_3x", "Den Standard"),
            ("http://www.regierung-mv.de/xprozess/2", "Den Standard"),
            ("http://docs.oasis-open.org/codelist/ns/genericode/1.0/", "Das ist eine Codeliste"),
        ],
    )  # fmt: skip
    def test_others_are_refused_by_name(self, namespace: str, begins: str) -> None:
        (finding,) = refused(xdf3().replace(XDF3, namespace))

        assert finding.message.startswith(begins)
        assert (finding.rule, finding.line) == ("fim.standard", 2)
        assert "Codelisten" in finding.mend or "FIM-Portal" in finding.mend

    def test_a_file_that_names_none(self) -> None:
        (finding,) = refused("<rezept><mehl/></rezept>")

        assert finding.message == "<rezept> nennt keinen Standard (xmlns)."

    def test_other_messages_are_refused_by_name(self) -> None:
        (finding,) = refused(xdf3().replace("stammdatenschema.0102", "dokumentsteckbrief.0101"))

        assert "xdatenfelder.dokumentsteckbrief.0101" in finding.message
        assert "0102" in finding.mend
