"""Papers are handed in with scripts: dragged, chosen, photographed, cut off in the middle, removed and put back."""

import math
import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from secrets import token_bytes
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Locator, Page, Route, expect

from onlineamt.foundation.tenancy.directory import directory
from onlineamt.foundation.tenancy.models import Tenant
from tests.accessibility.browser import (
    DESKTOP,
    PHONE,
    OpenPage,
    assert_accessible,
    assert_keyboard,
    assert_targets,
    served,
)
from tests.journeys.test_dog_in_a_browser import fill, look, press
from tests.journeys.test_files_without_javascript import CAR

pytestmark = [pytest.mark.browser, pytest.mark.slow]
CHOOSE = "Fahrzeugschein Dateien auswählen"


@pytest.fixture
def town(paper_service: Tenant) -> Iterator[str]:
    """Return the address of Musterstadt."""
    from onlineamt.config.wsgi import application

    with served(application) as port:
        yield f"http://musterstadt.localhost:{port}"
    directory.forget()


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    """A photo that needs several parts."""
    path = tmp_path / "schein.jpg"
    noise = token_bytes(800 * 700 * 3)
    Image.frombytes("RGB", (800, 700), noise).save(path, "JPEG", quality=95)
    assert 600_000 < path.stat().st_size < 2_000_000
    return path


def papers(
    open_page: OpenPage,
    town: str,
    width: int = PHONE,
    on_part: Callable[[Route], None] | None = None,
    **options: Any,
) -> Page:
    """Go to the page that asks for papers; `on_part` then decides what becomes of each part that is sent.

    It is set before the page is loaded: a browser lets the requests of a page that stands already pass for a moment.
    """
    page = open_page(f"{town}/leistung/muster-nachweis", width=width, breaks="/antrag/", **options)
    page.locator("main form:not([role=search]) button").first.click()
    fill(page, {"person.name": "Erika"})
    if on_part is not None:
        page.route(_PART, on_part)
    press(page, "Weiter")
    return page


def choose(page: Page, *files: Path, button: str = CHOOSE) -> None:
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name=button).click()
    chooser.value.set_files(list(files))


def row(page: Page, words: str) -> Locator:
    return page.locator(".oa-file", has_text=words)


def kept(page: Page, name: str) -> Locator:
    """The button that stands beside a file once it is there."""
    return row(page, name).get_by_role("button", name=re.compile("^Entfernen"))


def parts(page: Page) -> list[str]:
    """Collect the addresses to which parts are sent."""
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url) if _PART.search(request.url) else None)
    return sent


class TestOnATelephone:
    def test_a_photo_goes_up_while_the_person_types(
        self, open_page: OpenPage, town: str, photo: Path
    ) -> None:
        page = papers(open_page, town)
        look(page, "dateien-leer")
        choose(page, photo)
        fill(page, CAR)
        expect(kept(page, "schein.jpg")).to_be_visible()
        expect(page.get_by_role("status").filter(has_text="„schein.jpg“ ist hochgeladen.")).to_be_attached()
        look(page, "dateien")
        press(page, "Weiter")
        expect(page.get_by_role("heading", level=1)).to_have_text("Prüfen Sie Ihre Angaben")
        expect(page.get_by_role("link", name="schein.jpg")).to_be_visible()
        look(page, "dateien-pruefen")

    def test_the_camera_has_a_button_of_its_own(self, open_page: OpenPage, town: str, photo: Path) -> None:
        page = papers(open_page, town, is_mobile=True)
        choose(page, photo, button="Fahrzeugschein Foto aufnehmen")
        expect(kept(page, "schein.jpg")).to_be_visible()
        assert_targets(page)

    def test_going_on_waits_for_files_that_are_on_their_way(
        self, open_page: OpenPage, town: str, photo: Path
    ) -> None:
        page = papers(open_page, town, on_part=_slowly)
        fill(page, CAR)
        choose(page, photo)
        press(page, "Weiter")
        expect(page.get_by_text("Danach geht es von selbst weiter.").first).to_be_attached()
        expect(page.get_by_role("heading", level=1)).to_have_text("Prüfen Sie Ihre Angaben")
        expect(page.get_by_role("link", name="schein.jpg")).to_be_visible()


class TestABrokenConnection:
    def test_costs_one_part_and_goes_on_by_itself(self, open_page: OpenPage, town: str, photo: Path) -> None:
        cut = iter([False, True])
        page = papers(
            open_page, town, DESKTOP, lambda route: route.abort() if next(cut, False) else route.continue_()
        )
        sent = parts(page)
        choose(page, photo)
        expect(row(page, "schein.jpg")).to_contain_text("Verbindung unterbrochen")
        expect(kept(page, "schein.jpg")).to_be_visible()
        assert len(sent) == math.ceil(photo.stat().st_size / 524_288) + 1

    def test_is_noticed_when_it_is_back(self, open_page: OpenPage, town: str, photo: Path) -> None:
        page = papers(open_page, town)
        page.context.set_offline(True)
        choose(page, photo)
        expect(row(page, "schein.jpg")).to_contain_text("Verbindung unterbrochen")
        assert_accessible(page)
        page.context.set_offline(False)
        expect(kept(page, "schein.jpg")).to_be_visible()

    def test_is_survived_by_a_reload(self, open_page: OpenPage, town: str, photo: Path) -> None:
        arrived = iter([True])
        page = papers(
            open_page,
            town,
            DESKTOP,
            lambda route: route.continue_() if next(arrived, False) else route.abort(),
        )
        choose(page, photo)
        expect(row(page, "schein.jpg")).to_contain_text("Verbindung unterbrochen")
        page.unroute(_PART)
        page.reload()
        expect(row(page, "schein.jpg")).to_contain_text("Wählen Sie die Datei noch einmal aus")
        sent = parts(page)
        choose(page, photo)
        expect(kept(page, "schein.jpg")).to_be_visible()
        assert len(sent) == math.ceil(photo.stat().st_size / 524_288) - 1


