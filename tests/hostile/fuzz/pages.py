"""What is there to be asked: every address of the portal, and every link and form of the pages that came back."""

from collections import deque
from dataclasses import dataclass, field
from random import Random  # noqa: TID251 -- runs are to be repeated
from typing import Any
from urllib.parse import urljoin, urlsplit

import lxml.html
from django.urls import Resolver404, get_resolver, resolve

from onlineamt.audiences.entrance.routes import split_language
from tests.architecture.test_addresses import addresses
from tests.hostile.fuzz.values import Fields, Form
from tests.hostile.fuzz.world import Person

MOST_OF_A_KIND = 12
STEPS = ("", "", "", "en/", "leicht/")


@dataclass
class Known:
    """What one person has seen: links and forms by the address they lead to."""

    links: dict[str, deque[str]] = field(default_factory=dict)
    forms: dict[tuple[str, frozenset[str]], deque[Form]] = field(default_factory=dict)


class Map:
    """All addresses, and for each person what they have found."""

    def __init__(self, canaries: frozenset[str]) -> None:
        self.patterns = sorted((path, str(pattern.name)) for path, pattern in addresses(get_resolver()))
        self.names = {name for _, name in self.patterns}
        self._canaries = canaries
        self._known: dict[str, Known] = {}

    def known_to(self, person: Person) -> Known:
        """Return what somebody has found."""
        return self._known.setdefault(person.name, Known())

    def forget(self) -> None:
        """Begin anew: tokens and ids on old pages are no longer theirs."""
        self._known.clear()

    def fill(self, chance: Random, path: str, person: Person, foreign: list[str], strange: bytes) -> bytes:
        """Return an address with something in each gap: one's own, somebody else's, or nonsense."""
        steps = []
        for step in path.split("/"):
            if "<" not in step:
                steps.append(step.encode())
                continue
            gap = step.partition(":")[2].partition(">")[0]
            rest = step.partition(">")[2].encode()
            own = person.ids.get(gap) or EXAMPLES.get(gap) or foreign
            pick = chance.random()
            filled = (
                chance.choice(own).encode()
                if pick < 0.7
                else chance.choice(foreign).encode()
                if pick < 0.9
                else strange
            )
            steps.append(filled + rest)
        return b"/" + chance.choice(STEPS).encode() + b"/".join(steps)

    def learn(self, person: Person, path: str, body: bytes) -> None:
        """Keep the links and forms of a page."""
        try:
            page = lxml.html.fromstring(body.decode("utf-8", "replace"))
        except (lxml.etree.ParserError, ValueError):
            return
        known = self.known_to(person)
        for link in page.iter("a"):
            target = self._here(path, link.get("href") or "")
            if target:
                known.links.setdefault(name_of(target), deque(maxlen=MOST_OF_A_KIND)).append(target)
        for form in page.forms:
            target = self._here(path, form.get("action") or path)
            if target:
                has_files = "multipart" in (form.get("enctype") or "")
                self.keep(person, Form(target, form.method, has_files, tuple(self._fields(form)), path))

    def keep(self, person: Person, form: Form) -> None:
        """Keep a form."""
        kind = (name_of(form.action), frozenset(name for name, _ in form.fields))
        self.known_to(person).forms.setdefault(kind, deque(maxlen=MOST_OF_A_KIND)).append(form)

    def _here(self, path: str, target: str) -> str | None:
        """Return a path of the same portal, or None."""
        try:
            parts = urlsplit(urljoin(path, target))
        except ValueError:
            return None
        if parts.scheme or parts.netloc or any(word in target for word in self._canaries):
            return None
        return parts.path + (f"?{parts.query}" if parts.query else "")

    def _fields(self, form: Any) -> Fields:
        """Return every input with its value; nobody's secret word goes on to others."""
        found: Fields = []
        for element in form.inputs:
            if not element.name:
                continue
            options = [one for one in getattr(element, "value_options", []) if one]
            content = element.get("value") if element.tag == "input" else str(element.value or "")
            text = content or (options[-1] if options else "") or ""
            found.append(
                (
                    element.name,
                    b"" if any(word in text for word in self._canaries) else text.encode("utf-8", "replace"),
                )
            )
        found += [
            (one.get("name"), (one.get("value") or "").encode())
            for one in form.iter("button")
            if one.get("name")
        ][:1]
        return found


EXAMPLES = {
    "key": ["hund-anmelden", "reitkennzeichen", "steueramt"],
    "page_id": ["person", "hund", "haltung", "ermaessigung", "fahrzeug"],
    "service": ["hund-anmelden"],
    "name": ["hundemarken", "form"],
    "field_id": ["fahrzeug.schein"],
    "place": ["fahrzeug.schein", "sachkunde"],
    "step": ["verlaengern", "aendern", "beenden"],
    "token": ["AAAAA-AAAAA-AAAAA-AAAAA-AAAAA"],
    "code": ["AAAA-AAAA-AAAA"],
}


def name_of(path: str) -> str:
    """Return the name of the address that a path belongs to."""
    try:
        return str(resolve(split_language(path.partition("?")[0])[1]).url_name)
    except Resolver404:
        return "-"
