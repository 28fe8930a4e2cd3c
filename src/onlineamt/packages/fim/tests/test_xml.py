"""XML from anywhere: read in the encodings there are, and refused with line and next step where it could do harm."""

import time
from contextlib import suppress

import pytest

from onlineamt.packages.fim import xml
from onlineamt.packages.fim.notes import FimRefused, Notes
from onlineamt.packages.fim.tests.files import field, place, read, refused, remarks, the_field, xdf3
from onlineamt.packages.fim.xml import MAX_DEPTH, Node, read_document
from onlineamt.packages.findings import Place

UMLAUTS = xdf3(place(field(name="Größe in (Müßiggang)")))


def tree(text: str | bytes, skip: str = "") -> Node:
    content = text.encode() if isinstance(text, str) else text
    return read_document(content, Notes("hund.xml"), skip=skip).root


def said(text: str | bytes) -> tuple[str, int, str]:
    with pytest.raises(FimRefused) as caught:
        tree(text)
    (finding,) = caught.value.findings
    assert finding.mend.endswith((".", "“."))
    return finding.rule, finding.line, finding.message


class TestReadDocument:
    @pytest.mark.parametrize(
        "encoding", ["utf-8", "utf-8-sig", "iso-8859-1", "windows-1252", "iso-8859-15", "us-ascii"]
    )
    def test_encodings_of_one_byte_and_utf_8(self, encoding: str) -> None:
        declared = encoding.removesuffix("-sig")
        content = UMLAUTS.replace("UTF-8", declared).encode(encoding, errors="xmlcharrefreplace")

        assert the_field(read(content)).name == "Größe in (Müßiggang)"

    @pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
    def test_utf_16_with_and_without_a_mark(self, encoding: str) -> None:
        content = UMLAUTS.replace("UTF-8", "UTF-16").encode(encoding)

        assert the_field(read(content)).name == "Größe in (Müßiggang)"

    def test_utf_8_without_declaration(self) -> None:
        assert tree("<a>ä</a>").text == "ä"

    def test_prefixes_do_not_matter(self) -> None:
        other = UMLAUTS.replace("xmlns:x=", "xmlns:xdf3=").replace("<x:", "<xdf3:").replace("</x:", "</xdf3:")
        none = UMLAUTS.replace("xmlns:x=", "xmlns=").replace("<x:", "<").replace("</x:", "</")

        assert read(other) == read(UMLAUTS) == read(none)

    def test_places_are_counted_from_one(self) -> None:
        root = tree("<a>\n  <b/>\n</a>")

        assert (root.place, root.children[0].place) == (Place(1, 1), Place(2, 3))

    def test_comments_instructions_and_sections_of_text(self) -> None:
        root = tree(
            '<?xml-stylesheet href="s.xsl"?><!-- x --><a>1<!-- <b/> --><![CDATA[<2>]]>&amp;&#252;</a>'
        )

        assert (root.text, root.children) == ("1<2>&ü", [])

    def test_what_is_skipped_is_not_built(self) -> None:
        root = tree("<a><r><r><b>x</b></r></r>y<c/><r/></a>", skip="r")

        assert ([one.name for one in root.children], root.text) == (["c"], "y")

    def test_invisible_characters_are_left_out_and_remarked(self) -> None:
        one = read(xdf3(place(field(name="Ruf\x7fname"))))

        assert the_field(one).name == "Rufname"
        assert {rule for rule, _ in remarks(one)} == {"fim.character"}


