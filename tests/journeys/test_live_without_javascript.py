"""Questions that hang on answers of the same page, with a browser that knows no JavaScript: they come when it is sent."""

from collections.abc import Callable
from typing import Any

import pytest

from onlineamt.foundation.tenancy.models import Tenant
from tests.journeys.visitor import Visitor, date_answer

DAYS = {**date_answer("stand.von", 1, 5, 2026), **date_answer("stand.bis", 3, 5, 2026)}
STAND = {**DAYS, "stand.laenge": "4,5", "stand.waren": "essen", "stand.strom": "false"}
COOKING = {"essen.warm": "true", "essen.firma": "Musterimbiss"}


@pytest.fixture
def erika(market_service: Tenant, at: Callable[..., Any]) -> Visitor:
    """Return Erika's telephone, on the page about her stand; it is 20 March 2026."""
    at(2026, 3, 20, 21, 41)
    telephone = Visitor()
    telephone.open("/leistung/muster-stand").send()
    return telephone.send({"person.name": "Erika", "person.schon_da": "true"})


def asked(visitor: Visitor) -> set[str]:
    """The questions that stand on the page."""
    return {name.removesuffix(".day") for name in visitor.forms()[0].fields if "." in name}


class TestWithoutScripts:
    def test_only_what_applies_is_there(self, erika: Visitor) -> None:
        assert not asked(erika) & {"stand.platz", "essen.warm", "essen.gas"}

    def test_what_an_answer_opens_comes_with_the_page(self, erika: Visitor) -> None:
        erika.send(STAND)
        assert erika.heading == "Ihr Stand"
        assert erika.errors == []
        assert asked(erika) >= {"stand.platz", "essen.warm", "essen.firma"}
        erika.send(COOKING)
        assert "essen.gas" in asked(erika)
        erika.send({"essen.gas": "true"})
        assert erika.heading == "Prüfen Sie Ihre Angaben"

    def test_what_was_opened_by_a_script_counts_as_asked(self, erika: Visitor) -> None:
        """Its radio buttons send nothing while none is chosen: it is named in `_asked`."""
        erika.send({**STAND, **COOKING, "_asked": "essen.gas"})
        assert erika.errors == ["Bitte antworten Sie mit Ja oder Nein: Kochen Sie mit Gas?"]

    def test_checks_speak_when_the_page_is_sent(self, erika: Visitor) -> None:
        erika.send({**STAND, **COOKING, "essen.gas": "false", **date_answer("stand.bis", 1, 4, 2026)})
        assert erika.errors == [
            "Der letzte Tag liegt vor dem ersten.",
            "Zum Kochen brauchen Sie Gas oder Strom.",
        ]

    def test_what_scripts_need_is_no_secret_of_others(self, erika: Visitor) -> None:
        plan = erika.forms()[0].get("data-live")
        assert '"person.schon_da":true' in plan
        assert "Erika" not in plan
