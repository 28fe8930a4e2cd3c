"""What the script sends, sent by hand: files in parts, by their person, by strangers, twice, too late, into other fields."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from onlineamt.facilities.documents.models import PendingUpload, StoredDocument
from onlineamt.facilities.documents.tests.files import picture
from onlineamt.foundation.core.ids import new_id
from onlineamt.foundation.tenancy.models import Tenant
from onlineamt.foundation.tenancy.transaction import in_tenant
from onlineamt.procedure.applications.models import Application
from onlineamt.procedure.applications.queries import get_application
from tests.journeys.test_files_without_javascript import CAR, PAPER, at_papers, file
from tests.journeys.visitor import Visitor

NOISE = picture("PNG", size=(600, 600), mode="RGB")
PHOTO = picture() + b"\0" * 70_000  # long enough for two parts; what follows the picture is not kept
HALF = 65_536
_STEPS = ("upload", "upload_part", "upload_cancel", "file_remove", "file_restore")
UPLOADS = tuple(f"application_{step}" for step in _STEPS)  # the names of the addresses tried here
ANSWER_UPLOADS = tuple(f"answer_{step}" for step in _STEPS)  # those of answers: test_citizen_files.py


class Device:
    """A browser's script: it knows the address of a field and nothing else."""

    def __init__(self, visitor: Visitor, *, field: str = PAPER) -> None:
        self.visitor = visitor
        self.url = "/".join([*visitor.path.split("/")[:3], "dateien", field])

    def post(self, path: str = "", /, **values: Any) -> Any:
        return self.visitor.client.post(f"{self.url}{path}", values)

    def begin(self, *, name: str = "schein.jpg", size: int = len(PHOTO), **more: str) -> str:
        upload: str = self.post(name=name, size=str(size), **more).json()["upload"]
        return upload

    def part(self, upload: str, offset: int, content: bytes) -> Any:
        return self.post(f"/{upload}", offset=str(offset), part=SimpleUploadedFile("part", content))

    def send(self, content: bytes = PHOTO, **more: Any) -> Any:
        upload = self.begin(size=len(content), **more)
        self.part(upload, 0, content[:HALF])
        return self.part(upload, HALF, content[HALF:])


@pytest.fixture
def erika(paper_service: Tenant) -> Visitor:
    """Return Erika's telephone, on the page that asks for her papers."""
    return at_papers(Visitor())


def answer(town: Tenant, field: str = PAPER) -> list[str]:
    """The names of the files that Erika's answer holds."""
    with in_tenant(town.id):
        first = Application.objects.order_by("started_at")[0]
        return [one["name"] for one in get_application(first.id).answers.get(field, ())]


class TestParts:
    def test_become_a_file_of_the_answer(self, erika: Visitor, paper_service: Tenant) -> None:
        sent = Device(erika).send().json()["file"]
        assert sent["name"] == "schein.jpg"
        assert answer(paper_service) == ["schein.jpg"]
        assert erika.client.get(sent["url"]).status_code == 200

    def test_sent_twice_do_no_harm(self, erika: Visitor, paper_service: Tenant) -> None:
        device = Device(erika)
        upload = device.begin()
        for _ in range(2):
            assert device.part(upload, 0, PHOTO[:HALF]).json() == {"received": HALF}
        first, second = (device.part(upload, HALF, PHOTO[HALF:]).json() for _ in range(2))
        assert first == second
        assert answer(paper_service) == ["schein.jpg"]

    def test_sent_too_early_are_told_where_to_go_on(self, erika: Visitor) -> None:
        device = Device(erika)
        assert device.part(device.begin(), HALF, PHOTO[HALF:]).json() == {"received": 0}

    def test_go_on_after_a_reload(self, erika: Visitor) -> None:
        device = Device(erika)
        upload = device.begin()
        device.part(upload, 0, PHOTO[:HALF])
        again = device.post(name="schein.jpg", size=str(len(PHOTO)), upload=upload)
        assert again.json() == {"upload": upload, "received": HALF}

    def test_of_another_file_begin_anew(self, erika: Visitor) -> None:
        device = Device(erika)
        assert device.begin(size=70_001, upload=device.begin()) != device.begin()

    def test_that_are_called_back_leave_nothing(self, erika: Visitor, paper_service: Tenant) -> None:
        device = Device(erika)
        upload = device.begin()
        assert device.post(f"/{upload}/abbrechen").status_code == 200
        with in_tenant(paper_service.id):
            assert not PendingUpload.objects.exists()
        assert device.part(upload, 0, PHOTO[:HALF]).status_code == 404

    def test_called_back_too_late_are_taken_out_again(self, erika: Visitor, paper_service: Tenant) -> None:
        device = Device(erika)
        upload = device.begin()
        device.part(upload, 0, PHOTO[:HALF])
        device.part(upload, HALF, PHOTO[HALF:])
        device.post(f"/{upload}/abbrechen")
        assert answer(paper_service) == []

    def test_and_typing_at_the_same_time_lose_nothing(self, erika: Visitor, paper_service: Tenant) -> None:
        device = Device(erika)
        upload = device.begin()
        device.part(upload, 0, PHOTO[:HALF])
        saved = erika.client.post(f"{erika.path}/speichern", {**CAR, "_seen": _seen(erika)})
        device.part(upload, HALF, PHOTO[HALF:])
        again = erika.client.post(f"{erika.path}/speichern", {**CAR, "_seen": saved.json()["seen"]})
        assert "anderen Fenster" not in again.json()["saved"]
        assert answer(paper_service) == ["schein.jpg"]
        assert erika.send(CAR).heading == "Prüfen Sie Ihre Angaben"


