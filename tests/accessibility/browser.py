"""A browser for tests: Debian's Chromium on our pages, and what every page must stand: axe, 320 px, zoom, the keyboard."""

import os
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect, sync_playwright

REPOSITORY = Path(__file__).resolve().parents[2]
AXE = REPOSITORY / "node_modules" / "axe-core" / "axe.min.js"
CHROMIUM_OPTIONS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PHONE, DESKTOP = 360, 1280
NARROW = 320  # 1280 px at 400 % zoom: WCAG 2.2, 1.4.10
RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
LARGEST_WALK = 400
PATIENCE = 60_000  # milliseconds: a machine may be busy, and no test here measures time


OpenPage = Callable[..., Page]


class _ThreadingServer(ThreadingMixIn, WSGIServer):
    daemon_threads = True
    request_queue_size = (
        128  # a browser opens many connections at once; those that find no place wait for seconds
    )


class _SilentHandler(WSGIRequestHandler):
    def log_message(self, format: str, *arguments: Any) -> None:
        pass


class _Counted:
    """An application that knows how many requests it is working on: a page may still ask when its test is over."""

    def __init__(self, application: Callable[..., Any]) -> None:
        self._application, self._running, self._changed = application, 0, threading.Condition()

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Any:
        self._count(1)
        try:
            answer = self._application(environ, start_response)
            try:
                yield from answer
            finally:
                getattr(answer, "close", lambda: None)()
        finally:
            self._count(-1)

    def wait(self) -> None:
        """Wait until nothing is in work; what hangs is left behind."""
        with self._changed:
            self._changed.wait_for(lambda: self._running == 0, timeout=PATIENCE / 1000)

    def _count(self, by: int) -> None:
        with self._changed:
            self._running += by
            self._changed.notify_all()


