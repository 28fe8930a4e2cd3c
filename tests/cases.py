"""Cases in the tests' world: Musterstadt offers to register dogs, and people send what the worked examples answer."""

import json
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from onlineamt.foundation.core.clock import now
from onlineamt.foundation.core.languages import Language
from onlineamt.foundation.organisation.models import OrgUnit
from onlineamt.foundation.tenancy.directory import directory
from onlineamt.foundation.tenancy.models import Tenant
from onlineamt.foundation.tenancy.transaction import in_tenant
from onlineamt.packages.package import Package
from onlineamt.packages.reading import read_package
from onlineamt.packages.trial import Attempt, try_package
from onlineamt.procedure.applications.actions.drafts import Beginning, keep_answers, start_application
from onlineamt.procedure.applications.actions.submission import submit_application
from onlineamt.procedure.applications.journeys import journey_of, submission_of
from onlineamt.procedure.applications.models import Application, ContactWay
from onlineamt.procedure.applications.queries import EMAIL, access_application
from onlineamt.procedure.cases.models import CaseTask
from onlineamt.procedure.cases.running import get_running_procedure
from onlineamt.procedure.catalogue.actions import offer_service, register_version
from onlineamt.procedure.catalogue.queries import get_offering

SERVICES = Path(__file__).resolve().parents[1] / "services"
TELEPHONE = "erikas-telefon"
EMAIL_ADDRESS = "erika@musterstadt.invalid"
Send = Callable[..., UUID]


@cache
def package(key: str) -> Package:
    """Return a package of the shelf, read once."""
    found = read_package(SERVICES / key).package
    assert found is not None
    return found


def offer(
    town: Tenant, key: str = "hund-anmelden", *, office: str = "steueramt", kind: str = "steuern"
) -> None:
    """Let a town offer a service of the shelf."""
    read = package(key)
    OrgUnit.objects.get_or_create(
        tenant=town,
        key=office,
        defaults={
            "kind": kind,
            "name": "Amt für Steuern",
            "street": "Rathausplatz 1",
            "postcode": "99999",
            "place": "Musterstadt",
            "telephone": "0999 115",
        },
    )
    version = register_version(key=read.service.key, version=read.service.version, sections=read.sections)
    offer_service(tenant_id=town.id, version_id=version.id)
    directory.forget()


def offer_with(
    town: Tenant,
    *,
    key: str = "hund-anmelden",
    version: str = "9.0.0",
    letters: dict[str, str] | None = None,
    **changed: Any,
) -> UUID:
    """Let a town offer a service of the shelf with some of its procedure said otherwise, and return the version."""
    sections = package(key).sections
    procedure = json.loads(json.dumps(sections["procedure"]))
    for name, value in changed.items():
        procedure[name] = {**procedure[name], **value} if isinstance(value, dict) else value
    changes = {"procedure": procedure, "letters": {**sections["letters"], **(letters or {})}}
    made = register_version(key=key, version=version, sections={**sections, **changes})
    offer_service(tenant_id=town.id, version_id=made.id)
    directory.forget()
    return made.id


@pytest.fixture
def nobody_is_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no case be drawn for the sample: two in a hundred would go to a person by chance."""
    monkeypatch.setattr(
        "onlineamt.procedure.decisions.actions.automatic.is_set_aside", lambda case_id, percent: False
    )


@pytest.fixture
def dog_town(towns: tuple[Tenant, Tenant], nobody_is_drawn: None) -> Iterator[Tenant]:
    """Return Musterstadt, which offers to register dogs; everything is committed, and no case is drawn."""
    offer(towns[0])
    yield towns[0]
    directory.forget()


@pytest.fixture
def send(dog_town: Tenant) -> Send:
    """Return a function that sends an example of a service and returns the id of the case: `send("dackel", email=True)`."""

    def sent(
        example: str = "dackel",
        *,
        email: bool = False,
        changed: dict[str, Any] | None = None,
        despite_gaps: bool = False,
        language: Language = Language.GERMAN,
        town: Tenant = dog_town,
        service: str = "hund-anmelden",
        token: str = TELEPHONE,
    ) -> UUID:
        with in_tenant(town.id):
            return submit_example(
                town,
                service,
                {**answers_of(service, example), **(changed or {})},
                email=email,
                despite_gaps=despite_gaps,
                language=language,
                token=token,
            )

    return sent


def answers_of(service: str, example: str) -> dict[str, Any]:
    """Return the answers of a worked example as they are stored, with what was left empty."""
    worked = package(service).examples[example]
    tried = try_package(
        package(service), Attempt(answers=worked.answers, today=worked.today, parameters=worked.parameters)
    )
    return dict(tried.way.answers)


def submit_example(
    town: Tenant,
    service: str,
    answers: dict[str, Any],
    *,
    email: bool,
    despite_gaps: bool,
    language: Language,
    token: str,
) -> UUID:
    """Begin, answer and send an application in the open tenant."""
    offering = get_offering(town.id, service)
    application_id = start_application(
        Beginning(
            version_id=offering.version_id,
            service_key=service,
            parameters=offering.parameters,
            keep_draft="P30D",
            language=language,
            address="192.0.2.7",
        ),
        token=token,
    )
    draft = access_application(application_id, token=token, for_update=True)
    keep_answers(draft, answers, page="", language=language, token=token)
    if email:
        Application.objects.filter(id=application_id).update(
            contact_way=ContactWay.EMAIL,
            sealed_email=draft.seal.close(EMAIL_ADDRESS.encode(), purpose=EMAIL),
            email_confirmed_at=now(),
        )
    draft = access_application(application_id, token=token, for_update=True)
    submit_application(
        draft, submission_of(draft, journey_of(draft)), by_post=not email, despite_gaps=despite_gaps
    )
    return application_id


def all_found(task: CaseTask) -> dict[str, str]:
    """Return that every check of a task was found in order."""
    declared = get_running_procedure(task.case.version_id).definition.tasks[task.name]
    return dict.fromkeys(declared.checks, "erfüllt")
