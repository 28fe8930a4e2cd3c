"""Applications of several persons: who fills in which pages, who sees what, and what is still to come."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from onlineamt.foundation.core.errors import NotFound
from onlineamt.foundation.sealing.errors import Unsealable
from onlineamt.foundation.sealing.provider import provider
from onlineamt.foundation.sealing.queries import blind_index
from onlineamt.foundation.tenancy.transaction import current_tenant_id
from onlineamt.procedure.applications.models import Application, ApplicationPart
from onlineamt.procedure.applications.queries import OpenApplication, get_application
from onlineamt.procedure.applications.rules import resume_code_of
from onlineamt.procedure.forms.engine import CompiledForm, Journey

MAIN = ""


@dataclass(frozen=True)
class Share:
    """Whose pages a person of an application fills in, and what the others have given beside them.

    `main` is the application that is sent; `party` is empty for its own person. `handed_over` are the persons who have a part of
    their own; `given` the answers that the others gave, as far as they count.
    """

    main: OpenApplication
    party: str
    parts: tuple[ApplicationPart, ...]
    given: Mapping[str, Any]

    @property
    def handed_over(self) -> frozenset[str]:
        """The persons whose pages somebody else fills in."""
        return frozenset(part.party for part in self.parts)

    def pages(self, form: CompiledForm) -> frozenset[str]:
        """Return the pages that this person fills in."""
        return frozenset(
            page.id
            for page in form.pages
            if (
                page.definition.party == self.party
                if self.party
                else page.definition.party not in self.handed_over
            )
        )

    def own(self, form: CompiledForm, answers: Mapping[str, Any]) -> dict[str, Any]:
        """Return those answers that this person gives."""
        pages = self.pages(form)
        return {
            name: answer
            for name, answer in answers.items()
            if name in form.fields and form.fields[name].page_id in pages
        }


def find_part(draft_id: UUID) -> ApplicationPart | None:
    """Return what a draft is a part of, or None."""
    return ApplicationPart.objects.select_related("application").filter(draft_id=draft_id).first()


def list_parts(application_id: UUID) -> tuple[ApplicationPart, ...]:
    """Return the parts of an application that were handed over."""
    return tuple(ApplicationPart.objects.filter(application_id=application_id).order_by("party"))


def share_of(application: OpenApplication, form: CompiledForm) -> Share:
    """Return which pages of a form with several persons the person of a draft fills in. Raises NotFound.

    What was begun and not handed in does not count for others. Of the first person everything counts: it is their application.
    """
    part = find_part(application.id)
    if part is None:
        parts = list_parts(application.id)
        return Share(application, MAIN, parts, _handed_in(parts, form))
    main = _opened(part.application_id)
    if main is None:
        raise NotFound
    parts = list_parts(main.id)
    around = Share(main, MAIN, parts, {}).own(form, main.answers)
    others = tuple(one for one in parts if one.draft_id != application.id)
    return Share(main, part.party, parts, {**around, **_handed_in(others, form)})


def waiting_for(share: Share, whole: Journey) -> tuple[str, ...]:
    """Return the persons whose part is still to come: not handed in, or lacking an answer that others have opened since."""
    waiting = []
    for part in share.parts:
        pages = [page for page in whole.pages if page.page.definition.party == part.party]
        if pages and not (part.handed_in_at and all(page.is_finished for page in pages)):
            waiting.append(part.party)
    return tuple(waiting)


def own_pages(application: OpenApplication, way: Journey) -> Journey:
    """Return what the person of a sent application sees of it: not what others have filled in on their own."""
    others = _pages_of_others(application, way.form)
    return way.only({page.id for page in way.form.pages} - others, {}) if others else way


def others_questions(application: OpenApplication, form: CompiledForm) -> frozenset[str]:
    """Return the questions of a sent application that other persons have answered on their own."""
    others = _pages_of_others(application, form)
    return frozenset(name for name, one in form.fields.items() if one.page_id in others)


def _pages_of_others(application: OpenApplication, form: CompiledForm) -> frozenset[str]:
    if not form.definition.parties:
        return frozenset()
    handed_over = {part.party for part in list_parts(application.id)}
    return frozenset(page.id for page in form.pages if page.definition.party in handed_over)


def invitation_code(draft_id: UUID) -> str:
    """Return the code of the link for another person. It is computed, so it need not be kept."""
    return resume_code_of(provider().mac(current_tenant_id(), b"invite\0" + draft_id.bytes))


def invitation_index(code: str) -> bytes:
    """Return the keyed hash by which a part is found from its link."""
    return blind_index(code, purpose="invite")


def find_invitation(code: str) -> ApplicationPart | None:
    """Return the part that a link leads to, as long as nobody has used it and nothing is sent."""
    return (
        ApplicationPart.objects.select_related("application")
        .filter(invite_index=invitation_index(code), application__submitted_at=None)
        .first()
    )


def _handed_in(parts: Sequence[ApplicationPart], form: CompiledForm) -> dict[str, Any]:
    given: dict[str, Any] = {}
    for part in parts:
        draft = _opened(part.draft_id) if part.handed_in_at else None
        if draft is not None:
            given |= {
                name: answer
                for name, answer in draft.answers.items()
                if name in form.fields and form.page(form.fields[name].page_id).definition.party == part.party
            }
    return given


def _opened(application_id: UUID) -> OpenApplication | None:
    try:
        return get_application(application_id)
    except (Application.DoesNotExist, Unsealable):
        return None
