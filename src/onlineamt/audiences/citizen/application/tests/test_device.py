"""What a request tells of its device: its token, and the address that limits count."""

from dataclasses import replace
from typing import Any

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import RequestFactory

from onlineamt.audiences.citizen.application.device import address_of, keep_token, token_for, token_of
from onlineamt.procedure.applications.actions.drafts import new_token


def request(cookies: dict[str, str] | None = None, *, secure: bool = False, **environ: Any) -> Any:
    factory = RequestFactory()
    factory.cookies.load(cookies or {})
    return factory.get("/", secure=secure, **environ)


class TestToken:
    def test_is_kept(self) -> None:
        token = new_token()
        assert token_of(request({"antrag": token})) == token
        assert token_for(request({"antrag": token})) == token

    @pytest.mark.parametrize("planted", ["", "a", "x" * 42, "x" * 44, "ä" * 43, "a b"])
    def test_that_we_did_not_make_is_none(self, planted: str) -> None:
        assert token_of(request({"antrag": planted})) == ""
        assert len(token_for(request({"antrag": planted}))) == 43

    def test_on_a_secure_connection_cannot_come_from_a_neighbour(self) -> None:
        """Another town under the same domain may plant a cookie of any name, but none that begins with `__Host-`."""
        planted, own = new_token(), new_token()
        assert token_of(request({"antrag": planted}, secure=True)) == ""
        assert token_of(request({"antrag": planted, "__Host-antrag": own}, secure=True)) == own

    @pytest.mark.parametrize(("is_secure", "name"), [(True, "__Host-antrag"), (False, "antrag")])
    def test_is_out_of_reach_for_scripts_and_other_sites(self, is_secure: bool, name: str) -> None:
        response = HttpResponse()
        keep_token(response, request(secure=is_secure), new_token())
        cookie = response.cookies[name]
        assert cookie["httponly"] is True
        assert cookie["samesite"] == "Lax"
        assert bool(cookie["secure"]) is is_secure
        assert (cookie["path"], cookie["domain"], cookie["max-age"]) == ("/", "", "")


class TestAddress:
    @pytest.mark.parametrize(
        ("remote", "counted"),
        [
            ("203.0.113.7", "203.0.113.7"),
            ("::ffff:203.0.113.7", "203.0.113.7"),
            ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
            ("2001:db8:1:2:ffff::", "2001:db8:1:2::/64"),
            ("nonsense", "nonsense"),
            ("", ""),
        ],
    )
    def test_is_that_of_a_household(self, remote: str, counted: str) -> None:
        assert address_of(request(REMOTE_ADDR=remote)) == counted

    def test_is_not_what_a_stranger_says_of_himself(self) -> None:
        assert (
            address_of(request(REMOTE_ADDR="203.0.113.7", HTTP_X_FORWARDED_FOR="198.51.100.1"))
            == "203.0.113.7"
        )

    @pytest.mark.parametrize(
        ("forwarded", "counted"),
        [
            ("198.51.100.1", "198.51.100.1"),
            ("10.0.0.1, 198.51.100.1", "198.51.100.1"),  # the first part is the stranger's own word
            (" , ", "203.0.113.7"),
        ],
    )
    def test_is_what_our_proxy_says(
        self, forwarded: str, counted: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(settings, "ENV", replace(settings.ENV, proxies=1))
        assert address_of(request(REMOTE_ADDR="203.0.113.7", HTTP_X_FORWARDED_FOR=forwarded)) == counted
