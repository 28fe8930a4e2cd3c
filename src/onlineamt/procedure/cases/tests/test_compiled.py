from typing import Any
from uuid import UUID

import pytest

from onlineamt.procedure.cases.compiled import (
    AutomaticChoice,
    arising_tasks,
    choose_automatically,
    compile_procedure,
    is_set_aside,
)
from onlineamt.procedure.cases.definition import ProcedureDefinition
from onlineamt.procedure.forms.engine.expressions import ExpressionRefused, ExpressionScope, Record, Scalar

SCOPE = ExpressionScope({"dog": Record({"listed": Scalar.YES_NO, "age": Scalar.NUMBER})})
TASK = {"title": "Prüfen", "role": "caseworker"}


def procedure(*automatic: dict[str, Any], **tasks: dict[str, Any]) -> ProcedureDefinition:
    return ProcedureDefinition.model_validate(
        {"automatic": automatic, "tasks": tasks, "outcomes": {"yes": {"letter": "b"}, "no": {"letter": "b"}}},
        strict=False,
    )


def rule(when: str, outcome: str = "yes", **more: Any) -> dict[str, Any]:
    return {"outcome": outcome, "when": when, "legal_basis": "§ 35a VwVfG", **more}


def choice(*automatic: dict[str, Any], **values: Any) -> AutomaticChoice | None:
    compiled = compile_procedure(procedure(*automatic), SCOPE)
    return choose_automatically(
        compiled.automatic, SCOPE.activation({f"dog.{k}": v for k, v in values.items()})
    )


class TestChooseAutomatically:
    def test_chooses_what_the_facts_decide(self) -> None:
        chosen = choice(rule("!dog.listed", sample=2), listed=False)
        assert chosen == AutomaticChoice("yes", "§ 35a VwVfG", rule_index=0, sample=2)

    def test_leaves_to_a_person_what_does_not_hold(self) -> None:
        assert choice(rule("!dog.listed"), listed=True) is None

    def test_never_decides_on_a_missing_answer(self) -> None:
        assert choice(rule("!dog.listed")) is None
        assert choice(rule("!(dog.listed && dog.age > 3)"), listed=True) is None

    def test_never_decides_when_a_rule_fails(self) -> None:
        assert choice(rule("10 / dog.age > 1"), age=0) is None
        assert choice(rule("10 / dog.age > 1"), rule("true"), age=0) is None

    def test_never_decides_without_a_legal_basis(self) -> None:
        assert choice({"outcome": "yes", "when": "true"}) is None

    def test_never_decides_when_two_rules_disagree(self) -> None:
        assert choice(rule("true"), rule("true", outcome="no")) is None

    def test_takes_the_larger_sample_of_rules_that_agree(self) -> None:
        chosen = choice(rule("true", sample=2), rule("true", sample=5))
        assert chosen is not None and chosen.sample == 5

    @pytest.mark.parametrize("when", ["'true'", "1", "dog.colour", "dog"])
    def test_refuses_what_is_not_yes_or_no(self, when: str) -> None:
        with pytest.raises(ExpressionRefused):
            choice(rule(when))


class TestIsSetAside:
    CASES = tuple(UUID(int=number) for number in range(2_000))

    def test_answers_the_same_for_a_case_each_time(self) -> None:
        assert [is_set_aside(c, 50) for c in self.CASES] == [is_set_aside(c, 50) for c in self.CASES]

    @pytest.mark.parametrize(
        ("percent", "least", "most"), [(0, 0, 0), (2, 20, 65), (50, 900, 1100), (100, 2000, 2000)]
    )
    def test_draws_about_the_share(self, percent: int, least: int, most: int) -> None:
        assert least <= sum(is_set_aside(case, percent) for case in self.CASES) <= most


class TestArisingTasks:
    def tasks(self, when: str, **values: Any) -> tuple[str, ...]:
        compiled = compile_procedure(procedure(look={**TASK, "when": when}), SCOPE)
        return arising_tasks(compiled.tasks, SCOPE.activation({f"dog.{k}": v for k, v in values.items()}))

    def test_leaves_out_what_is_plainly_false(self) -> None:
        assert self.tasks("dog.listed", listed=False) == ()

    def test_keeps_what_is_true_unknown_or_fails(self) -> None:
        assert self.tasks("dog.listed", listed=True) == ("look",)
        assert self.tasks("dog.listed") == ("look",)
        assert self.tasks("10 / dog.age > 1", age=0) == ("look",)
