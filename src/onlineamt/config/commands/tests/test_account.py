"""`onlineamt account`: gives, takes and lists access, and never asks for a password."""

import re

import pytest

from onlineamt.config.commands import account
from onlineamt.foundation.accounts.actions.setup import set_up_account
from onlineamt.foundation.accounts.models import Account
from onlineamt.foundation.accounts.queries import find_account
from onlineamt.foundation.accounts.tests.factories import PASSWORD
from onlineamt.foundation.audit.models import AuditEntry
from onlineamt.foundation.organisation.models import OrgUnit
from onlineamt.foundation.tenancy.models import Tenant
from onlineamt.foundation.tenancy.transaction import in_tenant

EMAIL = "frau.amt@musterstadt.invalid"
NEW = ["--tenant", "musterstadt", "--email", EMAIL, "--name", "Frau Amt", "--office", "steueramt"]
WHO = ["--tenant", "musterstadt", "--email", EMAIL]


@pytest.fixture
def town(towns: tuple[Tenant, Tenant]) -> Tenant:
    OrgUnit.objects.create(tenant=towns[0], key="steueramt", kind="steuern", name="Steueramt")
    return towns[0]


def create() -> int:
    return account.run(["create", *NEW, "--role", "caseworker", "--role", "decider"])


def printed_code(out: str) -> str:
    found = re.search(r"Einrichtungscode: ([0-9A-Z-]{19})\n", out)
    assert found, out
    return found[1]


class TestCreate:
    def test_prints_a_code_that_sets_the_account_up(
        self, town: Tenant, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert create() == 0
        out = capsys.readouterr().out
        assert "http://musterstadt.localhost:8000/amt/einrichten" in out
        with in_tenant(town.id):
            made = set_up_account(code=printed_code(out), password=PASSWORD, address="x", place="Musterstadt")
            assert sorted(made.memberships.values_list("role", flat=True)) == ["caseworker", "decider"]
            assert AuditEntry.objects.order_by("position").first().actor == "operator"  # type: ignore[union-attr]

    def test_names_what_does_not_exist(self, town: Tenant, capsys: pytest.CaptureFixture[str]) -> None:
        for wrong, said in (
            ({"--tenant": "atlantis"}, "Die Kommune „atlantis“ gibt es hier nicht."),
            ({"--office": "fundbuero"}, "Das Amt „fundbuero“ gibt es in Musterstadt nicht."),
            ({"--email": "frau.amt"}, "„frau.amt“ ist keine E-Mail-Adresse."),
        ):
            pairs = {**dict(zip(NEW[::2], NEW[1::2], strict=True)), **wrong}
            arguments = [word for pair in pairs.items() for word in pair]
            assert account.run(["create", *arguments, "--role", "lead"]) == 2
            assert said in capsys.readouterr().err
        with in_tenant(town.id):
            assert not Account.objects.exists()

    def test_makes_no_second_account(self, town: Tenant, capsys: pytest.CaptureFixture[str]) -> None:
        create()
        assert create() == 2
        assert "gibt es schon ein Konto" in capsys.readouterr().err

    @pytest.mark.parametrize("wrong", [["--password", "geheim"], ["--role", "king"]])
    def test_takes_no_password_and_no_role_of_its_own(self, town: Tenant, wrong: list[str]) -> None:
        with pytest.raises(SystemExit):
            account.run(["create", *NEW, "--role", "lead", *wrong])


class TestReset:
    def test_prints_a_new_code_and_the_old_one_is_over(
        self, town: Tenant, capsys: pytest.CaptureFixture[str]
    ) -> None:
        create()
        first = printed_code(capsys.readouterr().out)
        assert account.run(["reset", *WHO]) == 0
        second = printed_code(capsys.readouterr().out)
        assert first != second
        with in_tenant(town.id):
            assert set_up_account(code=second, password=PASSWORD, address="x", place="Musterstadt")


class TestDeactivate:
    def test_closes_the_account(self, town: Tenant, capsys: pytest.CaptureFixture[str]) -> None:
        create()
        assert account.run(["deactivate", *WHO]) == 0
        with in_tenant(town.id):
            found = find_account(EMAIL)
            assert found is not None
            assert not found.is_active

    @pytest.mark.parametrize("command", ["reset", "deactivate"])
    def test_knows_nobody_of_the_next_town(
        self, town: Tenant, capsys: pytest.CaptureFixture[str], command: str
    ) -> None:
        create()
        assert account.run([command, "--tenant", "nachbarstadt", "--email", EMAIL]) == 2
        assert "In Nachbarstadt gibt es kein Konto" in capsys.readouterr().err


class TestList:
    def test_shows_everybody_of_one_town(self, town: Tenant, capsys: pytest.CaptureFixture[str]) -> None:
        create()
        capsys.readouterr()
        assert account.run(["list", "--tenant", "musterstadt"]) == 0
        line = " ".join(capsys.readouterr().out.split())
        assert line == f"Frau Amt {EMAIL} nicht eingerichtet steueramt: caseworker, steueramt: decider"
        assert account.run(["list", "--tenant", "nachbarstadt"]) == 0
        assert capsys.readouterr().out == ""
