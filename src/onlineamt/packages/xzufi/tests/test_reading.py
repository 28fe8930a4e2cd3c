from datetime import date

import pytest

from onlineamt.packages.xzufi.languages import code_of, language_of
from onlineamt.packages.xzufi.reading import read_services
from onlineamt.packages.xzufi.service_text import ServiceText
from onlineamt.packages.xzufi.tests.letters import MESSAGE, NS, module, service
from onlineamt.packages.xzufi.xml import UnreadableXml


def only(inner: str, *, ns: str = NS) -> ServiceText:
    (text,), _ = read_services(service(inner, ns=ns))
    return text


def said(inner: str) -> dict[str, object]:
    return dict(only(inner).modules.get("de", {}))


class TestReadServices:
    TEXT, REMARKS = read_services(MESSAGE)

    def test_knows_whose_text_it_is(self) -> None:
        (text,) = self.TEXT
        assert (text.id.id, text.id.agency, text.package_key) == ("S1000420001", "L100042", "")
        assert (text.numbers, text.typisierung, text.version) == (("99110009104000",), ("5",), "3")
        assert (text.changed_on, text.author, text.line) == (date(2026, 2, 3), "Redaktion Musterland", 5)
        assert text.approved is not None
        assert (text.approved.on, text.approved.by) == (date(2026, 3, 4), "Drachenamt")

    def test_reads_html_however_it_was_put_in(self) -> None:
        german = self.TEXT[0].modules["de"]
        assert german["volltext"].startswith(
            "Drachen sind **groß**.\n\nSie melden sie an:\n\n- im Amt,\n- [im Netz]"
        )
        assert (
            german["handlungsgrundlagen"]
            == "§ 1 **Drachengesetz**\n\n- [Drachengesetz](https://recht.example/drachen)"
        )
        assert self.TEXT[0].modules["de-easy"] == {"volltext": "Sie haben einen Drachen?\nMelden Sie ihn an."}
        assert self.TEXT[0].modules["en"] == {"leistungsbezeichnung": "Dragon registration"}

    def test_makes_readable_text_of_numbers(self) -> None:
        german = self.TEXT[0].modules["de"]
        assert german["frist"] == "Zwei Wochen."
        assert german["kosten"] == "- 12,50 Euro\n- ab 5,00 Euro bis 70,00 Euro: je Kopf"
        assert german["bearbeitungsdauer"] == "1 bis 3 Tage"
        assert german["begriffe_im_kontext"] == ["Lindwurm", "Drachenmarke"]
        assert german["weiterfuehrende_informationen"] == [
            {"title": "Feuer melden", "url": "https://musterstadt.example/feuer"}
        ]

    @pytest.mark.parametrize(
        "left", ["http://alt.example", "„Siehe auch“", "„77“ (Zukunft)", "Etwas ganz Neues", "„fr“", "erstelltDatumZeit", "code 104", "kategorie"]
    )  # fmt: skip
    def test_names_everything_it_did_not_take(self, left: str) -> None:
        assert any(left in remark for remark in self.TEXT[0].remarks)

    def test_names_other_objects_of_the_message(self) -> None:
        assert self.REMARKS == [
            "Nicht übernommen: 1 × Organisationseinheit. Die Kommune legt das in der Verwaltung an."
        ]

    @pytest.mark.parametrize(("version", "remarks"), [("2_1_0", 0), ("2_2_0", 0), ("2_3_0", 1)])
    def test_reads_the_versions_it_knows(self, version: str, remarks: int) -> None:
        texts, said = read_services(service(module("02", "Hund"), ns=NS.replace("2_2_0", version)))
        assert texts[0].modules == {"de": {"leistungsbezeichnung": "Hund"}}
        assert len(said) == remarks

    @pytest.mark.parametrize(
        ("data", "said"),
        [
            (service("", ns=NS.replace("2_2_0", "1_0_0")), "XZuFi 1.0.0"),
            (b"<html/>", "keine XZuFi-Datei: Sie beginnt mit „html“"),
            (service("").replace(b"leistung", b"onlinedienst"), "steht keine Leistung"),
        ],
    )
    def test_refuses_what_it_cannot_read(self, data: bytes, said: str) -> None:
        with pytest.raises(UnreadableXml, match=said):
            read_services(data)

    def test_takes_no_text_that_is_to_be_deleted(self) -> None:
        message = f"<xzufi:x {NS}><xzufi:loesche><xzufi:leistung/></xzufi:loesche><xzufi:leistung>{module('02', 'A')}</xzufi:leistung></xzufi:x>"
        texts, remarks = read_services(message.encode())
        assert [text.title for text in texts] == ["A"]
        assert "loesche" in remarks[0]


