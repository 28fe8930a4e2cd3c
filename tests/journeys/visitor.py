"""A person with a browser that knows no JavaScript: opens pages, fills in forms, presses buttons."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urljoin

import lxml.etree
import lxml.html
from django.http import HttpResponse
from django.test import Client
from lxml.html import FormElement, HtmlElement

from tests.world import web_environ

MAX_REDIRECTS = 5


class Visitor:
    """One device: keeps its cookies, stands on one page."""

    def __init__(self, host: str = "musterstadt.localhost", **environ: Any) -> None:
        self.client = Client(**web_environ(host), **environ)
        self.path = "/"
        self.response: HttpResponse = HttpResponse()

    @property
    def page(self) -> HtmlElement:
        """The page as it was parsed; what only scripts bring to life is not there."""
        page = lxml.html.fromstring(self.response.content.decode())
        lxml.etree.strip_elements(page, "template", with_tail=False)
        return page

    @property
    def heading(self) -> str:
        """The h1."""
        return " ".join(self.page.xpath("string(//h1)").split())

    @property
    def text(self) -> str:
        """What stands on the page, without its frame."""
        return " ".join(self.page.xpath("string(//main)").split())

    @property
    def errors(self) -> list[str]:
        """The lines of the error summary."""
        return [" ".join(line.text_content().split()) for line in self.page.cssselect("#errors li")]

    def open(self, path: str) -> "Visitor":
        """Go to an address, following redirects."""
        return self._arrive(self.client.get(path), path)

    def follow(self, words: str) -> "Visitor":
        """Follow the link with these words in it."""
        link = next(one for one in self.page.iter("a") if words in " ".join(one.text_content().split()))
        return self.open(urljoin(self.path, link.get("href")))

    def send(self, answers: Mapping[str, Any] | None = None, *, button: str = "", form: int = 0) -> "Visitor":
        """Fill in a form of the page's main part and press a button, the first one unless named by its words."""
        chosen = self.forms()[form]
        fields = _values(chosen) | dict(answers or {})
        pressed = _button(chosen, button)
        if pressed is not None and pressed.get("name"):
            fields[pressed.get("name")] = pressed.get("value", "")
        target = urljoin(self.path, chosen.get("action") or self.path)
        if chosen.method == "GET":
            return self._arrive(self.client.get(target, fields), target)
        return self._arrive(self.client.post(target, fields), target, fields)

    def forms(self) -> list[FormElement]:
        """Return the forms of the page's main part, except the search."""
        return [form for form in self.page.xpath("//main//form") if form.get("role") != "search"]

    def _arrive(self, response: Any, path: str, sent: Mapping[str, Any] | None = None) -> "Visitor":
        for _ in range(MAX_REDIRECTS):
            if response.status_code == 307 and sent:  # the same again, to another address
                path = urljoin(path, response["Location"])
                response = self.client.post(path, sent)
                continue
            if response.status_code not in {301, 302, 303}:
                break
            path = urljoin(path, response["Location"])
            response = self.client.get(path)
        self.response, self.path = response, path
        return self


def date_answer(field_id: str, day: int, month: int, year: int) -> dict[str, str]:
    """Return what stands in the three boxes of a date."""
    return {f"{field_id}.day": str(day), f"{field_id}.month": str(month), f"{field_id}.year": str(year)}


def _values(form: FormElement) -> dict[str, Any]:
    return dict(form.form_values())


def _button(form: FormElement, words: str) -> HtmlElement | None:
    buttons = [one for one in form.iter("button") if words in " ".join(one.text_content().split())]
    if words and not buttons:
        raise LookupError(f"no button „{words}“ on the page")
    return buttons[0] if buttons else None
