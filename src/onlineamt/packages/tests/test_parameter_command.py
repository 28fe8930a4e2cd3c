"""`onlineamt parameter`: shows what a municipality has set, previews a change, and makes it."""

from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from tests.world import found_nachbarstadt

from onlineamt.foundation.audit.models import AuditEntry
from onlineamt.foundation.core.languages import Language
from onlineamt.foundation.organisation.models import OrgUnit
from onlineamt.foundation.tenancy.directory import newest_content_version
from onlineamt.foundation.tenancy.models import Tenant
from onlineamt.foundation.tenancy.transaction import in_tenant
from onlineamt.packages.install import Audience, install_package
from onlineamt.packages.parameter_command import parameter
from onlineamt.packages.tests.workshop import Workshop
from onlineamt.procedure.applications.actions.drafts import Beginning, keep_answers, start_application
from onlineamt.procedure.applications.journeys import journey_of
from onlineamt.procedure.applications.queries import access_application
from onlineamt.procedure.catalogue.models import Offering
from onlineamt.procedure.catalogue.queries import with_rows

SERVICE, TOKEN = "muster-anzeige", "erikas-telefon"
Captured = pytest.CaptureFixture[str]


@pytest.fixture
def town(musterstadt: Tenant, workshop: Workshop) -> Tenant:
    OrgUnit.objects.create(tenant_id=musterstadt.id, key="oa", kind="ordnung", name="Ordnungsamt")
    install_package(workshop.folder, audience=Audience(("musterstadt",)), settings={})
    return musterstadt


def chosen(town: Tenant) -> dict[str, object]:
    return with_rows(Offering.objects.get(tenant=town).parameters)


def table(
    folder: Path, content: str = "Farbe;Zahl bis;Schalter\nrot;;Schalter 9\nblau;9;Schalter 2\n"
) -> str:
    (folder / "schalter.csv").write_bytes(content.encode("cp1252"))
    return f"schalter={folder / 'schalter.csv'}"


class TestShow:
    def test_names_every_value_and_whose_it_is(self, town: Tenant, capsys: Captured) -> None:
        assert parameter([SERVICE, "satz=2400"]) == 0
        capsys.readouterr()

        assert parameter([SERVICE]) == 0

        shown = capsys.readouterr().out
        assert "satz = 2400 (24,00 €)  (Gebühr im Jahr; eigener Wert)" in shown
        assert "hoechstzahl = 5  (Höchstzahl; Vorgabe des Pakets)" in shown
        assert "schalter = Tabelle mit 3 Zeilen  (Schalter; Vorgabe des Pakets)" in shown


class TestSet:
    def test_sets_values_and_leaves_the_others(self, town: Tenant, capsys: Captured) -> None:
        parameter([SERVICE, "hoechstzahl=7"])
        shown = newest_content_version()

        assert parameter([SERVICE, "satz=2400", "--tenant", "musterstadt"]) == 0

        assert "satz: bisher 1200, neu 2400" in capsys.readouterr().out
        assert chosen(town) == {"hoechstzahl": 7, "satz": 2400}
        assert newest_content_version() > shown  # every process sees it within a second
        with in_tenant(town.id):
            last = AuditEntry.objects.filter(name="offering.changed").order_by("position").last()
            assert last is not None and last.actor == "operator"

    def test_sets_a_table_from_excel(self, town: Tenant, tmp_path: Path, capsys: Captured) -> None:
        assert parameter([SERVICE, "--table", table(tmp_path)]) == 0

        said = capsys.readouterr().out
        assert "Tabelle schalter: bisher 3 Zeilen, neu 2 Zeilen" in said
        assert "- farbe blau, schalter Schalter 2, zahl_bis 2" in said
        assert chosen(town)["schalter"] == [
            {"farbe": "rot", "schalter": "Schalter 9"},
            {"farbe": "blau", "zahl_bis": 9, "schalter": "Schalter 2"},
        ]

    def test_a_preview_changes_nothing(self, town: Tenant, tmp_path: Path, capsys: Captured) -> None:
        assert parameter([SERVICE, "satz=1", "--table", table(tmp_path), "--preview"]) == 0

        assert "Es wurde nichts geändert." in capsys.readouterr().out
        assert chosen(town) == {}

    def test_what_finds_nothing_any_more_must_be_wanted(
        self, town: Tenant, tmp_path: Path, capsys: Captured
    ) -> None:
        smaller = ["--table", table(tmp_path, "farbe;zahl_bis;schalter\nrot;;Schalter 1\n")]

        assert parameter([SERVICE, *smaller]) == 1
        captured = capsys.readouterr()
        assert "! blau 5" in captured.out
        assert "--yes" in captured.err
        assert chosen(town) == {}

        assert parameter([SERVICE, *smaller, "--yes"]) == 0
        assert chosen(town) == {"schalter": [{"farbe": "rot", "schalter": "Schalter 1"}]}

    def test_the_same_once_more_is_no_change(self, town: Tenant, tmp_path: Path, capsys: Captured) -> None:
        parameter([SERVICE, "--table", table(tmp_path)])
        capsys.readouterr()

        assert parameter([SERVICE, "--table", table(tmp_path)]) == 0
        assert capsys.readouterr().out == "Das gilt schon so. Es ändert sich nichts.\n"

    def test_goes_back_to_the_packages_own(self, town: Tenant, tmp_path: Path) -> None:
        parameter([SERVICE, "satz=1", "--table", table(tmp_path)])

        assert parameter([SERVICE, "--default", "satz", "--default", "schalter", "--yes"]) == 0
        assert chosen(town) == {}

    def test_writes_the_table_that_applies_for_excel(self, town: Tenant, tmp_path: Path) -> None:
        parameter([SERVICE, "--table", table(tmp_path)])

        assert parameter([SERVICE, "--export", f"schalter={tmp_path / 'jetzt.csv'}"]) == 0
        written = (tmp_path / "jetzt.csv").read_bytes().decode("utf-8-sig").splitlines()
        assert written[0].split(";") == ["farbe", "schalter", "zahl_bis"]
        assert parameter([SERVICE, "--table", f"schalter={tmp_path / 'jetzt.csv'}"]) == 0

    def test_an_upgrade_keeps_the_table_even_with_a_new_value(
        self, town: Tenant, tmp_path: Path, workshop: Workshop
    ) -> None:
        parameter([SERVICE, "--table", table(tmp_path)])
        workshop.replace("service.yaml", "version: 1.0.0", "version: 1.1.0")

        install_package(workshop.folder, audience=Audience(("musterstadt",)), settings={"satz": "5"})

        assert chosen(town).keys() == {"satz", "schalter"}


