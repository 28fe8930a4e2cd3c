"""Fixtures of the catalogue's tests."""

import pytest
from tests.world import found_nachbarstadt

from onlineamt.foundation.tenancy.models import Tenant
from onlineamt.procedure.catalogue.tests.factories import offer


@pytest.fixture
def nachbarstadt_offers(musterstadt: Tenant) -> Tenant:
    """Nachbarstadt, which offers one service that Musterstadt offers too."""
    nachbarstadt = found_nachbarstadt()
    offer(nachbarstadt.id, version="1.1.0", words=("Hundesteueranmeldung", "Hundemarke", "Welpe"))
    return nachbarstadt
