from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from onlineamt.packages.source import FORBIDDEN, read_source
from onlineamt.packages.xzufi.yaml_edit import NotEditable, set_values

FILE = """\
# Kopf
title: Hund  # Titel
modules:
  # über dem Volltext
  volltext: |
    Alt.

    Älter.

  # über der Frist
  frist: zwei
    Wochen   # hinter der Frist
  begriffe_im_kontext:
    - a  # erster
    - b
  # nach den Begriffen
plain: {erledigt: {decided: "Ja."}}
leer:
"""
TEXTS = (
    st.text(min_size=1, max_size=60)
    .map(lambda text: FORBIDDEN.sub("", text.replace("\r", "")))
    .filter(str.strip)
)


def value_of(text: str) -> Any:
    return read_source("", text)[0].value


def changed(before: str, after: str) -> tuple[list[str], list[str]]:
    old, new = before.splitlines(), after.splitlines()
    return [line for line in old if line not in new], [line for line in new if line not in old]


class TestSetValues:
    def test_leaves_all_other_lines_alone(self) -> None:
        after = set_values(FILE, {("modules", "volltext"): "Neu.\n\n- x\n"})
        assert changed(FILE, after) == (["    Alt.", "    Älter."], ["    Neu.", "    - x"])
        assert value_of(after)["modules"]["volltext"] == "Neu.\n\n- x\n"

    def test_keeps_comments_around_a_value(self) -> None:
        after = set_values(FILE, {("modules", "frist"): "morgen", ("title",): "Katze"})
        assert "# über der Frist\n  frist: morgen   # hinter der Frist\n" in after
        assert "title: Katze  # Titel\n" in after
        assert "title: |  # Titel\n  Katze\n" in set_values(FILE, {("title",): "Katze\n"})

    def test_replaces_lists(self) -> None:
        after = set_values(FILE, {("modules", "begriffe_im_kontext"): ["c, d", "e"]})
        assert '  begriffe_im_kontext:\n    - "c, d"\n    - e\n  # nach den Begriffen\n' in after

    def test_adds_what_is_missing(self) -> None:
        after = set_values(
            FILE, {("modules", "kosten"): "Nichts.\n", ("stammtext",): {"id": "S1", "stand": "2026-01-02"}}
        )
        assert "    - b\n  kosten: |\n    Nichts.\n  # nach den Begriffen\n" in after
        assert value_of(after)["stammtext"] == {"id": "S1", "stand": "2026-01-02"}

    def test_writes_into_braces(self) -> None:
        after = set_values(
            FILE, {("plain", "erledigt", "decided"): "Nein, nie.", ("plain", "neu"): {"a": "b"}}
        )
        assert value_of(after)["plain"] == {"erledigt": {"decided": "Nein, nie."}, "neu": {"a": "b"}}

    def test_fills_a_key_that_holds_nothing(self) -> None:
        assert value_of(set_values(FILE, {("leer", "a"): "b"}))["leer"] == {"a": "b"}

    @pytest.mark.parametrize("empty", ["", "# nur ein Kommentar\n", "\n"])
    def test_begins_a_file(self, empty: str) -> None:
        after = set_values(empty, {("title",): "Hund", ("modules", "frist"): "Bald.\n"})
        assert after == empty.lstrip("\n") + "title: Hund\nmodules:\n  frist: |\n    Bald.\n"

    def test_keeps_the_line_ends_of_windows(self) -> None:
        after = set_values("\ufeff" + FILE.replace("\n", "\r\n"), {("modules", "volltext"): "Neu.\nZwei.\n"})
        assert after.startswith("\ufeff# Kopf\r\n")
        assert after.count("\n") == after.count("\r\n")

    def test_writes_links(self) -> None:
        links = [{"title": "Satzung, neu", "url": "https://a.example/#b"}]
        after = set_values(FILE, {("modules", "weiterfuehrende_informationen"): links})
        assert value_of(after)["modules"]["weiterfuehrende_informationen"] == links

    def test_refuses_to_write_below_a_text(self) -> None:
        with pytest.raises(NotEditable, match="keine Schlüssel enthält"):
            set_values(FILE, {("title", "a"): "b"})

    @given(
        TEXTS,
        st.booleans(),
        st.sampled_from([("modules", "volltext"), ("modules", "neu"), ("plain", "neu"), ("title",)]),
    )
    @example("\x85 a", False, ("title",))
    @example("# b", True, ("modules", "neu"))
    @example("true", False, ("plain", "neu"))
    @example("- a: b\n  c", True, ("modules", "volltext"))
    @example("\u2028😀\ufeff", True, ("modules", "volltext"))
    def test_takes_any_words(self, text: str, is_prose: bool, path: tuple[str, ...]) -> None:
        wanted = f"{text.strip()}\n" if is_prose else text
        value: Any = value_of(set_values(FILE, {path: wanted}))
        for step in path:
            value = value[step]
        assert value == wanted