class TestModules:
    def test_of_the_same_kind_are_put_together(self) -> None:
        assert said(module("16", "&lt;p&gt;a&lt;/p&gt;") + module("16", "b")) == {"hinweise": "a\n\nb"}

    def test_take_the_first_of_two_names(self) -> None:
        text = only(module("02", "a") + module("02", "b"))
        assert text.modules == {"de": {"leistungsbezeichnung": "a"}}
        assert "„b“" in text.remarks[0]

    @pytest.mark.parametrize(("code", "length"), [("02", 301), ("06", 20_001), ("06", 200_001), ("18", 301)])
    def test_too_long_are_left_out_and_named(self, code: str, length: int) -> None:
        text = only(module(code, "x" * length))
        assert (text.modules, text.author) == ({}, "")
        assert "ist länger als" in text.remarks[0]

    def test_name_elements_that_are_new_in_them(self) -> None:
        assert only(module("02", "a", more="<xzufi:neu>1</xzufi:neu>")).remarks == (
            "Zeile 3: Nicht übernommen aus „modulText“: neu.",
        )

    def test_empty_are_none(self) -> None:
        assert said(module("06", "&lt;p&gt;&amp;nbsp;&lt;/p&gt;") + module("15", "")) == {}

    def test_without_a_number_are_named(self) -> None:
        text = only("<xzufi:modulText><xzufi:inhalt>a</xzufi:inhalt></xzufi:modulText>")
        assert "ohne Nummer" in text.remarks[0]

    def test_structured_name_what_nobody_knows(self) -> None:
        inner = "<xzufi:modulKosten><xzufi:kosten><xzufi:betrag>viel</xzufi:betrag><xzufi:neu>x</xzufi:neu></xzufi:kosten></xzufi:modulKosten>"
        assert said(inner) == {"kosten": "- viel Euro\n- neu x"}

    def test_said_too_often_end_where_a_text_must(self) -> None:
        text = only("".join(module("06", f"{number} " + "x" * 5_000) for number in range(500)))
        assert 15_000 < len(text.modules["de"]["volltext"]) <= 20_000
        assert len(text.remarks) == 101
        assert text.remarks[-1] == "Dazu kommen 397 weitere Hinweise."

    def test_half_an_approval_is_none(self) -> None:
        text = only(
            "<xzufi:modulFachlicheFreigabe><xzufi:fachlichFreigegebenAm>bald</xzufi:fachlichFreigegebenAm></xzufi:modulFachlicheFreigabe>"
        )
        assert text.approved is None
        assert "fachliche Freigabe" in text.remarks[0]


class TestLanguageOf:
    @pytest.mark.parametrize(
        ("code", "language"),
        [
            ("de", "de"), ("DE", "de"), ("de-DE", "de"), ("", "de"), ("en", "en"), ("en_GB", "en"), ("fr", None), ("", "de"),
            ("de-simple", "de-easy"), ("de-x-leicht", "de-easy"), ("de_LS", "de-easy"), ("de-easy", "de-easy"),
        ],
    )  # fmt: skip
    def test_reads_the_spellings_in_use(self, code: str, language: str | None) -> None:
        assert language_of(code) == language

    def test_reads_what_it_writes(self) -> None:
        assert [language_of(code_of(one)) for one in ("de", "de-easy", "en")] == ["de", "de-easy", "en"]
