import json
import os
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onlineamt.packages.check import check_package
from onlineamt.packages.fim.commands import import_fim
from onlineamt.packages.fim.genericode import Codelists, find_lists
from onlineamt.packages.fim.importing import import_schema, write_package
from onlineamt.packages.fim.notes import FimRefused
from onlineamt.packages.fim.tests.writing import codes, field, group, old_schema, place, rule, schema
from onlineamt.packages.findings import Level

SAMPLES = Path(os.environ.get("ONLINEAMT_FIM_SAMPLES", "/nowhere"))
COLOURS = codes(("1", "Braun"), ("2", "Schwarz"))
DOG = group(
    10, "Hund",
    place(field(11, "Rufname")),
    place(field(12, "Farbe", kind="select", more=COLOURS)),
    place(field(13, "Wurftag", data="date"), "0:1"),
)  # fmt: skip


def form_of(data: bytes, lists: Codelists | None = None) -> dict[str, Any]:
    """The form as it is written and read again."""
    written = import_schema(data, lists or Codelists()).files["form.yaml"]
    return dict(yaml.safe_load(written))


def fields_of(form: dict[str, Any]) -> list[dict[str, Any]]:
    return [one for page in form["pages"] for part in page.get("groups", [page]) for one in part["fields"]]


def field_of(*, count: str = "1:1", **how: Any) -> dict[str, Any]:
    (made,) = fields_of(form_of(schema(place(field(1, how.pop("name", "Angabe"), **how), count))))
    return made


def errors_of(data: bytes, folder: Path) -> list[str]:
    report = check_package(write_package(import_schema(data, Codelists()), folder))
    return [str(finding) for finding in report.findings if finding.level is Level.ERROR]


