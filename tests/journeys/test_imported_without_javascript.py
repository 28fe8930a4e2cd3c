"""A FIM schema on its whole way: imported, checked, installed, answered, decided, and the decision in the citizen's hands."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from onlineamt.foundation.tenancy.models import Tenant
from onlineamt.foundation.tenancy.transaction import in_tenant
from onlineamt.packages.fim.notes import FimRefused
from onlineamt.packages.fim.tests.test_export import EVERYTHING
from onlineamt.procedure.applications.queries import get_application
from onlineamt.procedure.cases.values import CaseState
from tests.journeys.clerk import Clerk, case_row
from tests.journeys.example_walk import ExampleAnswers, apply_as
from tests.journeys.imported import APPROVED, REAL, package_of
from tests.journeys.offering import Jobs, case_id, decide, offer_package, prepare_office, submit
from tests.journeys.test_dog_without_javascript import mailed_code
from tests.journeys.visitor import Visitor


@pytest.fixture
def town(towns: tuple[Tenant, Tenant], at: Callable[..., Any], nobody_is_drawn: None) -> Tenant:
    """Return Musterstadt on 20 March 2026, with the office that decides what is imported."""
    at(2026, 3, 20, 21, 41)
    prepare_office(towns[0])
    return towns[0]


def by_name(answers: Mapping[str, Any]) -> dict[str, Any]:
    """Return answers with files by their names alone: what else is known of a file is made when it is stored."""
    return {
        name: [one["name"] if isinstance(one, dict) and "sha256" in one else one for one in value]
        if isinstance(value, list)
        else value
        for name, value in answers.items()
    }


@pytest.mark.parametrize("example", ["kurz", "voll"])
def test_what_is_imported_is_applied_for_decided_and_read(
    town: Tenant, run_jobs: Jobs, logged_in: Callable[[str], Client], tmp_path: Path, example: str
) -> None:
    package = package_of(EVERYTHING, tmp_path)
    offer_package(town, package)
    answers = ExampleAnswers.of(package, example)
    reference = submit(apply_as(answers, Visitor()), run_jobs)
    case = case_id(town, reference)
    with in_tenant(town.id):
        kept = by_name(get_application(case_row(town, case).application_id).answers)
    assert {name: kept.get(name) for name in answers.stored} == by_name(answers.stored)

    run_jobs()
    clerk = decide(Clerk(logged_in("Herr Fremd")), case, "genehmigt")
    assert "Der Bescheid ist erlassen." in clerk.said
    run_jobs()
    assert case_row(town, case).state == CaseState.DECIDED

    erika = Visitor().open("/status").send({"reference": reference})
    erika.send({name: texts[0] for name, texts in answers.known.items()}).send()
    run_jobs()
    erika.send({"code": mailed_code()}).follow("Zum Bescheid").send(button="Bescheid öffnen")
    assert APPROVED in erika.text


@pytest.mark.parametrize("path", REAL, ids=lambda path: path.stem)
def test_every_real_schema_is_applied_for(town: Tenant, run_jobs: Jobs, tmp_path: Path, path: Path) -> None:
    try:
        package = package_of(path.read_bytes(), tmp_path)
    except FimRefused:
        pytest.skip("not a schema that can be imported")
    offer_package(town, package)
    for example in ("kurz", "voll"):
        assert submit(apply_as(ExampleAnswers.of(package, example), Visitor()), run_jobs)
        run_jobs()
