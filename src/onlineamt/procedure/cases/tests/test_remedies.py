import pytest

from onlineamt.procedure.cases.remedies import (
    NoticeIncomplete,
    RemedyPlaces,
    Seat,
    appeal_notice,
    is_known_remedy,
    missing_for_notice,
    within_in_words,
)
from onlineamt.procedure.catalogue.definition import Remedy
from onlineamt.procedure.catalogue.values import CourtRules, Period, RemedyKind

TOWN = Seat(name="Stadt Musterstadt", street="Rathausplatz 1", postcode="45999", place="Musterstadt")
COURT = Seat(
    name="Verwaltungsgericht Musterhausen", street="Am Gericht 3", postcode="45901", place="Musterhausen"
)
PLACES = RemedyPlaces(authority=TOWN, courts={CourtRules.VWGO: COURT, CourtRules.FAMFG: COURT})
AT_TOWN = "Stadt Musterstadt, Rathausplatz 1, 45999 Musterstadt"
AT_COURT = "Verwaltungsgericht Musterhausen, Am Gericht 3, 45901 Musterhausen"


class TestAppealNotice:
    @pytest.mark.parametrize(
        ("remedy", "words"),
        [
            (
                Remedy(kind=RemedyKind.WIDERSPRUCH, period="P1M"),
                (
                    "innerhalb eines Monats nach Bekanntgabe Widerspruch",
                    "schriftlich, in elektronischer Form nach § 3a Absatz 2 des Verwaltungsverfahrensgesetzes",
                    "schriftformersetzend nach § 3a Absatz 3 des Verwaltungsverfahrensgesetzes und § 9a Absatz 5 des Onlinezugangsgesetzes",
                    "zur Niederschrift",
                    AT_TOWN,
                ),
            ),
            (
                Remedy(kind=RemedyKind.WIDERSPRUCH, period="P1M", rules=CourtRules.SGG),
                ("§ 36a Absatz 2 des Ersten Buches Sozialgesetzbuch", "im Ausland", "drei Monate", AT_TOWN),
            ),
            (
                Remedy(kind=RemedyKind.EINSPRUCH, period="P1M"),
                ("schriftlich oder elektronisch einzureichen", AT_TOWN),
            ),
            (
                Remedy(kind=RemedyKind.EINSPRUCH, period="P2W", rules=CourtRules.OWIG),
                ("innerhalb von zwei Wochen nach Zustellung", AT_TOWN),
            ),
            (
                Remedy(kind=RemedyKind.KLAGE, period="P1M"),
                ("innerhalb eines Monats nach Bekanntgabe Klage", "§ 55a", "zu Protokoll", AT_COURT),
            ),
            (Remedy(kind=RemedyKind.COURT_MOTION), ("Antrag auf gerichtliche Entscheidung", AT_COURT)),
        ],
    )
    def test_names_what_where_in_which_form_and_until_when(
        self, remedy: Remedy, words: tuple[str, ...]
    ) -> None:
        said = " ".join(appeal_notice(remedy, PLACES))

        assert [one for one in words if one not in said] == []
        assert "{" not in said

    def test_says_nothing_without_a_remedy(self) -> None:
        assert appeal_notice(Remedy(kind=RemedyKind.NONE), RemedyPlaces(authority=Seat())) == ()

    @pytest.mark.parametrize("lack", ["name", "street", "postcode", "place"])
    @pytest.mark.parametrize("kind", [RemedyKind.WIDERSPRUCH, RemedyKind.KLAGE])
    def test_is_never_given_with_a_hole(self, kind: RemedyKind, lack: str) -> None:
        parts = {"name": "N", "street": "S 1", "postcode": "45999", "place": "P"} | {lack: ""}
        seat = Seat(**parts)
        places = RemedyPlaces(authority=seat, courts={CourtRules.VWGO: seat})

        with pytest.raises(NoticeIncomplete):
            appeal_notice(Remedy(kind=kind, period="P1M"), places)

    def test_needs_a_period(self) -> None:
        assert missing_for_notice(Remedy(kind=RemedyKind.KLAGE), PLACES) == ("die Frist des Rechtsbehelfs",)

    def test_needs_the_court_of_the_right_jurisdiction(self) -> None:
        remedy = Remedy(kind=RemedyKind.KLAGE, period="P1M", rules=CourtRules.SGG)

        assert missing_for_notice(remedy, PLACES) == ("Name und Anschrift des Gerichts",)

    def test_has_no_words_for_what_the_law_does_not_know(self) -> None:
        assert not is_known_remedy(Remedy(kind=RemedyKind.WIDERSPRUCH, rules=CourtRules.FAMFG))
        assert is_known_remedy(Remedy(kind=RemedyKind.NONE))


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

    def test_has_no_words_for_a_mixture(self) -> None:
        with pytest.raises(ValueError, match="no words"):
            within_in_words(Period.parse("P1M3D"))
