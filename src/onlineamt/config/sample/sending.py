"""Sending an application for a person of the sample world: begun, answered, the address confirmed, submitted."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from onlineamt.config.sample.papers import draw_paper
from onlineamt.config.sample.stories import Story
from onlineamt.facilities.mail.models import OutboundMail
from onlineamt.facilities.mail.queries import content_purpose
from onlineamt.facilities.mail.values import MailTemplate
from onlineamt.foundation.core.clock import today
from onlineamt.foundation.core.languages import Language
from onlineamt.foundation.sealing.provider import provider
from onlineamt.foundation.tenancy.models import Tenant
from onlineamt.foundation.tenancy.transaction import current_tenant_id
from onlineamt.packages.package import Package
from onlineamt.packages.trial import Attempt, CompiledPackage
from onlineamt.procedure.applications.actions.contact import confirm_email, request_email_code
from onlineamt.procedure.applications.actions.drafts import (
    Beginning,
    delete_draft,
    keep_answers,
    start_application,
)
from onlineamt.procedure.applications.actions.files import attach_file, hand_in
from onlineamt.procedure.applications.actions.submission import submit_application
from onlineamt.procedure.applications.journeys import journey_of, submission_of
from onlineamt.procedure.applications.queries import OpenApplication, access_application
from onlineamt.procedure.cases.compiled import is_set_aside
from onlineamt.procedure.catalogue.queries import get_offering, with_tables
from onlineamt.procedure.forms.engine.kinds.file import FileKind

_ADDRESSES = 254  # of the documentation network 192.0.2.0/24


@dataclass(frozen=True, kw_only=True)
class Counter:
    """Where the people of the sample world apply: a municipality and the service, ready to be tried."""

    tenant: Tenant
    package: Package
    compiled: CompiledPackage

    def send(self, story: Story) -> UUID:
        """Send the application of a story now, in the open tenant, and return its id."""
        token, address = device_of(story), address_of(story)
        application_id = self._begin(token, address)
        answers = self._answers(story, access_application(application_id, token=token))
        files = {name: answer for name, answer in answers.items() if self._is_file(name)}
        typed = {name: answer for name, answer in answers.items() if name not in files}
        keep_answers(_draft(application_id, token), typed, page="", language=Language.GERMAN, token=token)
        for field_id, named in files.items():
            for file in named:
                _hand_in(application_id, token, field_id, file["name"])
        if story.has_email:
            request_email_code(_draft(application_id, token), email=story.email, address=address)
            confirm_email(_draft(application_id, token), code=_code_sent_to(application_id, token))
        draft = _draft(application_id, token)
        submit_application(draft, submission_of(draft, journey_of(draft)), by_post=not story.has_email)
        return application_id

    def _begin(self, token: str, address: str) -> UUID:
        """Begin until the case will not belong to the share that is set aside for a human look: stories must not vary."""
        share = max((rule.sample for rule in self.package.procedure.automatic), default=0)
        offering = get_offering(self.tenant.id, self.package.service.key)
        beginning = Beginning(
            version_id=offering.version_id,
            service_key=self.package.service.key,
            parameters=offering.parameters,
            keep_draft=str(self.package.service.retention.draft),
            language=Language.GERMAN,
            address=address,
        )
        while True:
            application_id = start_application(beginning, token=token)
            if not is_set_aside(application_id, share):
                return application_id
            delete_draft(application_id, token=token)

    def _answers(self, story: Story, draft: OpenApplication) -> Mapping[str, Any]:
        worked = self.package.examples[story.example]
        told = story.answers(today(), self.tenant.contact)
        asked = self.compiled.service.form.fields
        told = {name: answer for name, answer in told.items() if name in asked}
        given = {name: told.get(name, answer) for name, answer in {**told, **worked.answers}.items()}
        attempt = Attempt(
            answers=given,
            today=today(),
            parameters=with_tables(self.package.service.parameters, draft.row.parameters),
        )
        return self.compiled.attempt(attempt).way.answers

    def _is_file(self, field_id: str) -> bool:
        return isinstance(self.compiled.service.form.fields[field_id].kind, FileKind)


def device_of(story: Story) -> str:
    """Return the token of the device that holds a story's application: known to this installation only."""
    return provider().mac(current_tenant_id(), f"sample\0{story.key}".encode()).hex()


def address_of(story: Story) -> str:
    """Return where a story's requests come from: an address that is kept for examples."""
    return f"192.0.2.{1 + sum(story.key.encode()) % _ADDRESSES}"


def _draft(application_id: UUID, token: str) -> OpenApplication:
    return access_application(application_id, token=token, for_update=True)


def _hand_in(application_id: UUID, token: str, field_id: str, name: str) -> None:
    """Hand in a paper: an example names it, and somebody who opens it has to find one."""
    draft = _draft(application_id, token)
    document = hand_in(draft, field_id=field_id, name=name, content=draw_paper(name))
    attach_file(_draft(application_id, token), field_id=field_id, document=document)


def _code_sent_to(application_id: UUID, token: str) -> str:
    """Read the one-time code in the e-mail that was just promised, as its person does."""
    mail = OutboundMail.objects.filter(
        subject_id=application_id, template=MailTemplate.ONE_TIME_CODE.value
    ).latest("id")
    seal = access_application(application_id, token=token).seal
    content = json.loads(seal.open(bytes(mail.sealed_content or b""), purpose=content_purpose(mail.id)))
    return str(content["context"]["code"])
