"""Fields lead from the error summary to the right box, and become inputs that screen readers can tell."""

import re
from html.parser import HTMLParser

import pytest
from django.utils import translation
from jinja2 import PackageLoader

from onlineamt.audiences.design.environment import environment
from onlineamt.audiences.design.fields import FieldView, Option, date_parts, error_lines
from onlineamt.audiences.gallery.samples import FIELDS

LABELS = ("Tag", "Monat", "Jahr")
PAGES = environment(loader=PackageLoader("onlineamt.audiences.design"))


def show(view: FieldView) -> str:
    with translation.override("de"):
        return str(PAGES.get_template("design/components/fields.html").module.field(view))  # type: ignore[attr-defined]


class Ids(HTMLParser):
    """Collects ids and every reference to one."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.references: set[str] = set()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name == "id":
                self.ids.append(value or "")
            if name in {"for", "aria-describedby"}:
                self.references |= set((value or "").split())


class TestTarget:
    def test_is_the_box_that_is_wrong(self) -> None:
        parts = date_parts("geburt", year="2062", labels=LABELS, wrong="year")
        assert FieldView(id="geburt", kind="date", label="Geburt", parts=parts).target == "geburt.year"

    def test_is_the_first_box_when_none_is_named(self) -> None:
        assert (
            FieldView(
                id="geburt", kind="date", label="Geburt", parts=date_parts("geburt", labels=LABELS)
            ).target
            == "geburt.day"
        )


class TestErrorLines:
    def test_follow_the_reading_order_into_groups(self) -> None:
        child = FieldView(id="a.b", kind="text", label="B", error="B fehlt.")
        group = FieldView(id="a", kind="group", label="A", children=(child,))
        last = FieldView(id="c", kind="text", label="C", error="C fehlt.")
        assert [(line.text, line.target) for line in error_lines((group, last))] == [
            ("B fehlt.", "a.b"),
            ("C fehlt.", "c"),
        ]


class TestField:
    @pytest.mark.parametrize("view", FIELDS, ids=lambda view: view.id)
    def test_refers_only_to_what_is_there_and_names_nothing_twice(self, view: FieldView) -> None:
        found = Ids(show(view))
        assert len(found.ids) == len(set(found.ids))
        assert found.references <= set(found.ids)
        if view.kind != "static":
            assert view.target in found.ids

    @pytest.mark.parametrize("view", [view for view in FIELDS if view.error], ids=lambda view: view.id)
    def test_ties_the_error_to_the_input(self, view: FieldView) -> None:
        assert re.search(rf'aria-describedby="[^"]*{re.escape(view.id)}-error', show(view))

    def test_says_when_an_answer_is_voluntary(self) -> None:
        assert "(freiwillig)" in show(FieldView(id="a", kind="text", label="A", is_required=False))

    def test_makes_the_question_the_heading_of_its_page(self) -> None:
        assert "<h1>Name</h1>" in show(FieldView(id="a", kind="text", label="Name", is_heading=True))

    @pytest.mark.parametrize(
        "kind", ["text", "long_text", "radios", "select", "checkboxes", "consent", "code", "static"]
    )
    def test_shows_what_was_typed_as_text_only(self, kind: str) -> None:
        nasty = "</textarea><script>alert(1)</script>\"'"
        view = FieldView(
            id="a",
            kind=kind,
            label=nasty,
            hint=nasty,
            error=nasty,
            value=nasty,
            text=nasty,  # type: ignore[arg-type]
            options=(Option(value=nasty, label=nasty),),
        )
        assert "<script" not in show(view)

    def test_keeps_the_first_empty_line_of_a_long_text(self) -> None:
        assert ">\n\nText</textarea>" in show(FieldView(id="a", kind="long_text", label="A", value="\nText"))
