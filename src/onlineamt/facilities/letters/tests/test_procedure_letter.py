import json
import re
from html import unescape
from pathlib import Path

import pytest

from onlineamt.facilities.letters.procedure_letter import (
    DECISION_FILE,
    LetterData,
    make_letter_pdf,
    preview_pdf,
    render_letter,
    render_letter_html,
)
from onlineamt.facilities.letters.procedure_words import LETTER_WORDS
from onlineamt.facilities.letters.sealing import sealer
from onlineamt.facilities.letters.tests.paper import read_on_paper
from onlineamt.facilities.letters.tests.procedure_letters import BODY, IN_SHORT, LETTER, make_letter
from onlineamt.facilities.letters.tests.reading import (
    attachments_of,
    catalogue_of,
    metadata_of,
    page_count,
    structure_of,
    text_of,
)
from onlineamt.facilities.letters.verification import examine

WRITTEN = [
    '#import "x.typ": * #panic("x") #read("/etc/passwd")',
    "*fett* _kursiv_ $x^2$ `code` <marke> @verweis \\ ~ --",
    "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "]} // Kommentar /* so */ \"'",
    "محمد بن عبد الله",
    "Waldi 🐕 👩‍👩‍👧 👍🏽",
    "Đặng Ľubomír Ŋâŝḩ",
]


def about(written: str) -> LetterData:
    return make_letter(
        content={**LETTER.content, "name": written, "gruende": written},
        recipient=(written,),
        cover=(("Entschieden", written),),
        appeal_notice=(written,),
    )


def bare(text: str) -> str:
    """The letters and digits alone: lines, hyphens and invisible characters belong to a medium."""
    return "".join(re.findall(r"\w", text.replace("\u00ad", "")))


def words_on_paper(pdf: bytes, folder: Path) -> str:
    return bare(re.sub(r"-\n", "", read_on_paper(pdf, folder, "-raw")))


def pieces(html: str) -> list[str]:
    """Return the texts of a page, block by block."""
    inline = re.sub(r"</?(?:strong|a|em)\b[^>]*>", "", html)
    return [unescape(piece) for piece in re.split(r"<[^>]*>", inline) if piece.strip()]


def in_the_window(pdf: bytes, folder: Path) -> list[str]:
    """Return the lines that the window of an envelope shows, below the return line."""
    window = ["-x", "57", "-y", "179", "-W", "241", "-H", "77"]  # points: 20 mm, 63 mm, 85 mm, 27 mm
    shown = read_on_paper(pdf, folder, "-l", "1", "-r", "72", "-layout", *window)
    return [line.strip() for line in shown.splitlines() if line.strip("\f ")]


class TestRenderLetter:
    def test_says_the_most_important_before_everything_else(self) -> None:
        text = text_of(render_letter(make_letter()))
        order = (
            "Hundesteuerbescheid",
            "Das Wichtigste",
            "Ihr Hund ist angemeldet.",
            "Wir setzen die Hundesteuer auf 117,00 € fest.",
            "Gründe",
            "Wie diese Entscheidung entstanden ist",
            "So bezahlen Sie",
            "Rechtsbehelfsbelehrung",
            "Echtheit prüfen",
        )
        places = [text.index(words) for words in order]

        assert places == sorted(places)

    def test_says_how_to_pay(self) -> None:
        text = text_of(render_letter(make_letter()))

        for words in (
            "DE02 1203 0000 0000 2020 51",
            "24. Dezember 2026",
            "4711.0815.42",
            "Sparkasse Musterstadt",
        ):
            assert words in text

    def test_leaves_out_what_there_is_not(self) -> None:
        bare_letter = make_letter(payment=None, origin=None, appeal_notice=(), cover=(), verify_url="")
        text = text_of(render_letter(bare_letter))

        for word in ("payment", "origin", "appeal", "cover", "verify"):
            assert LETTER_WORDS[word] not in text

    def test_gives_the_same_bytes_for_the_same_letter(self) -> None:
        assert render_letter(make_letter()) == render_letter(make_letter())

    def test_carries_the_decision_for_machines(self) -> None:
        pdf = render_letter(make_letter())

        assert attachments_of(pdf) == {DECISION_FILE: LETTER.machine_readable}
        assert json.loads(LETTER.machine_readable) == {"outcome": "registered"}
        assert catalogue_of(pdf)["/AF"][0].get_object()["/AFRelationship"] == "/Data"

    def test_is_made_as_archivable_and_accessible(self) -> None:
        pdf = render_letter(make_letter())

        assert re.search(r"pdfaid:part>3<", metadata_of(pdf))
        assert re.search(r"pdfaid:conformance>A<", metadata_of(pdf))
        assert re.search(r"pdfuaid:part>1<", metadata_of(pdf))
        assert catalogue_of(pdf)["/Lang"] == "de-DE"

    def test_has_one_subject_and_headings_in_order(self) -> None:
        headings = [kind for kind in structure_of(render_letter(make_letter())) if re.fullmatch(r"H\d", kind)]

        assert headings == ["H1", "H2", "H2", "H2", "H2", "H2"]

    def test_says_it_in_short_in_the_language_of_the_person(self) -> None:
        text = text_of(render_letter(make_letter(in_short=IN_SHORT)))

        assert (
            "In short Decided Your dog is registered. This is only a help. The German text is binding."
            in text
        )

    def test_is_signed_by_name_or_by_the_authority(self) -> None:
        assert "Grüßen Im Auftrag Sabine Amt" in text_of(render_letter(make_letter(signed_by="Sabine Amt")))
        assert "Grüßen Stadt Musterstadt Steueramt" in text_of(render_letter(make_letter()))

    @pytest.mark.parametrize("written", WRITTEN)
    def test_shows_what_people_wrote_as_text_and_never_as_markup(self, written: str) -> None:
        text = text_of(render_letter(about(written)))

        assert bare(text).count(bare(written)) >= 4 or not written.isascii()
        assert LETTER_WORDS["replacements"][:30] not in text

    def test_lets_no_invisible_character_turn_an_amount_around(self) -> None:
        letter = about("\u202e00,711\u202c und Wal\u200bdi\u2060")

        for shown in (text_of(render_letter(letter)), render_letter_html(letter)):
            assert "00,711 und Waldi" in shown
            assert "\u202e" not in shown

    def test_breaks_a_word_of_ten_thousand_letters(self) -> None:
        pdf = render_letter(make_letter(content={**LETTER.content, "gruende": "A" * 10_000}))

        assert text_of(pdf).count("A") >= 10_000
        assert 4 <= page_count(pdf) <= 9

    def test_says_when_it_had_to_replace_a_character(self) -> None:
        assert LETTER_WORDS["replacements"][:60] in text_of(render_letter(about("王小明")))

    def test_shows_every_line_of_an_address_abroad_in_the_window(self, tmp_path: Path) -> None:
        recipient = (
            "Maximiliane-Charlotte von Musterfrau-Beispielhausen",
            "bei Familie Müller",
            "Résidence du Modèle, Bâtiment C, 4e étage",
            "128 bis, boulevard du Général-de-l’Exemple",
            "75001 Saint-Modèle-sur-Exemple-en-Provence",
            "Provence-Alpes-Côte d’Azur",
            "FRANKREICH",
        )
        assert in_the_window(render_letter(make_letter(recipient=recipient)), tmp_path) == list(recipient)

    def test_keeps_a_long_name_in_the_window(self, tmp_path: Path) -> None:
        recipient = (
            "Dr. Karl-Theodor Maria Nikolaus Freiherr von und zu Musterhausen-Beispielberg",
            "Lindenweg 7",
        )
        first, second = in_the_window(render_letter(make_letter(recipient=recipient)), tmp_path)
        assert "Dr. Karl-Theodor Maria Nikolaus Freiherr" in first
        assert second == "Lindenweg 7"


