"""Registers and post room in Chromium: every page at both widths, by keyboard, with axe; confirming a batch by hand.

With ONLINEAMT_SCREENSHOTS pictures of every page are kept.
"""

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from onlineamt.audiences.backoffice.device import SESSION
from onlineamt.facilities.post.models import PrintItem
from onlineamt.facilities.registers.models import RegisterEntry
from onlineamt.foundation.accounts.tests.factories import open_staff_session
from onlineamt.foundation.core.clock import today
from onlineamt.foundation.tenancy.models import Tenant
from onlineamt.foundation.tenancy.transaction import in_tenant
from onlineamt.procedure.delivery.actions.printing import hand_over_letters
from onlineamt.procedure.delivery.models import Delivery
from onlineamt.procedure.delivery.tests.lives import DogLife
from tests.accessibility.browser import DESKTOP, PHONE, OpenPage, assert_keyboard, assert_targets, served
from tests.cases import Send
from tests.journeys.test_dog_in_a_browser import look
from tests.staff import Staff

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def life(dog_town: Tenant, send: Send, monkeypatch: pytest.MonkeyPatch) -> DogLife:
    """Return a dachshund's case that is decided today; its letter and those of two others wait to be printed."""
    monkeypatch.setattr(
        "onlineamt.procedure.decisions.actions.automatic.is_set_aside", lambda case_id, percent: False
    )

    def no_clock(*_: int) -> None:
        raise AssertionError("the browser runs in the present")

    lives = [DogLife(dog_town, send("dackel", token=token), no_clock) for token in ("eins", "zwei", "drei")]  # type: ignore[arg-type]
    for one in lives:
        one.decide()
    return lives[0]


@pytest.fixture
def town(life: DogLife) -> Iterator[str]:
    """Return the address of Musterstadt."""
    from onlineamt.config.wsgi import application

    with served(application) as port:
        yield f"http://musterstadt.localhost:{port}"


@pytest.fixture
def cookie(life: DogLife, staff: Staff) -> str:
    """Return the session of Frau Amt."""
    account_id = staff("Frau Amt").account_id
    with in_tenant(life.town.id):
        return str(open_staff_session(account_id))


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_every_page_of_both_rooms(
    town: str, cookie: str, life: DogLife, open_page: OpenPage, width: int
) -> None:
    page = open_page(f"{town}/amt/anmelden", width=width)
    page.context.add_cookies([{"name": SESSION, "value": cookie, "url": town}])
    with in_tenant(life.town.id):
        entry = RegisterEntry.objects.get(subject_id=life.case_id).id
    paths = {
        "registers": "/amt/register?suche=mustermann",
        "register": "/amt/register/liste/hund-anmelden/hundemarken",
        "register-entry": f"/amt/register/eintrag/{entry}",
        "register-end": f"/amt/register/eintrag/{entry}/beenden",
        "register-correct": f"/amt/register/eintrag/{entry}/berichtigen",
        "register-label": f"/amt/register/eintrag/{entry}/etikett",
        "post-waiting": "/amt/post",
        "post-nothing": "/amt/post?stand=zurueck",
    }
    for name, path in paths.items():
        page.goto(town + path)
        look(page, f"room-{name}")
        assert_keyboard(page)
        if width == PHONE:
            assert_targets(page, least=24)


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_a_batch_leaves_and_a_letter_comes_back(
    town: str, cookie: str, life: DogLife, open_page: OpenPage, width: int
) -> None:
    hand_over_letters(life.town.id)
    page = open_page(f"{town}/amt/anmelden", width=width)
    page.context.add_cookies([{"name": SESSION, "value": cookie, "url": town}])
    page.goto(f"{town}/amt/post?stand=druck")
    look(page, "room-post-print")
    page.get_by_role("link", name="Paket").first.click()
    look(page, "room-post-batch")
    assert_keyboard(page)
    page.get_by_role("button", name="Versand bestätigen").click()
    look(page, "room-post-batch-done")

    page.get_by_role("main").locator("ul.oa-lines a").first.click()
    look(page, "room-post-letter")
    page.get_by_label("verzogen").check()
    page.get_by_role("button", name="Rücklauf vermerken").click()
    look(page, "room-post-letter-back")
    page.get_by_role("link", name="Neue Anschrift eintragen").click()
    look(page, "room-post-address")
    page.get_by_role("button", name="Speichern und drucken").click()
    expect(page.get_by_role("status")).to_contain_text("gespeichert")
    with in_tenant(life.town.id):
        assert Delivery.objects.filter(print_item_id=None).count() == 1  # a job writes and prints it anew
        assert set(Delivery.objects.exclude(notified_on=None).values_list("posted_on", flat=True)) == {
            today()
        }


def test_says_at_the_letters_that_none_is_ticked(
    town: str, cookie: str, life: DogLife, open_page: OpenPage
) -> None:
    hand_over_letters(life.town.id)
    with in_tenant(life.town.id):
        batch = PrintItem.objects.latest("id").batch_id
    kept = {"name": SESSION, "value": cookie, "domain": "musterstadt.localhost", "path": "/"}
    url = f"{town}/amt/post/paket/{batch}"
    page = open_page(url, width=PHONE, storage_state={"cookies": [kept], "origins": []})
    for box in page.get_by_role("checkbox").all():
        box.uncheck()
    page.get_by_role("button", name="Versand bestätigen").click()
    expect(page.locator("#errors")).to_be_focused()
    expect(page.locator("#briefe-error")).to_contain_text("mindestens einen Brief")
    look(page, "room-post-batch-wrong")
