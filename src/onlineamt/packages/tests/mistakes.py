"""Mistakes that authors make, each with the rule that must find it and the file it stands in.

A break changes the sample and returns the line at which the finding must point.
"""

from collections.abc import Callable
from dataclasses import dataclass

from onlineamt.packages.tests.workshop import Workshop

Break = Callable[[Workshop], int]
SERVICE, FORM, PROCEDURE = "service.yaml", "form.yaml", "procedure.yaml"
COLOURS, LETTER, BLUE, RED = (
    "codelists/farben.yaml",
    "letters/bescheid.typ",
    "examples/blau.yaml",
    "examples/rot.yaml",
)


@dataclass(frozen=True)
class Mistake:
    name: str
    rule: str
    file: str
    break_it: Break

    def __str__(self) -> str:
        return self.name


def change(name: str, rule: str, file: str, old: str, new: str, *, further: int = 0) -> Mistake:
    """A mistake made by writing one thing for another; the finding points `further` lines below the change."""
    return Mistake(name, rule, file, lambda workshop: workshop.replace(file, old, new) + further)


def elsewhere(name: str, rule: str, file: str, line: int, break_it: Callable[[Workshop], object]) -> Mistake:
    """A mistake that is found in another file or place than it was made."""

    def broken(workshop: Workshop) -> int:
        break_it(workshop)
        return line

    return Mistake(name, rule, file, broken)


def neighbour(workshop: Workshop, procedure: str) -> None:
    """Put another package on the shelf of the workshop, as far as its neighbours read it."""
    folder = workshop.folder.parent / "muster-erst"
    folder.mkdir()
    (folder / SERVICE).write_text("key: muster-erst\n", encoding="utf-8")
    (folder / PROCEDURE).write_text(procedure, encoding="utf-8")


TEILS = "  teils: {title: Teils, letter: bescheid, reasons: required, refuses: part, granted: [zahl]}\n"
GRANTED = "granted:\n  fields: [{id: granted.zahl, kind: integer, label: Erlaubte Zahl, max: 9}]\n  applied: {zahl: ding.zahl}\n"
RULING = "ruling: {outcome: teils, reasons: So ist es, granted: {zahl: 4}}"


def sections(name: str, line: int, *pages: str) -> Mistake:
    """A mistake in the sections of a form; each of `pages` is what one of them holds."""
    written = ", ".join(
        f"{{id: teil_{number}, title: Teil {number}, pages: [{one}]}}" for number, one in enumerate(pages)
    )
    return elsewhere(
        name, "definition.value-error", FORM, line,
        lambda workshop: workshop.replace(FORM, "pages:\n", f"sections: [{written}]\npages:\n"),
    )  # fmt: skip


def granting(
    name: str,
    rule: str,
    line: int,
    *,
    old: str = "",
    new: str = "",
    ruling: str = RULING,
    file: str = PROCEDURE,
    more: Callable[[Workshop], object] = bool,
) -> Mistake:
    """A mistake in what may be granted: the sample gets an outcome that grants a part, with one thing written for another."""

    def broken(workshop: Workshop) -> int:
        part = TEILS + GRANTED
        assert old in part
        workshop.replace(PROCEDURE, "registers:\n", part.replace(old, new, 1) + "registers:\n")
        workshop.replace(RED, "ruling: {outcome: erledigt}", ruling)
        workshop.replace(
            "texts/de.yaml",
            "plain: {",
            "plain: {teils: {decided: Ein Teil ist erledigt.}, ",
        )
        more(workshop)
        return line

    return Mistake(name, rule, file, broken)


