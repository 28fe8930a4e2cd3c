"""Runs the examples of a package: the trial of each, and the letter it leads to."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

from onlineamt.packages.example import Example
from onlineamt.packages.package import Package
from onlineamt.packages.press import LetterFailed, Press
from onlineamt.packages.trial import Attempt, CompiledPackage, Trial
from onlineamt.procedure.cases.definition import Outcome
from onlineamt.procedure.cases.letters import LetterFacts, appeal_notice, letter_content
from onlineamt.procedure.forms.engine.expressions import ExpressionFailed

# What a letter is given in an example, where a municipality and a case would say it.
_AUTHORITY, _COURT = "der Stadt Musterstadt, Rathausplatz 1, Musterstadt", "Verwaltungsgericht Musterstadt"
_REFERENCE, _PAYMENT_REFERENCE = "26-MUST-ER42", "4711.0815.42"
_DAYS_TO_PAY = 30


@dataclass(frozen=True)
class ExampleRun:
    """An example and what came of it."""

    name: str
    example: Example
    trial: Trial
    outcome: str | None = None
    letter: str | None = None
    content: Mapping[str, Any] = field(default_factory=dict, repr=False)
    letter_words: str = ""
    letter_failure: LetterFailed | None = None

    @property
    def file(self) -> str:
        """Where the example stands."""
        return f"examples/{self.name}.yaml"


def run_examples(package: Package, compiled: CompiledPackage) -> dict[str, ExampleRun]:
    """Run all examples of a package whose answers and parameters fit it."""
    with Press(package.letters) as press:
        runner = _Runner(package, compiled, press)
        return {name: runner.run(name, example) for name, example in package.examples.items()}


@dataclass(frozen=True)
class _Runner:
    package: Package
    compiled: CompiledPackage
    press: Press

    def run(self, name: str, example: Example) -> ExampleRun:
        trial = self.compiled.attempt(Attempt(example.answers, example.today, example.parameters))
        outcome_name = (
            trial.choice.outcome if trial.choice else (example.ruling.outcome if example.ruling else None)
        )
        outcome = self.package.procedure.outcomes.get(outcome_name or "")
        if trial.problems or outcome is None or outcome.letter not in self.package.letters:
            return ExampleRun(name, example, trial, outcome_name)
        content = letter_content(
            self._facts(trial, outcome_name or "", outcome, example),
            fees=self.package.service.fees,
            declared=self.package.service.parameters,
        )
        run = ExampleRun(name, example, trial, outcome_name, outcome.letter, content)
        try:
            if self.package.procedure.confirmation in self.package.letters:
                self.press.words_of(self.package.procedure.confirmation or "", content)
            words = self.press.words_of(outcome.letter, content)
        except LetterFailed as failure:
            return replace(run, letter_failure=failure)
        return replace(run, letter_words=words)

    def _facts(self, trial: Trial, outcome_name: str, outcome: Outcome, example: Example) -> LetterFacts:
        service = self.package.service
        words = trial.way.form.words()
        chosen = {name: example.parameters.get(name, one.default) for name, one in service.parameters.items()}
        return LetterFacts(
            outcome=outcome_name,
            answers=_shown_answers(trial),
            computed={
                name: words.display_computed(name, value) for name, value in trial.way.computed.items()
            },
            fees={**trial.bill.cents, **self._fee_of(trial, outcome)},
            parameters=chosen,
            appeal_notice=appeal_notice(service.remedy, authority=_AUTHORITY, court=_COURT),
            today=example.today,
            received_on=example.today,
            due_on=example.today + timedelta(days=_DAYS_TO_PAY),
            deadline=trial.deadline,
            reasons=example.ruling.reasons if example.ruling else None,
            automatic_basis=trial.choice.legal_basis if trial.choice else None,
            reference=_REFERENCE,
            register_number=self._register_number(outcome, example),
            payment_reference=_PAYMENT_REFERENCE,
        )

    def _fee_of(self, trial: Trial, outcome: Outcome) -> Mapping[str, int]:
        for fee in self.compiled.service.fees:
            if fee.name == outcome.fee:
                try:
                    amount = fee.amount(trial.activation)
                except ExpressionFailed:
                    return {}
                return {fee.name: amount} if isinstance(amount, int) else {}
        return {}

    def _register_number(self, outcome: Outcome, example: Example) -> str:
        register = self.package.procedure.registers.get(outcome.enters or "")
        return register.number.format(year=example.today.year, sequence=1) if register else ""


def _shown_answers(trial: Trial) -> dict[str, dict[str, str]]:
    words = trial.way.form.words()
    shown: dict[str, dict[str, str]] = {}
    for page in trial.way.pages:
        for state in page.fields:
            if state.field.asks and state.value not in (None, ()):
                area, name = state.id.split(".")
                shown.setdefault(area, {})[name] = words.display(state.id, state.value)
    return shown
