"""A clerk with a browser that knows no JavaScript, and what clerks do in many journeys."""

import re
from typing import Any
from uuid import UUID

from django.test import Client

from onlineamt.audiences.backoffice.device import SESSION
from onlineamt.foundation.accounts.tests.factories import open_staff_session
from onlineamt.foundation.accounts.values import Caseworker
from onlineamt.foundation.tenancy.models import Tenant
from onlineamt.foundation.tenancy.transaction import in_tenant
from onlineamt.procedure.cases.models import Case
from onlineamt.procedure.decisions.actions.automatic import examine_case
from tests.journeys.visitor import Visitor


class Clerk(Visitor):
    """Somebody of the office at their desk."""

    def __init__(self, client: Client) -> None:
        super().__init__()
        self.client = client

    def open_case(self, case_id: UUID) -> "Clerk":
        """Open a case by its address."""
        self.open(f"/amt/vorgang/{case_id}")
        return self

    def press(self, words: str, answers: dict[str, Any] | None = None) -> "Clerk":
        """Press a button of the page, whichever form it stands in."""
        for index, form in enumerate(self.forms()):
            labels = [" ".join(one.text_content().split()) for one in form.xpath(".//button")]
            if any(words in label for label in labels):
                self.send(answers or {}, button=words, form=index)
                return self
        raise LookupError(f"no button „{words}“ on {self.path}")

    @property
    def text(self) -> str:
        """What stands on the page, with a space wherever a new element begins."""
        return words_of(self.page.xpath("//main"))

    def section(self, name: str) -> str:
        """What stands in a section of the page of a case."""
        return words_of(self.page.xpath(f"//*[@aria-labelledby='{name}']"))

    @property
    def buttons(self) -> list[str]:
        """What can be pressed or followed as a button."""
        return [" ".join(one.text_content().split()) for one in self.page.cssselect("main .kern-btn")]

    @property
    def said(self) -> str:
        """What the page says about what was just done."""
        return words_of(self.page.xpath("//*[@role='status']"))

    @property
    def trouble(self) -> str:
        """What stood in the way."""
        return words_of(self.page.xpath("//*[@id='trouble']"))

    @property
    def move(self) -> str:
        """Whose move it is."""
        return words_of(self.page.xpath("//*[@id='next-title']"))


def words_of(elements: list[Any]) -> str:
    """Return the words of elements as they are read, not run together."""
    parts = [text for element in elements for text in element.itertext()]
    return re.sub(r" (?=[.,:)“])", "", " ".join(" ".join(parts).split()))


def log_in_again(town: Tenant, clerk: Clerk, caseworker: Caseworker) -> None:
    """Log somebody in anew, because their session was unused for too long."""
    with in_tenant(town.id):
        clerk.client.cookies[SESSION] = open_staff_session(caseworker.account_id)


def examined(town: Tenant, case_id: UUID) -> UUID:
    """Let the rules look at a case, as the worker does."""
    with in_tenant(town.id):
        examine_case(case_id)
    return case_id


def case_row(town: Tenant, case_id: UUID) -> Case:
    """Return a case as it is stored."""
    with in_tenant(town.id):
        return Case.objects.get(id=case_id)


def finish_tasks(clerk: Clerk, case_id: UUID) -> Clerk:
    """Finish every task of a case: each check is fulfilled."""
    clerk.open_case(case_id)
    while "/aufgabe/" in "".join(one.get("href") for one in clerk.page.cssselect("a.kern-btn[data-line]")):
        clerk.follow("Bearbeiten")
        clerk.press("Aufgabe erledigen", fulfilled(clerk))
        assert clerk.said == "Die Aufgabe ist erledigt.", clerk.errors
    return clerk


def fulfilled(clerk: Clerk) -> dict[str, str]:
    """Return the answer „ja“ to every check of the page."""
    names = {one.get("name") for one in clerk.page.cssselect("input[type=radio]")}
    return dict.fromkeys(names, "fulfilled")
