"""A walk through a whole application: what a person asks for, types, sends and is told."""

import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from tests.faults.browser import Answer, Broken, Browser, Cut

if TYPE_CHECKING:
    from tests.faults.people import Person

_FIELD = re.compile(r'<(?:input|select|textarea)[^>]* name="([^"]+)"')
_SEEN = re.compile(r'name="_seen" value="([^"]*)"')
_REFERENCE = re.compile(r'id="reference"[^>]*>\s*(?:<[^>]+>\s*)*(\d\d-[0-9A-Z]{4}-[0-9A-Z]{4})')
_ID = re.compile(r"/antrag/([0-9a-f-]{36})")


def in_letters(name: str) -> str:
    """Spell numbers with letters: names have no digits."""
    return name.translate(str.maketrans("0123456789", "abcdefghij"))


class Walk:
    """One application, from the service's page to the reference, or as far as its person goes: a dog is registered."""

    service = "/leistung/hund-anmelden"
    called = "Waldi"  # what begins the name that has to be on the confirmation
    gives_up_at, goes_back_to = "/haltung", "hund"
    always_by_email = False

    def __init__(self, person: "Person", number: int) -> None:
        self._person, self._chance = person, person.chance
        self._name = in_letters(f"{self.called} {person.name}-{number}")
        self._by_email = self.always_by_email or self._chance.random() < 0.4
        self._for_a_person = self._chance.random() < 0.15  # a reduction is not decided by the rules
        self._gives_up = self._chance.random() < 0.15
        self._goes_back = self._chance.random() < 0.2
        self._address = f"{person.name}-{number}@post.example"
        place = [127, *(self._chance.randint(1, 250) for _ in range(3))]
        self._browser = Browser(person.port, address=".".join(map(str, place)))
        self._id = ""

    def go(self) -> None:
        """Walk. Raises TimeIsUp."""
        path = self._begin()
        has_gone_back = not self._goes_back
        while not path.endswith("/pruefen"):
            if path.endswith(self.gives_up_at) and self._gives_up:
                return
            path = self._fill_in(path)
            if path.endswith("/pruefen") and not has_gone_back:
                has_gone_back = True
                self._name += " der Zweite"
                path = self._fill_in(f"/antrag/{self._id}/seite/{self.goes_back_to}")
        path = self._send(path)
        self._read_reference(path)

    # -- steps ------------------------------------------------------------------------------------------------------

    def _begin(self) -> str:
        def step() -> Answer:
            return self._browser.post(f"{self.service}/beginnen", {})

        self._person.until_good(lambda: self._browser.get(self.service), {200})
        answer = self._person.until_good(step, {302})
        self._id = found_in(_ID, answer.location)
        self._person.journal.note("begun", id=self._id, cookie=self._browser.cookie)
        return urlsplit(answer.location).path

    def _fill_in(self, path: str) -> str:
        """Save one page and return where it leads."""
        page = self._person.until_good(lambda: self._browser.get(path), {200})
        self._hand_in(path)
        form = {
            name: value for name, value in self._answers().items() if name in set(_FIELD.findall(page.body))
        }
        form["_seen"] = found_in(_SEEN, page.body)
        self._person.journal.note("saving", id=self._id, page=path, dog=form.get("hund.name", ""))
        answer = self._post(path, form)
        self._person.journal.note(
            "saved", id=self._id, page=path, dog=form.get("hund.name", ""), cookie=self._browser.cookie
        )
        return urlsplit(answer.location).path

    def _hand_in(self, path: str) -> None:
        """Hand in what a page asks for beside its fields."""

    def _send(self, path: str) -> str:
        """Send by post, or by e-mail with its code; return where the confirmation stands."""
        page = self._person.until_good(lambda: self._browser.get(path), {200, 302})
        if page.status == 302:
            return urlsplit(page.location).path
        form = {"_seen": found_in(_SEEN, page.body), "contact": "email" if self._by_email else "post"}
        if self._by_email:
            form["email"] = self._address
        self._person.journal.note("sending", id=self._id, way=form["contact"])
        answer = self._post(path, form)
        if urlsplit(answer.location).path.endswith("/code"):
            answer = self._confirm(answer.location)
        target = urlsplit(answer.location).path
        if target.endswith("/pruefen"):  # the answer before it was lost, and the page has changed since
            return self._send(target)
        self._person.journal.note("sent", id=self._id)
        if self._chance.random() < 0.3:
            self._repeat(path, form)
        return target

    def _confirm(self, location: str) -> Answer:
        """Type the code from the mail folder; a newer one has made it worthless where the page was sent twice."""
        parts, tried = urlsplit(location), set[str]()
        while True:
            page = self._person.until_good(
                lambda: self._browser.get(f"{parts.path}?{parts.query}"), {200, 302}
            )
            if page.status == 302:
                return page
            code = self._person.wait_for_code(self._address, besides=tried)
            hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page.body))
            answer = self._person.until_good(
                lambda code=code, hidden=hidden: self._browser.post(parts.path, {**hidden, "code": code}),  # type: ignore[misc]
                {200, 302},
            )
            if answer.status == 302:
                return answer
            tried.add(code)

    def _read_reference(self, path: str) -> None:
        page = self._person.until_good(lambda: self._browser.get(path), {200})
        reference = found_in(_REFERENCE, page.body)
        self._person.journal.note(
            "acknowledged", id=self._id, reference=reference, dog=self._name, cookie=self._browser.cookie,
            way="email" if self._by_email else "post", automatic=not self._for_a_person,
        )  # fmt: skip
        if self._name not in page.body:
            self._person.journal.note("fault", id=self._id, what="another name on the confirmation")

    def _repeat(self, path: str, form: dict[str, str]) -> None:
        """Send the same again, on two connections at once: nothing new may come of it."""
        try:
            answers = self._browser.post_twice(path, form)
        except Broken:
            return
        for answer in answers:
            if answer.status != 503 and not answer.location.endswith("/abgesendet"):
                self._person.journal.note(
                    "fault", id=self._id, what=f"a repeat led to {answer.status} {answer.location}"
                )

    def _post(self, path: str, form: dict[str, str]) -> Answer:
        """Send a form until it is answered; now and then the line is cut the first time."""
        cuts: list[Cut] = ["request", "answer", "", "", "", "", "", ""]
        cut = self._chance.choice(cuts)
        if cut:
            try:
                self._browser.post(path, form, cut=cut)
            except Broken:
                self._person.journal.note("cut", id=self._id, what=cut)
        return self._person.until_good(lambda: self._browser.post(path, form), {302})

    def _answers(self) -> dict[str, str]:
        since = datetime.now(UTC) - timedelta(days=3)  # noqa: TID251 -- the clock on the wall, as the portal's
        return {
            "person.vorname": "Erika",
            "person.familienname": in_letters(f"Mustermann {self._person.name}"),
            "person.geburtsdatum.day": "27",
            "person.geburtsdatum.month": "3",
            "person.geburtsdatum.year": "1985",
            "anschrift.strasse": "Lindenweg",
            "anschrift.hausnummer": "12 a",
            "anschrift.plz": "45999",
            "anschrift.ort": "Musterstadt",
            "hund.name": self._name,
            "hund.rasse": "dackel",
            "hund.geburtsdatum.day": "3",
            "hund.geburtsdatum.month": "4",
            "hund.geburtsdatum.year": "2025",
            "hund.gross": "false",
            "haltung.seit.day": str(since.day),
            "haltung.seit.month": str(since.month),
            "haltung.seit.year": str(since.year),
            "haltung.zugezogen": "false",
            "haltung.weitere_hunde": "false",
            "haltung.gemeinsam": "false",
            "haltung.ermaessigung": "true" if self._for_a_person else "false",
            "ermaessigung.grund": "sozialleistung",
        }


def found_in(pattern: re.Pattern[str], text: str) -> str:
    """Return what a pattern finds in a page; a page without it is a mistake of the walk."""
    found = pattern.search(text)
    if found is None:
        raise AssertionError(f"{pattern.pattern} not in {text[:2000]}")
    return found[1]
