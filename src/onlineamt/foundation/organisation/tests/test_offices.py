"""Opening offices, and asking for those of one municipality."""

from dataclasses import replace

import pytest
from tests.world import found_nachbarstadt

from onlineamt.foundation.core.errors import NotFound
from onlineamt.foundation.organisation.actions import OfficeFacts, set_up_office
from onlineamt.foundation.organisation.queries import get_office, list_offices
from onlineamt.foundation.tenancy.directory import newest_content_version
from onlineamt.foundation.tenancy.models import Tenant

FACTS = OfficeFacts(key="steueramt", kind="steuern", name="Steueramt", opening_hours=("Montag 8 bis 12 Uhr",))


class TestSetUpOffice:
    def test_opens_an_office(self, musterstadt: Tenant) -> None:
        set_up_office(musterstadt.id, FACTS)

        assert get_office(musterstadt.id, "steueramt").opening_hours == ["Montag 8 bis 12 Uhr"]

    def test_changes_nothing_the_second_time(self, musterstadt: Tenant) -> None:
        office = set_up_office(musterstadt.id, FACTS)
        shown = newest_content_version()

        assert set_up_office(musterstadt.id, FACTS).id == office.id
        assert newest_content_version() == shown

    def test_brings_an_office_up_to_date_and_shows_it(self, musterstadt: Tenant) -> None:
        office = set_up_office(musterstadt.id, FACTS)
        shown = newest_content_version()

        moved = set_up_office(musterstadt.id, replace(FACTS, street="Neue Straße 1"))

        assert (moved.id, moved.street) == (office.id, "Neue Straße 1")
        assert newest_content_version() > shown


class TestGetOffice:
    def test_knows_no_office_of_another_municipality(self, musterstadt: Tenant) -> None:
        set_up_office(musterstadt.id, FACTS)
        neighbour = found_nachbarstadt().id

        assert list_offices(neighbour) == []
        with pytest.raises(NotFound):
            get_office(neighbour, "steueramt")
