"""What the fuzzed world holds of files and permits: a draft with files in every state, and a parking permit with its card."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from uuid import UUID

from pypdf import PdfReader

from onlineamt.facilities.documents.actions.uploads import add_part
from onlineamt.facilities.documents.models import StoredDocument
from onlineamt.facilities.documents.queries import list_documents, open_document
from onlineamt.facilities.documents.tests.files import picture
from onlineamt.facilities.documents.values import DocumentKind
from onlineamt.facilities.registers.queries import entries_of, open_entry
from onlineamt.foundation.core.clock import now, today
from onlineamt.foundation.core.languages import Language
from onlineamt.foundation.organisation.models import OrgUnit
from onlineamt.foundation.tenancy.directory import directory
from onlineamt.foundation.tenancy.models import Tenant
from onlineamt.foundation.tenancy.transaction import in_tenant
from onlineamt.packages.reading import read_package
from onlineamt.procedure.applications.actions.arriving import announce, keep_file
from onlineamt.procedure.applications.actions.contact import request_email_code
from onlineamt.procedure.applications.actions.drafts import Beginning, keep_answers, start_application
from onlineamt.procedure.applications.actions.files import announce_file, attach_file, hand_in, remove_file
from onlineamt.procedure.applications.actions.parts import accept_part, hand_over
from onlineamt.procedure.applications.actions.submission import submit_application
from onlineamt.procedure.applications.journeys import journey_of, service_of, submission_of
from onlineamt.procedure.applications.models import Application, ContactWay
from onlineamt.procedure.applications.parts import invitation_code, list_parts
from onlineamt.procedure.applications.queries import EMAIL, OpenApplication, access_application
from onlineamt.procedure.cases.actions.answer_files import AnswerFiles
from onlineamt.procedure.cases.compiled import is_set_aside
from onlineamt.procedure.cases.queries import get_case
from onlineamt.procedure.catalogue.actions import offer_service, register_version
from onlineamt.procedure.catalogue.queries import get_offering
from onlineamt.procedure.decisions.actions.automatic import examine_case
from onlineamt.procedure.delivery.actions.reaching import retrieve_decision
from tests.cases import SERVICES, answers_of, submit_example
from tests.hostile.fuzz.values import Form
from tests.journeys.offering import COURT

PAPER, CHILDREN, LONG, COUPLE = (
    "muster-nachweis",
    "muster-ferien",
    "muster-betreuung",
    "muster-paar",
)  # services of the tests
PARKING, CHANGE = "bewohnerparkausweis", "bewohnerparkausweis-aendern"
FIELD = "fahrzeug.schein"
HALF = 65_536  # the smallest part
PHOTO = picture() + b"\0" * HALF  # what follows the picture is not kept


@dataclass(frozen=True)
class Papers:
    """A draft with files, and what its page's script sends."""

    draft_id: UUID
    document_id: UUID
    upload_id: UUID
    forms: tuple[Form, ...]


@dataclass(frozen=True)
class Permit:
    """A decided case, the entry it has made, and the codes on its card and its letter."""

    case_id: UUID
    entry_id: UUID
    check_token: str
    letter_token: str


def offer_papers(town: Tenant) -> None:
    """Let a town ask for papers, for children, in sections, and two people at once."""
    OrgUnit.objects.get_or_create(
        tenant=town, key="amt-ordnung", defaults={"kind": "ordnung", "name": "Ordnungsamt"}
    )
    for key in (PAPER, CHILDREN, LONG, COUPLE):
        package = read_package(SERVICES.parent / "tests" / "services" / key).package
        assert package is not None
        version = register_version(
            key=package.service.key, version=package.service.version, sections=package.sections
        )
        offer_service(tenant_id=town.id, version_id=version.id)


def draft_with_children(town: Tenant, token: str, word: str) -> tuple[UUID, tuple[Form, ...]]:
    """Begin a draft that lists two children. Return it, and what is sent about one of them."""
    child = {"vorname": word, "geburtsdatum": "2023-01-02", "schwimmt": False}
    answers = {"person.name": word, "familie.ort": None, "familie.kinder": [child, child]}
    with in_tenant(town.id):
        draft_id = _begin(town, CHILDREN, token)
        keep_answers(_opener(draft_id, token)(), answers, page="", language=Language.GERMAN, token=token)
    entry = f"/antrag/{draft_id}/seite/familie/familie.kinder/2"
    said = (("kinder.vorname", word.encode()), ("kinder.schwimmt", b"true"), ("_seen", b""))
    return draft_id, (
        _script(entry, *said),
        _script(f"{entry}/speichern", *said),
        _script(f"{entry}/entfernen"),
    )


