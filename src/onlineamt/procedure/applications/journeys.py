"""The way of an application through its form, what it costs, and what of it is sent."""

from collections.abc import Mapping
from typing import Any

from onlineamt import __version__
from onlineamt.foundation.core.canonical import canonical_json, digest
from onlineamt.foundation.core.clock import berlin_day, today
from onlineamt.foundation.core.errors import NotFound
from onlineamt.foundation.core.languages import Language
from onlineamt.procedure.applications.compiled import parameter_values
from onlineamt.procedure.applications.entries import entry_facts_of, facts_to_json
from onlineamt.procedure.applications.fees import FeeBill, compute_fees
from onlineamt.procedure.applications.parts import Share, find_part, share_of, waiting_for
from onlineamt.procedure.applications.queries import OpenApplication
from onlineamt.procedure.applications.running import RunningService, get_running
from onlineamt.procedure.applications.values import Submission
from onlineamt.procedure.catalogue.queries import with_tables
from onlineamt.procedure.forms.definition import FileField
from onlineamt.procedure.forms.engine import (
    ItemResult,
    Journey,
    OpenItem,
    PageResult,
    journey,
    only_typed,
    open_item,
    save_item,
    save_page,
    typed_in,
)
from onlineamt.procedure.forms.engine.kinds import AnyKind, Raw


def service_of(application: OpenApplication) -> RunningService:
    """Return the service in the version the application was begun with."""
    return get_running(application.row.version_id)


def journey_of(application: OpenApplication) -> Journey:
    """Return the way that follows from the saved answers. A submitted application is seen as of its day."""
    service = service_of(application)
    if service.form.definition.parties and not application.row.is_submitted:
        return _journey_of_one(application, service)
    context = _context(application, service)
    decided = application.decided
    is_valid = bool(decided) and decided.get("of") == _circumstances(application, context)
    kept = decided.get("way") if is_valid else None
    return journey(service.form, application.answers, **context, kept=kept)


def decided_of(
    application: OpenApplication, travelled: Journey, answers: Mapping[str, Any]
) -> dict[str, Any] | None:
    """Return what to keep beside the answers of a draft, so that its next page need not decide everything again.

    `travelled` is a way of this draft with any answers. None: of forms that several persons fill in, and while an expression fails.
    """
    service = service_of(application)
    way = None if service.form.definition.parties else travelled.kept(answers)
    if way is None:
        return None
    return {"of": _circumstances(application, _context(application, service)), "way": way}


def shared_journey(application: OpenApplication) -> tuple[Journey, Share]:
    """Return the whole way of a draft of several persons, and whose pages its person fills in."""
    service = service_of(application)
    share = share_of(application, service.form)
    answers = {**share.own(service.form, application.answers), **share.given}
    return journey(service.form, answers, **_context(share.main, service)), share


def _journey_of_one(application: OpenApplication, service: RunningService) -> Journey:
    """Each person goes their own way; what the others have given decides about it too."""
    whole, share = shared_journey(application)
    return whole.only(share.pages(service.form), share.given)


def save_on_page(
    application: OpenApplication, page_id: str, raw: Raw, travelled: Journey | None = None
) -> PageResult:
    """Take what was sent on a page into the answers; nothing is stored yet. Raises KeyError for the page.

    `travelled`: the way that follows from the saved answers, where it is known already.
    """
    before = travelled or journey_of(application)
    return save_page(before, page_id, raw, application.answers, today=today())


def save_in_passing(
    application: OpenApplication, page_id: str, raw: Raw, travelled: Journey | None = None
) -> PageResult:
    """Take what is right so far, without judging what is not there yet; nothing is stored yet. Raises KeyError."""
    typed = typed_in(raw)
    return only_typed(save_on_page(application, page_id, typed, travelled), application.answers, typed)


def item_of(application: OpenApplication, field_id: str, position: int) -> OpenItem:
    """Return an entry of a list, or the place for the next one. Raises NoSuchItem."""
    return open_item(journey_of(application), application.answers, field_id, position, today=today())


