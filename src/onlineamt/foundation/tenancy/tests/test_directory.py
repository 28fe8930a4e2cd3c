"""Who answers to a host name, and how soon a change of a municipality's facts is known."""

from collections.abc import Callable
from typing import Any

import pytest
from tests.world import found_nachbarstadt

from onlineamt.foundation.core.errors import NotFound
from onlineamt.foundation.core.ids import new_id
from onlineamt.foundation.tenancy import directory as module
from onlineamt.foundation.tenancy.directory import current_tenant, directory
from onlineamt.foundation.tenancy.models import Tenant
from onlineamt.foundation.tenancy.transaction import NoTenant


@pytest.fixture
def asking_always(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ask for the content version at every call: what half a second later would be."""
    monkeypatch.setattr(module, "CHECK_SECONDS", 0)


class TestGet:
    def test_finds_the_card_of_a_tenant(self, musterstadt: Tenant) -> None:
        card = directory.get(musterstadt.id)

        assert (card.key, card.host) == ("musterstadt", "musterstadt.localhost")

    def test_finds_a_town_that_was_founded_a_moment_ago(self, musterstadt: Tenant) -> None:
        directory.get(musterstadt.id)

        assert directory.get(found_nachbarstadt().id).key == "nachbarstadt"

    def test_refuses_an_unknown_one(self, musterstadt: Tenant) -> None:
        with pytest.raises(NotFound):
            directory.get(new_id())


class TestCurrentTenant:
    def test_is_the_one_whose_transaction_is_open(self, in_musterstadt: Tenant) -> None:
        assert current_tenant().id == in_musterstadt.id

    def test_needs_a_transaction(self, musterstadt: Tenant) -> None:
        with pytest.raises(NoTenant):
            current_tenant()


@pytest.mark.usefixtures("asking_always")
class TestAChange:
    def test_by_the_shell_is_known(self, musterstadt: Tenant) -> None:
        directory.get(musterstadt.id)
        musterstadt.offers_to_archive = True
        musterstadt.save()

        assert directory.get(musterstadt.id).offers_to_archive

    def test_of_the_host_name_is_known(self, musterstadt: Tenant) -> None:
        directory.get(musterstadt.id)
        musterstadt.hosts.create(host="neu.musterstadt.localhost")
        assert directory.find("neu.musterstadt.localhost") is not None

        musterstadt.hosts.filter(host="neu.musterstadt.localhost").delete()
        assert directory.find("neu.musterstadt.localhost") is None

    def test_by_sql_is_known(self, towns: tuple[Tenant, Tenant], as_role: Callable[[str], Any]) -> None:
        directory.get(towns[0].id)
        with as_role("owner") as database:
            database.execute("UPDATE tenant SET land = 'BY' WHERE id = %s", [towns[0].id])

        assert directory.get(towns[0].id).land == "BY"