class TestFields:
    @pytest.mark.parametrize(
        ("how", "made"),
        [
            ({}, {"kind": "text", "max_length": 500}),
            ({"more": '<x:praezisierung minLength="2" maxLength="80"/>'}, {"max_length": 80, "min_length": 2}),
            ({"more": '<x:praezisierung maxLength="4000"/>'}, {"kind": "long_text", "max_length": 4000}),
            ({"more": '<x:praezisierung pattern="[A-Z]{2}"/>'}, {"kind": "text", "pattern": "[A-Z]{2}"}),
            ({"data": "text_latin"}, {"kind": "text", "characters": "latin"}),
            ({"data": "date"}, {"kind": "date"}),
            ({"data": "time"}, {"kind": "time"}),
            ({"data": "datetime"}, {"kind": "date_time"}),
            ({"data": "bool"}, {"kind": "yes_no"}),
            ({"data": "bool", "name": "Ich versichere die Richtigkeit"}, {"kind": "consent"}),
            ({"data": "num_int", "more": '<x:praezisierung minValue="1" maxValue="31"/>'}, {"kind": "integer", "min": 1, "max": 31}),
            ({"data": "num", "more": '<x:praezisierung minValue="0,125"/>'}, {"kind": "decimal", "places": 3, "min": "0.125"}),
            ({"data": "num_currency", "more": '<x:praezisierung maxValue="12.5"/>'}, {"kind": "money", "max": 1250, "min": None}),
            ({"kind": "select", "more": COLOURS}, {"kind": "choice", "options": [{"code": "1", "label": "Braun"}, {"code": "2", "label": "Schwarz"}]}),
            ({"kind": "select", "more": COLOURS, "count": "1:*"}, {"kind": "choice_many"}),
            ({"data": "file", "more": "<x:maxSize>5000000</x:maxSize><x:mediaType>application/pdf</x:mediaType>"}, {"kind": "file", "types": ["pdf"], "max_megabytes": 5, "max_files": 1}),
            ({"data": "file", "count": "0:*"}, {"kind": "file", "max_files": 20, "required": False}),
            ({"name": "Postleitzahl", "more": '<x:praezisierung pattern="[0-9]{5}"/>'}, {"kind": "postcode"}),
            ({"name": "E-Mail"}, {"kind": "email"}),
            ({"name": "Familienname", "prefill": "optional"}, {"characters": "name", "prefill": "facts.account_family_name"}),
            ({"count": "0:1"}, {"required": False}),
            ({"count": "0:*"}, {"kind": "repeat", "required": False, "max": 20}),
            ({"count": "2:5"}, {"kind": "repeat", "min": 2, "max": 5}),
        ],
    )  # fmt: skip
    def test_become_questions_of_the_right_kind(self, how: dict[str, Any], made: dict[str, Any]) -> None:
        found = field_of(**how)
        assert {name: found.get(name) for name in made} == made

    def test_keep_where_they_come_from(self) -> None:
        assert field_of()["fim"] == "F00000000001V1.0.0"
        assert field_of(basis="§ 2 Mustersatzung")["legal_basis"] == "§ 2 Mustersatzung"

    def test_say_a_legal_basis_only_where_it_is_not_the_form_s(self) -> None:
        form = form_of(schema(place(field(1, "Name"))))
        assert form["legal_basis"] == "§ 1 Mustersatzung"
        assert "legal_basis" not in fields_of(form)[0]

    def test_that_say_something_ask_nothing(self) -> None:
        form = form_of(
            schema(
                place(field(1, "Hinweis", kind="label", more="<x:inhalt>Gut zu wissen</x:inhalt>")),
                place(field(2, "Name")),
            )
        )
        assert [(one["kind"], one["label"]) for one in fields_of(form)] == [
            ("label", "Gut zu wissen"),
            ("text", "Name"),
        ]

    def test_that_stand_fast_go_along_as_computed_values(self) -> None:
        form = form_of(
            schema(
                place(field(1, "Art", kind="locked", more='<x:inhalt>Erst"antrag</x:inhalt>')),
                place(field(2, "Name")),
            )
        )
        assert [one["value"] for one in form["computed"].values()] == ['"Erst\\"antrag"']

    def test_without_their_code_list_are_texts_and_say_so(self) -> None:
        imported = import_schema(
            schema(
                place(
                    field(
                        1,
                        "Land",
                        kind="select",
                        more="<x:codelisteReferenz><x:canonicalIdentification>urn:muster</x:canonicalIdentification></x:codelisteReferenz>",
                    )
                )
            ),
            Codelists(),
        )
        assert "urn:muster fehlt" in str(imported.warnings[0])

    def test_take_their_code_list_from_a_folder(self, tmp_path: Path) -> None:
        (tmp_path / "liste.xml").write_text(
            '<g:CodeList xmlns:g="http://docs.oasis-open.org/codelist/ns/genericode/1.0/"><g:Identification><g:Version>1</g:Version>'
            "<g:CanonicalUri>urn:muster</g:CanonicalUri></g:Identification><g:ColumnSet><g:Column Id='code'/><g:Column Id='name'/></g:ColumnSet>"
            "<g:SimpleCodeList><g:Row><g:Value ColumnRef='code'><g:SimpleValue>M</g:SimpleValue></g:Value>"
            "<g:Value><g:SimpleValue>Musterland</g:SimpleValue></g:Value></g:Row></g:SimpleCodeList></g:CodeList>"
        )
        reference = "<x:codelisteReferenz><x:canonicalIdentification>urn:muster</x:canonicalIdentification></x:codelisteReferenz>"
        imported = import_schema(
            schema(place(field(1, "Land", kind="select", more=reference))), find_lists(tmp_path)
        )
        assert yaml.safe_load(imported.files["codelists/muster.yaml"])["entries"] == [
            {"code": "M", "label": "Musterland"}
        ]

    def test_of_the_older_standard_too(self) -> None:
        (made,) = fields_of(
            form_of(old_schema("<datentyp><code>text</code></datentyp><praezisierung/><inhalt/>"))
        )
        assert (made["id"], made["legal_basis"]) == (
            "allgemeine_angaben.groesse",
            "§ 1 Mustersatzung; § 2 Mustersatzung",
        )


