"""Half a body is nobody's answer."""

import io
from typing import Any
from urllib.parse import urlencode

import pytest
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpResponse
from django.test import RequestFactory

from onlineamt.audiences.entrance.middleware import readable_body
from onlineamt.audiences.entrance.whole_bodies import BodyCutShort, WholeBody, whole_bodies_only


class Dribble(io.BytesIO):
    """A connection that gives little at a time."""

    def read(self, size: int | None = -1, /) -> bytes:
        return super().read(min(3, size) if size and size > 0 else 3)


class TestWholeBody:
    def test_gives_what_was_sent_however_it_arrives(self) -> None:
        assert WholeBody(Dribble(b"dog=Waldi"), 9).read() == b"dog=Waldi"

    def test_ends_where_it_was_said_to_end(self) -> None:
        body = WholeBody(io.BytesIO(b"dog=WaldiPOST /next"), 9)
        assert body.read(100) == b"dog=Waldi"
        assert (body.read(), body.read(5), body.readline()) == (b"", b"", b"")

    def test_gives_lines(self) -> None:
        body = WholeBody(io.BytesIO(b"one\ntwo\nthree"), 7)
        assert [body.readline(), body.readline(), body.readline()] == [b"one\n", b"two", b""]

    @pytest.mark.parametrize("there", [b"", b"dog=Wal"])
    def test_says_so_when_its_end_is_missing(self, there: bytes) -> None:
        with pytest.raises(BodyCutShort):
            WholeBody(io.BytesIO(there), 9).read()

    def test_says_so_in_the_middle_of_lines(self) -> None:
        body = WholeBody(io.BytesIO(b"one\ntw"), 8)
        assert body.readline() + body.readline() == b"one\ntw"
        with pytest.raises(BodyCutShort):
            body.readline()


class TestWholeBodiesOnly:
    BODY = urlencode({"dog": "Waldi von der Lindenwiese", "tall": "false"}).encode()

    def test_lets_a_whole_form_pass(self) -> None:
        assert self._answer(self.BODY) == (200, "Waldi von der Lindenwiese")

    def test_answers_half_a_form_in_words_and_reads_nothing_of_it(self) -> None:
        status, page = self._answer(self.BODY[: len(self.BODY) // 2])
        assert status == 400
        assert "Wir konnten Ihre Eingabe nicht lesen." in page

    def _answer(self, sent: bytes) -> tuple[int, str]:
        """Post through the part of the entrance that reads bodies; the length is always the whole one's."""
        entrance = readable_body(lambda request: HttpResponse(request.POST["dog"]))
        answers = []

        def application(environ: dict[str, Any], _start: object) -> list[bytes]:
            answers.append(entrance(WSGIRequest(environ)))
            return []

        environ = (
            RequestFactory().post("/", self.BODY, content_type="application/x-www-form-urlencoded").environ
        )
        whole_bodies_only(application)({**environ, "wsgi.input": io.BytesIO(sent)}, print)
        return answers[0].status_code, answers[0].content.decode()
