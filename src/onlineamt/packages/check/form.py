"""Rules about `form.yaml`: conditions, personal data, labels, hints, questions that nobody needs."""

import re
from collections import Counter
from collections.abc import Iterator

from onlineamt.packages.check.mentions import each_expression, names_in
from onlineamt.packages.check.registry import Problem, rule
from onlineamt.packages.check.subject import Subject
from onlineamt.packages.findings import Level
from onlineamt.packages.package import FORM
from onlineamt.procedure.catalogue.values import TrustLevel
from onlineamt.procedure.forms.definition import (
    FieldDefinition,
    FormDefinition,
    GroupDefinition,
    LabelField,
    QuestionDefinition,
    RegisterEntryField,
    RepeatField,
    TaxIdField,
    TextField,
    with_inner,
)

# `area.field == "code"`, `area.field != "code"` and `"code" in area.field`, with either kind of quotes.
_COMPARED = re.compile(r"""([a-z]\w*\.[a-z]\w*)\s*[!=]=\s*(["'])(.*?)\2""")
_NESTED_REPEAT = re.compile(r"\((?:[^()\\]|\\.)*[+*](?:[^()\\]|\\.)*\)(?:[+*]|\{\d*,\d*\})")
_CONTAINED = re.compile(r"""(["'])((?:(?!\1).)*)\1\s+in\s+([a-z]\w*\.[a-z]\w*)""")


@rule("form.legal-basis-missing")
def personal_data_has_a_legal_basis(subject: Subject) -> Iterator[Problem]:
    """Art. 6 DSGVO: no personal data without a rule that lets the office ask."""
    for field, group in _personal(subject):
        if not (field.legal_basis or group.legal_basis or subject.package.form.legal_basis):
            yield Problem(
                FORM, subject.field_path(field.id), f"Für „{field.id}“ fehlt die Rechtsgrundlage.",
                "Ergänzen Sie „legal_basis: …“ am Feld, an der Gruppe oder am Formular.",
            )  # fmt: skip


@rule("form.purpose-missing")
def personal_data_has_a_purpose(subject: Subject) -> Iterator[Problem]:
    """Art. 5 Abs. 1 Buchst. b DSGVO: no personal data without a purpose."""
    for field, group in _personal(subject):
        if not (field.purpose or group.purpose or subject.package.form.purpose):
            yield Problem(
                FORM, subject.field_path(field.id), f"Für „{field.id}“ fehlt der Zweck.",
                "Ergänzen Sie „purpose: …“ am Feld, an der Gruppe oder am Formular.",
            )  # fmt: skip


@rule("form.tax-id-without-law")
def tax_id_is_asked_for_by_law(subject: Subject) -> Iterator[Problem]:
    """§ 139b Abs. 2 AO: the tax identification number is asked for only where a law says so, and the field names it."""
    for field, _ in _personal(subject):
        if isinstance(field, TaxIdField) and not field.legal_basis:
            yield Problem(
                FORM, subject.field_path(field.id),
                f"„{field.id}“ fragt nach der Steuer-ID, ohne das Gesetz zu nennen, das es erlaubt (§ 139b Abs. 2 AO).",
                "Ergänzen Sie „legal_basis: …“ am Feld selbst, oder fragen Sie nicht danach.",
            )  # fmt: skip


def _personal(subject: Subject) -> Iterator[tuple[QuestionDefinition, GroupDefinition]]:
    for page in subject.package.form.pages:
        for group in page.parts:
            for field in with_inner(group.fields):
                if isinstance(field, QuestionDefinition) and field.personal:
                    yield field, group


@rule("form.unknown-code")
def compared_codes_exist(subject: Subject) -> Iterator[Problem]:
    """A comparison with an answer that cannot be given is always false: a dead branch."""
    for written in each_expression(subject.package):
        pairs = [(found[1], found[3]) for found in _COMPARED.finditer(written.text)]
        pairs += [(found[3], found[2]) for found in _CONTAINED.finditer(written.text)]
        for field_id, code in pairs:
            known = subject.codes_of(field_id)
            if known and code not in known:
                yield Problem(
                    written.file,
                    written.path,
                    f"„{field_id}“ hat keine Antwort „{code}“: Die Bedingung gilt nie.",
                    subject.meant(code, known),
                )


@rule("form.double-label", Level.WARNING)
def labels_on_a_page_differ(subject: Subject) -> Iterator[Problem]:
    """Two questions with the same words on one page cannot be told apart, least of all by ear."""
    lists = (field for field in subject.package.form.each_field() if isinstance(field, RepeatField))
    seen_together = [(page.id, list(page.each_field())) for page in subject.package.form.pages]
    for name, fields in (*seen_together, *((one.id, list(one.fields)) for one in lists)):
        labels = Counter(field.label for field in fields)
        for field in reversed(fields):
            if labels[field.label] > 1:
                labels[field.label] = 0
                yield Problem(
                    FORM,
                    (*subject.field_path(field.id), "label"),
                    f"Auf der Seite „{name}“ heißen zwei Felder „{field.label}“.",
                    "Geben Sie ihnen verschiedene Namen.",
                )