class TestApplications:
    """What somebody began with stays; what begins after a change has the change."""

    def begin(self, town: Tenant) -> UUID:
        offering = Offering.objects.get(tenant=town)
        beginning = Beginning(
            version_id=offering.version_id,
            service_key=SERVICE,
            parameters=offering.parameters,
            keep_draft="P30D",
            language=Language.GERMAN,
            address="192.0.2.7",
        )
        with in_tenant(town.id):
            application_id = start_application(beginning, token=TOKEN)
            draft = access_application(application_id, token=TOKEN, for_update=True)
            answers = {"ding.farbe": "rot", "ding.zahl": 1}
            keep_answers(draft, answers, page="ding", language=Language.GERMAN, token=TOKEN)
        return application_id

    def counter(self, town: Tenant, application_id: UUID) -> Any:
        with in_tenant(town.id):
            return journey_of(access_application(application_id, token=TOKEN)).computed["schalter"]

    def test_keep_the_table_as_it_was_when_they_began(self, town: Tenant, tmp_path: Path) -> None:
        by_default = self.begin(town)
        parameter([SERVICE, "--table", table(tmp_path)])
        with_table = self.begin(town)
        parameter([SERVICE, "--table", table(tmp_path, "farbe;zahl_bis;schalter\nrot;;Keller\nblau;9;2\n")])
        afterwards = self.begin(town)

        found = [self.counter(town, one) for one in (by_default, with_table, afterwards)]
        assert found == ["Schalter 1", "Schalter 9", "Keller"]

    def test_hold_the_digest_and_not_the_rows(self, town: Tenant, tmp_path: Path) -> None:
        rows = "".join(f"rot{number};;Schalter {number}\n" for number in range(5_000))
        parameter([SERVICE, "--table", table(tmp_path, f"farbe;zahl_bis;schalter\nrot;;0\n{rows}"), "--yes"])
        application_id = self.begin(town)

        with in_tenant(town.id):
            stored = access_application(application_id, token=TOKEN).row.parameters
        assert stored.keys() == {"schalter"}
        assert len(stored["schalter"]["table"]) == 64
        assert self.counter(town, application_id) == "0"


class TestRefuse:
    @pytest.mark.parametrize(
        ("argv", "said"),
        [
            (["satz"], "Schreiben Sie NAME=WERT."),
            (
                ["preis=1"],
                "Die Einstellung „preis“ gibt es nicht. Vorhanden sind: farben_mit_pruefung, hoechstzahl",
            ),
            (["satz=viel"], "„viel“ ist keine ganze Zahl"),
            (["hoechstzahl=10"], "im erlaubten Bereich"),
            (["farben_mit_pruefung=lila"], "Den Code „lila“ gibt es nicht."),
            (["schalter=1"], "--table NAME=DATEI.csv"),
            (["--table", "schalter=/nirgends.csv"], "lässt sich nicht lesen"),
            (["--table", "satz=/dev/null"], "„satz“ ist keine Tabelle"),
            (["--export", "satz=/dev/null"], "Die Tabelle „satz“ gibt es nicht."),
            (["--tenant", "atlantis"], "Die Kommune „atlantis“ gibt es hier nicht."),
        ],
    )
    def test_says_what_is_wrong(self, town: Tenant, capsys: Captured, argv: list[str], said: str) -> None:
        assert parameter([SERVICE, *argv]) == 1

        captured = capsys.readouterr()
        assert said in captured.err
        assert "Es wurde nichts geändert." in captured.err
        assert chosen(town) == {}

    def test_names_lines_and_columns_of_a_file(self, town: Tenant, tmp_path: Path, capsys: Captured) -> None:
        wrong = table(tmp_path, "Farbe;Zahl bis;Schalter\nrot;viele;1\nblau;zwei;2\n")

        assert parameter([SERVICE, "--table", wrong]) == 1

        said = capsys.readouterr().err
        assert "Zeile 2, Spalte „zahl_bis“: „viele“ ist keine ganze Zahl." in said
        assert "Zeile 3, Spalte „zahl_bis“" in said

    def test_asks_which_municipality_where_there_are_several(self, town: Tenant, capsys: Captured) -> None:
        found_nachbarstadt()

        assert parameter([SERVICE, "satz=1"]) == 1
        assert "Nennen Sie die Kommune mit --tenant." in capsys.readouterr().err

    def test_knows_only_what_is_offered(self, town: Tenant, capsys: Captured) -> None:
        assert parameter(["hund-anmelden", "satz=1"]) == 1
        assert "Es wurde nichts geändert." in capsys.readouterr().err
