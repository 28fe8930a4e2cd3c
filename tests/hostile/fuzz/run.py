"""The loop: somebody asks for something, the answer is checked, and what is found leads to the next question."""

import time
from collections import Counter
from dataclasses import dataclass, field
from random import Random  # noqa: TID251 -- runs are to be repeated
from typing import Any
from urllib.parse import urlsplit

from onlineamt.audiences.entrance.routes import split_language
from onlineamt.foundation.tenancy.directory import directory
from tests.hostile.device import Answer, Device
from tests.hostile.fuzz import values
from tests.hostile.fuzz.checks import Wrong, check_answer
from tests.hostile.fuzz.ledger import Ledger
from tests.hostile.fuzz.pages import Map, name_of
from tests.hostile.fuzz.values import Fields
from tests.hostile.fuzz.world import Connect, Person, World

RENEW_EVERY = 1_500
PUBLIC = (
    "/",
    "/leistungen",
    "/leistung/hund-anmelden",
    "/suche?q=hund",
    "/aemter",
    "/impressum",
    "/en/",
    "/leicht/",
)
SLOWEST = 15
# Forms after which their page is not there any more, or not the same, in the order in which they may be sent.
LAST = {
    name: place
    for place, name in enumerate((
        "post_letter_again", "post_batch", "case_issue", "case_forward", "case_hand_over", "case_merge", "case_end", "application_withdraw", "application_delete",
        "staff_session_end", "staff_sessions_end", "staff_logout",
    ))
}  # fmt: skip
SECONDS = 10.0  # above which an answer is a finding


