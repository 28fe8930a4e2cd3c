"""The frame knows where somebody is."""

from uuid import UUID

import pytest

from onlineamt.audiences.backoffice import frame
from onlineamt.audiences.backoffice.frame import staff_view
from onlineamt.foundation.accounts.values import Caseworker
from onlineamt.foundation.core.clock import now

NOBODY = UUID(int=0)
ROOMS = {"worklist": "/amt/", "registers": "/amt/register", "post": "/amt/post"}


@pytest.mark.parametrize(
    ("path", "here"),
    [
        ("/amt/", ["Arbeitsvorrat"]),
        (f"/amt/vorgang/{NOBODY}/bescheid", ["Arbeitsvorrat"]),
        ("/amt/post", ["Postausgang"]),
        ("/amt/post/2026-03-23", ["Postausgang"]),
        ("/amt/register/hundemarken", ["Register"]),
        ("/amt/konto", []),
        ("/amt/postkutsche", []),
    ],
)
def test_of_a_page_marks_its_room(path: str, here: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(frame, "address_of_room", ROOMS.get)
    caseworker = Caseworker(
        account_id=NOBODY, name="Frau Amt", session_id=NOBODY, memberships={}, noted_at=now()
    )
    assert [room.label for room in staff_view(caseworker, path=path).nav if room.is_here] == here
