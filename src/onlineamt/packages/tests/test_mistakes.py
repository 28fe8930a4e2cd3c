import pytest

from onlineamt.packages.check import check_package
from onlineamt.packages.check.registry import RULES
from onlineamt.packages.findings import Level
from onlineamt.packages.install import Audience, NotInstallable, install_package
from onlineamt.packages.tests.mistakes import ERRORS, WARNINGS, Mistake
from onlineamt.packages.tests.workshop import Workshop, only


class TestEveryMistake:
    @pytest.mark.parametrize("mistake", [*ERRORS, *WARNINGS], ids=str)
    def test_is_found_with_file_line_and_mend(self, workshop: Workshop, mistake: Mistake) -> None:
        line = mistake.break_it(workshop)
        finding = only(list(check_package(workshop.folder).findings), mistake.rule)
        assert (finding.file, finding.line) == (mistake.file, line), str(finding)
        assert finding.message.endswith((".", "!", "?", "“")) and finding.mend.endswith((".", "!", "?"))

    @pytest.mark.parametrize("mistake", ERRORS, ids=str)
    def test_installs_nothing(self, workshop: Workshop, mistake: Mistake) -> None:
        """No database is marked for this test: any touch of it would fail."""
        mistake.break_it(workshop)
        with pytest.raises(NotInstallable) as refused:
            install_package(workshop.folder, audience=Audience(is_everybody=True), settings={})
        assert any(finding.level is Level.ERROR for finding in refused.value.findings)

    @pytest.mark.parametrize("mistake", WARNINGS, ids=str)
    def test_is_no_obstacle_where_it_is_only_a_warning(self, workshop: Workshop, mistake: Mistake) -> None:
        mistake.break_it(workshop)
        finding = only(list(check_package(workshop.folder).findings), mistake.rule)
        assert finding.level is Level.WARNING


class TestRules:
    def test_each_has_a_mistake_that_shows_it(self) -> None:
        shown = {mistake.rule for mistake in (*ERRORS, *WARNINGS)}
        assert sorted(RULES.keys() - shown) == []

    def test_each_says_why(self) -> None:
        assert [rule.id for rule in RULES.values() if not rule.find.__doc__] == []

    def test_none_has_a_word_for_the_sample(self, workshop: Workshop) -> None:
        assert check_package(workshop.folder).findings == ()
