"""Rules about `service.yaml`: law, fees, evidence, retention, remedy."""

from collections import Counter
from collections.abc import Iterable, Iterator

from onlineamt.packages.check.registry import Problem, rule
from onlineamt.packages.check.subject import Subject
from onlineamt.packages.findings import Level
from onlineamt.packages.package import SERVICE, Package
from onlineamt.procedure.applications.fees import TOTAL
from onlineamt.procedure.catalogue.values import (
    Channel,
    Period,
    RemedyKind,
    Retrieval,
    ServiceKind,
    TrustLevel,
)

_DRAFT_DAYS = 30  # § 8a Abs. 3 OZG
_DECIDED = frozenset({ServiceKind.APPLICATION, ServiceKind.ORDER})


@rule("service.key-and-folder", Level.WARNING)
def key_is_the_name_of_the_folder(subject: Subject) -> Iterator[Problem]:
    """A service is found by the name of its folder."""
    key, folder = subject.package.service.key, subject.package.folder_name
    if key != folder:
        yield Problem(
            SERVICE,
            ("key",),
            f"Der Ordner heißt „{folder}“, die Leistung „{key}“.",
            f"Benennen Sie den Ordner in „{key}“ um.",
        )


@rule("service.no-service-number", Level.WARNING)
def service_number_is_given(subject: Subject) -> Iterator[Problem]:
    """Search engines and other portals know a service by its Leistungsschlüssel; where there is none, somebody looked."""
    service = subject.package.service
    if not service.leistungsschluessel and not service.ohne_leistungsschluessel:
        yield Problem(
            SERVICE,
            ("leistungsschluessel",),
            "Der Leistungsschlüssel fehlt.",
            "Suchen Sie ihn auf https://fimportal.de. Passt keiner, ergänzen Sie „ohne_leistungsschluessel: …“ mit dem Grund.",
        )


@rule("service.draft-kept-too-long")
def draft_is_deleted_in_time(subject: Subject) -> Iterator[Problem]:
    """A stored draft is deleted 30 days after its last edit."""
    if Period.parse(subject.package.service.retention.draft).rough_days > _DRAFT_DAYS:
        yield Problem(
            SERVICE,
            ("retention", "draft"),
            "Entwürfe dürfen höchstens 30 Tage bleiben (§ 8a Abs. 3 OZG).",
            "Schreiben Sie P30D oder weniger.",
        )


@rule("service.case-erased-too-early")
def case_outlives_its_remedy(subject: Subject) -> Iterator[Problem]:
    """A case that is erased within the period of its remedy cannot be defended."""
    service = subject.package.service
    if not service.remedy.period:
        return
    kept, open_for = Period.parse(service.retention.closed_case), Period.parse(service.remedy.period)
    if kept.rough_days < open_for.rough_days:
        yield Problem(
            SERVICE,
            ("retention", "closed_case"),
            "Die Akte wird gelöscht, bevor die Rechtsbehelfsfrist endet.",
            "Setzen Sie eine längere Aufbewahrung.",
        )


@rule("service.no-remedy")
def decision_has_a_remedy(subject: Subject) -> Iterator[Problem]:
    """Without an appeal notice the period is a year (§ 58 Abs. 2 VwGO)."""
    if subject.package.service.remedy.kind is RemedyKind.NONE and _decides(subject.package):
        yield Problem(
            SERVICE,
            ("remedy", "kind"),
            "Über die Leistung wird entschieden, aber es gibt keinen Rechtsbehelf.",
            "Nennen Sie Widerspruch, Einspruch, Klage oder Antrag bei Gericht.",
        )


def _decides(package: Package) -> bool:
    """Whether something is granted, refused or charged. To note a declaration is no decision (§ 35 VwVfG)."""
    if package.service.kind in _DECIDED:
        return True
    return any(outcome.fee or outcome.refuses != "nothing" for outcome in package.procedure.outcomes.values())


@rule("service.no-remedy-period")
def remedy_has_a_period(subject: Subject) -> Iterator[Problem]:
    """An appeal notice names its period."""
    remedy = subject.package.service.remedy
    if remedy.kind is not RemedyKind.NONE and remedy.period is None:
        yield Problem(
            SERVICE,
            ("remedy",),
            "Der Rechtsbehelf hat keine Frist.",
            "Ergänzen Sie „period: P1M“ (§ 70 VwGO).",
        )


@rule("service.not-online", Level.WARNING)
def form_is_offered_online(subject: Subject) -> Iterator[Problem]:
    """A package has a form, so the way online exists."""
    if Channel.ONLINE not in subject.package.service.channels:
        yield Problem(
            SERVICE,
            ("channels",),
            "Es gibt ein Formular, aber der Weg „online“ fehlt.",
            "Ergänzen Sie online.",
        )


