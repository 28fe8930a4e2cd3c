"""What German registers can hold, and what they cannot."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onlineamt.foundation.core.latin import each_sequence, foreign_in, spell_latin

NAMES = (
    "Erika Mustermann",
    "Müller-Lüdenscheidt",
    "Łukasz Żółkiewski",
    "Nguyễn Thị Hương",
    "D’Angelo",
    "Þórsdóttir",
    "Ceaușescu",
    "Ənvər Məmmədov",
    "Čapek",
    "J\u030cemal",
    "K\u035fhalid",
    "ẞ",
)


@pytest.mark.parametrize("name", NAMES)
def test_takes_the_names_of_europe(name: str) -> None:
    assert foreign_in(spell_latin(name), is_name=True) is None


@pytest.mark.parametrize(
    ("text", "foreign"),
    [
        ("Ерика", "Е"),
        ("Erika Μ.", "Μ"),
        ("李", "李"),
        ("Erika 2", "2"),
        ("Erika ❤", "❤"),
        ("ErikaX\u0300", "X\u0300"),
        ("Erika\u200b", "\u200b"),
        ("Erika & Max", "&"),
    ],
)
def test_names_the_first_character_that_no_name_has(text: str, foreign: str) -> None:
    assert foreign_in(text, is_name=True) == foreign


def test_takes_digits_and_signs_where_no_name_is_meant() -> None:
    assert foreign_in("Lindenweg 12 a (Hinterhaus), 3 m² × 4", is_name=False) is None
    assert foreign_in("Линденвег", is_name=False) == "Л"


def test_spells_what_telephones_type() -> None:
    assert spell_latin("O‘Neill–Smith") == "O’Neill-Smith"
    assert spell_latin("Mu\u0308ller") == "Müller"


def test_knows_every_letter_with_marks_in_its_composed_spelling() -> None:
    sequences = list(each_sequence())
    assert len(sequences) == len(set(sequences)) == 149
    for sequence in sequences:
        assert unicodedata.normalize("NFC", sequence) == sequence
        assert foreign_in(f"a{sequence}b", is_name=True) is None


@given(st.text(max_size=40))
def test_finds_something_foreign_or_nothing_in_any_text(text: str) -> None:
    spelled = spell_latin(text)
    foreign = foreign_in(spelled, is_name=False)
    assert foreign is None or (foreign and foreign in spelled)
    if foreign_in(spelled, is_name=True) is None:
        assert foreign is None