class TestGroups:
    def test_are_pages(self) -> None:
        (page,) = form_of(schema(place(DOG)))["pages"]
        assert (page["title"], page["fim"], [one["id"] for one in page["fields"]]) == (
            "Hund", "G00000000010V1.0.0", ["hund.rufname", "hund.farbe", "hund.wurftag"],
        )  # fmt: skip

    def test_inside_a_page_have_a_title(self) -> None:
        (page,) = form_of(schema(place(group(20, "Halter", place(field(21, "Name")), place(DOG)))))["pages"]
        assert [part.get("title") for part in page["groups"]] == [None, "Hund"]

    def test_that_are_voluntary_are_asked_for_first(self) -> None:
        (asking, page) = form_of(schema(place(field(1, "Name")), place(DOG, "0:1")))["pages"][1:]
        (toggle,) = asking["fields"]
        assert (toggle["kind"], page["show"]) == ("yes_no", toggle["id"])

    def test_that_occur_often_are_lists(self) -> None:
        (made,) = fields_of(form_of(schema(place(DOG, "1:3"))))
        assert (made["kind"], made["max"], [one["id"] for one in made["fields"]]) == (
            "repeat", 3, ["hund.rufname", "hund.farbe", "hund.wurftag"],
        )  # fmt: skip

    def test_lose_nothing_that_a_list_cannot_hold(self) -> None:
        inner = group(30, "Impfung", place(field(31, "Art")), place(field(32, "Tag", data="date")))
        paper = place(field(33, "Impfpass", data="file"))
        imported = import_schema(
            schema(place(group(10, "Hund", place(field(11, "Rufname")), place(inner, "0:*"), paper), "0:*")),
            Codelists(),
        )
        made, file = fields_of(dict(yaml.safe_load(imported.files["form.yaml"])))
        assert made["fields"][1]["hint"] == "Schreiben Sie jede Angabe in eine neue Zeile: Art, Tag."
        assert (file["kind"], file["label"]) == ("file", "Impfpass: für jeden Eintrag unter „Hund“")
        assert len(imported.warnings) == 2

    def test_of_which_one_counts_let_choose(self) -> None:
        art = "<x:art><code>X</code></x:art>"
        (page,) = form_of(
            schema(
                place(group(40, "Kontakt", place(field(41, "Telefon")), place(field(42, "E-Mail")), more=art))
            )
        )["pages"]
        assert page["groups"][0]["choose"] == "one"
        (page,) = form_of(schema(place(group(40, "Wer", place(DOG), place(field(42, "Firma")), more=art))))[
            "pages"
        ]
        asked, dog, firm = page["groups"]
        assert [option["label"] for option in asked["fields"][0]["options"]] == ["Hund", "Firma"]
        assert (dog["show"], firm["show"]) == ('wer.auswahl == "hund"', 'wer.auswahl == "firma"')

    def test_that_are_large_are_several_pages(self) -> None:
        many = group(
            50, "Viel", *(place(field(60 + number, f"Frage {number}")) for number in range(12)), place(DOG)
        )
        form = form_of(schema(place(many)))
        assert [page["title"] for page in form["pages"]] == ["Viel", "Viel, Teil 2", "Hund"]

    def test_of_a_long_form_are_sections(self) -> None:
        groups = [
            group(100 * n, f"Teil {n}", *(place(field(100 * n + k, f"Frage {k}")) for k in range(1, 25)))
            for n in range(1, 5)
        ]
        form = form_of(schema(*map(place, groups)))
        assert [section["title"] for section in form["sections"]] == ["Teil 1", "Teil 2", "Teil 3", "Teil 4"]

    def test_that_are_empty_are_left_out(self) -> None:
        assert len(form_of(schema(place(group(1, "Leer")), place(DOG)))["pages"]) == 1
        with pytest.raises(FimRefused, match="fragt nichts"):
            import_schema(schema(place(group(1, "Leer"))), Codelists())


class TestRules:
    def test_stand_beside_what_they_are_about(self) -> None:
        form = form_of(schema(place(DOG), rules=[rule(1, 'F00000000013 "Wurftag" ist wichtig.')]))
        (day,) = (one for one in fields_of(form) if one["id"] == "hund.wurftag")
        assert day["open_rules"] == [
            {"id": "R00000000001V1.0.0", "name": "Regel", "text": 'F00000000013 "Wurftag" ist wichtig.'}
        ]

    @pytest.mark.parametrize(
        ("text", "suggested"),
        [
            ('Wenn in Feld F00000000012 "Farbe" Auswahl=2, dann muss Feld F00000000013 "Wurftag" befüllt werden', 'required: "hund.farbe == \\"2\\""'),
            ('Wenn Feld F00000000012 = 1, dann ist G00000000010.F00000000013 anzuzeigen.', 'show: "hund.farbe == \\"1\\""'),
            ('Das Datum F00000000013 "Wurftag" darf nicht in der Zukunft liegen.', "max: today"),
            ('Das Datum F00000000013 "Wurftag" darf nicht in der Vergangenheit liegen.', "min: today"),
            ("Wenn Feld F00000000012 = 9, dann muss Feld F00000000013 befüllt werden", ""),
            ("Es gilt das Übliche.", ""),
        ],
    )  # fmt: skip
    def test_are_suggested_only_where_the_words_are_unmistakable(self, text: str, suggested: str) -> None:
        imported = import_schema(schema(place(DOG), rules=[rule(1, text)]), Codelists())
        assert imported.rules[0].suggestion == suggested
        assert not suggested or f"# {suggested}" in imported.files["form.yaml"]

    def test_are_each_named_by_the_checker(self, tmp_path: Path) -> None:
        target = write_package(
            import_schema(schema(place(DOG), rules=[rule(1, "Eins."), rule(2, "Zwei.")]), Codelists()),
            tmp_path,
        )
        found = Counter(finding.rule for finding in check_package(target).findings)
        assert found["fim.open-rule"] == 2