ERRORS = (
    # what keeps a file from being read
    Mistake("no service.yaml", "folder.file-missing", SERVICE, lambda w: w.delete(SERVICE)),
    Mistake("no form.yaml", "folder.file-missing", FORM, lambda w: w.delete(FORM)),
    Mistake("no procedure.yaml", "folder.file-missing", PROCEDURE, lambda w: w.delete(PROCEDURE)),
    Mistake("an empty file", "definition.model-type", PROCEDURE, lambda w: w.write(PROCEDURE, "")),
    Mistake("a list for a file", "definition.model-type", FORM, lambda w: w.write(FORM, "- a\n")),
    Mistake("not UTF-8", "source.encoding", "texts/de.yaml", lambda w: w.write("texts/de.yaml", b"title: Gr\xfc\xdfe\n")),
    Mistake("a NUL byte", "source.character", "texts/de.yaml", lambda w: w.write("texts/de.yaml", "title: a\0b\n")),
    Mistake("a huge file", "folder.size", "texts/de.yaml", lambda w: w.write("texts/de.yaml", "a" * 1_000_001)),
    change("broken indentation", "source.syntax", SERVICE, "kind: declaration", "kind: declaration\n  mehr: x", further=1),
    change("an open bracket", "source.syntax", SERVICE, "laender: [NW]", "laender: [NW", further=1),
    change("a tabulator", "source.syntax", SERVICE, "kind: declaration", "kind:\n\tdeclaration", further=1),
    change("an alias", "source.alias", SERVICE, "laender: [NW]", "laender: &l [NW]"),
    change("a tag", "source.tag", SERVICE, "laender: [NW]", "laender: !!python/tuple [NW]"),
    change("a key twice", "source.double-key", SERVICE, "maturity: 4", "maturity: 4\nmaturity: 5", further=1),
    # what a definition does not know
    change("a misspelt key", "definition.extra-forbidden", SERVICE, "maturity: 4", "maturity: 4\naudienz: [x]", further=1),
    elsewhere("a missing key", "definition.missing", SERVICE, 1, lambda w: w.replace(SERVICE, "office: ordnung\n", "")),
    change("a word for a number", "definition.int-type", SERVICE, "maturity: 4", "maturity: vier"),
    change("a number out of range", "definition.less-than-equal", SERVICE, "maturity: 4", "maturity: 9"),
    change("a word for a list", "definition.tuple-type", SERVICE, "laender: [NW]", "laender: NW"),
    change("an unknown Land", "definition.enum", SERVICE, "laender: [NW]", "laender: [NW, XX]"),
    change("an unknown kind of service", "definition.enum", SERVICE, "kind: declaration", "kind: antrag"),
    change("a version that is none", "definition.string-pattern-mismatch", SERVICE, "version: 1.0.0", "version: v1"),
    change(
        "a short Leistungsschlüssel", "definition.string-pattern-mismatch", SERVICE, '["99110009104000"]', '["9911000910"]'
    ),
    change("a period that is none", "definition.value-error", SERVICE, "draft: P30D", "draft: 30 Tage"),
    change("an unknown type of parameter", "definition.union-tag-invalid", SERVICE, "type: integer", "type: zahl"),
    change("money with a comma", "definition.int-type", SERVICE, "default: 1200", "default: 12.50"),
    change("an unknown kind of field", "definition.unknown-kind", FORM, "kind: integer, label: Zahl", "kind: zahl, label: Zahl"),
    change("a field without a label", "definition.missing", FORM, ", label: Zahl, min", ", min"),
    change("a field id with umlauts", "definition.string-pattern-mismatch", FORM, "id: ding.zahl", "id: ding.größe"),
    change("a field twice", "definition.value-error", FORM, "id: ding.zahl", "id: ding.farbe"),
    change("a page twice", "definition.value-error", FORM, "id: pruefung\n", "id: ding\n"),
    sections("a section alone", 4, "person, ding, pruefung"),
    sections("a section with an unknown page", 4, "person, dingens", "ding, pruefung"),
    sections("a page in two sections", 10, "person, ding", "ding, pruefung"),
    sections("a page in no section", 21, "person", "ding"),
    sections("sections in another order than their pages", 10, "ding", "person, pruefung"),
    change("a check of an unknown field", "definition.value-error", FORM, "fields: [ding.zahl]", "fields: [ding.zal]"),
    change("a choice without answers", "definition.value-error", FORM, ", codelist: farben", ""),
    change("a pattern that is none", "definition.value-error", FORM, 'pattern: "[0-9]{4}"', 'pattern: "[0-9"'),
    change("a pattern that takes for ever", "form.slow-pattern", FORM, 'pattern: "[0-9]{4}"', 'pattern: "([0-9]+)+"'),
    change("an unknown block", "form.unknown-block", FORM, "    fields:\n      - {id: person.name, kind: text, label: Name}", "    block: mensch"),
    change("a code twice", "definition.value-error", COLOURS, "code: blau", "code: rot", further=0),
    change("a number scheme without a number", "definition.string-pattern-mismatch", PROCEDURE, '"D-{sequence:04}"', '"D-{nummer}"'),
    elsewhere("no outcomes", "definition.missing", PROCEDURE, 1, lambda w: w.write(PROCEDURE, "tasks: {}\n")),
    # service.yaml
    change("a draft kept for a year", "service.draft-kept-too-long", SERVICE, "draft: P30D", "draft: P1Y"),
    change("a case erased at once", "service.case-erased-too-early", SERVICE, "closed_case: P5Y", "closed_case: P1D"),
    change("no remedy", "service.no-remedy", SERVICE, "kind: klage, period: P1M", "kind: none"),
    change("a remedy without a period", "service.no-remedy-period", SERVICE, "kind: klage, period: P1M", "kind: klage"),
    change("a fee called total", "service.reserved-name", SERVICE, "name: jahresgebuehr", "name: total"),
    change("evidence twice", "service.double-name", SERVICE, "clocks:", "  - {id: foto, title: Foto, legal_basis: x}\nclocks:"),
    change("evidence in an unknown field", "service.evidence-field", SERVICE, "{id: foto,", "{id: foto, field: ding.bild,"),
    change("a default out of range", "parameters.default-out-of-range", SERVICE, "default: 5, minimum", "default: 0, minimum"),
    change("a parameter of an unknown code list", "parameters.unknown-codelist", SERVICE, "codelist: farben, default: [rot]", "codelist: farbe, default: [rot]"),
    change("a parameter with an unknown code", "parameters.unknown-code", SERVICE, "default: [rot]", "default: [rod]"),
    # form.yaml
    change("data without a legal basis", "form.legal-basis-missing", FORM, "legal_basis: Mustersatzung\n", "", further=5),
    change("data without a purpose", "form.purpose-missing", FORM, "purpose: Die Anzeige bearbeiten\n", "", further=4),
    change("a tax id without its law", "form.tax-id-without-law", FORM, "      - {id: person.name, kind: text, label: Name}\n", "      - {id: person.name, kind: text, label: Name}\n      - {id: person.steuer_id, kind: tax_id, label: Steuer-ID, required: false}\n", further=1),
    change("an unknown code list", "codelists.unknown", FORM, "codelist: farben", "codelist: farbe"),
    change("a comparison with an unknown code", "form.unknown-code", FORM, "show: ding.farbe in parameters.farben_mit_pruefung", "show: ding.farbe == 'gelb'"),
    change("a page that asks nothing", "form.label-asks-nothing", FORM, "  - id: pruefung\n", "  - {id: nichts, title: Nichts, fields: [{id: n.n, kind: label, label: Nichts}]}\n  - id: pruefung\n"),
    elsewhere(
        "a code list with umlauts in its name", "codelists.name", "codelists/größen.yaml", 1,
        lambda w: w.write("codelists/größen.yaml", "title: G\nentries: [{code: a, label: A}]\n"),
    ),
    # expressions
    change("an unknown field in a condition", "expressions.refused", FORM, "show: ding.farbe in", "show: ding.farb in"),
    change("an unknown parameter", "expressions.refused", FORM, "parameters.hoechstzahl", "parameters.hoechstzal"),
    change("text compared with a number", "expressions.refused", FORM, "ding.zahl <= parameters", 'ding.farbe <= parameters'),
    change("a condition that is a number", "expressions.refused", FORM, "show: ding.farbe in parameters.farben_mit_pruefung", "show: ding.zahl"),
    change("a condition that cannot be read", "expressions.refused", FORM, "show: ding.farbe in parameters.farben_mit_pruefung", "show: ding.farbe in in"),
    change("values that hang on themselves", "expressions.refused", FORM, "value: ding.zahl * 2", "value: computed.doppelt * 2"),
    change("an unknown field in a fee", "expressions.refused", SERVICE, "parameters.satz * ding.zahl / 12", "parameters.satz * ding.zal / 12"),
    change("a fee that is a text", "expressions.refused", SERVICE, "parameters.satz * ding.zahl / 12", "ding.farbe"),
    change("evidence in a field for text", "files.evidence-kind", SERVICE, "{id: foto,", "{id: foto, field: pruefung.nummer,"),
    change("more files than there is room for", "files.too-many-together", FORM, "    checks:\n", "".join(f"      - {{id: ding.bild{n}, kind: file, label: Bild, max_files: 20}}\n" for n in "abc") + "    checks:\n", further=2),
    change("a file with a default", "definition.value-error", FORM, "    checks:\n", "      - {id: ding.bild, kind: file, label: Bild, default: x}\n    checks:\n"),
    change("an unknown field in evidence", "expressions.refused", SERVICE, "when: ding.farbe in", "when: ding.farb in"),
    change("an unknown field in a decision", "expressions.refused", PROCEDURE, "!(ding.farbe in", "!(ding.farb in"),
    change("an unknown fee in a task", "expressions.refused", PROCEDURE, "fees.total", "fees.summe"),
    change("a number in decimals", "expressions.refused", SERVICE, "parameters.satz * ding.zahl / 12", "parameters.satz * 1.5"),
    change("a division in the middle", "expressions.early-division", SERVICE, "parameters.satz * ding.zahl / 12", "parameters.satz / 12 * ding.zahl"),
    change("a page nobody sees", "expressions.never-true", FORM, "show: ding.farbe in parameters.farben_mit_pruefung", 'show: "1 > 2"'),
    change("a page that hangs on a later one", "expressions.page-hangs-on-itself", FORM, "    title: Wer sind Sie?\n", "    title: Wer sind Sie?\n    show: ding.zahl > 1\n", further=1),
    change("a result that is not computed", "expressions.unknown-result", FORM, "      - {id: ding.seit,", "      - {id: ding.mehr, kind: computed, of: dreifach, label: Mehr}\n      - {id: ding.seit,"),
    # procedure.yaml
    change("automatic without a legal basis", "procedure.automatic-without-basis", PROCEDURE, "    legal_basis: § 1 Mustersatzung\n", "", further=-2),
    elsewhere("automatic, decided elsewhere", "procedure.automatic-elsewhere", PROCEDURE, 1, lambda w: w.replace(SERVICE, "decided_in: platform", "decided_in: back_office")),
    elsewhere("automatic with reasons", "procedure.automatic-with-discretion", PROCEDURE, 2, lambda w: w.replace(PROCEDURE, "fee: jahresgebuehr}", "fee: jahresgebuehr, reasons: required}")),
    change("an unknown outcome", "procedure.unknown-outcome", PROCEDURE, "outcome: erledigt", "outcome: erledicht"),
    change("an unknown check", "procedure.unknown-check", PROCEDURE, "checks: [nummer]", "checks: [numer]"),
    change("a task after nothing", "procedure.task-after", PROCEDURE, "tasks:\n", "tasks:\n  danach: {title: Danach, role: caseworker, outcomes: [erledigt]}\n", further=1),
    change("a task after an outcome that is not there", "procedure.task-after", PROCEDURE, "tasks:\n", "tasks:\n  danach: {title: Danach, role: caseworker, after: decision, outcomes: [anders]}\n", further=1),
    change("a release after the decision", "procedure.task-after", PROCEDURE, "tasks:\n", "tasks:\n  danach: {title: Danach, role: caseworker, after: decision, four_eyes: true}\n", further=1),
    change("a reminder without a day", "procedure.reminder", PROCEDURE, "registers:\n", "registers:\n  mehr: {title: M, number: '{sequence:04}', fields: [ding.farbe], valid: P1Y, reminder: bescheid}\n", further=1),
    change("a reminder of what never ends", "procedure.reminder", PROCEDURE, "registers:\n", "registers:\n  mehr: {title: M, number: '{sequence:04}', fields: [ding.farbe], valid: open, remind: P4W}\n", further=1),
    change("an unknown fee", "procedure.unknown-fee", PROCEDURE, "fee: jahresgebuehr", "fee: gebuehr"),
    change("an unknown register", "procedure.unknown-register", PROCEDURE, "register: dinge", "register: ding"),
    change("one of what nobody asks", "registers.unknown-source", PROCEDURE, "valid: P1Y}", "valid: P1Y, one_per: {person: [person.nummer]}}"),
    change("shown, but not entered", "registers.not-entered", PROCEDURE, "valid: P1Y}", "valid: P1Y, shown: [computed.schalter]}"),
    change("compared, but not entered", "registers.not-entered", PROCEDURE, "valid: P1Y}", "valid: P1Y, compared: ding.zahl}"),
    change("a name for whoever scans", "registers.shows-a-person", PROCEDURE, "fields: [ding.farbe]", "shown: [person.name], fields: [person.name]"),
    change("renewed without an end", "registers.nothing-to-renew", PROCEDURE, "valid: P1Y}", "valid: open, renewed_by: muster-verlaengern}"),
    elsewhere("who holds one, told in the form", "registers.held-asked-too-early", FORM, 10, lambda w: (w.replace(PROCEDURE, "valid: P1Y}", "valid: P1Y, one_per: {person: [person.name]}}"), w.replace(FORM, "    title: Was zeigen Sie an?\n", "    show: held.dinge.person\n    title: Was zeigen Sie an?\n"))),
    change("an entry without a register to follow", "registers.follows-nothing", PROCEDURE, "registers:\n", "  ende: {title: Ende, letter: bescheid, entry: {act: end, on: ding.seit, reason: moved}}\nregisters:\n"),
    elsewhere("a new entry and an old one", "registers.follows-nothing", PROCEDURE, 12, lambda w: (w.replace(SERVICE, "office: ordnung\n", "office: ordnung\nfollows: {service: muster-erst, register: dinge}\n"), w.replace(PROCEDURE, "register: dinge,", "register: dinge, entry: {act: end, on: ding.seit, reason: moved},"))),
    change("an end for no known reason", "registers.end-reason", PROCEDURE, "registers:\n", "  ende: {title: Ende, letter: bescheid, entry: {act: end, on: ding.seit, reason: so}}\nregisters:\n"),
    change("a number of nothing", "registers.number-without-answer", FORM, "      - {id: person.name, kind: text, label: Name}\n", "      - {id: person.name, kind: text, label: Name}\n      - {id: marke.nummer, kind: register_entry, label: Nummer, required: false}\n", further=1),
    elsewhere("a follow-up of a register that is not there", "registers.do-not-fit", SERVICE, 14, lambda w: (neighbour(w, "registers: {andere: {fields: [ding.farbe]}}\n"), w.replace(SERVICE, "office: ordnung\n", "office: ordnung\nfollows: {service: muster-erst, register: dinge}\n"))),
    change("unchanged, but never asked", "registers.unfit-unchanged", SERVICE, "office: ordnung\n", "office: ordnung\nfollows: {service: muster-erst, register: dinge, unchanged: {ding.form: rot}}\n", further=1),
    change("unchanged, but no answer", "registers.unfit-unchanged", SERVICE, "office: ordnung\n", "office: ordnung\nfollows: {service: muster-erst, register: dinge, unchanged: {ding.zahl: viele}}\n", further=1),
    elsewhere("a follow-up that follows another", "registers.do-not-fit", PROCEDURE, 14, lambda w: (neighbour(w, ""), w.replace(PROCEDURE, "valid: P1Y}", "valid: P1Y, renewed_by: muster-erst}"))),
    elsewhere("a change of what is not entered", "registers.do-not-fit", PROCEDURE, 13, lambda w: (neighbour(w, "registers: {dinge: {fields: [ding.farbe]}}\n"), w.replace(SERVICE, "office: ordnung\n", "office: ordnung\nfollows: {service: muster-erst, register: dinge}\n"), w.replace(PROCEDURE, "registers:\n", "  neu: {title: Neu, letter: bescheid, entry: {act: change, fields: {ding.zahl: ding.zahl}}}\nregisters:\n"))),
    change("an unknown field in a register", "procedure.unknown-register-field", PROCEDURE, "fields: [ding.farbe]", "fields: [ding.form]"),
    change("a declaration refused", "procedure.declaration-refused", PROCEDURE, "fee: jahresgebuehr}", "fee: jahresgebuehr, refuses: all}"),
    elsewhere("nobody who decides", "procedure.no-task", PROCEDURE, 1, lambda w: w.write(PROCEDURE, "outcomes: {erledigt: {title: E, letter: bescheid}}\n")),
    # what may be granted
    granting("a misspelt name of what is granted", "granted.unknown-name", 13, old="granted: [zahl]", new="granted: [zahlen]", ruling="ruling: {outcome: erledigt}"),
    granting("applied for, but not asked", "granted.unknown-name", 16, old="{zahl: ding.zahl}", new="{zahl: ding.zahl, farbe: ding.farbe}"),
    granting("a suggestion for nothing", "granted.unknown-name", 17, old="ding.zahl}\n", new="ding.zahl}\n  suggested: {farbe: ding.farbe}\n"),
    granting("a check beside nothing", "granted.unknown-name", 17, old="ding.zahl}\n", new="ding.zahl}\n  checks: [{id: c, that: granted.zahl < 9, message: Nein., fields: [granted.farbe]}]\n"),
    granting("nothing that was applied for", "granted.applied-missing", 15, old="{zahl: ding.zahl}", new="{}"),
    granting("less, but no refusal", "granted.not-in-part", 13, old="refuses: part, ", new=""),
    granting("less, and no reasons", "granted.no-reasons", 13, old="reasons: required, ", new=""),
    granting("a program that weighs", "granted.automatic", 2, old="reasons: required", new="reasons: optional", more=lambda w: w.replace(PROCEDURE, "- outcome: erledigt", "- outcome: teils")),
    granting("granted before anybody decides", "granted.read-too-early", 35, file=FORM, more=lambda w: w.replace(FORM, "{farbe: ding.farbe, zahl_bis: ding.zahl}", "{farbe: ding.farbe, zahl_bis: granted.zahl}")),
    granting("granted by what is granted", "granted.read-too-early", 17, old="ding.zahl}\n", new="ding.zahl}\n  suggested: {zahl: granted.zahl}\n"),
    granting("another type than is asked", "expressions.refused", 16, old="ding.zahl}", new="ding.farbe}"),
    granting("what follows from nothing", "expressions.refused", 18, old="ding.zahl}\n", new="ding.zahl}\n  computed:\n    doppelt: {kind: integer, value: granted.anzahl * 2}\n"),
    granting("what follows from itself", "granted.hangs-on-itself", 18, old="ding.zahl}\n", new="ding.zahl}\n  computed:\n    doppelt: {kind: integer, value: granted.halb * 2}\n    halb: {kind: integer, value: granted.doppelt / 2}\n"),
    granting("a kind nobody can grant", "definition.value-error", 15, old="kind: integer, label: Erlaubte Zahl, max: 9", new="kind: file, label: Bild"),
    granting("a field of another area", "definition.value-error", 15, old="id: granted.zahl", new="id: erlaubt.zahl"),
    granting("a question that may stay empty", "definition.value-error", 15, old="max: 9", new="required: false"),
    elsewhere("a form that asks what the office grants", "definition.value-error", FORM, 8, lambda w: w.replace(FORM, "{id: person.name, kind", "{id: granted.name, kind")),
    granting("a ruling on nothing", "granted.unfit-ruling", 4, file=RED, ruling=RULING.replace("zahl: 4", "zahl: 4, farbe: rot")),
    granting("a ruling that cannot be", "granted.unfit-ruling", 4, file=RED, ruling=RULING.replace("zahl: 4", "zahl: 10")),
    granting("a ruling without reasons", "granted.unfit-ruling", 4, file=RED, old="reasons: required", new="reasons: optional", ruling=RULING.replace(" reasons: So ist es,", "")),
    # letters
    change("an unknown letter", "letters.missing", PROCEDURE, "letter: bescheid", "letter: bescheit"),
    change("a letter that loads from the network", "letters.outside-import", LETTER, "Guten Tag", '#import "@preview/schön:1.0.0": *\nGuten Tag'),
    change("a letter that hides what it loads", "letters.outside-import", LETTER, "Guten Tag", '#let from = "@pre" + "view/x:1.0.0"\n#import from: *\nGuten Tag', further=1),
    change("a letter that includes another folder", "letters.outside-import", LETTER, "Guten Tag", '#include "../frame.typ"\nGuten Tag'),
    change("a letter that reads a file", "letters.outside-read", LETTER, "Guten Tag", '#read("bescheid.typ")\nGuten Tag'),
    change("a letter that shows a file", "letters.outside-read", LETTER, "Guten Tag", '#image("wappen.svg")\nGuten Tag'),
    change("a letter that runs a text", "letters.outside-read", LETTER, "Guten Tag", '#eval("1")\nGuten Tag'),
    elsewhere("a letter without a subject", "letters.subject-missing", LETTER, 1, lambda w: w.replace(LETTER, '#let subject = "Bescheid"\n', "")),
    change("a letter with a second subject", "letters.frame", LETTER, "Guten Tag", "= Bescheid\nGuten Tag"),
    change("a letter that changes the paper", "letters.frame", LETTER, "Guten Tag", '#set page(paper: "a5")\nGuten Tag'),
    change("a letter with a notice of its own", "letters.notice-twice", LETTER, "Guten Tag", "== Rechtsbehelfsbelehrung\nGuten Tag"),
    change("a remedy without words", "letters.notice-unknown", SERVICE, "kind: klage, period: P1M", "kind: klage, period: P1M3D"),
    change("a remedy the law does not know", "letters.notice-unknown", SERVICE, "kind: klage, period: P1M", "kind: klage, period: P1M, rules: owig"),
    elsewhere("an outcome without a plain sentence", "letters.plain-missing", "texts/de.yaml", 1, lambda w: w.replace("texts/de.yaml", "plain: {erledigt: {decided: Ihre Anzeige ist erledigt.}}\n", "")),
    change("a letter that cannot be set", "letters.cannot-be-set", LETTER, "Guten Tag", "#unbekannt Guten Tag"),
    elsewhere("a reminder that cannot be set", "letters.cannot-be-set", "letters/ende.typ", 2, lambda w: [w.write("letters/ende.typ", '#let subject = "Ende"\n#unbekannt\n'), w.replace(PROCEDURE, "valid: P1Y}", "valid: P1Y, remind: P4W, reminder: ende}")]),
    change("a letter with an answer that is not there", "letters.cannot-be-set", LETTER, "person.name", "person.nachname"),
    # texts
    Mistake("no German", "texts.no-german", "texts/de.yaml", lambda w: w.delete("texts/de.yaml")),
    elsewhere("an unknown language", "texts.unknown-language", "texts/xx.yaml", 1, lambda w: w.write("texts/xx.yaml", w.text("texts/en.yaml"))),
    elsewhere("a title that is not translated", "texts.title-missing", "texts/en.yaml", 1, lambda w: w.replace("texts/en.yaml", "title: Declare something\n", "")),
    elsewhere("a label that is not translated", "texts.form-missing", "texts/en.yaml", 26, lambda w: w.replace("texts/en.yaml", "    ding.zahl: {label: Number}\n", "")),
    elsewhere("a fee that is not translated", "texts.service-missing", "texts/en.yaml", 1, lambda w: w.replace("texts/en.yaml", "fees: {jahresgebuehr: Fee}\n", "")),
    change("a case for evidence that is not translated", "texts.service-missing", "texts/en.yaml", ", when_text: Only for red things", ""),
    elsewhere("a register that is not translated", "texts.service-missing", "texts/en.yaml", 1, lambda w: w.replace("texts/en.yaml", "registers: {dinge: Thing}\n", "")),
    change("HTML in a text", "texts.markup", "texts/de.yaml", "kurztext: Text", "kurztext: <b>Text</b>"),
    change("a link that runs a script", "texts.markup", "texts/de.yaml", "kurztext: Text", 'kurztext: "[hier](javascript:alert)"'),
    change("a module missing", "definition.missing", "texts/de.yaml", "  kurztext: Text\n", "", further=-4),
    # examples
    elsewhere("no examples", "examples.none", "examples", 1, lambda w: [w.delete(f"examples/{name}.yaml") for name in ("blau", "rot", "zu_viele")]),
    change("an answer to an unknown question", "examples.unknown-field", BLUE, "ding.farbe: blau", "ding.farb: blau"),
    change("a parameter of the wrong kind", "examples.unfit-parameter", BLUE, "expect:", "parameters: {satz: viel}\nexpect:"),
    change("an unknown ruling", "examples.unknown-ruling", RED, "outcome: erledigt", "outcome: erlaubt"),
    change("a fee that does not come out", "examples.fails", BLUE, "jahresgebuehr: 300", "jahresgebuehr: 301"),
    change("pages that do not come out", "examples.fails", BLUE, "pages: [person, ding]", "pages: [person]"),
    change("an outcome that does not come out", "examples.fails", RED, "decided: by_caseworker", "decided: automatically"),
    change("a deadline that does not come out", "examples.fails", BLUE, "2026-04-20", "2026-04-21"),
    change("a value that does not come out", "examples.fails", BLUE, "doppelt: 6", "doppelt: 7"),
    change("a letter that says otherwise", "examples.fails", BLUE, '"3,00 €", Klage', '"4,00 €", Klage'),
    change("an error that does not come", "examples.fails", "examples/zu_viele.yaml", "nicht_zu_viele", "required"),
    change("an error nobody expected", "examples.unexpected-error", BLUE, "ding.zahl: 3", "ding.zahl: 0"),
    change("a table nobody has", "expressions.refused", FORM, "table: parameters.schalter", "table: parameters.tresen"),
    change("a column the table does not have", "expressions.refused", FORM, "take: schalter", "take: zimmer"),
    change("a column matched with another type", "expressions.refused", FORM, "zahl_bis: ding.zahl}", "zahl_bis: person.name}"),
    change("a value that is no row's", "expressions.refused", FORM, "otherwise: keiner", "otherwise: 7"),
    elsewhere("a cell of another type", "definition.value-error", SERVICE, 26, lambda w: w.replace(SERVICE, "zahl_bis: 2", "zahl_bis: zwei")),
    elsewhere("a kind of column nobody knows", "definition.value-error", SERVICE, 23, lambda w: w.replace(SERVICE, "zahl_bis: up_to", "zahl_bis: bis")),
    elsewhere("an expression that fails", "examples.expression-fails", BLUE, 3, lambda w: w.replace(FORM, "value: ding.zahl * 2", "value: ding.zahl / (ding.zahl - 3)")),
)  # fmt: skip

