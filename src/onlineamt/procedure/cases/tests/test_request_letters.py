from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from onlineamt.facilities.letters.procedure_letter import LetterData, render_letter, render_letter_html
from onlineamt.facilities.letters.tests.factories import LETTERHEAD, OFFICE
from onlineamt.facilities.letters.tests.reading import attachments_of, text_of
from onlineamt.foundation.core.languages import Language
from onlineamt.procedure.cases.letters import Correspondence
from onlineamt.procedure.cases.remedies import RemedyPlaces, Seat
from onlineamt.procedure.cases.request_letters import (
    REQUEST_FILE,
    RequestedItem,
    RequestFacts,
    evidence_request_letter,
)
from onlineamt.procedure.catalogue.values import ProcedureLaw

FACTS = RequestFacts(
    reference="HUND-7K4M-2PQX",
    service_title="Hund anmelden",
    received_on=date(2026, 11, 22),
    items=(
        RequestedItem(
            label="Sachkundenachweis", explanation="Von der Tierarztpraxis", in_short="Proof of skill"
        ),
        RequestedItem(label="Nachweis der Versicherung"),
    ),
    until=date(2026, 12, 14),
    today=date(2026, 11, 23),
    answer_url="https://musterstadt.example/status",
    asked_by="Sabine Amt",
    message="Bitte achten Sie auf:\n- #panic()\n- *Lesbarkeit*",
)


def letter(
    facts: RequestFacts = FACTS, language: Language = Language.GERMAN, law: ProcedureLaw = ProcedureLaw.AO
) -> LetterData:
    correspondence = Correspondence(
        letterhead=LETTERHEAD,
        office=OFFICE,
        places=RemedyPlaces(authority=Seat()),
        recipient=("Erika Mustermann", "Lindenweg 7", "99999 Musterstadt"),
        language=language,
    )
    return evidence_request_letter(
        facts,
        law=law,
        correspondence=correspondence,
        machine_readable=b'{"items":2}',
        at=datetime(2026, 11, 23, tzinfo=UTC),
    )


class TestEvidenceRequestLetter:
    def test_says_that_papers_are_uploaded_where_some_are_asked_for(self) -> None:
        papers = replace(FACTS, items=(replace(FACTS.items[0], is_paper=True),), answer_code="K4M2-PQX7")
        asked = "Online mit Ihrer Referenznummer HUND-7K4M-2PQX"
        assert letter(papers).content["online"] == f"{asked} und dem Code K4M2-PQX7, auch mit Fotos und PDFs:"
        assert letter().content["online"] == f"{asked}:"

    def test_says_what_until_when_how_and_what_otherwise(self) -> None:
        pdf = render_letter(letter())
        text = text_of(pdf)

        for words in (
            "Bitte um Angaben: Hund anmelden",
            "Sachkundenachweis; Nachweis der Versicherung",
            "Von der Tierarztpraxis",
            "Bitte antworten Sie bis zum 14. Dezember 2026.",
            "https://musterstadt.example/status",
            "Steueramt, Rathausplatz 1, 99999 Musterstadt",
            "§ 90 Absatz 1 der Abgabenordnung",
            "Im Auftrag Sabine Amt",
        ):
            assert words in text
        assert attachments_of(pdf) == {REQUEST_FILE: b'{"items":2}'}

    def test_shows_what_the_caseworker_wrote_as_text(self) -> None:
        page = render_letter_html(letter())

        assert "<li>#panic()</li>" in page
        assert "<li>*Lesbarkeit*</li>" in page

    def test_carries_no_remedy(self) -> None:
        assert letter().appeal_notice == ()

    @pytest.mark.parametrize("law", ProcedureLaw)
    def test_names_the_consequence_of_every_law(self, law: ProcedureLaw) -> None:
        assert "Ohne Ihre Antwort" in text_of(render_letter(letter(law=law))) or law is ProcedureLaw.VWVFG

    def test_warns_in_writing_of_what_social_law_permits(self) -> None:
        assert "§ 66 des Ersten Buches Sozialgesetzbuch" in text_of(
            render_letter(letter(law=ProcedureLaw.SGB))
        )

    def test_says_the_most_important_in_the_language_of_the_person(self) -> None:
        short = letter(language=Language.ENGLISH).in_short

        assert short is not None
        assert [line for _, line in short.lines][:2] == [
            "Proof of skill; Nachweis der Versicherung",
            "Please answer by 14 December 2026. If you need more time, tell us before that day.",
        ]
        assert len(short.lines) == len(letter().cover) == 5

    def test_has_room_for_many_things(self) -> None:
        many = tuple(
            RequestedItem(label=f"Nachweis {number}", explanation="Wort " * 30) for number in range(40)
        )
        text = text_of(render_letter(letter(replace(FACTS, items=many))))

        assert "Nachweis 39" in text