NAMES = st.sampled_from(
    [
        "Name",
        "Straße / Nr.",
        "Ist das so?",
        "1. Datum",
        "für",
        'Ja: "nein" # x',
        "E-Mail",
        "Hausnummer",
        "true",
        "ÄÖÜ",
        "…",
        "Name",
    ]
)
COUNTS = st.sampled_from(["1:1", "0:1", "0:*", "1:*", "2:3"])


@st.composite
def elements(draw: st.DrawFn, depth: int = 3) -> str:
    """Any element: what a schema may hold, in any order and depth."""
    number, name = draw(st.integers(1, 10**9)), draw(NAMES).replace('"', "&quot;")
    if depth and draw(st.booleans()):
        members = [place(draw(elements(depth - 1)), draw(COUNTS)) for _ in range(draw(st.integers(0, 4)))]
        more = "<x:art><code>X</code></x:art>" if draw(st.integers(0, 4)) == 0 else ""
        return group(number, name, *members, more=more)
    kind = draw(st.sampled_from(["input", "input", "input", "select", "label", "locked", "hidden"]))
    data = draw(
        st.sampled_from(
            [
                "text",
                "date",
                "bool",
                "num_int",
                "num",
                "num_currency",
                "file",
                "time",
                "datetime",
                "text_latin",
            ]
        )
    )
    more = COLOURS if kind == "select" else draw(st.sampled_from(["", "<x:inhalt>7</x:inhalt>"]))
    return field(number, name, kind=kind, data="text" if kind == "select" else data, more=more)


class TestPackages:
    @settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
    @given(members=st.lists(st.tuples(elements(), COUNTS), min_size=1, max_size=4))
    def test_of_any_schema_have_no_error(
        self, members: list[tuple[str, str]], tmp_path_factory: pytest.TempPathFactory
    ) -> None:
        data = schema(*(place(element, count) for element, count in members), rules=[rule(1, "Eine Regel.")])
        try:
            assert errors_of(data, tmp_path_factory.mktemp("fim")) == []
        except FimRefused as refused:
            assert "fragt nichts" in str(refused)

    @pytest.mark.skipif(
        not SAMPLES.is_dir(), reason="ONLINEAMT_FIM_SAMPLES nennt keinen Ordner mit FIM-Dateien"
    )
    def test_of_every_real_schema_have_no_error(self, tmp_path: Path) -> None:
        for path in [*sorted((SAMPLES / "xdf3").glob("S*.xml")), SAMPLES / "xdf2" / "BlaueKarte.xml"]:
            folder = tmp_path / path.stem
            assert errors_of(path.read_bytes(), folder) == [], path.name


class TestCommand:
    def test_writes_a_package_and_says_what_is_left(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        (tmp_path / "a.xml").write_bytes(schema(place(DOG), rules=[rule(1, "Eine Regel.")]))
        assert import_fim([str(tmp_path / "a.xml"), "-o", str(tmp_path)]) == 0
        said = capsys.readouterr().out
        assert "3 Felder und 1 Gruppen: 1 Seiten, 2 Pflichtfragen" in said
        assert "1 Regeln sind Sätze" in said
        assert (tmp_path / "musterantrag" / "examples" / "kurz.yaml").is_file()

    def test_speaks_to_programs(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        (tmp_path / "a.xml").write_bytes(schema(place(DOG)))
        assert import_fim([str(tmp_path / "a.xml"), "-o", str(tmp_path), "--json"]) == 0
        assert json.loads(capsys.readouterr().out) == {
            "schema": "S00000000001", "version": "1.0.0", "fields": 3, "groups": 1, "pages": 1, "required": 2, "codelists": 0,
            "rules_todo": 0, "warnings": [],
        }  # fmt: skip

    def test_overwrites_nothing(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        (tmp_path / "a.xml").write_bytes(schema(place(DOG)))
        assert import_fim([str(tmp_path / "a.xml"), "-o", str(tmp_path)]) == 0
        assert import_fim([str(tmp_path / "a.xml"), "-o", str(tmp_path)]) == 1
        assert "gibt es schon" in capsys.readouterr().err

    @pytest.mark.parametrize(
        ("arguments", "said"),
        [
            (["fehlt.xml"], "No such file"),
            (["kaputt.xml"], "hört mitten in einem Element auf"),
            (["kaputt.xml", "--codelists", "nirgends"], "Den Ordner gibt es nicht"),
        ],
    )
    def test_says_what_it_cannot_do(
        self,
        arguments: list[str],
        said: str,
        tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        monkeypatch.chdir(tmp_path)
        Path("kaputt.xml").write_bytes(schema(place(DOG))[:-50])
        assert import_fim([*arguments, "-o", "ziel"]) == 1
        assert said in capsys.readouterr().err
