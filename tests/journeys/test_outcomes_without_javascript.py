"""Every way in which registering a dog ends, from the citizen over the office back to the citizen, without JavaScript."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.conf import settings

from onlineamt.facilities.letters.sealing import sealer
from onlineamt.facilities.letters.verification import examine
from onlineamt.facilities.payments.models import Claim
from onlineamt.facilities.registers.models import RegisterEntry
from onlineamt.foundation.audit.queries import list_entries, verify_trail
from onlineamt.foundation.tenancy.models import Tenant
from onlineamt.foundation.tenancy.transaction import in_tenant
from onlineamt.procedure.cases.models import Case
from onlineamt.procedure.cases.values import CaseState
from onlineamt.procedure.decisions.models import Decision
from onlineamt.procedure.delivery.models import Delivery
from tests.journeys.citizen import EMAIL, Jobs, case_of, enter, look_up, place
from tests.journeys.clerk import Clerk, case_row, finish_tasks
from tests.journeys.outcomes import (
    OUTCOMES,
    Outcome,
    answer_form,
    bare,
    checked_at,
    log_in,
    mails,
    missing_on_paper,
    read_mail,
    words_of_pdf,
)
from tests.journeys.test_dog_without_javascript import mailed_code
from tests.journeys.visitor import Visitor
from tests.staff import Staff

Clock = Callable[..., Any]


@pytest.fixture(autouse=True)
def friday(at: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is late on Friday, 20 March 2026, and nobody is drawn for the sample."""
    at(2026, 3, 20, 21, 41)
    monkeypatch.setattr(
        "onlineamt.procedure.decisions.actions.automatic.is_set_aside", lambda case_id, percent: False
    )


