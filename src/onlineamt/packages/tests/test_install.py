from pathlib import Path

import pytest
from tests.world import found_nachbarstadt

from onlineamt.foundation.organisation.models import OrgUnit
from onlineamt.foundation.tenancy.models import Tenant
from onlineamt.packages.install import Audience, Installation, NotInstallable, install_package
from onlineamt.packages.tests.workshop import Workshop
from onlineamt.procedure.applications.compiled import compile_sections
from onlineamt.procedure.catalogue.errors import NoOffice, VersionTaken
from onlineamt.procedure.catalogue.models import Offering, ServiceVersion


def install(folder: Path, *keys: str, is_everybody: bool = False, **settings: str) -> Installation:
    return install_package(folder, audience=Audience(keys, is_everybody), settings=settings)


def open_office(tenant: Tenant) -> OrgUnit:
    return OrgUnit.objects.create(tenant_id=tenant.id, key="ordnungsamt", kind="ordnung", name="Ordnungsamt")


@pytest.fixture
def town(musterstadt: Tenant) -> Tenant:
    open_office(musterstadt)
    return musterstadt


class TestInstallPackage:
    def test_publishes_a_version_that_can_be_run(self, db: None, workshop: Workshop) -> None:
        done = install(workshop.folder)
        stored = ServiceVersion.objects.get(key="muster-anzeige", version="1.0.0")
        assert (done.tenants, done.digest) == ((), stored.digest)
        assert "examples" not in stored.sections
        assert compile_sections(stored.sections).definition.key == "muster-anzeige"

    def test_lets_a_municipality_offer_it_with_its_own_values(self, town: Tenant, workshop: Workshop) -> None:
        assert install(workshop.folder, "musterstadt", satz="2400").tenants == ("musterstadt",)
        offering = Offering.objects.get(tenant=town)
        assert (offering.parameters, offering.is_online) == ({"satz": 2400}, True)

    def test_keeps_what_the_municipality_had_set_when_a_version_follows(
        self, town: Tenant, workshop: Workshop
    ) -> None:
        install(workshop.folder, "musterstadt", satz="2400")
        workshop.replace("service.yaml", "version: 1.0.0", "version: 1.1.0")
        install(workshop.folder, "musterstadt")
        offering = Offering.objects.select_related("version").get(tenant=town)
        assert (offering.version.version, offering.parameters) == ("1.1.0", {"satz": 2400})

    def test_serves_everybody_whose_land_it_fits(self, town: Tenant, workshop: Workshop) -> None:
        open_office(found_nachbarstadt())
        assert install(workshop.folder, is_everybody=True).tenants == ("musterstadt", "nachbarstadt")

    def test_changes_nothing_the_second_time(self, town: Tenant, workshop: Workshop) -> None:
        assert install(workshop.folder, "musterstadt") == install(workshop.folder, "musterstadt")
        assert ServiceVersion.objects.count() == 1

    def test_refuses_other_content_under_the_same_version(self, db: None, workshop: Workshop) -> None:
        install(workshop.folder)
        workshop.replace("form.yaml", "title: Wer sind Sie?", "title: Wer bist du?")
        with pytest.raises(VersionTaken):
            install(workshop.folder)

    def test_takes_other_examples_for_the_same_version(self, db: None, workshop: Workshop) -> None:
        first = install(workshop.folder)
        workshop.replace("examples/blau.yaml", "title: Blau wird", "title: Blau würde")
        assert install(workshop.folder).digest == first.digest

    @pytest.mark.parametrize(
        ("settings", "words"),
        [
            ({"preis": "1"}, "„preis“ gibt es nicht"),
            ({"satz": "viel"}, "keine ganze Zahl"),
            ({"satz": "-5"}, "einen Betrag"),
            ({"farben_mit_pruefung": "gelb"}, "Den Code „gelb“"),
            ({"hoechstzahl": "10"}, "im erlaubten Bereich"),
        ],
    )
    def test_refuses_a_value_that_does_not_fit(
        self, town: Tenant, workshop: Workshop, settings: dict[str, str], words: str
    ) -> None:
        with pytest.raises(NotInstallable, match=words):
            install(workshop.folder, "musterstadt", **settings)
        assert not ServiceVersion.objects.exists()

    def test_leaves_nothing_half_done_when_one_town_cannot(self, town: Tenant, workshop: Workshop) -> None:
        found_nachbarstadt()  # has no office of this kind
        with pytest.raises(NoOffice):
            install(workshop.folder, "musterstadt", "nachbarstadt")
        assert not ServiceVersion.objects.exists()
        assert not Offering.objects.exists()

    def test_leaves_nothing_half_done_when_a_town_is_unknown(self, town: Tenant, workshop: Workshop) -> None:
        with pytest.raises(NotInstallable, match="nirgendwo"):
            install(workshop.folder, "musterstadt", "nirgendwo")
        assert not ServiceVersion.objects.exists()

    def test_refuses_a_land_the_package_does_not_fit(self, town: Tenant, workshop: Workshop) -> None:
        workshop.replace("service.yaml", "laender: [NW]", "laender: [BY]")
        with pytest.raises(NotInstallable, match="Land"):
            install(workshop.folder, "musterstadt")
        assert install(workshop.folder, is_everybody=True).tenants == ()
