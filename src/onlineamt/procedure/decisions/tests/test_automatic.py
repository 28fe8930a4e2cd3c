"""What the rules decide by themselves, and what they leave to people, on the real database."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from tests.cases import Send

from onlineamt.facilities.payments.queries import list_claims
from onlineamt.facilities.registers.queries import entries_of
from onlineamt.foundation.audit.models import AuditEntry
from onlineamt.foundation.tenancy.models import Tenant
from onlineamt.foundation.tenancy.transaction import in_tenant
from onlineamt.procedure.cases.actions.ending import withdraw_case
from onlineamt.procedure.cases.compiled import is_set_aside
from onlineamt.procedure.cases.models import Case, CaseTask
from onlineamt.procedure.cases.queries import get_case
from onlineamt.procedure.cases.values import CaseState
from onlineamt.procedure.catalogue.values import ServiceKind
from onlineamt.procedure.decisions.actions.automatic import examine_case
from onlineamt.procedure.decisions.models import Decision
from onlineamt.procedure.decisions.queries import list_issued, read_content


@pytest.fixture(autouse=True)
def march(at: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """It is the evening of 20 March 2026, and nobody is drawn for the sample."""
    at(2026, 3, 20, 21, 41)
    monkeypatch.setattr(
        "onlineamt.procedure.decisions.actions.automatic.is_set_aside", lambda case_id, percent: False
    )


def examined(town: Tenant, case_id: UUID) -> Case:
    with in_tenant(town.id):
        examine_case(case_id)
        return Case.objects.get(id=case_id)


class TestAnOrdinaryDog:
    def test_is_decided_with_tax_number_and_claim(self, dog_town: Tenant, send: Send) -> None:
        case_id = send("dackel")
        assert examined(dog_town, case_id).state == CaseState.DECIDED
        with in_tenant(dog_town.id):
            case = get_case(case_id)
            (decision,) = list_issued(case.row)
            content = read_content(decision, case.seal)
            (claim,) = list_claims(case_id)
            (entry,) = entries_of(case_id)
        assert decision.is_automatic
        assert content["outcome"] == "registered"
        assert content["payment"]["cents"] == claim.cents == 11_700
        assert content["payment"]["reference"] == claim.payment_reference
        assert content["register"]["number"] == entry.number == "2026-00001"
        assert claim.due_on == date(2026, 4, 24)  # 20 March + 4 days = 24 March; a month after it is a Friday

    def test_says_which_rule_on_which_facts_by_which_law(self, dog_town: Tenant, send: Send) -> None:
        case_id = send("dackel")
        examined(dog_town, case_id)
        with in_tenant(dog_town.id):
            case = get_case(case_id)
            automatic = read_content(list_issued(case.row)[0], case.seal)["automatic"]
        assert automatic["rule"] == 0
        assert automatic["legal_basis"] == "§ 12 KAG NRW i. V. m. § 155 Abs. 4 AO"
        assert {"label": "Gemeinsame Haltung", "shown": "Nein"} in automatic["facts"]
        (rule,) = case.examination["rules"]
        assert rule["result"] is True
        assert rule["facts"] == automatic["facts"]

    def test_is_decided_once_however_often_it_is_examined(self, dog_town: Tenant, send: Send) -> None:
        case_id = send("dackel")
        examined(dog_town, case_id)
        examined(dog_town, case_id)
        with in_tenant(dog_town.id):
            assert Decision.objects.count() == 1
            names = list(
                AuditEntry.objects.filter(chain=case_id).order_by("position").values_list("name", flat=True)
            )
        assert names.count("case.examined") == names.count("decision.issued") == 1

    def test_is_left_to_a_person_when_it_is_drawn(
        self, dog_town: Tenant, send: Send, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(
            "onlineamt.procedure.decisions.actions.automatic.is_set_aside",
            lambda case_id, percent: percent == 2,
        )
        case_id = send("dackel")
        assert examined(dog_town, case_id).state == CaseState.IN_REVIEW
        with in_tenant(dog_town.id):
            assert get_case(case_id).examination["is_sampled"] is True
            assert CaseTask.objects.filter(case_id=case_id).count() == 1


class TestACaseTakenBackAtOnce:
    def test_is_not_decided_after_all(self, dog_town: Tenant, send: Send) -> None:
        case_id = send("dackel")
        with in_tenant(dog_town.id):
            Case.objects.update(kind=ServiceKind.APPLICATION)
            withdraw_case(case_id)
        assert examined(dog_town, case_id).state == CaseState.CLOSED
        with in_tenant(dog_town.id):
            assert not Decision.objects.exists()


class TestWhatAPersonDecides:
    @pytest.mark.parametrize(
        ("example", "changed", "tasks"),
        [
            ("listenhund", {"haltung.seit": "2026-02-01"}, {"pruefung", "ordnungsbehoerde", "freigabe"}),
            ("listenhund", {}, {"pruefung", "ordnungsbehoerde"}),
            ("ermaessigung", {}, {"pruefung", "ermaessigung"}),
            ("gemeinsam", {}, {"pruefung"}),
        ],
    )
    def test_goes_to_the_office_with_its_tasks(
        self, dog_town: Tenant, send: Send, example: str, changed: dict[str, Any], tasks: set[str]
    ) -> None:
        case = examined(dog_town, send(example, changed=changed))
        assert case.state == CaseState.IN_REVIEW
        with in_tenant(dog_town.id):
            assert set(CaseTask.objects.filter(case=case).values_list("name", flat=True)) == tasks
            assert not Decision.objects.exists()

    def test_has_a_day_by_which_it_is_decided(self, dog_town: Tenant, send: Send) -> None:
        case = examined(dog_town, send("ermaessigung"))
        assert case.due_on == date(2026, 4, 17)  # four weeks after 20 March, a Friday

    def test_is_everything_sent_with_a_gap(self, dog_town: Tenant, send: Send) -> None:
        case_id = send("dackel", changed={"haltung.ermaessigung": None}, despite_gaps=True)
        assert examined(dog_town, case_id).state == CaseState.IN_REVIEW
        with in_tenant(dog_town.id):
            (rule,) = get_case(case_id).examination["rules"]
        assert rule["result"] is None

    def test_is_what_a_rule_that_fails_would_have_decided(
        self, dog_town: Tenant, send: Send, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        case_id = send("dackel")
        with in_tenant(dog_town.id):
            expression = get_case(case_id).procedure.compiled.automatic[0].when

        def fails(activation: Any) -> Any:
            from onlineamt.procedure.forms.engine.expressions import ExpressionFailed

            raise ExpressionFailed("kaputt")

        monkeypatch.setattr(type(expression), "evaluate", lambda self, activation: fails(activation))
        assert examined(dog_town, case_id).state == CaseState.IN_REVIEW


def test_the_share_that_is_drawn_is_about_two_percent() -> None:
    from onlineamt.foundation.core.ids import new_id

    drawn = sum(is_set_aside(new_id(), 2) for _ in range(20_000))
    assert 250 < drawn < 550
