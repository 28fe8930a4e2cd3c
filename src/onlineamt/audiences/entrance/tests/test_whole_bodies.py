"""Half a body is nobody's answer."""

import io
from urllib.parse import urlencode

import pytest

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


@pytest.mark.django_db
@pytest.mark.usefixtures("musterstadt")
class TestWholeBodiesOnly:
    BODY = urlencode({"code": "ABCD-EFGH-JKLM", "more": "x" * 40}).encode()

    def test_reads_a_whole_form(self) -> None:
        assert self._status(self.BODY) == "200 OK"

    def test_refuses_half_a_form_in_words(self) -> None:
        assert self._status(self.BODY[: len(self.BODY) // 2]) == "400 Bad Request"

    def _status(self, sent: bytes) -> str:
        """Post to a page that any form may be sent to; the length is always the whole one's."""
        from onlineamt.config.wsgi import django_application

        said: list[str] = []
        environ = {
            "REQUEST_METHOD": "POST",
            "PATH_INFO": "/weitermachen",
            "SERVER_NAME": "musterstadt.localhost",
            "SERVER_PORT": "80",
            "HTTP_HOST": "musterstadt.localhost",
            "HTTP_SEC_FETCH_SITE": "same-origin",
            "REMOTE_ADDR": "127.0.0.1",
            "CONTENT_TYPE": "application/x-www-form-urlencoded",
            "CONTENT_LENGTH": str(len(self.BODY)),
            "wsgi.input": io.BytesIO(sent),
            "wsgi.errors": io.StringIO(),
            "wsgi.url_scheme": "http",
        }
        application = whole_bodies_only(django_application)
        b"".join(application(environ, lambda status, headers, exc_info=None: said.append(status)))
        return said[0]
