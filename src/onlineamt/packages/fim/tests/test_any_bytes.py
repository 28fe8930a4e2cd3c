"""Whatever the bytes of a file are: a schema or list comes of them, or a refusal in German. Never anything else."""

import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onlineamt.packages.fim import FimRefused, read_schema
from onlineamt.packages.fim.genericode import read_codelist
from onlineamt.packages.fim.model import walk
from onlineamt.packages.fim.tests.files import (
    codelist,
    element,
    facts,
    field,
    group,
    identity,
    place,
    xdf2,
    xdf3,
)

RULE = element("regel", identity("R05000000001") + facts(name="Alter", freitextRegel="Immer.", typ="K"))
VALUES = element(
    "werte", element("wert", facts(code="1", name="Ja")) + element("wert", facts(code="2", name="Nein"))
)
LIMITED = field("F05000000002", inside='<x:praezisierung minLength="1" maxValue="3"/>')
CHOSEN = field(inside=VALUES, feldart="select")
FULL = xdf3(RULE + place(group(inside=RULE + place(CHOSEN, "0:*") + place(LIMITED)))).encode()
OLD = xdf2(facts(praezisierung='{"minLength":"1"}', bezug="§ 1; § 2", gueltigAb="2026-01-01")).encode()
LIST = codelist().encode()
SOME = st.sampled_from((FULL, OLD, LIST))


def tried(content: bytes) -> None:
    for reader in (read_schema, read_codelist):
        try:
            read = reader(content, name="datei.xml")
        except FimRefused as refused:
            assert refused.findings
            assert all(one.message and one.mend and one.line > 0 for one in refused.findings)
        else:
            if reader is read_schema:
                assert all(member.minimum >= 0 for _, member in walk(read.members))


@settings(deadline=None)
@given(content=st.binary(max_size=300))
def test_any_bytes(content: bytes) -> None:
    tried(content)


@given(
    text=st.text(max_size=200), encoding=st.sampled_from(("utf-8", "utf-16", "utf-32", "latin-1", "cp500"))
)
def test_any_text_in_a_field(text: str, encoding: str) -> None:
    tried(FULL.replace(b"Alter", text.encode(encoding, errors="replace")))


@settings(deadline=None)
@given(content=SOME, end=st.floats(0, 1))
def test_a_file_that_ends_early(content: bytes, end: float) -> None:
    tried(content[: int(len(content) * end)])


@settings(max_examples=300, deadline=None)
@given(
    content=SOME, flips=st.lists(st.tuples(st.floats(0, 0.999), st.integers(0, 7)), min_size=1, max_size=8)
)
def test_bits_that_flip(content: bytes, flips: list[tuple[float, int]]) -> None:
    changed = bytearray(content)
    for where, bit in flips:
        changed[int(where * len(changed))] ^= 1 << bit
    tried(bytes(changed))


@settings(max_examples=300, deadline=None)
@given(content=SOME, start=st.floats(0, 1), length=st.integers(1, 400), to=st.floats(0, 1))
def test_pieces_that_are_lost_doubled_or_moved(content: bytes, start: float, length: int, to: float) -> None:
    begin, other = int(start * len(content)), int(to * len(content))
    piece = content[begin : begin + length]
    tried(content[:begin] + content[begin + length :])
    tried(content[:other] + piece + content[other:])


@settings(max_examples=300, deadline=None)
@given(
    content=SOME,
    which=st.integers(0, 200),
    text=st.text(st.characters(exclude_categories=["Cs"]), max_size=40),
)
def test_texts_that_say_anything(content: bytes, which: int, text: str) -> None:
    parts = content.decode().split(">")
    place_ = 2 + which % (len(parts) - 2)
    safe = "".join(sign for sign in text if sign not in "<>&" and (sign.isprintable() or sign in "\t\n"))
    parts[place_] = safe + "<" + parts[place_].rpartition("<")[2]
    tried(">".join(parts).encode())


@pytest.mark.slow
@pytest.mark.parametrize("content", [FULL, OLD, LIST], ids=["xdf3", "xdf2", "genericode"])
def test_every_place_a_file_can_end(content: bytes) -> None:
    for end in range(len(content)):
        tried(content[:end])


def test_nothing_leans_on_the_depth_of_the_stack(tmp_path: Path) -> None:
    """The deepest file that is read leaves most of the stack to whoever reads it."""
    inside = place(field())
    for number in range(31):
        inside = place(group(f"G0500000{number:04}", inside))
    frames = 400
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(len(_stack()) + frames)
    try:
        read_schema(xdf3(inside).encode(), name="tief.xml")
    finally:
        sys.setrecursionlimit(limit)


def _stack() -> list[object]:
    frame, found = sys._getframe(), []
    while frame:
        found.append(frame)
        frame = frame.f_back
    return found