class TestPreviewPdf:
    def test_says_on_every_page_and_aloud_that_it_is_a_draft(self) -> None:
        pdf = preview_pdf(make_letter(content={**LETTER.content, "gruende": "Wort " * 2_000}))

        assert page_count(pdf) > 2
        assert text_of(pdf).count("ENTWURF") == page_count(pdf)
        assert LETTER_WORDS["draft_note"] in text_of(pdf)

    def test_cannot_be_taken_for_the_letter(self) -> None:
        pdf = preview_pdf(make_letter())

        assert attachments_of(pdf) == {}
        assert "Echtheit" not in text_of(pdf)


class TestMakeLetterPdf:
    def test_is_sealed(self) -> None:
        pdf = make_letter_pdf(make_letter())

        assert examine(pdf, authorities=sealer().authorities()).is_genuine
        assert attachments_of(pdf) == {DECISION_FILE: LETTER.machine_readable}


class TestRenderLetterHtml:
    def test_says_the_same_in_the_same_words(self, tmp_path: Path) -> None:
        letter = make_letter(in_short=IN_SHORT, signed_by="Sabine Amt")
        paper, page = words_on_paper(render_letter(letter), tmp_path), render_letter_html(letter)

        missing = [piece for piece in pieces(page) if bare(piece) not in paper]
        assert missing == []
        for piece in map(bare, sorted(pieces(page), key=len, reverse=True)):
            paper = paper.replace(piece, "", 1)
        assert "entschieden" not in paper.lower()
        assert len(paper) < 800  # address, information block, codes, heads and feet

    def test_has_headings_from_the_second_level(self) -> None:
        assert re.findall(r"<(h\d)", render_letter_html(make_letter())) == ["h2", *["h3"] * 5]

    @pytest.mark.parametrize("written", WRITTEN)
    def test_shows_what_people_wrote_as_text_and_never_as_markup(self, written: str) -> None:
        page = render_letter_html(about(written))

        assert bare(written) in bare(unescape(re.sub(r"<[^>]*>", "", page)))
        assert not re.search(r"<(script|img)|onerror=(?!alert\(1\)&gt;)", page)

    def test_lets_no_program_and_no_style_of_a_package_through(self) -> None:
        hostile = """
#html.elem("script")[alert(1)]
#html.elem("style")[body { display: none }]
#html.elem("p", attrs: (onclick: "alert(1)", style: "color: red", class: "oa-button", id: "x"))[Absatz]
#html.elem("iframe", attrs: (src: "https://x.example"))
#html.elem("a", attrs: (href: "javascript:alert(1)"))[Link]
#html.elem("form", attrs: (action: "https://x.example"))[#html.elem("input")]
"""
        page = render_letter_html(
            make_letter(bodies={"bescheid": BODY + '#context if target() == "html" {[' + hostile + "]}"})
        )

        assert "Absatz" in page
        for word in ("script", "alert", "style", "onclick", "iframe", "form", "input", "oa-button", "id="):
            assert word not in page
