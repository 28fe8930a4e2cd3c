import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from onlineamt.packages.xzufi.markup import as_line_html, as_links_html, links_in, to_html, to_line, to_text

MARKS = st.sampled_from(
    [
        "- ",
        "1. ",
        "12. ",
        "**",
        "[a](https://b.example/c)",
        "[",
        "](",
        ")",
        "\n",
        "\n\n",
        " ",
        "<p>",
        "&lt;",
        "&",
        "§",
        "–",
    ]
)
ODD = st.lists(st.one_of(MARKS, st.text(max_size=8)), max_size=14).map("".join)


def there_and_back(text: str, *, keep_lines: bool = False) -> str:
    return to_text(to_html(text, keep_lines=keep_lines), keep_lines=keep_lines)


class TestToHtml:
    def test_keeps_the_lines_of_plain_german(self) -> None:
        assert to_html("Ein Satz.\nNoch einer.", keep_lines=True) == "<p>Ein Satz.<br>Noch einer.</p>"
        assert to_html("Ein Satz.\nNoch einer.") == "<p>Ein Satz. Noch einer.</p>"

    def test_escapes_what_is_no_mark(self) -> None:
        assert to_html("a < b & **c**") == "<p>a &lt; b &amp; <strong>c</strong></p>"


class TestToText:
    @pytest.mark.parametrize(
        ("html", "text"),
        [
            ("<p>Eins</p><p>Zwei</p>", "Eins\n\nZwei"),
            ("ohne Absatz", "ohne Absatz"),
            ("<p>a<br>b</p>", "a\n\nb"),
            ("<ul><li>a</li><li><p>b</p><p>c</p></li></ul>", "- a\n- b c"),
            ("<ol><li>a</li><li>b</li></ol><ol><li>c</li></ol>", "1. a\n2. b\n\n1. c"),
            ("<p>- a<br/>• b</p>", "- a\n- b"),
            ("<p>1. a</p><p>2. b</p>", "1. a\n2. b"),
            ("<p>15. Mai 2026</p>", "15.\xa0Mai 2026"),
            ("<h3>Kopf</h3>Text", "**Kopf**\n\nText"),
            ("<b>fett </b>und <em>schräg</em>", "**fett **und schräg"),
            ("<strong><br></strong>x", "x"),
            ('<a href="https://a.example/(b) c">[d]</a>', "[(d)](https://a.example/(b%29%20c)"),
            ('<a href="https://a.example/"></a>', "[https://a.example/](https://a.example/)"),
            ('<a href="mailto:amt@b.example">amt@b.example</a>', "amt@b.example"),
            ('<a href="mailto:amt@b.example">Amt</a>', "Amt (amt@b.example)"),
            ('<a href="javascript:x()">Amt</a>', "Amt"),
            ('<a href="/seite">Seite</a>', "Seite"),
            ("<script>alert(1)</script><style>p{}</style>a<!-- b -->", "a"),
            ("&lt;p&gt;zweimal &amp;amp; maskiert&lt;/p&gt;", "zweimal & maskiert"),
            ("<p>&lt;b&gt;kein HTML</p>", "< b>kein HTML"),
            ("<p>a&nbsp;b&nbsp; c</p>", "a\xa0b c"),
            ("<p>a\u2028b\x07\ufeff</p>", "a b"),
            ("", ""),
        ],
    )  # fmt: skip
    def test_reads_what_editors_write(self, html: str, text: str) -> None:
        assert to_text(html) == text

    @pytest.mark.parametrize(
        ("html", "said"),
        [
            ('<a href="http://alt.example">Alt</a>', "http://alt.example"),
            ("<ul><li>a<ul><li>b</li></ul></li></ul>", "Liste in einer Liste"),
            ("<table><tr><td>a</td><td>b</td></tr></table>", "Tabelle"),
        ],
    )
    def test_says_what_changed_its_form(self, html: str, said: str) -> None:
        remarks: list[str] = []
        to_text(html, remarks=remarks)
        assert [said in remark for remark in remarks] == [True]

    @given(ODD, st.booleans())
    @example("**a\n\n**", False)
    @example("[**a**](https://b.example)", False)
    @example("- a\n\n- b\n1. c", True)
    @example("[\n[a](https://b.example/c)", False)
    @example("1.\xa0** **[a](https://b.example/c)", False)
    def test_is_stable_for_whatever_somebody_typed(self, text: str, keep_lines: bool) -> None:
        once = there_and_back(text, keep_lines=keep_lines)
        assert there_and_back(once, keep_lines=keep_lines) == once

    @given(st.text())
    def test_never_fails_and_never_leaves_html(self, html: str) -> None:
        assert "<script" not in to_text(html)


class TestLines:
    @given(st.text(alphabet=st.characters(exclude_categories=["C", "Z"]), min_size=1))
    def test_come_back_as_they_were(self, line: str) -> None:
        assert to_line(as_line_html(line)) == line

    def test_are_one_line_without_tags(self) -> None:
        assert to_line("<p>Ein <b>Hund</b></p><p>mit<br>Marke</p>") == "Ein Hund mit Marke"


class TestLinks:
    def test_come_back_as_they_were(self) -> None:
        links = [("Satzung [neu] & **alt**", "https://a.example/?b=1&c=(2)"), ("Karte", "https://d.example")]
        assert links_in(as_links_html(links)) == (links, "")

    def test_stand_apart_from_the_words_beside_them(self) -> None:
        assert links_in('<p>Siehe <a href="https://a.example">A</a> und mehr</p>') == (
            [("A", "https://a.example")],
            "Siehe und mehr",
        )