class TestWhatIsNotTaken:
    def test_is_told_in_words_and_forgotten(self, erika: Visitor, paper_service: Tenant) -> None:
        refused = Device(erika).send(b"MZ" + b"\0" * 80_000)
        assert refused.status_code == 415
        assert refused["Content-Type"] == "application/json"
        assert refused.json()["error"].startswith("Diese Art von Datei können wir hier nicht annehmen.")
        with in_tenant(paper_service.id):
            assert not PendingUpload.objects.exists()
            assert not StoredDocument.objects.exists()

    def test_is_what_the_field_does_not_take_whatever_it_is_called(self, erika: Visitor) -> None:
        png = Device(erika, field="fahrzeug.fotos").send(NOISE.ljust(80_000, b"\0"), name="foto.jpg")
        assert png.status_code == 415

    @pytest.mark.parametrize("size", ["0", "-1", "2000001", "1e9", "٣", "", "9" * 400])
    def test_is_a_size_that_cannot_be(self, erika: Visitor, size: str) -> None:
        assert Device(erika).post(name="a.jpg", size=size).status_code in {400, 413}

    @pytest.mark.parametrize("field", ["person.name", "fahrzeug.nichts", "firma.vollmacht", "..", "%00"])
    def test_is_a_file_for_a_field_that_does_not_ask_for_one_now(self, erika: Visitor, field: str) -> None:
        assert Device(erika, field=field).post(name="a.jpg", size="70000").status_code == 404

    def test_is_a_part_without_a_file_or_beyond_the_end(self, erika: Visitor) -> None:
        device = Device(erika)
        upload = device.begin()
        assert device.post(f"/{upload}", offset="0", part="text").status_code == 400
        assert device.part(upload, 0, b"x").status_code == 400
        assert device.part(upload, len(PHOTO), PHOTO[:HALF]).status_code == 400

    def test_is_a_fourth_file_where_three_have_room(self, erika: Visitor) -> None:
        for name in "abc":
            Device(erika).send(name=f"{name}.jpg")
        refused = Device(erika).post(name="d.jpg", size="70000")
        assert (refused.status_code, refused.json()["code"]) == (409, "field_full")

    def test_is_what_comes_from_another_website(self, erika: Visitor) -> None:
        device = Device(erika)
        refused = erika.client.post(
            device.url, {"name": "a.jpg", "size": "70000"}, HTTP_SEC_FETCH_SITE="cross-site"
        )
        assert refused.status_code == 403

    def test_is_a_part_after_sending(self, erika: Visitor, paper_service: Tenant) -> None:
        device = Device(erika)
        upload = device.begin()
        device.part(upload, 0, PHOTO[:HALF])
        erika.send({**CAR, PAPER: file("a.jpg")}).send({"contact": "post"})
        assert erika.heading == "Ihr Antrag ist da"
        late = device.part(upload, HALF, PHOTO[HALF:])
        assert (late.status_code, late.json()["code"]) == (409, "already_submitted")
        assert answer(paper_service) == ["a.jpg"]


class TestStrangers:
    @pytest.mark.parametrize("host", ["musterstadt.localhost", "nachbarstadt.localhost"])
    def test_reach_nothing_of_hers_by_any_address(
        self, erika: Visitor, paper_service: Tenant, host: str
    ) -> None:
        hers = Device(erika)
        upload = hers.begin()
        kept = hers.send(name="b.jpg").json()["file"]
        max_ = at_papers(Visitor(host))
        thief = Device(max_)
        thief.url = hers.url
        own = Device(max_)
        for device in (thief, own):
            assert device.part(upload, 0, PHOTO[:HALF]).status_code == 404
            assert device.post(f"/{upload}/abbrechen").status_code == 404
            assert device.post(f"/{kept['id']}/zurueck").status_code == 404
        assert thief.post(f"/{kept['id']}/entfernen").status_code == 404
        assert thief.post(name="a.jpg", size="70000").status_code == 404
        own.post(f"/{kept['id']}/entfernen")
        assert max_.client.get(kept["url"]).status_code == 404
        mine = "/".join(max_.path.split("/")[:3])
        assert max_.client.get(f"{mine}/datei/{kept['id']}").status_code == 404
        assert answer(paper_service) == ["b.jpg"]

    def test_of_another_upload_begin_their_own(self, erika: Visitor) -> None:
        upload = Device(erika).begin()
        other = Device(at_papers(Visitor()))
        assert other.begin(upload=upload) != upload

    def test_may_not_look_at_receipts_by_the_address_of_files(
        self, erika: Visitor, paper_service: Tenant, run_jobs: Callable[[], None]
    ) -> None:
        erika.send({**CAR, PAPER: file()}).send({"contact": "post"})
        run_jobs()
        with in_tenant(paper_service.id):
            receipt = StoredDocument.objects.get(kind="receipt")
        mine = "/".join(erika.path.split("/")[:3])
        assert erika.client.get(f"{mine}/datei/{receipt.id}").status_code == 404
        assert erika.client.get(f"{mine}/datei/{new_id()}").status_code == 404


def _seen(visitor: Visitor) -> str:
    found: str = visitor.page.xpath("string(//input[@name='_seen']/@value)")
    return found
