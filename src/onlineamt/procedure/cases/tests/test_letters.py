from datetime import date

import pytest

from onlineamt.procedure.cases.letters import LetterFacts, appeal_notice, letter_content, within_in_words
from onlineamt.procedure.catalogue.definition import CentsParameter, CodesParameter, Fee, Remedy
from onlineamt.procedure.catalogue.values import FeeDue, Period, RemedyKind


class TestLetterContent:
    FACTS = LetterFacts(
        outcome="registered",
        answers={"hund": {"name": "Waldi"}},
        computed={"monate": "9"},
        fees={"tax": 11700},
        parameters={"rate": 15600, "breeds": ["a", "b"]},
        appeal_notice="",
        today=date(2026, 3, 20),
        received_on=date(2026, 3, 19),
        automatic_basis="§ 155 Abs. 4 AO",
    )
    CONTENT = letter_content(
        FACTS,
        fees=(Fee(name="tax", label="Steuer", amount="1", due=FeeDue.WITH_DECISION),),
        declared={
            "rate": CentsParameter(type="cents", default=1, label="Satz"),
            "breeds": CodesParameter(type="codes", codelist="breeds", default=(), label="Rassen"),
        },
    )

    def test_says_everything_as_people_read_it(self) -> None:
        assert self.CONTENT["fees"] == {"tax": {"label": "Steuer", "amount": "117,00 €"}}
        assert self.CONTENT["parameters"] == {"rate": "156,00 €", "breeds": "a, b"}
        assert self.CONTENT["received_on"] == "19. März 2026"
        assert self.CONTENT["automatic"] == {"legal_basis": "§ 155 Abs. 4 AO"}

    def test_leaves_empty_what_is_not_known(self) -> None:
        assert (self.CONTENT["due_on"], self.CONTENT["reasons"]) == ("", None)


class TestAppealNotice:
    @pytest.mark.parametrize(
        ("kind", "words"),
        [
            (RemedyKind.WIDERSPRUCH, "innerhalb eines Monats nach Bekanntgabe Widerspruch"),
            (RemedyKind.EINSPRUCH, "Einspruch einlegen"),
            (RemedyKind.KLAGE, "beim Verwaltungsgericht Musterstadt"),
            (RemedyKind.COURT_MOTION, "Antrag auf gerichtliche Entscheidung"),
        ],
    )
    def test_names_what_where_and_until_when(self, kind: RemedyKind, words: str) -> None:
        remedy = Remedy(kind=kind, period="P1M")
        assert words in appeal_notice(remedy, authority="der Stadt", court="Verwaltungsgericht Musterstadt")

    def test_says_nothing_without_a_remedy(self) -> None:
        assert appeal_notice(Remedy(kind=RemedyKind.NONE), authority="", court="") == ""


class TestWithinInWords:
    @pytest.mark.parametrize(
        ("period", "words"),
        [
            ("P1M", "innerhalb eines Monats"),
            ("P3M", "innerhalb von drei Monaten"),
            ("P1W", "innerhalb einer Woche"),
            ("P14D", "innerhalb von zwei Wochen"),
            ("P10D", "innerhalb von 10 Tagen"),
        ],
    )
    def test_says_a_period(self, period: str, words: str) -> None:
        assert within_in_words(Period.parse(period)) == words
