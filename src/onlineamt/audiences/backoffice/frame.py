"""What the frame of a back office page says: who is logged in, and where one can go."""

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from onlineamt.foundation.accounts.values import Caseworker

WORKLIST = "/amt/"
CASES = "/amt/vorgang/"


@dataclass(frozen=True, kw_only=True)
class NavLink:
    """A room of the back office. `key` follows g on the keyboard."""

    label: str
    url: str
    key: str
    is_here: bool


@dataclass(frozen=True, kw_only=True)
class StaffView:
    """The frame of a back office page; templates get it as `staff`."""

    name: str
    nav: tuple[NavLink, ...]
    start_url: str
    account_url: str
    logout_url: str
    keys_url: str


def staff_view(caseworker: Caseworker, *, path: str) -> StaffView:
    """Return the frame for somebody on the page of an address."""
    rooms = (
        ("worklist", _("Arbeitsvorrat"), "a"),
        ("registers", _("Register"), "r"),
        ("post", _("Postausgang"), "p"),
    )
    return StaffView(
        name=caseworker.name,
        nav=tuple(
            NavLink(label=label, url=url, key=key, is_here=_is_in(path, url))
            for name, label, key in rooms
            if (url := address_of_room(name))
        ),
        start_url=start_url(),
        account_url=reverse("staff_account"),
        logout_url=reverse("staff_logout"),
        keys_url=reverse("staff_keys"),
    )


def address_of_room(name: str) -> str:
    """Return the address of a room, or an empty string where this installation has none."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def start_url() -> str:
    """Return where somebody begins who has just logged in."""
    return address_of_room("worklist") or reverse("staff_account")


def _is_in(path: str, url: str) -> bool:
    """Tell whether a page lies in a room; the work list is the root, so its cases name it by their own address."""
    if url == WORKLIST:
        return path == url or path.startswith(CASES)
    return path == url or path.startswith(f"{url}/")
