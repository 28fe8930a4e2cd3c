"""A walk for a parking permit: with a photo that goes up in parts, over a line that breaks, and is gone on with."""

import json
from datetime import datetime
from io import BytesIO

from PIL import Image

from onlineamt.foundation.core.clock import BERLIN
from tests.faults.browser import Answer, Broken, Cut
from tests.faults.walks import Walk

FIELD = "fahrzeug.schein"
PART = 65_536
_CAR_LETTERS = "ABCDEFGHJKLMNPRSTUVWXYZ"


class ParkingWalk(Walk):
    """An application for a parking permit, which a program grants where the photo of the papers is there."""

    service = "/leistung/bewohnerparkausweis"
    called = "Mustermann"
    gives_up_at, goes_back_to = "/ausweis", "person"
    always_by_email = True

    def _hand_in(self, path: str) -> None:
        """Send the photo once, until it is acknowledged."""
        if path.endswith("/schein") and not self._has_photo:
            self._has_photo = True
            self._send_photo(f"/antrag/{self._id}/dateien/{FIELD}")

    _has_photo = False

    def _send_photo(self, files: str) -> None:
        photo = self._photo()
        announced = {"name": "schein.jpg", "size": str(len(photo))}
        upload, received = "", 0
        while True:
            said = json.loads(self._ask_for(files, announced | {"upload": upload}).body)
            upload, received = said["upload"], said["received"]
            self._person.journal.note("uploading", id=self._id, upload=upload, received=received)
            try:
                kept = self._send_parts(f"{files}/{upload}", photo, received)
            except Broken:
                continue  # as the script does: ask where to go on
            self._person.journal.note(
                "kept", id=self._id, file=kept["id"], url=kept["url"], cookie=self._browser.cookie
            )
            return

    def _send_parts(self, address: str, photo: bytes, received: int) -> dict[str, str]:
        """Send the parts that are missing, and return the file that was made of them. Raises Broken."""
        while True:
            form = {"offset": str(received), "part": photo[received : received + PART]}
            self._break_now_and_then(address, form)
            said = json.loads(self._ask_for(address, form).body)
            if "file" in said:
                return dict(said["file"])
            received = said["received"]

    def _break_now_and_then(self, address: str, form: dict[str, str | bytes]) -> None:
        cuts: list[Cut] = ["request", "answer", "", "", "", ""]
        cut = self._chance.choice(cuts)
        if cut:
            self._person.journal.note("cut", id=self._id, what=f"part, {cut}")
            self._browser.post(address, form, cut=cut)

    def _ask_for(self, address: str, form: dict[str, str | bytes] | dict[str, str]) -> Answer:
        return self._person.until_good(lambda: self._browser.post(address, form), {200})

    def _photo(self) -> bytes:
        """A photo of its own, of three parts: noise does not become smaller."""
        noise = Image.frombytes("L", (400, 400), self._chance.randbytes(160_000))
        made = BytesIO()
        noise.save(made, "JPEG", quality=92)
        return made.getvalue()

    def _answers(self) -> dict[str, str]:
        today = datetime.now(BERLIN)  # noqa: TID251 -- the clock on the wall, as the portal's
        letters = "".join(self._chance.choices(_CAR_LETTERS, k=2))
        return super()._answers() | {
            "person.familienname": self._name,
            "wohnung.art": "hauptwohnung",
            "wohnung.seit.day": "1",
            "wohnung.seit.month": "5",
            "wohnung.seit.year": "2024",
            "fahrzeug.kennzeichen": f"MU-{letters} {self._chance.randint(1, 9999)}",
            "fahrzeug.klasse": "pkw",
            "fahrzeug.laenge": "4250",
            "fahrzeug.nutzung": "eigen",
            "ausweis.beginn.day": str(today.day),
            "ausweis.beginn.month": str(today.month),
            "ausweis.beginn.year": str(today.year),
            "ausweis.laufzeit": "monate_12",
            "ausweis.schon_einer": "true" if self._for_a_person else "false",
        }
