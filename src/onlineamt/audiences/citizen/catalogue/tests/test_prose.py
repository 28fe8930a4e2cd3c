"""Text modules as HTML, and nothing else in them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onlineamt.audiences.citizen.catalogue.prose import first_sentence, numbered, prose


class TestProse:
    @pytest.mark.parametrize(
        ("text", "html"),
        [
            ("Ein Satz.\nNoch einer.", "<p>Ein Satz. Noch einer.</p>"),
            ("Eins.\n\nZwei.", "<p>Eins.</p><p>Zwei.</p>"),
            ("- a\n- b", "<ul><li>a</li><li>b</li></ul>"),
            ("1. a\n2. b", "<ol><li>a</li><li>b</li></ol>"),
            ("- lang\n  und weiter", "<ul><li>lang und weiter</li></ul>"),
            ("Dazu:\n- a\n- b", "<p>Dazu:</p><ul><li>a</li><li>b</li></ul>"),
            ("**wichtig**", "<p><strong>wichtig</strong></p>"),
            (
                "[hier](https://a.example/b?c=d&e)",
                '<p><a href="https://a.example/b?c=d&amp;e" rel="external">hier</a></p>',
            ),
            ("[nein](javascript:alert)", "<p>[nein](javascript:alert)</p>"),
            ('<b onclick="x">', "<p>&lt;b onclick=&#34;x&#34;&gt;</p>"),
            ("", ""),
        ],
    )
    def test_shows_paragraphs_lists_bold_words_and_links(self, text: str, html: str) -> None:
        assert prose(text) == html

    def test_keeps_the_lines_of_plain_german(self) -> None:
        assert prose("Ein Satz.\nNoch einer.", keep_lines=True) == "<p>Ein Satz.<br>Noch einer.</p>"

    @given(st.text())
    def test_lets_no_tag_through(self, text: str) -> None:
        assert "<script" not in prose(f"<script>{text}")


class TestNumbered:
    def test_takes_a_list_apart(self) -> None:
        assert numbered("1. a\n2. **b**\n") == ("a", "<strong>b</strong>")

    @pytest.mark.parametrize("text", ["", "a", "- a", "Vorher:\n1. a", "1. a\n\nDanach."])
    def test_leaves_everything_else_whole(self, text: str) -> None:
        assert numbered(text) == ()


class TestFirstSentence:
    @pytest.mark.parametrize(
        ("text", "sentence"),
        [
            ("Zwei Wochen. Danach nicht mehr.", "Zwei Wochen."),
            ("29 Euro (§ 47 AufenthV).", "29 Euro (§ 47 AufenthV)."),
            ("Das kostet z. B. nichts", "Das kostet z. B. nichts"),
            ("- a\n- b", ""),
            ("", ""),
        ],
    )
    def test_stands_for_the_text_in_a_narrow_column(self, text: str, sentence: str) -> None:
        assert first_sentence(text) == sentence