def draft_in_sections(town: Tenant, token: str, word: str) -> tuple[UUID, tuple[Form, ...]]:
    """Begin a draft of a long form, one section done and another left. Return it, and what its pages send."""
    answers = {"kind.name": word, "kind.geburtsdatum": "2025-12-24", "kind.urkunde": [], "person.name": word}
    with in_tenant(town.id):
        draft_id = _begin(town, LONG, token)
        keep_answers(_opener(draft_id, token)(), answers, page="kind", language=Language.GERMAN, token=token)
    pages = {
        "kind": (("kind.name", word.encode()),),
        "zu_jung": (),
        "betreuung": (("kind.isst_mit", b"true"), ("kind.zieht_um", b"true")),
        "essen": (("_from", b"pruefen"),),
    }
    return draft_id, tuple(
        _script(f"/antrag/{draft_id}/seite/{page}", *said, ("_seen", b"")) for page, said in pages.items()
    )


@dataclass(frozen=True)
class Couple:
    """Drafts of two people: one whose part the second holds, one whose link nobody has used, one that is not handed over."""

    main_id: UUID
    part_id: UUID
    code: str
    open_ids: tuple[UUID, UUID]
    of_first: tuple[Form, ...]
    of_second: tuple[Form, ...]


def draft_of_two(town: Tenant, tokens: tuple[str, str], words: tuple[str, str]) -> Couple:
    """Begin drafts of two people; neither may see a word of the other."""
    first, second = tokens
    answers = {"person.name": words[0], "person.zu_zweit": True, "person.einkommen": 90_000}
    with in_tenant(town.id):
        main_id, invited, alone = (_begin(town, COUPLE, first) for _ in range(3))
        for draft_id in (main_id, invited, alone):
            draft = _opener(draft_id, first)
            keep_answers(draft(), answers, page="person", language=Language.GERMAN, token=first)
            if draft_id != alone:
                hand_over(draft(), "partner", service_of(draft()).form)
        (part,), (unused,) = list_parts(main_id), list_parts(invited)
        accept_part(code=invitation_code(part.draft_id), token=second, address="192.0.2.9")
        own = {"partner.name": words[1], "partner.einkommen": 200_000}
        keep_answers(
            _opener(part.draft_id, second)(), own, page="partner", language=Language.GERMAN, token=second
        )
        code = invitation_code(unused.draft_id)
    place = f"/antrag/{main_id}"
    here = f"/antrag/{alone}/teile"
    of_first = (
        _script(f"{place}/teile", ("_geben", b"partner")),
        _script(f"{place}/teile", ("_zurueck", b"partner")),
        _script(f"{place}/seite/garten", ("garten.groesse", b"200"), ("_seen", b"")),
        Form(here, "POST", has_files=False, fields=(("_geben", b"partner"),), page=here),
    )
    place = f"/antrag/{part.draft_id}"
    of_second = (_script(f"{place}/teil", ("_abgeben", b"1")), _script(f"{place}/teil"))
    return Couple(main_id, part.draft_id, code, (invited, alone), of_first, of_second)


def draft_with_papers(town: Tenant, token: str, word: str) -> Papers:
    """Begin a draft that holds a file, has lost another, waits for two more and for the code of its e-mail."""
    with in_tenant(town.id):
        draft_id = _begin(town, PAPER, token)
        open_draft = _opener(draft_id, token)
        answers = {"person.name": word, "fahrzeug.kennzeichen": "MU-AB 123", "fahrzeug.gehoert_firma": False}
        keep_answers(open_draft(), answers, page="", language=Language.GERMAN, token=token)
        kept, removed = (_attach(open_draft, f"{word}-{number}.jpg") for number in (1, 2))
        remove_file(open_draft(), field_id=FIELD, document_id=removed)
        half, other = (_announce(open_draft(), word) for _ in range(2))
        add_part(subject_id=draft_id, upload_id=half, offset=0, content=PHOTO[:HALF], seal=open_draft().seal)
        request_email_code(open_draft(), email=f"{word.lower()}@post.invalid", address="192.0.2.8")
    saved = (("person.name", word.encode()), ("_seen", b""))
    forms = (
        _script(f"/antrag/{draft_id}/seite/person/speichern", *saved),
        *_scripts(f"/antrag/{draft_id}/dateien/{FIELD}", half, other, kept, removed),
    )
    return Papers(draft_id, kept, half, forms)


def answer_with_papers(case_id: UUID, request_id: UUID, place: str, word: str) -> tuple[Form, ...]:
    """Upload for a request: one file stays, one was taken back, two are on their way. Return what its script sends."""

    def files() -> AnswerFiles:
        return AnswerFiles(get_case(case_id, for_update=True), request_id)

    documents = [
        keep_file(files().place(place), name=f"{word}-{number}.jpg", content=PHOTO) for number in (1, 2)
    ]
    for document in documents:
        files().attach(place, document)
    kept, removed = (document.id for document in documents)
    files().remove(place, removed)
    half, other = (announce(files().place(place), name=f"{word}.jpg", size=len(PHOTO)).id for _ in range(2))
    add_part(subject_id=case_id, upload_id=half, offset=0, content=PHOTO[:HALF], seal=files().seal)
    return _scripts(f"/antrag/{case_id}/nachfrage/{request_id}/dateien/{place}", half, other, kept, removed)


