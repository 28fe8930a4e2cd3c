from datetime import UTC, date, datetime
from typing import Any

import pytest

from onlineamt.facilities.letters.girocode import PaymentDetails
from onlineamt.facilities.letters.tests.factories import LETTERHEAD, OFFICE
from onlineamt.foundation.core.languages import Language
from onlineamt.procedure.cases.letters import (
    Correspondence,
    DecidingRule,
    LetterFacts,
    LetterService,
    confirmation_letter,
    decision_letter,
    letter_content,
    origin_of,
    payment_notes,
    reason_blocks,
)
from onlineamt.procedure.cases.remedies import NoticeIncomplete, RemedyPlaces, Seat
from onlineamt.procedure.catalogue.definition import CentsParameter, CodesParameter, Fee, PlainOutcome, Remedy
from onlineamt.procedure.catalogue.values import FeeDue, ProcedureLaw, RemedyKind

TOWN = Seat(name="Stadt Musterstadt", street="Rathausplatz 1", postcode="45999", place="Musterstadt")
PAYMENT = PaymentDetails(
    payee="Stadt Musterstadt",
    iban="DE02120300000000202051",
    bank="Sparkasse Musterstadt",
    amount_cents=11700,
    due_on=date(2026, 4, 20),
    purpose="4711.0815.42",
)
FACTS = LetterFacts(
    outcome="registered",
    answers={"hund": {"name": "Waldi"}},
    computed={"monate": "9"},
    fees={"tax": 11700},
    parameters={"rate": 15600, "breeds": ["a", "b"]},
    today=date(2026, 3, 20),
    received_on=date(2026, 3, 19),
    rule=DecidingRule(legal_basis="§ 155 Abs. 4 AO", facts=(("Rasse", "Dackel"),)),
    reference="HUND-7K4M",
    payment=PAYMENT,
)
SERVICE = LetterService(
    bodies={"bescheid": '#let subject = "Bescheid"'},
    fees=(Fee(name="tax", label="Steuer", amount="1", due=FeeDue.WITH_DECISION),),
    parameters={
        "rate": CentsParameter(type="cents", default=1, label="Satz"),
        "breeds": CodesParameter(type="codes", codelist="breeds", default=(), label="Rassen"),
    },
    law=ProcedureLaw.AO,
    remedy=Remedy(kind=RemedyKind.WIDERSPRUCH, period="P1M"),
    plain={
        Language.GERMAN: PlainOutcome(decided="Ihr Hund ist angemeldet."),
        Language.ENGLISH: PlainOutcome(decided="Your dog is registered.", to_do="Put the tag on its collar."),
    },
)
CORRESPONDENCE = Correspondence(
    letterhead=LETTERHEAD, office=OFFICE, places=RemedyPlaces(authority=TOWN), recipient=("Erika Mustermann",)
)


def letter(facts: LetterFacts = FACTS, correspondence: Correspondence = CORRESPONDENCE, **others: Any) -> Any:
    return decision_letter(
        facts,
        body="bescheid",
        service=others.get("service", SERVICE),
        correspondence=correspondence,
        machine_readable=b"{}",
        at=datetime(2026, 3, 20, 12, tzinfo=UTC),
    )


class TestLetterContent:
    CONTENT = letter_content(FACTS, fees=SERVICE.fees, declared=SERVICE.parameters)

    def test_says_everything_as_people_read_it(self) -> None:
        assert self.CONTENT["fees"] == {"tax": {"label": "Steuer", "amount": "117,00 €"}}
        assert self.CONTENT["parameters"] == {"rate": "156,00 €", "breeds": "a, b"}
        assert self.CONTENT["received_on"] == "19. März 2026"
        assert self.CONTENT["due_on"] == "20. April 2026"
        assert self.CONTENT["automatic"] == {"legal_basis": "§ 155 Abs. 4 AO"}

    def test_leaves_empty_what_is_not_known(self) -> None:
        assert (self.CONTENT["deadline"], self.CONTENT["reasons"]) == ("", [])


class TestReasonBlocks:
    def test_knows_paragraphs_and_lists(self) -> None:
        text = "Erstens.\nZweite Zeile.\n\nNeuer Absatz:\n- eins\n• zwei\nEnde"

        assert reason_blocks(text) == [
            {"kind": "paragraph", "lines": ["Erstens.", "Zweite Zeile."]},
            {"kind": "paragraph", "lines": ["Neuer Absatz:"]},
            {"kind": "list", "lines": ["eins", "zwei"]},
            {"kind": "paragraph", "lines": ["Ende"]},
        ]

    @pytest.mark.parametrize("text", ["", "\n\n", "   "])
    def test_makes_nothing_of_nothing(self, text: str) -> None:
        assert reason_blocks(text) == []


