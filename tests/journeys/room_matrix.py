"""Who of the staff may call what in the registers and the post room, and what the gaps of their addresses are filled with."""

from typing import Any

from onlineamt.facilities.post.actions import hand_over_batch, take_batch
from onlineamt.facilities.post.models import PrintItem
from onlineamt.facilities.registers.models import RegisterEntry
from onlineamt.foundation.tenancy.models import Tenant
from onlineamt.foundation.tenancy.transaction import in_tenant

# In the order of STAFF: four of the tax office, its admin and auditor, another office, the next town.
_ALL = (200,) * 8
_READ_ONLY = (405,) * 8
_OURS = (200,) * 4 + (404,) * 4
_INCOMPLETE = (422,) * 4 + (404,) * 4

ROOM_MATRIX: dict[str, tuple[tuple[int, ...], tuple[int, ...]]] = {
    "registers": (_ALL, _READ_ONLY),
    "register": (_OURS, _READ_ONLY),
    "register_entry": (_OURS, _READ_ONLY),
    "register_label": (_OURS, _READ_ONLY),
    "register_permit": ((404,) * 8, _READ_ONLY),  # this register gives no card
    "register_end": (_OURS, _INCOMPLETE),
    "register_correct": (_OURS, _INCOMPLETE),
    "post": (_ALL, _READ_ONLY),
    "post_print": (
        _READ_ONLY,
        (302,) * 4 + (404,) * 2 + (302,) * 2,
    ),  # whoever works on cases, for the whole town
    "post_batch": (_OURS, _INCOMPLETE),
    "post_letter": (_OURS, _READ_ONLY),
    "post_letter_pdf": (_OURS, _READ_ONLY),
    "post_letter_posted": (_READ_ONLY, _INCOMPLETE),
    "post_letter_arrived": (_READ_ONLY, _INCOMPLETE),
    "post_letter_returned": (_READ_ONLY, _INCOMPLETE),
    "post_letter_again": (_READ_ONLY, (302,) * 4 + (404,) * 4),
    "post_address": ((404,) * 8, (404,) * 8),  # the letter has an address
}
LOOKS = {"register.looked", "post.letter_opened"}  # what is written down although a page is only opened


def printed_letter(town: Tenant) -> dict[str, Any]:
    """Give the letters of the town to the print room, and return what fills the gaps of the two rooms' addresses."""
    with in_tenant(town.id):
        batch = take_batch()
        if batch is not None:
            hand_over_batch(batch, open_letter=lambda letter: b"%PDF-1.7")
        item = PrintItem.objects.latest("id")
        return {
            "service": "hund-anmelden",
            "name": "hundemarken",
            "entry_id": RegisterEntry.objects.get().id,
            "item_id": item.id,
            "batch_id": item.batch_id,
        }
