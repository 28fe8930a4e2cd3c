import json
import re
from datetime import UTC, datetime

import pytest

from onlineamt.facilities.letters.receipt import ShownAnswer, ShownGroup, render_receipt
from onlineamt.facilities.letters.receipt_words import RECEIPT_WORDS
from onlineamt.facilities.letters.tests.factories import make_receipt, receipt_about
from onlineamt.facilities.letters.tests.reading import (
    attachments_of,
    catalogue_of,
    metadata_of,
    page_count,
    structure_of,
    text_of,
)
from onlineamt.foundation.core.canonical import digest
from onlineamt.foundation.core.languages import Language

MARKUP = (
    '#panic("x") *fett* _kursiv_ $x^2$ `code` <marke> @verweis \\ #let a = 1 [Inhalt] ~ -- https://x.example'
)
NAMES = [
    "محمد بن عبد الله",
    "שלום",
    "Waldi 🐕 👩‍👩‍👧 👍🏽",
    "Đặng Ľubomír Ŋâŝḩ",
    "Олександра",
    "Γεώργιος",
    "a\u0301",
    "",
]


class TestRenderReceipt:
    def test_says_what_arrived_when_and_where(self) -> None:
        text = text_of(render_receipt(make_receipt()))

        for words in (
            "Eingangsbestätigung: Hund anmelden",
            "HUND-7K4M-2PQX",
            "22. November 2026 um 22:41 Uhr",
            "Stadt Musterstadt, Steueramt",
            "Rathausplatz 1, 99999 Musterstadt",
            "Name des Hundes Waldi",
            "Chipnummer keine Angabe",
            "Das Steueramt prüft Ihre Angaben.",
            "https://musterstadt.example/echtheit Code: 7K4MQ-2PQXA-BCDEF-GHJKM-NPQRS",
            "Vorführung: Diese Behörde gibt es nicht.",
            "Seite 1 von",
        ):
            assert words in text

    def test_shows_berlin_time_on_the_night_the_clock_is_put_back(self) -> None:
        text = text_of(render_receipt(make_receipt(received_at=datetime(2026, 10, 24, 22, 30, tzinfo=UTC))))

        assert "25. Oktober 2026 um 00:30 Uhr" in text

    def test_gives_the_same_bytes_for_the_same_receipt(self) -> None:
        assert render_receipt(make_receipt()) == render_receipt(make_receipt())

    def test_carries_the_answers_for_machines_and_their_hash(self) -> None:
        receipt = make_receipt()
        pdf = render_receipt(receipt)

        assert attachments_of(pdf) == {"angaben.json": receipt.answers}
        assert json.loads(receipt.answers) == {"hund.name": "Waldi"}
        assert digest(receipt.answers) in text_of(pdf).replace(" ", "")

    def test_is_made_as_archivable_and_accessible(self) -> None:
        pdf = render_receipt(make_receipt())
        metadata, catalogue = metadata_of(pdf), catalogue_of(pdf)

        assert re.search(r"pdfaid:part>3<", metadata)
        assert re.search(r"pdfaid:conformance>A<", metadata)
        assert re.search(r"pdfuaid:part>1<", metadata)
        assert catalogue["/Lang"] == "de-DE"
        assert catalogue["/MarkInfo"]["/Marked"]

    def test_is_read_aloud_in_order_from_heading_to_heading(self) -> None:
        headings = [
            kind for kind in structure_of(render_receipt(make_receipt())) if re.fullmatch(r"H\d", kind)
        ]

        assert headings == ["H1", "H2", "H2", "H2", "H3", "H2"]

    @pytest.mark.parametrize("language", Language)
    def test_speaks_the_language_of_the_person(self, language: Language) -> None:
        pdf = render_receipt(make_receipt(language=language))

        assert RECEIPT_WORDS[language]["answers"] in text_of(pdf)
        assert catalogue_of(pdf)["/Lang"] == ("en-GB" if language is Language.ENGLISH else "de-DE")

    def test_shows_what_people_typed_as_text_and_never_as_markup(self) -> None:
        text = text_of(render_receipt(receipt_about(MARKUP)))

        assert MARKUP.replace(" ", "") in text.replace(" ", "")

    @pytest.mark.parametrize("name", NAMES)
    def test_prints_names_of_all_sorts(self, name: str) -> None:
        text = text_of(render_receipt(receipt_about(name)))

        assert RECEIPT_WORDS[Language.GERMAN]["replacements"][:40] not in text

    def test_says_when_it_had_to_replace_a_character(self) -> None:
        text = text_of(render_receipt(receipt_about("王小明")))

        assert "steht für ein Schriftzeichen, das wir nicht drucken können" in text

    def test_breaks_a_word_of_ten_thousand_letters(self) -> None:
        pdf = render_receipt(receipt_about("A" * 10_000))

        assert text_of(pdf).count("A") >= 10_000
        assert 5 <= page_count(pdf) <= 9

    def test_repeats_the_group_on_the_pages_it_runs_over(self) -> None:
        answers = tuple(ShownAnswer(f"Frage {number}", "Antwort " * 40) for number in range(30))
        pdf = render_receipt(make_receipt(groups=(ShownGroup("Betrieb und Inhaber", answers),)))

        assert page_count(pdf) > 3
        assert (
            text_of(pdf).count("Betrieb und Inhaber") >= page_count(pdf) - 1
        )  # the last may only say how to check

    def test_needs_no_address_and_no_next_step(self) -> None:
        text = text_of(render_receipt(make_receipt(recipient=(), next_steps=())))

        assert "So geht es weiter" not in text

    def test_has_every_word_in_every_language(self) -> None:
        keys = {language: set(words) for language, words in RECEIPT_WORDS.items()}

        assert set(keys) == set(Language)
        assert len(set(map(frozenset, keys.values()))) == 1