@contextmanager
def served(application: Callable[..., Any]) -> Iterator[int]:
    """Serve a WSGI application on a free port of this machine; yields the port."""
    counted = _Counted(application)
    server = make_server("127.0.0.1", 0, counted, _ThreadingServer, _SilentHandler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        counted.wait()
        server.server_close()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Start Chromium once for all tests."""
    path = shutil.which("chromium")
    if path is None:
        pytest.skip("Chromium is not installed: apt-get install chromium")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright keeps a loop in our thread; we use none of it
    expect.set_options(timeout=PATIENCE / 2)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(CHROMIUM_OPTIONS))
        yield browser
        browser.close()


@pytest.fixture
def open_page(chromium: Browser) -> Iterator[OpenPage]:
    """Return `open_page(url, width=1280, scheme="light", javascript=True)`; at the end no page may have complained.

    `breaks`: what addresses hold whose requests are meant to fail; connections may then break too.
    """
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def open_(
        url: str,
        *,
        width: int = DESKTOP,
        scheme: str = "light",
        javascript: bool = True,
        breaks: str = "",
        **options: Any,
    ) -> Page:
        context = chromium.new_context(
            viewport={"width": width, "height": 900},
            color_scheme=scheme,  # type: ignore[arg-type]
            java_script_enabled=javascript,
            has_touch=width == PHONE,
            locale="de-DE",
            timezone_id="Europe/Berlin",
            reduced_motion="reduce",
            **options,
        )
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: _note(message, url, breaks, complaints))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(url)
        return page

    yield open_
    for context in contexts:
        context.close()
    assert complaints == []


def _note(message: ConsoleMessage, url: str, breaks: str, complaints: list[str]) -> None:
    """Keep what a page complains about; that an error page answers with its status is no complaint."""
    source = message.location.get("url", "")
    is_meant = breaks and (breaks in source or "resource: net::" in message.text)
    if message.type == "error" and source != url and not is_meant:
        complaints.append(message.text)


def assert_accessible(page: Page) -> None:
    """Let axe look at the page: WCAG 2.2 A and AA and its best practices. The page needs JavaScript."""
    page.wait_for_load_state()
    page.evaluate(AXE.read_text())
    found = page.evaluate(
        "(rules) => axe.run(document, {runOnly: {type: 'tag', values: rules}, resultTypes: ['violations']})",
        list(RULES),
    )
    words = [
        f"{violation['id']}: {violation['help']} -> {node['target']}"
        for violation in found["violations"]
        for node in violation["nodes"][:5]
    ]
    assert words == [], "\n".join(words)


def assert_fits(page: Page, *, width: int = NARROW) -> None:
    """See that nothing scrolls sideways on a narrow screen, which is also 400 % zoom, nor with wide letter spacing."""
    page.wait_for_load_state()
    page.set_viewport_size({"width": width, "height": 256 if width == NARROW else 740})
    for spacing in (
        "",
        "* {line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important}",
    ):
        wide = page.evaluate(_TOO_WIDE, spacing)
        assert wide == [], f"sideways at {width} px: {wide}"


def assert_keyboard(page: Page) -> None:
    """Walk the page with Tab: every control is reached, in reading order, and its focus can be seen."""
    page.wait_for_load_state()
    page.evaluate(_BEGIN_AT_THE_TOP)
    expected = page.evaluate(_MARK_CONTROLS)
    seen: list[int] = []
    for _ in range(LARGEST_WALK):
        page.keyboard.press("Tab")
        stop = page.evaluate(_CURRENT_STOP)
        if stop is None or stop["number"] in seen:
            break
        assert stop["is_visible"], f"no visible focus on {stop['name']}"
        seen.append(stop["number"])
    assert seen == sorted(seen), "the order of Tab is not the order of reading"
    missed = [control["name"] for control in expected if control["number"] not in seen]
    assert missed == [], f"not reached by Tab: {missed}"


def assert_targets(page: Page, *, least: int = 44) -> None:
    """See that a finger meets what it aims at: controls outside running text are at least `least` px high."""
    page.wait_for_load_state()
    small = page.evaluate(_SMALL_TARGETS, least)
    assert small == [], f"smaller than {least} px: {small}"


_TOO_WIDE = """(spacing) => {
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(spacing)
  document.adoptedStyleSheets = [sheet]
  const limit = document.documentElement.clientWidth
  if (document.documentElement.scrollWidth <= limit) return []
  return [...document.body.querySelectorAll("*")]
    .filter((element) => element.getBoundingClientRect().right > limit + 0.5 && !element.closest("svg, .oa-hero__ornament"))
    .slice(0, 5)
    .map((element) => `${element.tagName}.${element.className} ${element.textContent.trim().slice(0, 40)}`)
    .concat("the page itself")
}"""

_BEGIN_AT_THE_TOP = """() => {
  document.body.tabIndex = -1
  document.body.focus()
  document.body.removeAttribute("tabindex")
  window.scrollTo(0, 0)
}"""

_MARK_CONTROLS = """() => {
  const isShown = (element) => element.checkVisibility({visibilityProperty: true}) && !element.closest("details:not([open]) > :not(summary)")
  const isStop = (element) => {
    if (element.type !== "radio") return true
    const group = [...document.querySelectorAll(`input[type=radio][name="${CSS.escape(element.name)}"]`)]
    return element === (group.find((radio) => radio.checked) ?? group[0])
  }
  const controls = [...document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary")]
  controls.forEach((element, number) => { element.dataset.stop = number })
  return controls.filter((element) => isShown(element) && isStop(element) && !element.disabled && !element.matches("[tabindex='-1'][aria-hidden=true]"))
    .map((element) => ({number: Number(element.dataset.stop), name: element.outerHTML.slice(0, 120)}))
}"""

_CURRENT_STOP = """() => {
  const element = document.activeElement
  if (!element || element === document.body) return null
  const hasOutline = (style) => style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2
  const box = element.getBoundingClientRect()
  const row = element.closest(".kern-form-check")
  const isOutlined = hasOutline(getComputedStyle(element)) || hasOutline(getComputedStyle(element, "::after"))
    || (row !== null && hasOutline(getComputedStyle(row)))
  const isOnScreen = box.bottom > 0 && box.top < innerHeight && box.width > 0
  return {number: Number(element.dataset.stop), is_visible: isOutlined && isOnScreen, name: element.outerHTML.slice(0, 120)}
}"""

_SMALL_TARGETS = """(least) => {
  const isInText = (element) => {
    const around = element.closest("p, dd, td, li, address, .oa-prose")
    return around !== null && element.tagName === "A" && getComputedStyle(element).display.startsWith("inline")
      && !getComputedStyle(element).display.includes("flex")
  }
  return [...document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary")]
    .filter((element) => element.checkVisibility() && !isInText(element) && !element.matches(".oa-skip, [tabindex='-1'][aria-hidden=true]"))
    .filter((element) => !element.closest("details:not([open]) > :not(summary)"))
    .map((element) => [element, (element.closest(".kern-form-check, .oa-tile, .kern-task-list__item") ?? element).getBoundingClientRect()])
    .filter(([, box]) => box.height < least - 0.5)
    .map(([element, box]) => `${Math.round(box.height)} px: ${element.outerHTML.slice(0, 100)}`)
}"""
