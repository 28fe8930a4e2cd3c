"""Somebody who answers the form of any package as one of its examples says, page after page, without JavaScript."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from onlineamt.facilities.documents.tests.files import paper, picture
from onlineamt.packages.package import Package
from onlineamt.packages.trial import compile_package
from onlineamt.procedure.forms.definition import FileField, RepeatField
from onlineamt.procedure.forms.engine import CompiledForm
from tests.journeys.visitor import Visitor

MOST_STEPS = 400
MOST_ROUNDS = 5  # an answer may open another question of the same entry
ON = "Weiter"
CHECK = "/pruefen"


@dataclass(frozen=True)
class ExampleWalk:
    """The answers of one example, as somebody types them."""

    package: Package
    form: CompiledForm
    answers: Mapping[str, Any]

    @classmethod
    def of(cls, package: Package, example: str) -> "ExampleWalk":
        """Return the way of an example of a package."""
        return cls(package, compile_package(package).service.form, package.examples[example].answers)

    @property
    def stored(self) -> dict[str, Any]:
        """The answers as an application keeps them."""
        stored = {
            name: self.form.fields[name].kind.from_example(value) for name, value in self.answers.items()
        }
        plain: dict[str, Any] = json.loads(json.dumps(stored))
        return plain

    @property
    def known_answer(self) -> dict[str, Any]:
        """The answer by which its person is known, as it is typed."""
        known = self.package.form.known_answer or ""
        return dict(self._raw(self.form, {known: self.answers[known]}, {known}))

    def apply(self, visitor: Visitor) -> Visitor:
        """Begin, and answer until everything is to be checked. Raises AssertionError where the form takes an answer for wrong."""
        visitor.open(f"/leistung/{self.package.service.key}").send()
        for _ in range(MOST_STEPS):
            if visitor.path.endswith(CHECK):
                return visitor
            before = visitor.path
            self._step(visitor)
            assert visitor.response.status_code == 200, (before, visitor.response.status_code)
            assert visitor.errors == [], (before, visitor.heading, visitor.errors)
        raise AssertionError(f"the form does not end: {visitor.path}")

    def _step(self, visitor: Visitor) -> None:
        if visitor.path.endswith("/aufgaben"):
            self._open_task(visitor)
            return
        typed = dict(self._raw(self.form, self.answers, _names(visitor)))
        for add in visitor.page.cssselect("main button[name=_item][id]"):
            entries, value = self.answers.get(add.get("id"), []), add.get("value")
            there = int(value.rpartition(":")[2]) - 1
            if there < len(entries):
                visitor.send({**typed, "_item": value}, button=ON)
                self._fill_entry(visitor, add.get("id"), entries[there])
                return
        visitor.send(typed, button=ON if ON in _buttons(visitor) else "")

    def _open_task(self, visitor: Visitor) -> None:
        for row in visitor.page.cssselect(".kern-task-list__item"):
            link = next(iter(row.cssselect("a")), None)
            if link is not None and "Fertig" not in row.text_content():
                visitor.open(link.get("href"))
                return
        raise AssertionError(f"nothing left to do, and not ready: {visitor.text}")

    def _fill_entry(self, visitor: Visitor, list_id: str, entry: Mapping[str, Any]) -> None:
        inner, area = self.form.items[list_id], list_id.rpartition(".")[2]
        stored = {f"{area}.{name}": value for name, value in entry.items()}
        for _ in range(MOST_ROUNDS):
            assert visitor.errors == [], (visitor.path, visitor.errors)
            asked = _names(visitor)
            if not any(name.startswith(f"{area}.") for name in asked):
                return
            visitor.send(dict(self._raw(inner, stored, asked)))
        raise AssertionError(f"the entry does not end: {visitor.path}")

    def _raw(
        self, form: CompiledForm, answers: Mapping[str, Any], asked: set[str]
    ) -> Iterator[tuple[str, Any]]:
        for field_id, value in answers.items():
            kind = form.fields[field_id].kind
            if isinstance(kind.definition, RepeatField) or not any(
                name == field_id or name.startswith(f"{field_id}.") for name in asked
            ):
                continue
            if isinstance(kind.definition, FileField):
                yield field_id, [_file(name) for name in value]
                continue
            for name, texts in kind.to_raw(kind.from_json(kind.from_example(value))).items():
                yield name, texts if len(texts) != 1 else texts[0]


def _names(visitor: Visitor) -> set[str]:
    return {one.get("name") for one in visitor.page.xpath("//main//*[@name]")}


def _buttons(visitor: Visitor) -> str:
    return " ".join(" ".join(one.text_content().split()) for one in visitor.page.cssselect("main button"))


def _file(name: str) -> BytesIO:
    sent = BytesIO(paper() if name.endswith(".pdf") else picture("PNG" if name.endswith("png") else "JPEG"))
    sent.name = name
    return sent
