from onlineamt.facilities.letters.rules import WINDOW_CHARACTERS, WINDOW_LINES, shortened, window_lines


class TestWindowLines:
    def test_keeps_an_ordinary_address(self) -> None:
        assert window_lines(["Erika Mustermann", "Lindenweg 7"]) == ["Erika Mustermann", "Lindenweg 7"]

    def test_drops_empty_lines_and_inner_line_ends(self) -> None:
        assert window_lines(["Erika\nMustermann", "  ", "Lindenweg 7"]) == ["Erika Mustermann", "Lindenweg 7"]

    def test_keeps_name_and_place_of_too_many_lines(self) -> None:
        lines = window_lines([f"Zeile {number}" for number in range(9)])

        assert len(lines) == WINDOW_LINES
        assert (lines[0], lines[-1]) == ("Zeile 0", "Zeile 8")

    def test_cuts_what_is_longer_than_the_window(self) -> None:
        (line,) = window_lines(["X" * 10_000])

        assert len(line) == WINDOW_CHARACTERS
        assert line.endswith("…")


class TestShortened:
    def test_leaves_what_fits(self) -> None:
        assert shortened("genau", 5) == "genau"

    def test_ends_no_word_with_a_space_before_the_ellipsis(self) -> None:
        assert shortened("Ein Haus am See", 5) == "Ein…"