def parking_permit(town: Tenant, token: str, word: str, run_jobs: Callable[[], None]) -> Permit:
    """Apply for a parking permit, have it decided by the rules, and open the decision."""
    Tenant.objects.filter(id=town.id).update(contact={**town.contact, "courts": {"vwgo": COURT}})
    directory.forget()  # else nobody knows the court, and a person looks at the case
    with in_tenant(town.id):
        case_id = _begin(town, PARKING, token)
        while is_set_aside(case_id, 2):  # for a person to look at
            case_id = _begin(town, PARKING, token)
        answers = {
            name: given for name, given in answers_of(PARKING, "eigenes_auto").items() if name != FIELD
        }
        answers |= {"person.familienname": word, "ausweis.beginn": today().isoformat()}
        open_draft = _opener(case_id, token)
        keep_answers(open_draft(), answers, page="", language=Language.GERMAN, token=token)
        _attach(open_draft, f"{word}.jpg")
        confirmed = {"email_confirmed_at": now(), "contact_way": ContactWay.EMAIL}
        sealed = open_draft().seal.close(b"erika@musterstadt.invalid", purpose=EMAIL)
        Application.objects.filter(id=case_id).update(sealed_email=sealed, **confirmed)
        draft = open_draft()
        submit_application(draft, submission_of(draft, journey_of(draft)))
    run_jobs()
    with in_tenant(town.id):
        retrieve_decision(case_id)
        (entry,) = entries_of(case_id)
        letter = next(one for one in list_documents(case_id) if one.kind == DocumentKind.DECISION)
        return Permit(case_id, entry.id, open_entry(entry).check_token, _code_on(letter))


def unlinked_change(town: Tenant, token: str, word: str) -> tuple[UUID, Form]:
    """Send the change of a permit whose person has named none, and return it with the form that says which is meant."""
    answers = {**answers_of(CHANGE, "nicht_gefunden"), "person.familienname": word}
    with in_tenant(town.id):
        case_id = submit_example(
            town, CHANGE, answers, email=False, despite_gaps=True, language=Language.GERMAN, token=token
        )
        examine_case(case_id)
    page = f"/amt/vorgang/{case_id}/registereintrag"
    return case_id, Form(page, "POST", has_files=False, fields=(("number", b"BP-2025-00001"),), page=page)


def _code_on(letter: StoredDocument) -> str:
    """Read the code with which anybody may check a letter."""
    pages = PdfReader(BytesIO(open_document(letter).content)).pages
    found = re.search(r"[0-9A-Z]{5}(-[0-9A-Z]{5}){4}", " ".join(page.extract_text() for page in pages))
    assert found is not None
    return found[0]


def _begin(town: Tenant, service: str, token: str) -> UUID:
    offering = get_offering(town.id, service)
    beginning = Beginning(
        version_id=offering.version_id,
        service_key=service,
        parameters=offering.parameters,
        keep_draft="P30D",
        language=Language.GERMAN,
        address="192.0.2.7",
    )
    return start_application(beginning, token=token)


def _opener(draft_id: UUID, token: str) -> Callable[[], OpenApplication]:
    return lambda: access_application(draft_id, token=token, for_update=True)


def _attach(open_draft: Callable[[], OpenApplication], name: str) -> UUID:
    document = hand_in(open_draft(), field_id=FIELD, name=name, content=PHOTO)
    attach_file(open_draft(), field_id=FIELD, document=document)
    return document.id


def _announce(draft: OpenApplication, name: str) -> UUID:
    return announce_file(draft, field_id=FIELD, name=name, size=len(PHOTO)).id


def letter_that_came_back(item_id: UUID) -> Form:
    """What the post room notes of a letter that was sent off before."""
    return _noted_of_letter(item_id, "zurueck", ("grund", b"refused"))


def letter_that_arrived(item_id: UUID) -> Form:
    """What the post room notes of a letter abroad, when somebody has signed for it."""
    return _noted_of_letter(item_id, "angekommen")


def _noted_of_letter(item_id: UUID, act: str, *more: tuple[str, bytes]) -> Form:
    day, page = today(), f"/amt/post/brief/{item_id}"
    parts = ((f"{act}.day", day.day), (f"{act}.month", day.month), (f"{act}.year", day.year))
    fields = tuple((name, b"%d" % part) for name, part in parts)
    return Form(f"{page}/{act}", "POST", has_files=False, fields=(*fields, *more), page=page)


def _scripts(files: str, half: UUID, other: UUID, kept: UUID, removed: UUID) -> tuple[Form, ...]:
    """What a page's script sends to the address of a place for files."""
    size = ("size", b"%d" % len(PHOTO))
    return (
        _script(files, ("name", b"schein.jpg"), size, ("upload", b"")),
        _script(files, ("name", b"schein.jpg"), size, ("upload", str(half).encode())),
        _script(f"{files}/{half}", ("offset", b"%d" % HALF), ("part", PHOTO[HALF:]), has_files=True),
        _script(f"{files}/{other}/abbrechen"),
        _script(f"{files}/{kept}/entfernen"),
        _script(f"{files}/{removed}/zurueck"),
    )


def _script(action: str, *fields: tuple[str, bytes], has_files: bool = False) -> Form:
    return Form(action, "POST", has_files, fields)
