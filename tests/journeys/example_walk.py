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


@dataclass(frozen=True)
class ExampleAnswers:
    """The answers of one example, as they are typed: by the names of boxes; files as name and content."""

    package: Package
    form: CompiledForm
    answers: Mapping[str, Any]

    @classmethod
    def of(cls, package: Package, example: str) -> "ExampleAnswers":
        """Return those of an example of a package."""
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
    def known(self) -> dict[str, list[str]]:
        """The answer by which its person is known."""
        known = self.package.form.known_answer or ""
        return dict(_typed(self.form, {known: self.answers[known]}, {known}))

    def typed(self, asked: set[str]) -> dict[str, list[str]]:
        """Return what is typed into the boxes of these names; of files the names."""
        return dict(_typed(self.form, self.answers, asked))

    def files(self, asked: set[str]) -> dict[str, list[tuple[str, bytes]]]:
        """Return the files that go into boxes of these names."""
        return {
            name: [(one, _content(one)) for one in names]
            for name, names in self.answers.items()
            if name in asked and isinstance(self.form.fields[name].kind.definition, FileField)
        }

    def entries(self, list_id: str) -> int:
        """Return how many entries a list has."""
        return len(self.answers.get(list_id, ()))

    def entry(self, list_id: str, number: int, asked: set[str]) -> dict[str, list[str]]:
        """Return what is typed on the page of an entry, counted from 0."""
        area = list_id.rpartition(".")[2]
        answers = {f"{area}.{name}": value for name, value in self.answers[list_id][number].items()}
        return dict(_typed(self.form.items[list_id], answers, asked))


def _typed(
    form: CompiledForm, answers: Mapping[str, Any], asked: set[str]
) -> Iterator[tuple[str, list[str]]]:
    for field_id, value in answers.items():
        kind = form.fields[field_id].kind
        is_asked = any(name == field_id or name.startswith(f"{field_id}.") for name in asked)
        if is_asked and not isinstance(kind.definition, RepeatField | FileField):
            yield from kind.to_raw(kind.from_json(kind.from_example(value))).items()


def _content(name: str) -> bytes:
    return paper() if name.endswith(".pdf") else picture("PNG" if name.endswith("png") else "JPEG")


def apply_as(answers: ExampleAnswers, visitor: Visitor) -> Visitor:
    """Begin, and answer until everything is to be checked. Raises AssertionError where the form takes an answer for wrong."""
    visitor.open(f"/leistung/{answers.package.service.key}").send()
    for _ in range(MOST_STEPS):
        if visitor.path.endswith("/pruefen"):
            return visitor
        before = visitor.path
        _step(answers, visitor)
        assert visitor.response.status_code == 200, (before, visitor.response.status_code)
        assert visitor.errors == [], (before, visitor.heading, visitor.errors)
    raise AssertionError(f"the form does not end: {visitor.path}")


def _step(answers: ExampleAnswers, visitor: Visitor) -> None:
    if visitor.path.endswith("/aufgaben"):
        _open_task(visitor)
        return
    asked = _names(visitor)
    sent = _single(answers.typed(asked)) | {
        name: [_file(*one) for one in files] for name, files in answers.files(asked).items()
    }
    for add in visitor.page.cssselect("main button[name=_item][id]"):
        list_id, value = add.get("id"), add.get("value")
        there = int(value.rpartition(":")[2]) - 1
        if there < answers.entries(list_id):
            visitor.send({**sent, "_item": value}, button=ON)
            _fill_entry(answers, visitor, list_id, there)
            return
    visitor.send(sent, button=ON if ON in _buttons(visitor) else "")


def _open_task(visitor: Visitor) -> None:
    for row in visitor.page.cssselect(".kern-task-list__item"):
        link = next(iter(row.cssselect("a")), None)
        if link is not None and "Fertig" not in row.text_content():
            visitor.open(link.get("href"))
            return
    raise AssertionError(f"nothing left to do, and not ready: {visitor.text}")


def _fill_entry(answers: ExampleAnswers, visitor: Visitor, list_id: str, number: int) -> None:
    area = list_id.rpartition(".")[2]
    for _ in range(MOST_ROUNDS):
        assert visitor.errors == [], (visitor.path, visitor.errors)
        asked = _names(visitor)
        if not any(name.startswith(f"{area}.") for name in asked):
            return
        visitor.send(_single(answers.entry(list_id, number, asked)))
    raise AssertionError(f"the entry does not end: {visitor.path}")


def _single(typed: Mapping[str, list[str]]) -> dict[str, Any]:
    return {name: texts if len(texts) != 1 else texts[0] for name, texts in typed.items()}


def _names(visitor: Visitor) -> set[str]:
    return {one.get("name") for one in visitor.page.xpath("//main//*[@name]")}


def _buttons(visitor: Visitor) -> str:
    return " ".join(" ".join(one.text_content().split()) for one in visitor.page.cssselect("main button"))


def _file(name: str, content: bytes) -> BytesIO:
    sent = BytesIO(content)
    sent.name = name
    return sent
