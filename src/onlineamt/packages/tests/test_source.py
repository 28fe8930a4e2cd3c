import pytest
from hypothesis import given
from hypothesis import strategies as st

from onlineamt.packages.findings import Place
from onlineamt.packages.source import MAX_DEPTH, UnreadableSource, read_source


def value(text: str) -> object:
    return read_source("a.yaml", text)[0].value


def refusal(text: str) -> tuple[str, int]:
    with pytest.raises(UnreadableSource) as caught:
        read_source("a.yaml", text)
    return caught.value.finding.rule, caught.value.finding.line


class TestReadSource:
    def test_keeps_words_that_old_yaml_bends(self) -> None:
        assert value("[no, on, yes, 12:30, 0x1F, 1_000, 2026-03-20]") == [
            "no", "on", "yes", "12:30", "0x1F", "1_000", "2026-03-20"
        ]  # fmt: skip

    def test_keeps_the_zero_of_a_postcode(self) -> None:
        assert value("plz: 01234") == {"plz": "01234"}

    def test_reads_numbers_truth_and_nothing(self) -> None:
        assert value("[12, -3, true, false, null, ~, '12']") == [12, -3, True, False, None, None, "12"]

    def test_keeps_a_number_too_long_to_count_as_text(self) -> None:
        assert value("9" * 5000) == "9" * 5000

    def test_knows_where_values_stand(self) -> None:
        source, _ = read_source("a.yaml", "a:\n  - b: 1\n  - c: 2\n")
        assert source.place(("a", 1, "c")) == Place(3, 5)

    def test_passes_over_steps_the_file_does_not_have(self) -> None:
        source, _ = read_source("a.yaml", "a:\n  b: 1\n")
        assert source.place(("a", "model", "b", "missing")) == Place(2, 3)

    def test_notes_a_doubled_key_with_its_second_line(self) -> None:
        _, doubled = read_source("a.yaml", "a: 1\nb: 2\na: 3\n")
        assert [(one.rule, one.line) for one in doubled] == [("source.double-key", 3)]

    @pytest.mark.parametrize(
        ("text", "rule", "line"),
        [
            ("a: &x [1]\nb: *x\n", "source.alias", 1),
            ("b: 1\na: *x\n", "source.alias", 2),
            ("a: !!python/object:os.system {}\n", "source.tag", 1),
            ("a: 1\n---\nb: 2\n", "source.documents", 2),
            ("{[1]: 2}\n", "source.key", 1),
            ("a: 1\n\tb: 2\n", "source.syntax", 2),
            ("a: [1, 2\nb: 3\n", "source.syntax", 2),
            ("a: b: c\n", "source.syntax", 1),
            ('a: "offen\n', "source.syntax", 2),
            ('a: "\\0"\n', "source.character", 1),
            ('a: "\\ud800"\n', "source.syntax", 1),
            ("[" * (MAX_DEPTH + 5) + "]" * (MAX_DEPTH + 5), "source.depth", 1),
        ],
    )
    def test_refuses_what_no_definition_needs(self, text: str, rule: str, line: int) -> None:
        assert refusal(text) == (rule, line)

    def test_refuses_a_bomb_of_aliases_at_its_first_anchor(self) -> None:
        bomb = "a: &a [x]\n" + "".join(f"{chr(98 + i)}: &{chr(98 + i)} [*{chr(97 + i)}]\n" for i in range(20))
        assert refusal(bomb) == ("source.alias", 1)

    def test_refuses_depth_without_running_out_of_stack(self) -> None:
        assert refusal("[" * 100_000)[0] == "source.depth"

    @given(st.text(max_size=300))
    def test_never_fails_otherwise(self, text: str) -> None:
        try:
            read_source("a.yaml", text)
        except UnreadableSource as refused:
            assert refused.finding.line >= 1