@dataclass
class Request:
    """What goes out."""

    person: Person
    method: str
    path: bytes
    query: str = ""
    body: bytes = b""
    content_type: str = ""
    headers: dict[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        body = f" {self.content_type} {self.body[:300]!r}" if self.method == "POST" else ""
        return (
            f"{self.person.name}: {self.method} {self.path[:200]!r}?{self.query[:200]} {self.headers}{body}"
        )


@dataclass
class Report:
    """What a run has seen."""

    seed: int
    requests: int = 0
    seconds: float = 0.0
    statuses: Counter[int] = field(default_factory=Counter)
    reached: set[str] = field(default_factory=set)
    asked: Counter[str] = field(default_factory=Counter)
    findings: list[str] = field(default_factory=list)
    times: dict[str, tuple[float, str]] = field(default_factory=dict)  # the slowest request of each address

    def note_time(self, seconds: float, name: str, request: Request) -> None:
        """Keep the slowest of each address."""
        self.times[name] = max(self.times.get(name, (0.0, "")), (round(seconds, 3), str(request)[:500]))

    @property
    def slowest(self) -> list[tuple[float, str]]:
        """The slowest requests, one of each address."""
        return sorted(self.times.values(), reverse=True)[:SLOWEST]


class Fuzzer:
    """Asks a world anything, one request after the other."""

    def __init__(self, world: World, connect: Connect, seed: int) -> None:
        self.world = world
        self.report = Report(seed)
        self.map = Map(world.canaries)
        self.chance = Random(seed)
        self._connect = connect
        self._ledger = Ledger(world, connect)
        self.is_stopped = False
        self._followed: set[tuple[str, str]] = set()  # links and forms of the tour, by person
        self._sent: set[tuple[str, tuple[str, frozenset[str]]]] = set()
        self._public = {path: self._public_page(path) for path in PUBLIC}

    def run(self, requests: int) -> Report:
        """Send so many requests, look at everything in between and at the end, and say what was found."""
        start = time.monotonic()
        while self.report.requests < requests and not self.is_stopped:
            self.renew()
            for _ in range(min(RENEW_EVERY, requests - self.report.requests)):
                self.step()
            self.look()
        self.report.seconds = round(time.monotonic() - start, 1)
        return self.report

    def tour(self) -> None:
        """Open every address, follow links and send every form as it is meant, until nothing new is reached.

        People do that too, and it shows what can be reached. What ends a case, a draft or a session comes last.
        """
        self.renew()
        stranger = self.world.people[0]
        for path, _ in self.map.patterns:
            for token in stranger.ids["token"] if "<str:token>" in path else ():
                self._open(stranger, "/" + path.replace("<str:token>", token))
        self._open(stranger, f"/mitmachen/{stranger.ids['code'][0]}")
        before = -1
        while len(self.report.reached) > before:
            before = len(self.report.reached)
            for person in self.world.people:
                self._follow_links(person)
                self._send_forms(person, are_last=False)
        for person in self.world.people:
            self._send_forms(person, are_last=True)

    def _follow_links(self, person: Person) -> None:
        for name, links in sorted(self.map.known_to(person).links.items()):
            if name not in self.report.reached or (person.name, name) not in self._followed:
                self._followed.add((person.name, name))
                for link in sorted({links[0], links[-1]}):
                    self._open(person, link)

    def _send_forms(self, person: Person, *, are_last: bool) -> None:
        """Send each form as its page shows it now."""
        forms = self.map.known_to(person).forms
        for kind in sorted(forms, key=lambda kind: (LAST.get(kind[0], 0), repr(kind))):
            was_good = (person.name, kind) in self._sent
            if forms[kind][-1].method != "POST" or was_good or (kind[0] in LAST) is not are_last:
                continue
            if forms[kind][-1].page:
                self._open(person, forms[kind][-1].page)
            form = forms[kind][-1]
            path, _, query = form.action.partition("?")
            content_type, body = values.as_meant(form)
            answer = self.ask(self._meant(Request(person, "POST", path.encode(), query, body, content_type)))
            if answer is not None and answer.status < 400:
                self._sent.add((person.name, kind))

    def _open(self, person: Person, path: str) -> None:
        """Open a page as its person does, and learn what stands on it."""
        path, _, query = path.partition("?")
        answer = self.ask(self._meant(Request(person, "GET", path.encode(), query)))
        if answer is not None and answer.status == 200 and person.learns:
            self.map.learn(person, path, answer.body)

    def _meant(self, request: Request) -> Request:
        request.headers = {"HTTP_COOKIE": _cookies(request.person)}
        return request

    def step(self) -> None:
        """Ask once."""
        person = self.chance.choice(self.world.people)
        self.ask(self._request(person))

    def ask(self, request: Request) -> Answer | None:
        """Send a request, check its answer and learn from it."""
        self.report.requests += 1
        start = time.perf_counter()
        try:
            answer = self._send(request)
            seconds = time.perf_counter() - start
            self._check(request, answer, seconds)
        except Wrong as wrong:
            self.report.findings.append(f"{wrong} <- {request}")
            return None
        except Exception as failure:  # whatever gets out of the application is a finding
            self.report.findings.append(f"{type(failure).__name__}: {failure} <- {request}")
            return None
        self._learn(request, answer, seconds)
        return answer

    def look(self) -> None:
        """Look at what must be as it was: other people's rows, drafts, the trail, row-level security, public pages."""
        self.report.findings += self._ledger.changes()
        for path, before in self._public.items():
            if self._public_page(path) != before:
                self.report.findings.append(f"the public page {path} has changed")

    def _request(self, person: Person) -> Request:
        chance = self.chance
        known = self.map.known_to(person)
        kind = chance.random()
        if kind < 0.15 and known.links:
            path, _, query = chance.choice(known.links[chance.choice(sorted(known.links))]).partition("?")
            request = Request(person, "GET", path.encode(), query)
        elif kind < 0.6 and known.forms:
            request = self._form(person)
        elif kind < 0.93:
            request = self._address(person)
        else:
            path = (
                chance.choice(values.PATHS).encode() if chance.random() < 0.7 else b"/" + values.value(chance)
            )
            request = Request(person, "GET", path, values.query(chance, self.world.foreign))
        request.headers |= self._headers(person, request)
        return request

    def _form(self, person: Person) -> Request:
        chance = self.chance
        forms = self.map.known_to(person).forms
        form = chance.choice(forms[chance.choice(sorted(forms, key=repr))])
        fields = values.spoilt(chance, list(form.fields), self.world.foreign)
        path, _, query = form.action.partition("?")
        if chance.random() < 0.08:  # to an address it does not belong to
            path = self.map.fill(
                chance, chance.choice(self.map.patterns)[0], person, self.world.foreign, b"-"
            ).decode("latin-1")
            return self._posted(person, path.encode("latin-1"), query, fields, has_files=form.has_files)
        if form.method == "GET":
            return Request(
                person, "GET", path.encode(), values.urlencoded(chance, fields)[1].decode("latin-1")
            )
        return self._posted(person, path.encode(), query, fields, has_files=form.has_files)

    def _address(self, person: Person) -> Request:
        chance = self.chance
        pattern, _ = chance.choice(self.map.patterns)
        path = self.map.fill(chance, pattern, person, self.world.foreign, values.value(chance))
        query = values.query(chance, self.world.foreign)
        kind = chance.random()
        if kind < 0.6:
            return Request(person, "GET", path, query)
        if kind < 0.9:
            fields: Fields = [
                (chance.choice(values.NAMES), values.value(chance)) for _ in range(chance.randrange(4))
            ]
            return self._posted(person, path, query, fields)
        return Request(person, chance.choice(values.METHODS), path, query)

    def _posted(
        self, person: Person, path: bytes, query: str, fields: Fields, *, has_files: bool = False
    ) -> Request:
        makes_parts = has_files or self.chance.random() < 0.12
        content_type, body = (values.multipart if makes_parts else values.urlencoded)(self.chance, fields)
        return Request(person, "POST", path, query, body, content_type)

    def _headers(self, person: Person, request: Request) -> dict[str, Any]:
        chance = self.chance
        found: dict[str, Any] = values.headers(chance)
        if chance.random() < 0.03:
            found["HTTP_HOST"] = chance.choice(values.HOSTS)
        if chance.random() < 0.04:
            found["HTTP_SEC_FETCH_SITE"] = chance.choice([*values.FOREIGN, None])
            found["HTTP_ORIGIN"] = chance.choice(values.ORIGINS)
        if chance.random() < 0.03:
            found["CONTENT_LENGTH"] = chance.choice(
                ["", "-1", "0", "3", "99999999999999999999", "1e3", str(len(request.body) + 7)]
            )
        found["REMOTE_ADDR"] = f"203.0.{chance.randrange(256)}.{chance.randrange(256)}"
        cookies = [f"{name}={value}" for name, value in person.cookies.items()]
        if chance.random() < 0.04:
            cookies.append(
                chance.choice(
                    [
                        "antrag=",
                        "sitzung=x",
                        "=;=",
                        "antrag=" + "x" * 9_000,
                        "__Host-antrag=a",
                        "a\x01b=c",
                        "\xff=\xfe",
                    ]
                )
            )
            chance.shuffle(cookies)
        if cookies:
            found["HTTP_COOKIE"] = "; ".join(cookies)
        return found

    def _send(self, request: Request) -> Answer:
        environ = {
            name: value.encode().decode("latin-1") if isinstance(value, str) else value
            for name, value in request.headers.items()
        }
        return Device(request.person.host).ask(
            request.method,
            request.path,
            request.query.encode("utf-8", "surrogatepass"),
            body=request.body,
            CONTENT_TYPE=request.content_type,
            **environ,
        )

    def _check(self, request: Request, answer: Answer, seconds: float) -> None:
        host = request.headers.get("HTTP_HOST", request.person.host)
        self.report.statuses[answer.status] += 1
        check_answer(
            self.world,
            request.person,
            host,
            answer,
            request.body + request.path + request.query.encode("utf-8", "replace"),
        )
        self.report.note_time(seconds, name_of(request.path.decode("utf-8", "replace")), request)
        if seconds > SECONDS:
            raise Wrong(f"{seconds:.1f} seconds")

    def _learn(self, request: Request, answer: Answer, seconds: float) -> None:
        path = request.path.decode("utf-8", "replace")
        name = name_of(path)
        self.report.asked[name] += 1
        if answer.status < 300 or (answer.status in {302, 303} and not _is_led_away(path, answer)):
            self.report.reached.add(name)
        is_page = answer.headers.get("content-type", "").startswith("text/html") and answer.status < 500
        if (
            is_page
            and request.person.learns
            and (answer.status == 200 or self.chance.random() < 0.1)
            and self.chance.random() < 0.4
        ):
            self.map.learn(request.person, path, answer.body)

    def renew(self) -> None:
        """Give everybody something to lose again; limits of attempts are tried elsewhere."""
        with self._connect() as connection:
            connection.execute("TRUNCATE rate_counter")
        self.world.renew()
        directory.forget()
        self.map.forget()
        for person in self.world.people:
            for form in person.forms:
                self.map.keep(person, form)
            for pattern, _ in self.map.patterns:
                if self.chance.random() < 0.5 or "<" in pattern:
                    self._open(
                        person, self.map.fill(_Straight(), pattern, person, self.world.foreign, b"-").decode()
                    )

    def _public_page(self, path: str) -> bytes:
        path, _, query = path.partition("?")
        return Device().get(path, query).body


class _Straight(Random):
    """No chance at all: the first of everything."""

    def random(self) -> float:
        return 0.0

    def choice(self, seq: Any) -> Any:
        return seq[0]


def _cookies(person: Person) -> str:
    return "; ".join(f"{name}={value}" for name, value in person.cookies.items())


def _is_led_away(path: str, answer: Answer) -> bool:
    """Tell whether somebody is led to a log-in, or to the same page in another language: that is no answer of the page."""
    target = answer.headers.get("location", "")
    return "/anmelden?weiter" in target or urlsplit(target).path == split_language(path)[1]