def save_as_item(
    application: OpenApplication, item: OpenItem, raw: Raw, *, in_passing: bool = False
) -> ItemResult:
    """Take what was sent about an entry of a list into the answers; nothing is stored yet."""
    return save_item(item, raw, application.answers, today=today(), in_passing=in_passing)


def file_field_of(application: OpenApplication, field_id: str) -> FileField:
    """Return what the form says of a field for files. Raises NotFound for every other field."""
    found = service_of(application).form.fields.get(field_id)
    if found is None or not isinstance(found.kind.definition, FileField):
        raise NotFound
    return found.kind.definition


def bill_of(application: OpenApplication, travelled: Journey) -> FeeBill:
    """Return what the answers make of the fees."""
    return compute_fees(service_of(application).fees, travelled.activation())


def submission_of(application: OpenApplication, travelled: Journey) -> Submission:
    """Return what is frozen when the application is sent now."""
    return Submission(
        answers=travelled.answers,
        computed=travelled.computed_json(),
        fees=dict(bill_of(application, travelled).cents),
        is_complete=travelled.is_complete and not waiting_parties(application),
        entry=facts_to_json(entry_facts_of(application))
        if service_of(application).definition.follows
        else {},
    )


def waiting_parties(application: OpenApplication) -> tuple[str, ...]:
    """Return the other persons of a draft whose part is still to come."""
    if not service_of(application).form.definition.parties:
        return ()
    whole, share = shared_journey(application)
    return waiting_for(share, whole)


def is_part(application: OpenApplication) -> bool:
    """Tell whether a draft is another person's part of an application."""
    return bool(service_of(application).form.definition.parties) and find_part(application.id) is not None


def is_settled(application: OpenApplication) -> bool:
    """Tell whether its person may change nothing any more: it is sent, or their part of it is handed in."""
    if application.row.is_submitted:
        return True
    if not service_of(application).form.definition.parties:
        return False
    part = find_part(application.id)
    return part is not None and (part.handed_in_at is not None or part.application.is_submitted)


def known_question(application: OpenApplication, language: Language = Language.GERMAN) -> AnyKind | None:
    """Return the question whose answer, with the reference or code, shows that somebody is the person; None without."""
    service = service_of(application)
    if service.form.definition.parties and (part := find_part(application.id)):
        return service.form.words(language).kind(service.form.definition.parties[part.party].known_answer)
    return question_of(service, language)


def has_known_answer(application: OpenApplication) -> bool:
    """Tell whether the answer was given by which its person is known."""
    question = known_question(application)
    return question is not None and application.answers.get(question.id) is not None


def question_of(service: RunningService, language: Language) -> AnyKind | None:
    """Return the question of a service whose answer its people know; None without."""
    form = service.form
    field_id = form.definition.known_answer
    return form.words(language).kind(field_id) if field_id else None


def _circumstances(application: OpenApplication, context: Mapping[str, Any]) -> str:
    """Return a mark of everything besides the answers on which a way hangs: what was decided under other ones counts no more."""
    told = {
        "program": __version__,
        "version": str(application.row.version_id),
        "parameters": application.row.parameters,
        "entry": facts_to_json(context["entry"]) if context["entry"] is not None else None,
        "facts": facts_to_json(context["facts"]),
        "days": [context["today"].isoformat(), context["answered_on"].isoformat()],
    }
    return digest(canonical_json(told))


def _context(application: OpenApplication, service: RunningService) -> dict[str, Any]:
    submitted_at = application.row.submitted_at
    declared = service.definition.parameters
    return {
        "today": berlin_day(submitted_at) if submitted_at else today(),
        "answered_on": today(),  # to a question of the office, say: what happened since is no future
        "facts": {"channel": application.row.channel},
        "parameters": parameter_values(declared, with_tables(declared, application.row.parameters)),
        "entry": entry_facts_of(application) if service.definition.follows else None,
    }
