"""Rules about fields for files: what may be handed in, which paper a field is for, and which evidence goes where."""

from collections import Counter
from collections.abc import Iterator

from onlineamt.facilities.documents.rules import MOST_FILES
from onlineamt.packages.check.registry import Problem, rule
from onlineamt.packages.check.subject import Subject
from onlineamt.packages.findings import Level
from onlineamt.packages.package import FORM, SERVICE
from onlineamt.procedure.forms.definition import FileField

# Labels that do not say which paper is meant.
_VAGUE = frozenset({
    "anhang", "anhänge", "anlage", "anlagen", "datei", "dateien", "dokument", "dokumente", "foto", "fotos", "nachweis",
    "nachweise", "scan", "unterlage", "unterlagen", "upload", "hochladen",
})  # fmt: skip


@rule("files.evidence-kind")
def evidence_names_a_field_for_files(subject: Subject) -> Iterator[Problem]:
    """What is handed in with the form needs a field that takes files."""
    for index, evidence in enumerate(subject.package.service.evidence):
        if evidence.field in subject.field_ids and evidence.field not in _fields(subject):
            yield Problem(
                SERVICE, ("evidence", index, "field"), f"In das Feld „{evidence.field}“ lässt sich kein Nachweis hochladen.",
                "Nennen Sie ein Feld mit „kind: file“, oder lassen Sie „field“ weg: Dann fordert das Amt ihn an.",
            )  # fmt: skip


@rule("files.one-field-two-papers", Level.WARNING)
def one_field_takes_one_evidence(subject: Subject) -> Iterator[Problem]:
    """Two papers in one field: nobody sees which of them is missing."""
    used = Counter(one.field for one in subject.package.service.evidence if one.field)
    for index, evidence in enumerate(subject.package.service.evidence):
        if evidence.field and used[evidence.field] > 1:
            yield Problem(
                SERVICE, ("evidence", index, "field"),
                f"In „{evidence.field}“ gehören mehrere Nachweise. Welcher fehlt, sieht dann niemand.",
                "Geben Sie jedem Nachweis ein eigenes Feld.",
            )  # fmt: skip


@rule("files.vague-label", Level.WARNING)
def label_says_which_paper(subject: Subject) -> Iterator[Problem]:
    """People hand in what the label names."""
    for field_id, field in _fields(subject).items():
        if field.label.casefold().strip(" :.…") in _VAGUE:
            yield Problem(
                FORM, (*subject.field_path(field_id), "label"),
                f"„{field.label}“ sagt nicht, was hochgeladen werden soll.",
                "Nennen Sie die Unterlage, zum Beispiel „Fahrzeugschein“.",
            )  # fmt: skip


@rule("files.photo-not-allowed", Level.WARNING)
def photos_are_allowed(subject: Subject) -> Iterator[Problem]:
    """Most people have a telephone and no scanner; those of Apple make HEIC."""
    for field_id, field in _fields(subject).items():
        if {"jpeg", "heic"}.isdisjoint(field.types):
            message = f"In „{field_id}“ lässt sich kein Foto hochladen."
        elif "jpeg" in field.types and "heic" not in field.types:
            message = f"In „{field_id}“ lassen sich Fotos von iPhones nicht hochladen."
        else:
            continue
        yield Problem(
            FORM, (*subject.field_path(field_id), "types"), message,
            "Ergänzen Sie unter „types“ jpeg und heic, oder lassen Sie „types“ weg.",
        )  # fmt: skip


@rule("files.too-many-together")
def all_fields_together_have_room(subject: Subject) -> Iterator[Problem]:
    """The platform takes so many files for an application and no more; a form must not promise more."""
    fields = list(_fields(subject).values())
    files = sum(field.max_files for field in fields if not isinstance(field.show, str))
    if files > MOST_FILES:
        yield Problem(
            FORM, subject.field_path(fields[-1].id),
            f"Alle Felder zusammen nehmen {files} Dateien. Ein Antrag kann höchstens {MOST_FILES} Dateien haben.",
            "Setzen Sie „max_files“ an einigen Feldern herunter.",
        )  # fmt: skip


def _fields(subject: Subject) -> dict[str, FileField]:
    return {
        field.id: field
        for page in subject.package.form.pages
        for field in page.each_field()
        if isinstance(field, FileField)
    }