class TestDecisionLetter:
    def test_says_the_most_important_in_five_lines(self) -> None:
        assert [line for _, line in letter().cover] == [
            "Ihr Hund ist angemeldet.",
            "Zahlen Sie 117,00 € bis zum 20. April 2026.",
            "Sonst müssen Sie nichts tun.",
            "Sie können innerhalb eines Monats nach Bekanntgabe Widerspruch erheben. Wie das geht, steht am Ende.",
            "Steueramt, Telefon 0999 123-450. Nennen Sie bitte HUND-7K4M.",
        ]

    def test_says_it_in_the_language_of_the_person_as_well(self) -> None:
        short = letter(correspondence=_speaking(Language.ENGLISH)).in_short

        assert short.language is Language.ENGLISH
        assert [line for _, line in short.lines][:3] == [
            "Your dog is registered.",
            "Please pay €117.00 by 20 April 2026.",
            "Put the tag on its collar.",
        ]

    def test_says_it_once_where_the_package_has_no_words_in_that_language(self) -> None:
        assert letter(correspondence=_speaking(Language.PLAIN_GERMAN)).in_short is None

    def test_is_never_made_without_the_seat_that_a_remedy_goes_to(self) -> None:
        nowhere = Correspondence(
            letterhead=LETTERHEAD,
            office=OFFICE,
            places=RemedyPlaces(authority=Seat(name="Stadt")),
            recipient=(),
        )

        with pytest.raises(NoticeIncomplete, match="Anschrift der Behörde"):
            letter(correspondence=nowhere)

    def test_names_who_decided_or_that_nobody_did(self) -> None:
        assert ("Bearbeitet", "automatisch") in letter().information
        assert letter().signed_by == ""

    def test_explains_itself_only_where_no_person_decided(self) -> None:
        by_a_person = letter(facts=_decided_by("Sabine Amt"))

        assert letter().origin.facts == (("Rasse", "Dackel"),)
        assert by_a_person.origin is None
        assert by_a_person.signed_by == "Sabine Amt"


class TestOriginOf:
    def test_names_the_law_that_permits_it_unless_the_rule_has_done_so(self) -> None:
        told = origin_of(DecidingRule(legal_basis="§ 12 KAG NRW i. V. m. § 155 Abs. 4 AO"), ProcedureLaw.AO)
        added = origin_of(DecidingRule(legal_basis="§ 5 der Satzung"), ProcedureLaw.VWVFG)

        assert "§ 12 KAG NRW i. V. m. § 155 Abs. 4 AO." in told.paragraphs[0]
        assert "§ 5 der Satzung und § 35a des Verwaltungsverfahrensgesetzes." in added.paragraphs[0]

    def test_offers_a_human_look(self) -> None:
        told = origin_of(DecidingRule(legal_basis="§ 5"), ProcedureLaw.VWVFG)

        assert "dass ein Mensch die Entscheidung prüft" in told.paragraphs[1]
        assert len(told.paragraphs) == 2  # without facts nothing announces them


class TestPaymentNotes:
    def test_says_that_a_remedy_does_not_put_off_paying(self) -> None:
        assert payment_notes(SERVICE.remedy) == (
            "Bitte zahlen Sie auch dann rechtzeitig, wenn Sie Widerspruch erheben.",
        )
        assert payment_notes(Remedy(kind=RemedyKind.NONE)) == ()


class TestConfirmationLetter:
    def test_decides_nothing(self) -> None:
        made = confirmation_letter(
            FACTS,
            body="bescheid",
            service=SERVICE,
            correspondence=CORRESPONDENCE,
            machine_readable=b"{}",
            at=datetime(2026, 3, 20, 12, tzinfo=UTC),
        )

        assert (made.cover, made.appeal_notice, made.payment, made.origin) == ((), (), None, None)


def _speaking(language: Language) -> Correspondence:
    return Correspondence(
        letterhead=LETTERHEAD,
        office=OFFICE,
        places=RemedyPlaces(authority=TOWN),
        recipient=(),
        language=language,
    )


def _decided_by(name: str) -> LetterFacts:
    return LetterFacts(
        outcome="registered",
        answers={},
        computed={},
        fees={},
        parameters={},
        today=date(2026, 3, 20),
        received_on=date(2026, 3, 19),
        decided_by=name,
    )
