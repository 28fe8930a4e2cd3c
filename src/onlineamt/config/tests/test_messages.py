"""German texts are found wherever they stand, and every kind of fault in a translation is noticed."""

from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from django.utils import translation

from onlineamt.config.commands import messages as command
from onlineamt.config.doctor.files import check_words
from onlineamt.config.doctor.findings import Level
from onlineamt.config.messages.catalogues import (
    catalogue_path,
    compile_catalogues,
    read_catalogue,
    uncompiled_languages,
    update_catalogues,
)
from onlineamt.config.messages.faults import find_faults
from onlineamt.config.messages.sources import collect_messages
from onlineamt.foundation.core.languages import Language

PAGE = """{% block title %}{{ _("Titel") }}{% endblock %}
<p>{{ ngettext("Ein Hund", "%(num)d Hunde", dogs|length) }} {{ pgettext("pages", "Weiter") }} {{ _(error.title) }}</p>
"""
CODE = '''"""Code."""
from django.utils.translation import gettext as _, pgettext

CHANNEL = gettext_noop("am Schalter")


class Strange(PortalError):
    """Said by the error page."""

    title: ClassVar[str] = "Das ist seltsam."
    next_step = (
        "Rufen Sie uns an: "
        "Telefon 115."
    )


class Card:
    """No error."""

    title = "Karte"


def greet(name: str) -> str:
    return _("Guten Tag, %(name)s") % {"name": name} + pgettext("month", "Mai")
'''


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A package with one template, one file of code, and a test whose texts are nobody's."""
    files = {
        "pages/templates/page.html": PAGE,
        "pages/views.py": CODE,
        "pages/tests/test_views.py": '_("nie")',
    }
    for name, content in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    return tmp_path


@pytest.fixture
def german() -> Catalog:
    catalogue = Catalog()
    catalogue.add("Guten Tag, %(name)s", locations=[("views.py", 1)])
    catalogue.add(("Ein Hund", "%(num)d Hunde"), locations=[("page.html", 1)])
    catalogue.add(" oder ", locations=[("page.html", 2)])
    return catalogue


@pytest.fixture
def folder(german: Catalog, tmp_path: Path) -> Path:
    """A folder whose languages say everything."""
    update_catalogues(german, tmp_path)
    for language in (Language.ENGLISH, Language.PLAIN_GERMAN):
        for old, new in (
            ('"Guten Tag, %(name)s"\nmsgstr ""', '"Guten Tag, %(name)s"\nmsgstr "Hello, %(name)s"'),
            ('msgstr[0] ""\nmsgstr[1] ""', 'msgstr[0] "A dog"\nmsgstr[1] "%(num)d dogs"'),
            ('" oder "\nmsgstr ""', '" oder "\nmsgstr " or "'),
        ):
            replace(catalogue_path(language, tmp_path), old, new)
    return tmp_path