@rule("form.unused-field", Level.WARNING)
def fields_are_used(subject: Subject) -> Iterator[Problem]:
    """Only what is needed may be asked: by an expression, a letter, a register, a FIM schema, or for a purpose of its own."""
    used = _used_names(subject)
    letters = "\n".join(subject.package.letters.values())
    for page in subject.package.form.pages:
        for group in page.parts:
            for field in with_inner(group.fields):
                if _needs_a_use(field, group, subject) and field.id not in used and field.id not in letters:
                    yield Problem(
                        FORM,
                        subject.field_path(field.id),
                        f"Die Antwort „{field.id}“ braucht niemand.",
                        "Löschen Sie die Frage, oder sagen Sie mit „purpose: …“ am Feld, wozu sie dient.",
                    )


def _needs_a_use(field: FieldDefinition, group: GroupDefinition, subject: Subject) -> bool:
    if not isinstance(field, QuestionDefinition) or field.fim or subject.is_of_a_block(field.id):
        return False
    return not (field.purpose or group.purpose)


def _used_names(subject: Subject) -> set[str]:
    package = subject.package
    used = {name for written in each_expression(package) for name in names_in(written.text)}
    used |= _used_of_entries(package.form, used)
    for register in package.procedure.registers.values():
        used |= {*register.fields, *(field for one in register.limits.values() for field in one.fields)}
    for outcome in package.procedure.outcomes.values():
        used |= set(getattr(outcome.entry, "fields", {}).values())
    used |= {field.id for field in package.form.each_field() if isinstance(field, RegisterEntryField)}
    used |= {evidence.field for evidence in package.service.evidence if evidence.field}
    return used | {package.form.known_answer or ""}


def _used_of_entries(form: FormDefinition, named: set[str]) -> set[str]:
    """Outside of a list, expressions give its entries names of their own: `familie.kinder.exists(kind, kind.schule == …)`."""
    last = {name.rpartition(".")[2] for name in named}
    lists = (field for field in form.each_field() if isinstance(field, RepeatField))
    return {one.id for repeat in lists for one in repeat.fields if one.id.partition(".")[2] in last}


@rule("form.hint-missing", Level.WARNING)
def unusual_format_has_a_hint(subject: Subject) -> Iterator[Problem]:
    """Who must keep to a pattern must know it before typing."""
    for field in subject.package.form.every_field():
        if isinstance(field, TextField) and field.pattern and not field.hint:
            yield Problem(
                FORM,
                subject.field_path(field.id),
                f"„{field.id}“ verlangt eine Schreibweise, sagt sie aber nicht.",
                "Ergänzen Sie „hint: …“ mit einem Beispiel.",
            )


@rule("form.pattern-message-missing", Level.WARNING)
def pattern_says_what_is_wrong(subject: Subject) -> Iterator[Problem]:
    """A pattern cannot explain itself."""
    for field in subject.package.form.every_field():
        if isinstance(field, TextField) and field.pattern and "pattern" not in field.errors:
            yield Problem(
                FORM,
                subject.field_path(field.id),
                f"„{field.id}“ erklärt nicht, was an der Schreibweise falsch ist.",
                "Ergänzen Sie „errors: {pattern: …}“.",
            )


@rule("form.slow-pattern")
def patterns_are_quick(subject: Subject) -> Iterator[Problem]:
    """A repetition inside a repetition lets one long answer keep a process busy for hours."""
    for field in subject.package.form.every_field():
        if isinstance(field, TextField) and field.pattern and _NESTED_REPEAT.search(field.pattern):
            yield Problem(
                FORM,
                (*subject.field_path(field.id), "pattern"),
                f"Das Muster von „{field.id}“ wiederholt eine Wiederholung und kann sehr lange rechnen.",
                "Schreiben Sie das Muster ohne „+“ oder „*“ in einer Klammer, die sich selbst wiederholt.",
            )


@rule("form.no-known-answer", Level.WARNING)
def guest_can_see_the_status(subject: Subject) -> Iterator[Problem]:
    """A guest looks up the status with the reference and one answer they know."""
    package = subject.package
    if package.service.trust_level is TrustLevel.NONE and package.form.known_answer is None:
        yield Problem(
            FORM,
            (),
            "Gäste können den Stand nicht abfragen.",
            "Ergänzen Sie „known_answer: …“ mit einem Feld, dessen Antwort die Person weiß.",
        )


@rule("form.label-asks-nothing")
def label_page_asks_something(subject: Subject) -> Iterator[Problem]:
    """A page of labels alone asks nothing."""
    for index, page in enumerate(subject.package.form.pages):
        fields = list(page.each_field())
        if page.kind == "question" and fields and all(isinstance(field, LabelField) for field in fields):
            yield Problem(
                FORM,
                ("pages", index),
                f"Die Seite „{page.id}“ fragt nichts.",
                "Ergänzen Sie eine Frage, oder schreiben Sie „kind: exit“.",
            )
