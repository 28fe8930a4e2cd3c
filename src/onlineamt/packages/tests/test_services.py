"""The packages that come with the product."""

import json
import re
from dataclasses import replace
from functools import partial
from html import unescape
from pathlib import Path

import pytest

from onlineamt.facilities.letters.procedure_letter import render_letter, render_letter_html
from onlineamt.facilities.letters.tests.paper import read_on_paper
from onlineamt.packages.check import check_package
from onlineamt.packages.check.runs import ExampleRun, run_examples
from onlineamt.packages.check.subject import Subject
from onlineamt.packages.reading import read_package
from onlineamt.procedure.applications.compiled import parameter_values
from onlineamt.procedure.forms.engine import journey

SERVICES = Path(__file__).resolve().parents[4] / "services"
FOLDERS = sorted(path.parent for path in SERVICES.glob("*/service.yaml"))


def runs_of(folder: Path) -> dict[str, ExampleRun]:
    package = read_package(folder).package
    assert package is not None
    compiled = Subject(package).compiled
    assert compiled is not None
    return run_examples(package, compiled)


class TestEveryService:
    @pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
    def test_has_no_finding(self, folder: Path) -> None:
        assert list(map(str, check_package(folder).findings)) == []

    @pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
    def test_speaks_every_language_of_the_portal(self, folder: Path) -> None:
        package = read_package(folder).package
        assert package is not None
        assert set(package.texts) == {"de", "de-easy", "en"}

    @pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
    def test_goes_on_from_what_was_kept_of_every_example(self, folder: Path) -> None:
        for run in runs_of(folder).values():
            service, attempt, answers = (
                run.trial.package.service,
                run.trial.attempt,
                dict(run.trial.way.answers),
            )
            entry = attempt.registers.entry_facts(attempt.today) if service.definition.follows else None
            values = parameter_values(service.definition.parameters, attempt.parameters)
            walk = partial(
                journey, service.form, answers, today=attempt.today, parameters=values, entry=entry
            )
            way = walk()
            kept = json.loads(json.dumps(way.kept(answers)))
            again = walk(kept=kept)
            assert kept
            assert (again.pages, again.answers, again.computed) == (way.pages, way.answers, way.computed)


class TestDogService:
    RUNS = runs_of(SERVICES / "hund-anmelden")

    def test_decides_an_ordinary_dog_by_itself(self) -> None:
        trial = self.RUNS["dackel"].trial
        assert trial.choice is not None
        assert (trial.choice.outcome, trial.choice.legal_basis) == (
            "registered",
            "§ 12 KAG NRW i. V. m. § 155 Abs. 4 AO",
        )

    @pytest.mark.parametrize(
        "name", ["listenhund", "listenmischling", "ermaessigung", "gemeinsam", "nachtraeglich"]
    )
    def test_leaves_the_rest_to_a_person(self, name: str) -> None:
        assert self.RUNS[name].trial.decided == "by_caseworker"

    def test_says_what_the_form_leaves_open(self) -> None:
        assert self.RUNS["unfertig"].trial.bill.open == {"hundesteuer", "hundesteuer_ermaessigt"}

    def test_sets_no_letter_of_what_a_person_typed_as_markup(self) -> None:
        package = read_package(SERVICES / "hund-anmelden").package
        assert package is not None
        example = package.examples["dackel"]
        answers = {**example.answers, "hund.name": "*Waldi* #panic() $x$ `a` <b>"}
        bold = package.examples["dackel"].model_copy(update={"answers": answers})
        package = replace(package, examples={"dackel": bold})
        compiled = Subject(package).compiled
        assert compiled is not None
        assert "*Waldi* #panic() $x$ `a` <b>" in run_examples(package, compiled)["dackel"].letter_words

    @pytest.mark.parametrize("language", ["de-easy", "en"])
    def test_asks_in_every_language(self, language: str) -> None:
        package = read_package(SERVICES / "hund-anmelden").package
        assert package is not None
        assert package.texts[language].form.pages["hund"].title

    def test_sets_its_letters_as_accessible_archivable_pdf(self) -> None:
        package = read_package(SERVICES / "hund-anmelden").package
        assert package is not None
        shown = {run.letter: run for run in self.RUNS.values() if run.letter}
        assert set(shown) == {outcome.letter for outcome in package.procedure.outcomes.values()}
        for run in shown.values():
            assert run.written is not None
            assert render_letter(run.written).startswith(b"%PDF")

    @pytest.mark.parametrize("name", [name for name, run in RUNS.items() if run.written])
    def test_says_the_same_on_paper_and_as_a_page(self, name: str, tmp_path: Path) -> None:
        letter = self.RUNS[name].written
        assert letter is not None
        paper = _bare(read_on_paper(render_letter(letter), tmp_path, "-raw").replace("-\n", ""))
        blocks = re.split(r"<[^>]*>", re.sub(r"</?(?:strong|a|em)\b[^>]*>", "", render_letter_html(letter)))

        assert [block for block in map(unescape, blocks) if _bare(block) not in paper] == []


def _bare(text: str) -> str:
    """The letters and digits alone: lines and hyphens belong to paper."""
    return "".join(re.findall(r"\w", text))
