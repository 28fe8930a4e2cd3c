"""Runs the examples of a package: the trial of each, and the letter it leads to."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, time, timedelta
from typing import Any

from onlineamt.facilities.letters.girocode import PaymentDetails
from onlineamt.facilities.letters.procedure_letter import LetterData
from onlineamt.facilities.letters.values import Letterhead, OfficeAddress
from onlineamt.foundation.core.canonical import canonical_json
from onlineamt.foundation.core.languages import Language
from onlineamt.packages.entry_trial import NotToBeDone, Registers
from onlineamt.packages.example import Example
from onlineamt.packages.package import Package
from onlineamt.packages.press import LetterFailed, press
from onlineamt.packages.trial import Attempt, CompiledPackage, Trial
from onlineamt.procedure.applications.compiled import plain_values
from onlineamt.procedure.cases.definition import Outcome
from onlineamt.procedure.cases.letters import (
    Correspondence,
    DecidingRule,
    LetterEntry,
    LetterFacts,
    LetterService,
    confirmation_letter,
    deciding_facts,
    decision_letter,
)
from onlineamt.procedure.cases.remedies import RemedyPlaces, Seat, missing_for_notice
from onlineamt.procedure.catalogue.values import CourtRules
from onlineamt.procedure.forms.engine import Granting
from onlineamt.procedure.forms.engine.expressions import ExpressionFailed
from onlineamt.procedure.forms.engine.granted import short

# What a letter is given in an example, where a municipality and a case would say it.
_TOWN, _STREET, _POSTCODE, _PLACE = "Stadt Musterstadt", "Rathausplatz 1", "45999", "Musterstadt"
_SEAT = Seat(name=_TOWN, street=_STREET, postcode=_POSTCODE, place=_PLACE)
_COURT = Seat(name="Gericht Musterstadt", street="Gerichtsstraße 1", postcode=_POSTCODE, place=_PLACE)
_LETTERHEAD = Letterhead(name=_TOWN, street=_STREET, postcode=_POSTCODE, place=_PLACE)
_OFFICE = OfficeAddress(name="Amt", street=_STREET, postcode=_POSTCODE, place=_PLACE, telephone="0999 1230")
_RECIPIENT = ("Erika Mustermann", "Lindenweg 12 a", "45999 Musterstadt")
_REFERENCE, _PAYMENT_REFERENCE = "26-MUST-ER42", "4711.0815.42"
_IBAN, _BANK = "DE02120300000000202051", "Sparkasse Musterstadt"
_CASEWORKER = "Sabine Amt"
_RENEW_URL = "https://online.example.org/leistung/verlaengern"
_DAYS_TO_PAY = 30


@dataclass(frozen=True)
class ExampleRun:
    """An example and what came of it."""

    name: str
    example: Example
    trial: Trial
    outcome: str | None = None
    letter: str | None = None
    written: LetterData | None = field(default=None, repr=False)
    confirmation: LetterData | None = field(default=None, repr=False)
    reminder: LetterData | None = field(default=None, repr=False)
    letter_words: str = ""
    letter_failure: LetterFailed | None = None

    @property
    def file(self) -> str:
        """Where the example stands."""
        return f"examples/{self.name}.yaml"


def run_examples(package: Package, compiled: CompiledPackage) -> dict[str, ExampleRun]:
    """Run all examples of a package whose answers and parameters fit it."""
    runner = _Runner(package, compiled)
    return {name: runner.run(name, example) for name, example in package.examples.items()}


def run_example(package: Package, compiled: CompiledPackage, name: str, example: Example) -> ExampleRun:
    """Run one example of a package."""
    return _Runner(package, compiled).run(name, example)


@dataclass(frozen=True)
class _Runner:
    package: Package
    compiled: CompiledPackage

    def run(self, name: str, example: Example) -> ExampleRun:
        trial = self.compiled.attempt(
            Attempt(
                example.answers,
                example.today,
                example.parameters,
                Registers(example.entry, example.held),
            )
        )
        outcome_name = (
            trial.choice.outcome if trial.choice else (example.ruling.outcome if example.ruling else None)
        )
        procedure, letters = self.package.procedure, self.package.letters
        outcome = procedure.outcomes.get(outcome_name or "")
        if trial.problems or outcome is None or outcome.letter not in letters:
            return ExampleRun(name, example, trial, outcome_name)
        if missing_for_notice(self.package.service.remedy, _CORRESPONDENCE.places):
            return ExampleRun(name, example, trial, outcome_name)
        facts = self._facts(trial, outcome_name or "", outcome, example)
        letter = self._decision(facts, outcome.letter, example)
        confirmation = (
            self._confirmation(facts, procedure.confirmation or "", example)
            if procedure.confirmation in letters
            else None
        )
        reminder = self._reminder(facts, outcome, example)
        run = ExampleRun(name, example, trial, outcome_name, outcome.letter, letter, confirmation, reminder)
        try:
            for other in filter(None, (confirmation, reminder)):
                press(other)
            return replace(run, letter_words=press(letter))
        except LetterFailed as failure:
            return replace(run, letter_failure=failure)

    def _decision(self, facts: LetterFacts, body: str, example: Example) -> LetterData:
        return decision_letter(
            facts,
            body=body,
            service=self._service(facts.outcome),
            correspondence=_CORRESPONDENCE,
            machine_readable=canonical_json({"outcome": facts.outcome}),
            at=datetime.combine(example.today, time(12), tzinfo=UTC),
        )

    def _confirmation(self, facts: LetterFacts, body: str, example: Example) -> LetterData:
        return confirmation_letter(
            facts,
            body=body,
            service=self._service(facts.outcome),
            correspondence=_CORRESPONDENCE,
            machine_readable=canonical_json({"reference": facts.reference}),
            at=datetime.combine(example.today, time(12), tzinfo=UTC),
        )

    def _reminder(self, facts: LetterFacts, outcome: Outcome, example: Example) -> LetterData | None:
        """Return what the holder of the entry is told before it ends."""
        register = self.package.procedure.registers.get(outcome.enters or "")
        if register is None or register.reminder not in self.package.letters:
            return None
        told = replace(
            facts,
            deadline=facts.entry.valid_until if facts.entry else None,
            renew_url=_RENEW_URL if register.renewed_by else "",
            reasons=None,
            rule=None,
            decided_by="",
            entry=None,
            payment=None,
        )
        return self._confirmation(told, register.reminder or "", example)

    def _service(self, outcome: str) -> LetterService:
        service = self.package.service
        return LetterService(
            bodies=self.package.letters,
            fees=service.fees,
            parameters=service.parameters,
            law=service.procedure_law,
            remedy=service.remedy,
            plain={
                Language(name): words.plain[outcome]
                for name, words in self.package.texts.items()
                if name in set(Language) and outcome in words.plain
            },
        )

    def _facts(self, trial: Trial, outcome_name: str, outcome: Outcome, example: Example) -> LetterFacts:
        service = self.package.service
        words = trial.way.form.words()
        granting = granting_of(trial, outcome_name, example)
        decided = self._fee_of(trial, outcome, granting)
        entry = effect_of(trial, outcome_name, granting)
        return LetterFacts(
            outcome=outcome_name,
            answers=_shown_answers(trial),
            computed={
                name: words.display_computed(name, value) for name, value in trial.way.computed.items()
            },
            fees={**trial.bill.cents, **decided},
            parameters=plain_values(service.parameters, example.parameters),
            today=example.today,
            received_on=example.today,
            deadline=trial.deadline,
            reasons=example.ruling.reasons if example.ruling else None,
            rule=self._rule(trial),
            decided_by="" if trial.choice else _CASEWORKER,
            reference=_REFERENCE,
            register_number=entry.number if entry else "",
            entry=entry,
            payment=_payment(sum(decided.values()), example),
            **_granted_facts(trial, granting),
        )

    def _rule(self, trial: Trial) -> DecidingRule | None:
        if trial.choice is None:
            return None
        when = self.compiled.procedure.automatic[trial.choice.rule_index].when
        return DecidingRule(legal_basis=trial.choice.legal_basis, facts=deciding_facts(when, trial.way))

    def _fee_of(self, trial: Trial, outcome: Outcome, granting: Granting | None) -> Mapping[str, int]:
        for fee in self.compiled.service.fees:
            if fee.name == outcome.fee:
                try:
                    amount = fee.amount(trial.activation_as(granting))
                except ExpressionFailed:
                    return {}
                return {fee.name: amount} if isinstance(amount, int) else {}
        return {}


def granting_of(trial: Trial, outcome: str, example: Example) -> Granting | None:
    """Return what an outcome grants in an example."""
    chosen = example.ruling.granted if example.ruling and trial.choice is None else None
    stored = {name: list(one) if isinstance(one, tuple) else one for name, one in (chosen or {}).items()}
    return trial.granting(outcome, None if chosen is None else stored)


def _granted_facts(trial: Trial, granting: Granting | None) -> dict[str, Any]:
    compiled = trial.way.form.granted
    if granting is None or compiled is None:
        return {}
    return {
        "granted": {short(one): compiled.display(one, value) for one, value in granting.values.items()},
        "applied": {short(one): compiled.display(one, value) for one, value in granting.applied.items()},
        "is_restricted": bool(granting.differs),
    }


def effect_of(trial: Trial, outcome: str | None, granting: Granting | None = None) -> LetterEntry | None:
    """Return what an outcome does to a register, or None where it does nothing or cannot."""
    try:
        return (
            trial.entry_as(granting).effect(outcome) if outcome in trial.package.definition.outcomes else None
        )
    except NotToBeDone:
        return None


_CORRESPONDENCE = Correspondence(
    letterhead=_LETTERHEAD,
    office=_OFFICE,
    places=RemedyPlaces(authority=_SEAT, courts=dict.fromkeys(CourtRules, _COURT)),
    recipient=_RECIPIENT,
)


def _payment(cents: int, example: Example) -> PaymentDetails | None:
    if cents <= 0:
        return None
    return PaymentDetails(
        payee=_TOWN,
        iban=_IBAN,
        bank=_BANK,
        amount_cents=cents,
        due_on=example.today + timedelta(days=_DAYS_TO_PAY),
        purpose=_PAYMENT_REFERENCE,
    )


def _shown_answers(trial: Trial) -> dict[str, dict[str, str]]:
    words = trial.way.form.words()
    shown: dict[str, dict[str, str]] = {}
    for page in trial.way.pages:
        for state in page.fields:
            if state.field.asks and state.value not in (None, ()):
                area, name = state.id.split(".")
                shown.setdefault(area, {})[name] = words.display(state.id, state.value)
    return shown
