"""How hard a text is to read, in numbers that others get as well."""

import pytest

from onlineamt.packages.check.reading_level import reading_level

EASY = "Sie haben einen Hund. Der Hund wohnt bei Ihnen. Dann sagen Sie es der Stadt. Das geht hier. Es kostet Geld. Wie viel, steht im Brief."
HARD = (
    "Die Genehmigungsbehörde entscheidet unverzüglich unter Berücksichtigung der Zuständigkeitsverordnung. "
    * 4
)


class TestReadingLevel:
    def test_counts_words_of_sentences_and_long_words(self) -> None:
        assert reading_level("eins zwei drei vier fünf. " * 5) == 5
        assert reading_level("eins zwei drei vier zwanzig. " * 5) == 25

    def test_tells_easy_from_hard(self) -> None:
        easy, hard = reading_level(EASY), reading_level(HARD)
        assert easy is not None
        assert hard is not None
        assert easy < 30
        assert hard > 60

    @pytest.mark.parametrize("prose", ["", "Kurz.", "123 456", "- eins\n- zwei"])
    def test_says_nothing_of_what_is_too_short(self, prose: str) -> None:
        assert reading_level(prose) is None

    def test_takes_a_list_for_sentences_and_no_address_for_words(self) -> None:
        listed = "\n".join(["- ein Foto vom Hund"] * 10)
        linked = listed.replace("Foto", "[Foto](https://musterstadt.example/genehmigungsverfahren)")
        assert reading_level(listed) == reading_level(linked) == 4