class TestAtADesk:
    def test_files_are_dropped_onto_the_field(self, open_page: OpenPage, town: str, photo: Path) -> None:
        page = papers(open_page, town, DESKTOP)
        held = page.evaluate_handle(_HOLD, [list(photo.read_bytes()), "gezogen.jpg"])
        page.locator(".oa-drop").first.dispatch_event("dragover", {"dataTransfer": held})
        expect(page.locator(".oa-drop--over")).to_be_visible()
        page.locator(".oa-drop").first.dispatch_event("drop", {"dataTransfer": held})
        expect(kept(page, "gezogen.jpg")).to_be_visible()

    def test_what_is_not_taken_says_why_and_does_not_stop_the_rest(
        self, open_page: OpenPage, town: str, photo: Path, tmp_path: Path
    ) -> None:
        page = papers(open_page, town, DESKTOP)
        (tmp_path / "brief.docx").write_bytes(b"PK\x03\x04 something else")
        (tmp_path / "film.pdf").write_bytes(b"%PDF-" + b"0" * 2_000_001)
        choose(page, tmp_path / "brief.docx", tmp_path / "film.pdf", photo)
        expect(row(page, "brief.docx")).to_contain_text("Diese Art von Datei können wir hier nicht annehmen.")
        expect(row(page, "film.pdf")).to_contain_text("Höchstens 2 MB")
        expect(kept(page, "schein.jpg")).to_be_visible()
        look(page, "dateien-abgelehnt")
        row(page, "brief.docx").get_by_role("button").click()
        expect(row(page, "brief.docx")).to_have_count(0)

    def test_a_file_is_removed_and_put_back_without_losing_what_was_typed(
        self, open_page: OpenPage, town: str, photo: Path
    ) -> None:
        page = papers(open_page, town, DESKTOP)
        choose(page, photo)
        fill(page, CAR)
        kept(page, "schein.jpg").click()
        undo = page.get_by_role("button", name="Rückgängig machen")
        expect(undo).to_be_focused()
        look(page, "dateien-entfernt")
        undo.click()
        expect(kept(page, "schein.jpg")).to_be_focused()
        page.reload()
        expect(kept(page, "schein.jpg")).to_be_visible()

    def test_a_file_on_its_way_is_called_back(self, open_page: OpenPage, town: str, photo: Path) -> None:
        page = papers(open_page, town, DESKTOP, _slowly)
        choose(page, photo)
        row(page, "schein.jpg").get_by_role("button", name="Abbrechen").click()
        expect(row(page, "schein.jpg")).to_have_count(0)
        expect(page.get_by_role("button", name=CHOOSE)).to_be_focused()
        page.wait_for_timeout(1500)  # whoever calls back too late has it removed
        page.reload()
        expect(page.locator(".oa-filelist li")).to_have_count(0)

    def test_a_full_field_says_so(self, open_page: OpenPage, town: str, photo: Path, tmp_path: Path) -> None:
        page = papers(open_page, town, DESKTOP)
        files = [tmp_path / f"{number}.jpg" for number in range(3)]
        for file in files:
            file.write_bytes(photo.read_bytes())
        choose(page, *files)
        expect(kept(page, "2.jpg")).to_be_visible()
        expect(page.get_by_text("Mehr Dateien passen hier nicht hinein.").first).to_be_visible()
        expect(page.get_by_role("button", name=CHOOSE)).to_have_count(0)
        page.reload()
        kept(page, "2.jpg").click()
        expect(page.get_by_role("button", name=CHOOSE)).to_be_visible()

    def test_everything_works_by_keyboard(self, open_page: OpenPage, town: str, photo: Path) -> None:
        page = papers(open_page, town, DESKTOP)
        choose(page, photo)
        expect(kept(page, "schein.jpg")).to_be_visible()
        assert_keyboard(page)

    def test_colours_of_ones_own_are_kept(self, open_page: OpenPage, town: str, photo: Path) -> None:
        page = papers(open_page, town, DESKTOP, forced_colors="active")
        choose(page, photo)
        expect(kept(page, "schein.jpg")).to_be_visible()
        assert_accessible(page)


class TestWithoutScripts:
    @pytest.mark.parametrize("width", [PHONE, DESKTOP])
    def test_the_page_fits_and_sends(self, open_page: OpenPage, town: str, photo: Path, width: int) -> None:
        page = papers(open_page, town, width, javascript=False)
        page.locator("input[type=file]").first.set_input_files([photo])
        page.get_by_role("button", name="Dateien hochladen").click()
        expect(kept(page, "schein.jpg")).to_be_visible()
        kept(page, "schein.jpg").click()
        expect(page.get_by_text("„schein.jpg“ ist entfernt.")).to_be_visible()


def _slowly(route: Route) -> None:
    time.sleep(0.4)
    route.continue_()


_PART = re.compile(r"/dateien/fahrzeug\.schein/[0-9a-f-]{36}$")
_HOLD = """([bytes, name]) => {
  const held = new DataTransfer()
  held.items.add(new File([new Uint8Array(bytes)], name, {type: "image/jpeg"}))
  return held
}"""