def replace(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, (old, text)
    path.write_text(text.replace(old, new), encoding="utf-8")


def english(folder: Path) -> Path:
    return catalogue_path(Language.ENGLISH, folder)


def faults(german: Catalog, folder: Path) -> list[str]:
    return [str(fault) for fault in find_faults(german, folder)]


class TestCollectMessages:
    def test_finds_texts_of_templates_code_and_errors(self, package: Path) -> None:
        found = [(one.id, one.context) for one in collect_messages(package) if one.id]

        assert found == [
            ("am Schalter", None),
            ("Das ist seltsam.", None),
            ("Rufen Sie uns an: Telefon 115.", None),
            ("Guten Tag, %(name)s", None),
            ("Mai", "month"),
            ("Titel", None),
            (("Ein Hund", "%(num)d Hunde"), None),
            ("Weiter", "pages"),
        ]

    def test_says_which_file_shows_a_text(self, package: Path) -> None:
        assert collect_messages(package).get("Titel").locations == [("pages/templates/page.html", 1)]

    def test_does_not_pass_over_a_template_it_cannot_read(self, package: Path) -> None:
        (package / "pages" / "templates" / "page.html").write_text("{% block %}", encoding="utf-8")

        with pytest.raises(Exception, match="block"):
            collect_messages(package)


class TestUpdateCatalogues:
    def test_changes_nothing_when_nothing_has_changed(self, german: Catalog, folder: Path) -> None:
        before = english(folder).read_bytes()
        update_catalogues(german, folder)

        assert english(folder).read_bytes() == before

    def test_names_files_but_no_lines_and_no_days(self, folder: Path) -> None:
        text = english(folder).read_text(encoding="utf-8")

        assert "#: views.py\n" in text
        assert "POT-Creation-Date" not in text

    def test_suggests_the_old_translation_for_a_changed_text(self, german: Catalog, folder: Path) -> None:
        german.delete("Guten Tag, %(name)s")
        german.add("Guten Tag, liebe %(name)s")
        update_catalogues(german, folder)

        suggested = read_catalogue(english(folder).read_text(encoding="utf-8")).get(
            "Guten Tag, liebe %(name)s"
        )
        assert (suggested.string, suggested.fuzzy) == ("Hello, %(name)s", True)


class TestUncompiledLanguages:
    def test_are_all_before_and_none_after(self, folder: Path) -> None:
        before = uncompiled_languages(folder)
        compile_catalogues(folder)

        assert before == [Language.PLAIN_GERMAN, Language.ENGLISH]
        assert uncompiled_languages(folder) == []

    def test_are_noticed_by_the_doctor(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("onlineamt.config.doctor.files.uncompiled_languages", lambda: [Language.ENGLISH])

        (finding,) = check_words()
        assert finding.level is Level.FAULT
        assert "messages compile" in finding.mend


class TestCompileCatalogues:
    def test_makes_what_gettext_reads_and_nothing_else(self, folder: Path) -> None:
        compile_catalogues(folder)

        made = sorted(path.name for path in english(folder).parent.iterdir())
        assert made == ["django.mo", "django.po"]
        assert b"Hello, %(name)s" in english(folder).with_suffix(".mo").read_bytes()

    def test_takes_changes_in(self, folder: Path) -> None:
        compile_catalogues(folder)
        replace(english(folder), "Hello", "Good day")
        compile_catalogues(folder)

        assert b"Good day, %(name)s" in english(folder).with_suffix(".mo").read_bytes()

    def test_lets_django_count(self) -> None:
        with translation.override("en"):
            said = [translation.ngettext("Ein Amt", "%(num)d Ämter", n) for n in (0, 1, 2)]

        assert said == ["%(num)d offices", "One office", "%(num)d offices"]


class TestFindFaults:
    def test_finds_none_in_whole_files(self, german: Catalog, folder: Path) -> None:
        assert faults(german, folder) == []

    def test_notices_a_missing_text(self, german: Catalog, folder: Path) -> None:
        german.add("Neu")

        assert faults(german, folder) == ["de-easy: „Neu“ fehlt", "en: „Neu“ fehlt"]

    def test_notices_a_missing_language(self, german: Catalog, folder: Path) -> None:
        english(folder).unlink()

        assert "en: „ oder “ fehlt" in faults(german, folder)

    def test_notices_a_text_that_nothing_shows(self, german: Catalog, folder: Path) -> None:
        german.delete(" oder ")

        assert faults(german, folder)[0] == "de-easy: „ oder “ wird nirgends mehr gezeigt"

    @pytest.mark.parametrize(
        ("old", "new", "problem"),
        [
            ('msgstr "Hello, %(name)s"', 'msgstr ""', "„Guten Tag, %(name)s“ ist nicht übersetzt"),
            ('msgstr[1] "%(num)d dogs"', 'msgstr[1] ""', "„Ein Hund“ ist nicht übersetzt"),
            ('"Hello, %(name)s"', '"Hello"', "„Guten Tag, %(name)s“ hat andere Lücken als der deutsche Text"),
            ("Hello, %(name)s", "Hello, %(nmae)s", "„Guten Tag, %(name)s“ hat andere Lücken als der deutsche Text"),
            ("%(num)d dogs", "many dogs", "„Ein Hund“ hat andere Lücken als der deutsche Text"),
            ('" or "', '"or"', "„ oder “ beginnt oder endet mit anderen Leerzeichen als der deutsche Text"),
            (
                "#, python-format\nmsgid \"Guten",
                "#, fuzzy, python-format\nmsgid \"Guten",
                "„Guten Tag, %(name)s“ ist nur vermutet: prüfen Sie die Übersetzung, "
                "und streichen Sie die Zeile mit „fuzzy“",
            ),
            ("#: page.html\n", "", "die Datei ist nicht so, wie „onlineamt messages extract“ sie schreibt"),
            (
                '"Language: en',
                '"PO-Revision-Date: 2026-11-22 12:00+0000\\n"\n"Language: en',
                "die Datei ist nicht so, wie „onlineamt messages extract“ sie schreibt",
            ),
        ],
    )  # fmt: skip
    def test_notices_a_wrong_translation(
        self, old: str, new: str, problem: str, german: Catalog, folder: Path
    ) -> None:
        path = english(folder)
        path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")

        assert faults(german, folder) == [f"en: {problem}"]

    def test_notices_an_old_translation_kept_as_a_comment(self, german: Catalog, folder: Path) -> None:
        with english(folder).open("a", encoding="utf-8") as file:
            file.write('\n#~ msgid "Alt"\n#~ msgstr "Old"\n')

        assert faults(german, folder) == ["en: „Alt“ wird nirgends mehr gezeigt"]

    def test_lets_one_thing_go_without_its_number(self, german: Catalog, folder: Path) -> None:
        replace(english(folder), '"A dog"', '"%(num)d dog"')

        assert faults(german, folder) == []


class TestCommand:
    def test_says_that_all_is_well(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert command.run(["check"]) == 0
        assert capsys.readouterr().out == "Alle Texte sind in allen Sprachen da.\n"

    def test_fails_when_something_is_wrong(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        german = collect_messages()
        german.add("Nirgends übersetzt")
        monkeypatch.setattr("onlineamt.config.messages.sources.collect_messages", lambda: german)

        assert command.run(["check"]) == 1
        assert "en: „Nirgends übersetzt“ fehlt" in capsys.readouterr().out