@rule("service.easy-retrieval", Level.WARNING)
def retrieval_is_as_safe_as_submitting(subject: Subject) -> Iterator[Problem]:
    """What needs the online ID to be submitted should not be opened with an e-mail code."""
    service = subject.package.service
    if service.trust_level.rank > TrustLevel.BASIC.rank and service.retrieval is Retrieval.EMAIL_CODE:
        yield Problem(
            SERVICE,
            ("retrieval",),
            "Absenden verlangt ein hohes Vertrauensniveau, Öffnen nur einen E-Mail-Code.",
            "Nehmen Sie verified oder account.",
        )


@rule("service.double-name")
def names_are_unique(subject: Subject) -> Iterator[Problem]:
    """Fees and evidence are found by their names."""
    yield from _doubles("fees", "Gebühr", [fee.name for fee in subject.package.service.fees])
    yield from _doubles("evidence", "Nachweis", [one.id for one in subject.package.service.evidence])


@rule("service.reserved-name")
def fee_is_not_called_total(subject: Subject) -> Iterator[Problem]:
    """`fees.total` is the sum of all."""
    for index, fee in enumerate(subject.package.service.fees):
        if fee.name == TOTAL:
            yield Problem(
                SERVICE,
                ("fees", index, "name"),
                f"„{TOTAL}“ heißt schon die Summe aller Gebühren.",
                "Geben Sie der Gebühr einen anderen Namen.",
            )


def _doubles(part: str, what: str, names: list[str]) -> Iterable[Problem]:
    for name, count in Counter(names).items():
        if count > 1:
            last = len(names) - 1 - names[::-1].index(name)
            yield Problem(
                SERVICE,
                (part, last),
                f"{what} „{name}“ gibt es {count}-mal.",
                "Geben Sie jedem Eintrag einen eigenen Namen.",
            )


@rule("service.fee-label", Level.WARNING)
def fee_has_a_label(subject: Subject) -> Iterator[Problem]:
    """A person reads what they pay for."""
    for index, fee in enumerate(subject.package.service.fees):
        if fee.label is None:
            yield Problem(
                SERVICE,
                ("fees", index),
                f"Die Gebühr „{fee.name}“ hat keinen Namen für Menschen.",
                "Ergänzen Sie „label: …“.",
            )


@rule("service.fee-without-basis", Level.WARNING)
def fee_has_a_legal_basis(subject: Subject) -> Iterator[Problem]:
    """No fee without a rule that sets it."""
    for index, fee in enumerate(subject.package.service.fees):
        if fee.legal_basis is None:
            yield Problem(
                SERVICE,
                ("fees", index),
                f"Die Gebühr „{fee.name}“ hat keine Rechtsgrundlage.",
                "Ergänzen Sie „legal_basis: …“.",
            )


@rule("service.evidence-field")
def evidence_field_exists(subject: Subject) -> Iterator[Problem]:
    """A document is uploaded in a field that the form has."""
    for index, evidence in enumerate(subject.package.service.evidence):
        if evidence.field and evidence.field not in subject.field_ids:
            yield Problem(
                SERVICE,
                ("evidence", index, "field"),
                f"Das Feld „{evidence.field}“ gibt es im Formular nicht.",
                subject.meant(evidence.field, subject.field_ids),
            )


@rule("service.evidence-when", Level.WARNING)
def evidence_says_who_needs_it(subject: Subject) -> Iterator[Problem]:
    """Before the start people read what to have at hand; "not always needed" leaves them guessing whether they need it."""
    for index, evidence in enumerate(subject.package.service.evidence):
        if evidence.when != "true" and evidence.when_text is None:
            yield Problem(
                SERVICE,
                ("evidence", index, "when"),
                f"Wer den Nachweis „{evidence.id}“ braucht, steht nur in einem Ausdruck.",
                "Ergänzen Sie „when_text: …“, zum Beispiel „Nur für große Hunde“.",
            )


@rule("service.evidence-without-basis", Level.WARNING)
def evidence_has_a_legal_basis(subject: Subject) -> Iterator[Problem]:
    """An office may only ask for documents that a rule lets it ask for."""
    for index, evidence in enumerate(subject.package.service.evidence):
        if evidence.legal_basis is None:
            yield Problem(
                SERVICE,
                ("evidence", index),
                f"Der Nachweis „{evidence.id}“ hat keine Rechtsgrundlage.",
                "Ergänzen Sie „legal_basis: …“.",
            )