class Way:
    """One journey: the outcome it leads to, and the hands it passes through."""

    def __init__(self, outcome: Outcome, town: Tenant, at: Clock, run_jobs: Jobs) -> None:
        self.outcome, self.town, self.at, self.run_jobs = outcome, town, at, run_jobs
        self.reference = ""
        self.mails_before = set[Path]()

    def work(self) -> None:
        """Let the worker do what waits."""
        self.mails_before = set(mails())
        self.run_jobs()

    @property
    def case_id(self) -> UUID:
        """The id of the case."""
        return case_of(self.town, self.reference)

    def send(self) -> None:
        """Erika answers the form and sends it; the worker does what follows."""
        erika = Visitor().open("/leistung/hund-anmelden").send()
        answer_form(erika, self.outcome.answers)
        if self.outcome.by_post:
            erika.send({"contact": "post"})
        else:
            erika.send({"contact": "email", "email": EMAIL})
            self.run_jobs()
            erika.send({"code": mailed_code()})
        assert erika.heading == "Ihre Anmeldung ist da", erika.errors
        self.reference = str(erika.page.xpath("string(//*[@id='reference'])"))
        self.work()

    def decide(self) -> None:
        """On Monday Frau Amt takes the case, asks where she must, finishes her tasks, and decides."""
        self.at(2026, 3, 23, 7, 15)
        amt = log_in("Frau Amt").open("/amt/")
        amt.follow(self.reference)
        assert isinstance(amt, Clerk)
        amt.press("Übernehmen")
        assert "Sie bearbeiten diesen Vorgang jetzt." in amt.said
        self.ask(amt)
        finish_tasks(amt, self.case_id)
        amt.follow("Entscheiden")
        written = {"outcome": self.outcome.outcome, "reasons": self.outcome.reasons}
        amt.press("Speichern und Brief ansehen", {**written, "lines": "\n".join(self.outcome.also_to)})
        assert amt.heading == "Prüfen und erlassen", amt.errors
        self.preview(amt)
        self.issue(amt)
        self.work()

    def ask(self, amt: Clerk) -> None:
        """Frau Amt asks or hears, Erika is told and answers in place, the case is the office's again."""
        if self.outcome.hears:
            amt.follow("Anhören, bevor Sie ablehnen")
            amt.press("Anhörung senden", {"text": self.outcome.hears})
            assert case_row(self.town, self.case_id).state == CaseState.HEARING
        elif self.outcome.asks:
            amt.follow("Nachfordern")
            amt.press("Nachforderung senden", dict(self.outcome.asks))
            assert case_row(self.town, self.case_id).state == CaseState.WAITING_FOR_APPLICANT
        else:
            return
        self.work()
        self.is_told()
        erika = enter(Visitor(), self.reference, self.run_jobs).follow("Jetzt antworten")
        assert (self.outcome.hears or self.outcome.asks["text"]) in erika.text
        erika.send(self.outcome.answer)
        assert "Danke. Ihre Antwort ist da." in erika.text, erika.errors
        self.run_jobs()
        amt.open_case(self.case_id)
        assert case_row(self.town, self.case_id).state == CaseState.IN_REVIEW
        for said in self.outcome.answer.values():
            assert said == "spaeter" or said in amt.text
        assert amt.move.startswith("Sie sind dran")

    def preview(self, amt: Clerk) -> None:
        """What is seen before issuing has the words of the letter, and is marked as a draft."""
        pdf = amt.client.get(f"/amt/vorgang/{self.case_id}/bescheid/vorschau.pdf").content
        assert missing_on_paper(amt.response.content, pdf) == []
        assert "Entwurf" in words_of_pdf(pdf)
        for words in self.outcome.letter:
            assert words in amt.text

    def issue(self, amt: Clerk) -> None:
        """Frau Amt issues, or lays it before Frau Entscheid, who releases it."""
        if self.outcome.needs_release:
            assert "Bescheid erlassen" not in amt.buttons
            amt.press("Zur Freigabe vorlegen")
            entscheid = log_in("Frau Entscheid").open("/amt/?liste=freigabe").follow(self.reference)
            assert isinstance(entscheid, Clerk)
            entscheid.follow("Prüfen und freigeben")
            entscheid.press("Freigeben und erlassen")
            assert "Der Bescheid ist erlassen." in entscheid.said
        else:
            amt.press("Bescheid erlassen")
            assert "Der Bescheid ist erlassen." in amt.said

    def is_told(self) -> None:
        """One e-mail came that says that something is there, and nothing about what; that of the receipt is another."""
        came = [read_mail(path) for path in mails() if path not in self.mails_before]
        assert sum("im Online-Amt liegen Unterlagen für Sie bereit" in mail for mail in came) == 1
        assert all("/status" in mail for mail in came)
        for mail in came:
            for words in (*self.outcome.personal, self.reference, "Hund", "Steuer", "Ermäßigung", "€"):
                assert words not in mail, words

    def retrieve(self) -> bytes:
        """Erika asks for a code, opens the decision, sees its dates and reads what stands in the PDF, which is returned."""
        self.is_told()
        self.at(2026, 3, 24, 17, 30)
        erika = enter(Visitor(), self.reference, self.run_jobs).follow("Zum Bescheid")
        erika.send(button="Bescheid öffnen")
        assert erika.heading == "Ihr Bescheid"
        days = ("24. März 2026", "24. April 2026") if self.outcome.is_automatic else ("27. März 2026", "27. April 2026")  # fmt: skip
        for words in ("24. März 2026, 18:30 Uhr", *days, *self.outcome.letter):
            assert words in erika.text, words
        pdf = erika.client.get(place(erika, "bescheid.pdf")).content
        assert missing_on_paper(erika.response.content, pdf) == []
        erika.follow("So sieht jeder, ob die Nummer gilt")
        self.says_that_the_number_is_valid(erika)
        return pdf

    def says_that_the_number_is_valid(self, anybody: Visitor) -> None:
        """The public page of the number says that it counts today, and nothing about anybody."""
        assert "Gültig." in anybody.text
        assert "2026-00001" in anybody.text
        self.is_silent(anybody)

    def is_silent(self, anybody: Visitor) -> None:
        """A page that everybody may see names neither people nor the case nor the dog."""
        for words in (*self.outcome.personal, self.reference):
            assert words not in anybody.response.content.decode(), words

    def post(self, recipient: str) -> bytes:
        """Frau Amt prints, finds the letter in the folder with its list, and confirms when it left; return the letter."""
        self.at(2026, 3, 25, 8, 0)
        amt = log_in("Frau Amt").open("/amt/post")
        assert recipient in amt.text
        amt.send(button="Jetzt drucken")
        self.run_jobs()
        amt.open("/amt/post?stand=druck").follow("Paket 2026-03-25-1")
        folder = settings.ENV.data / "print" / "musterstadt" / "2026-03-25-1"
        assert sorted(one.name for one in folder.iterdir()) == ["001.pdf", "liste.csv", "liste.html"]
        for name in ("liste.csv", "liste.html"):
            assert recipient in (folder / name).read_text("utf-8")
        pdf: bytes = (folder / "001.pdf").read_bytes()
        brief = amt.page.xpath("string(//input[@name='brief']/@value)")
        day = {"verschickt.day": "25", "verschickt.month": "3", "verschickt.year": "2026"}
        amt.send({"brief": brief, **day}, button="Versand bestätigen")
        assert not folder.exists()
        assert "schon verschickt" in amt.text.lower(), amt.errors
        amt.follow(recipient)
        assert (
            "30. März 2026" in amt.text
        )  # the fourth day after posting is a Sunday (§ 122 Abs. 2, § 108 Abs. 3 AO)
        return pdf

    def is_real(self, pdf: bytes) -> None:
        """The letter is ours and unchanged; where its code leads, everybody reads that, and nothing else."""
        verdict = examine(pdf, authorities=sealer().authorities())
        assert verdict.is_genuine, verdict
        anybody = Visitor().open(checked_at(pdf))
        assert anybody.response.status_code == 200
        assert "Ein Bescheid mit diesem Code stammt von uns." in anybody.text
        self.is_silent(anybody)

    def is_whole(self) -> None:
        """One decision, one entry, at most one claim; nothing hangs, and the trail proves all of it."""
        with in_tenant(self.town.id):
            (decision,) = Decision.objects.all()
            claims = [(one.cents, one.is_open) for one in Claim.objects.all()]
            (entry,) = RegisterEntry.objects.all()
            (case,) = Case.objects.all()
            ways = sorted((one.position, one.channel, one.remedy_ends_on) for one in Delivery.objects.all())
            written = [one.name for one in list_entries(case.id)]
        assert (decision.outcome, decision.is_automatic) == (self.outcome.outcome, self.outcome.is_automatic)
        assert decision.issued_at is not None
        assert claims == ([(self.outcome.cents, True)] if self.outcome.cents else [])
        assert (entry.number, entry.ended_on) == ("2026-00001", None)
        assert case.state == CaseState.DECIDED
        assert ways == self.expected_ways()
        assert written.count("decision.issued") == 1
        report = verify_trail(self.town.id)
        assert report.broken == ()
        assert report.entries >= len(written)

    def expected_ways(self) -> list[tuple[int, str, date]]:
        """Return by which ways the decision went, and when each person's month ends."""
        posted = date(2026, 4, 30)
        if self.outcome.by_post:
            return [(0, "post", posted)]
        own = (0, "portal", date(2026, 4, 24) if self.outcome.is_automatic else date(2026, 4, 27))
        return [own, (1, "post", posted)] if self.outcome.also_to else [own]


@pytest.mark.parametrize("name", OUTCOMES)
def test_a_dog_is(name: str, dog_town: Tenant, staff: Staff, at: Clock, run_jobs: Jobs) -> None:
    for colleague in ("Frau Amt", "Frau Entscheid"):
        staff(colleague)
    outcome = OUTCOMES[name]
    way = Way(outcome, dog_town, at, run_jobs)
    way.send()
    if not outcome.is_automatic:
        way.decide()
    letters = []
    if not outcome.by_post:
        letters.append(way.retrieve())
    if outcome.by_post or outcome.also_to:
        letters.append(way.post("Max Beispiel" if outcome.also_to else "Erika Mustermann"))
    for pdf in letters:
        for words in outcome.letter:
            assert bare(words) in bare(words_of_pdf(pdf)), words
        way.is_real(pdf)
    says = "ist mit der Post unterwegs" if outcome.by_post else "Sie haben Ihren Bescheid geöffnet"
    assert says in look_up(Visitor(), way.reference).text
    way.is_whole()