WARNINGS = (
    elsewhere("a folder with another name", "service.key-and-folder", SERVICE, 1, lambda w: w.replace(SERVICE, "key: muster-anzeige", "key: muster-antrag")),
    change("no Leistungsschlüssel", "service.no-service-number", SERVICE, '["99110009104000"]', "[]"),
    change("a refusal nobody can give reasons for", "procedure.refusal-without-reasons", PROCEDURE, "fee: jahresgebuehr}", "fee: jahresgebuehr, refuses: part}"),
    change("not offered online", "service.not-online", SERVICE, "channels: [online]", "channels: [post]"),
    elsewhere("a decision opened too easily", "service.easy-retrieval", SERVICE, 12, lambda w: w.replace(SERVICE, "trust_level: none", "trust_level: high")),
    change("a fee without a name", "service.fee-label", SERVICE, "    label: Gebühr\n", "", further=-1),
    change("a fee without a legal basis", "service.fee-without-basis", SERVICE, "    due: with_decision\n    legal_basis: Mustersatzung", "    due: with_decision", further=-4),
    change("evidence without a legal basis", "service.evidence-without-basis", SERVICE, ", legal_basis: Mustersatzung}", "}"),
    change("evidence that not everybody needs, in no words", "service.evidence-when", SERVICE, ", when_text: Nur für rote Dinge", ""),
    change("a parameter nobody uses", "parameters.unused", SERVICE, "fees:\n", "  uebrig: {type: cents, default: 1, label: Übrig}\nfees:\n"),
    change("a division without rounding", "expressions.rounding-missing", SERVICE, "    rounding: half_up\n", "", further=-3),
    change("a condition that always holds", "expressions.always-true", FORM, "show: ding.farbe in parameters.farben_mit_pruefung", 'show: "1 < 2"'),
    change("two labels alike", "form.double-label", FORM, "label: Zahl", "label: Farbe"),
    change("a field for any file", "files.vague-label", FORM, "    checks:\n", "      - {id: ding.bild, kind: file, label: Nachweise}\n    checks:\n"),
    change("a field without photos", "files.photo-not-allowed", FORM, "    checks:\n", "      - {id: ding.bild, kind: file, label: Bild, types: [pdf]}\n    checks:\n"),
    elsewhere("two papers in one field", "files.one-field-two-papers", SERVICE, 36, lambda w: (w.replace(FORM, "    checks:\n", "      - {id: ding.bild, kind: file, label: Bild}\n    checks:\n"), w.replace(SERVICE, "  - {id: foto,", "  - {id: plan, title: Plan, field: ding.bild, legal_basis: M}\n  - {id: foto, field: ding.bild,"))),
    change("a rule of FIM that is still words", "fim.open-rule", FORM, "kind: integer, label: Zahl", "kind: integer, open_rules: [{id: R60000000012V1.0, text: Wenn es eine Zahl ist}], label: Zahl"),
    change("an answer nobody uses", "form.unused-field", FORM, ", purpose: Die Dauer prüfen", ""),
    change("a pattern without a hint", "form.hint-missing", FORM, "        hint: Vier Ziffern\n", "", further=-3),
    change("a pattern without a message", "form.pattern-message-missing", FORM, "        errors: {pattern: Die Prüfnummer hat vier Ziffern.}\n", "", further=-5),
    change("no known answer", "form.no-known-answer", FORM, "known_answer: person.name\n", ""),
    elsewhere("a code list nobody uses", "codelists.unused", "codelists/formen.yaml", 1, lambda w: w.write("codelists/formen.yaml", "title: F\nentries: [{code: a, label: A}]\n")),
    change("two codes alike", "codelists.double-label", COLOURS, "label: Blau", "label: Rot"),
    change("a check in no task", "procedure.unused-check", PROCEDURE, "tasks:\n", "  farbe: {title: Stimmt die Farbe?}\ntasks:\n"),
    change("a register nobody enters into", "procedure.unused-register", PROCEDURE, "registers:\n", "registers:\n  mehr: {title: M, number: '{sequence:04}', fields: [ding.farbe], valid: open}\n", further=1),
    change("a follow-up without a question for the number", "registers.no-number", SERVICE, "office: ordnung\n", "office: ordnung\nfollows: {service: muster-erst, register: dinge}\n", further=1),
    granting("granted, but never asked", "granted.unused", 15, old="granted: [zahl]", new="granted: []", ruling="ruling: {outcome: erledigt}"),
    change("an outcome without a name", "procedure.outcome-title", PROCEDURE, "title: Erledigt, ", ""),
    elsewhere("a letter nobody sends", "letters.unused", "letters/mehr.typ", 1, lambda w: w.write("letters/mehr.typ", '#let subject = "Mehr"\n')),
    elsewhere("a letter no example shows", "letters.not-shown", PROCEDURE, 13, lambda w: [w.write("letters/anders.typ", '#let subject = "Anders"\n'), w.replace(PROCEDURE, "registers:\n", "  anders: {title: Anders, letter: anders}\nregisters:\n")]),
    change("a sentence without end", "texts.long-sentence", "texts/de.yaml", "kurztext: Text", f"kurztext: {'Wort ' * 26}"),
    change("a text in the language of laws", "texts.hard-to-read", "texts/de.yaml", "kurztext: Text", f"kurztext: {'Genehmigungsverfahren Zuständigkeitsverordnung gilt. ' * 10}"),
    change("an outcome no example reaches", "examples.outcome-not-covered", PROCEDURE, "registers:\n", "  anders: {title: Anders, letter: bescheid}\nregisters:\n"),
    change("a text for nothing", "texts.form-unknown", "texts/en.yaml", "    ding.zahl: {label: Number}\n", "    ding.zahl: {label: Number}\n    ding.form: {label: Shape}\n", further=1),
    elsewhere("a long sentence in plain German", "texts.plain-sentence", "texts/de-easy.yaml", 6, lambda w: w.write("texts/de-easy.yaml", w.text("texts/en.yaml").replace("kurztext: Text", "kurztext: Das ist ein Satz mit sehr vielen Wörtern und niemand kann ihn gut lesen."))),
    elsewhere("a page no example shows", "examples.page-not-covered", FORM, 20, lambda w: w.delete(RED)),
    change("a field no example shows", "examples.field-not-covered", FORM, "purpose: Die Dauer prüfen", "purpose: Die Dauer prüfen, show: ding.zahl > 8"),
    change("an answer that is not asked for", "examples.unasked-answer", BLUE, "ding.seit: 2026-01-01", "ding.seit: 2026-01-01, pruefung.nummer: '1234'"),
    change("a fee no example charges", "examples.fee-not-covered", SERVICE, "evidence:\n", "  - {name: mehr, label: Mehr, when: ding.zahl > 8, amount: '1', due: with_decision, legal_basis: M}\nevidence:\n"),
    elsewhere("no example of a mistake", "examples.no-mistake", "examples", 1, lambda w: w.delete("examples/zu_viele.yaml")),
    elsewhere("a file nobody reads", "folder.stray-file", "form.yml", 1, lambda w: w.write("form.yml", "a: 1")),
    change("two rows for the same", "tables.overlap", SERVICE, "{farbe: blau, zahl_bis: 5", "{farbe: blau, zahl_bis: 2"),
    elsewhere("amounts that are no example", "tables.not-an-example", SERVICE, 20, lambda w: w.replace(SERVICE, "schalter: text}", "schalter: text, miete: cents}")),
    elsewhere("a look-up that never finds a row", "tables.lookup-not-covered", FORM, 35, lambda w: w.replace(FORM, "match: {farbe: ding.farbe", "match: {farbe: person.name")),
    elsewhere("a look-up that always finds a row", "tables.otherwise-not-covered", FORM, 35, lambda w: w.replace(SERVICE, "zahl_bis: 5", "zahl_bis: 6")),
    elsewhere("a decision on what may not be there", "tables.otherwise-missing", FORM, 35, lambda w: (w.replace(FORM, ", otherwise: keiner", ""), w.replace(FORM, "show: ding.farbe in", "show: computed.schalter == '' || ding.farbe in"))),
)  # fmt: skip