class TestWhatIsRefused:
    @pytest.mark.parametrize(
        ("content", "rule", "line", "begins"),
        [
            ("", "fim.no-xml", 1, "Die Datei ist leer"),
            (b"\x00\x00\x00", "fim.no-xml", 1, "Die Datei ist leer"),
            (b"%PDF-1.7 \x80\x81", "fim.no-xml", 1, "Das ist keine XML-Datei"),
            ('{"a": 1}', "fim.no-xml", 1, "Das ist keine XML-Datei"),
            (b"PK\x03\x04\x14\x00", "fim.no-xml", 1, "Das ist ein gepackter Ordner"),
            ("<!-- nur das -->", "fim.xml-end", 1, "Die Datei hört mittendrin auf"),
            ("<a>\n<b>\n", "fim.xml-end", 3, "Die Datei hört mittendrin auf"),
            ("<a>\n<b", "fim.xml-end", 2, "Die Datei hört mitten in einem Element auf"),
            ("<a>\n<![CDATA[x", "fim.xml-end", 2, "Die Datei hört mitten in einem Textabschnitt auf"),
            ("<a>\n<b></a>", "fim.xml", 2, "Dieses Element wird anders geschlossen"),
            ("<a>\n<b x='1' x='2'/></a>", "fim.xml", 2, "Eine Angabe steht zweimal"),
            ("\n\n <?xml version='1.0'?><a/>", "fim.xml", 3, "Vor dem Anfang"),
            ("<a/>\n<b/>", "fim.xml", 2, "Nach dem Ende des XML"),
            ("<a>\n&nbsp;</a>", "fim.xml-entity", 2, "Die Datei verwendet eine Abkürzung"),
            ("<a>\n&#0;</a>", "fim.xml", 2, "Hier steht die Nummer eines Zeichens"),
            ("<a>\n\x01</a>", "fim.xml", 2, "Hier steht ein Zeichen"),
            ("<a>\n<x:b/></a>", "fim.xml", 2, "Diese Vorsilbe"),
            ('<?xml version="1.0" encoding="klingonisch"?><a/>', "fim.xml-encoding", 1, "Die Datei nennt einen"),
            ('<?xml version="1.0" encoding="shift_jis"?><a/>', "fim.xml-encoding", 1, "Die Datei nennt einen"),
            ('<?xml version="1.0" encoding="utf-7"?><a/>', "fim.xml-encoding", 1, "Die Datei nennt einen"),
            ('<?xml version="1.0" encoding="UTF-16"?><a/>', "fim.xml-encoding", 1, "Die Datei ist anders"),
            ("<a>\n\n<b>Größe</b></a>".encode("latin-1"), "fim.xml-encoding", 3, "Die Datei ist anders"),
            ("<a/>".encode("utf-32"), "fim.xml", 1, ""),
        ],
    )  # fmt: skip
    def test_broken_files_say_where_and_why(
        self, content: str | bytes, rule: str, line: int, begins: str
    ) -> None:
        found = said(content)

        assert found[:2] == (rule, line)
        assert found[2].startswith(begins)

    def test_entities_that_multiply(self) -> None:
        bomb = '<!DOCTYPE a [<!ENTITY b "x"><!ENTITY c "&b;&b;&b;">]>\n<a>&c;</a>'

        assert said(bomb)[:2] == ("fim.xml-doctype", 1)

    @pytest.mark.parametrize("system", ["file:///etc/hostname", "https://example.org/x.dtd"])
    def test_anything_from_outside(self, system: str) -> None:
        assert said(f'<!DOCTYPE a SYSTEM "{system}"><a/>')[0] == "fim.xml-doctype"
        assert said(f'<!DOCTYPE a [<!ENTITY e SYSTEM "{system}">]><a>&e;</a>')[0] == "fim.xml-doctype"

    def test_nesting_without_end(self) -> None:
        assert tree("<a>" * MAX_DEPTH + "</a>" * MAX_DEPTH).name == "a"
        assert said("<a>" * 100_000)[0] == "fim.depth"

    def test_nesting_without_end_in_what_is_skipped(self) -> None:
        with pytest.raises(FimRefused, match=r"fim\.depth"):
            tree("<a>" + "<r>" * 100_000, skip="r")

    def test_files_that_are_too_large(self) -> None:
        assert said(b"<a>" + b" " * xml.LARGEST_FILE + b"</a>")[0] == "fim.size"

    def test_too_many_elements(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(xml, "MAX_ELEMENTS", 1000)

        assert said("<a>" + "<b/>" * 1001 + "</a>")[0] == "fim.size"

    def test_skipped_elements_do_not_count(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(xml, "MAX_ELEMENTS", 1000)

        assert tree("<a>" + "<r><b/></r>" * 5000 + "</a>", skip="r").children == []

    @pytest.mark.parametrize(
        "content",
        [
            "<a " + " ".join(f"b{n}='1'" for n in range(200_000)) + "/>",
            "<a>" + "<b>" * 90 + "x" * 10_000_000 + "</b>" * 90 + "</a>",
            "<a>" + "<!-- -->" * 500_000 + "</a>",
            "<a" * 1_000_000,
        ],
    )
    def test_nothing_takes_long(self, content: str) -> None:
        started = time.monotonic()
        with suppress(FimRefused):
            tree(content)

        assert time.monotonic() - started < 5

    def test_a_long_first_name_does_not_make_its_doubles_slow(self) -> None:
        started = time.monotonic()
        doubled = "<x:name>" + "ä" * 2_000_000 + "</x:name>" + "<x:name>b</x:name>" * 50_000
        read(xdf3(doubled + place(field())))

        assert time.monotonic() - started < 5


def test_a_refusal_is_one_sentence_and_a_next_step() -> None:
    (finding,) = refused("<a>")

    assert str(finding).startswith(
        "hund.xml:1:4  Fehler [fim.xml-end] Die Datei hört mittendrin auf.\n    → "
    )
