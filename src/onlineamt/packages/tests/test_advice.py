"""What authors new to expressions write, and what the checker tells them."""

import pytest

from onlineamt.packages.check import check_package
from onlineamt.packages.tests.workshop import Workshop, only

VALUE = "value: ding.zahl * 2"


class TestAnExpressionThatIsRefused:
    @pytest.mark.parametrize(
        ("written", "said"),
        [
            ("date.diff(ding.seit, today)", "date.days_between"),
            ("(today - ding.seit) / 7", "date.days_between(von, bis)"),
            ("today - 7", "date.plus_days(tag, zahl)"),
            ("ding.farbe = 'blau' ? 1 : 2", "„==“"),
            ("ding.zahl > 1 und ding.zahl < 3 ? 1 : 2", "„&&“"),
            ("ding.farbe == blau ? 1 : 2", '"blau"'),
        ],
    )
    def test_is_told_with_the_mend(self, workshop: Workshop, written: str, said: str) -> None:
        workshop.replace("form.yaml", VALUE, f'value: "{written}"')
        finding = only(list(check_package(workshop.folder).findings), "expressions.refused")
        assert said in finding.mend, str(finding)

    def test_brings_no_other_line_with_it(self, workshop: Workshop) -> None:
        workshop.replace("form.yaml", VALUE, "value: ding.zaal * 2")
        assert len(check_package(workshop.folder).findings) == 1


class TestWhatUsedToSayLittle:
    def test_a_validity_is_told_once(self, workshop: Workshop) -> None:
        workshop.replace("procedure.yaml", "valid: P1Y", "valid: {von: today}")
        (finding,) = check_package(workshop.folder).findings
        assert "from: …, until: …" in finding.mend

    def test_an_entry_of_a_list_is_named_by_its_list(self, workshop: Workshop) -> None:
        workshop.replace("service.yaml", "channels: [online]", "channels: [online, fax]")
        (finding,) = check_package(workshop.folder).findings
        assert "„channels“" in finding.message

    def test_a_page_with_fields_and_groups_says_what_to_do(self, workshop: Workshop) -> None:
        workshop.replace(
            "form.yaml",
            "      - {id: person.name, kind: text, label: Name}",
            "      - {id: person.name, kind: text, label: Name}\n    groups: [{block: address}]",
        )
        findings = check_package(workshop.folder).findings
        assert any("erste Gruppe" in finding.mend for finding in findings), findings

    def test_a_wrong_answer_hides_what_follows_from_it(self, workshop: Workshop) -> None:
        workshop.replace("examples/blau.yaml", "ding.seit: 2026-01-01", "ding.seit: 01.01.2026")
        (finding,) = (one for one in check_package(workshop.folder).findings if one.level == "error")
        assert "2026-03-20" in finding.mend

    def test_a_letter_says_what_it_is_not_given(self, workshop: Workshop) -> None:
        workshop.replace("letters/bescheid.typ", "person.name", "pruefung.nummer")
        finding = only(list(check_package(workshop.folder).findings), "letters.cannot-be-set")
        assert "„pruefung“" in finding.message and ".at(" in finding.mend

    def test_a_service_may_say_why_it_has_no_number(self, workshop: Workshop) -> None:
        workshop.replace(
            "service.yaml",
            'leistungsschluessel: ["99110009104000"]',
            "leistungsschluessel: []\nohne_leistungsschluessel: Im FIM-Portal gesucht, keiner passt.",
        )
        assert check_package(workshop.folder).findings == ()
