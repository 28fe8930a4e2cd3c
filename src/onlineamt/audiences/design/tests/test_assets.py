"""Assets are made once, have names that change with their content, and leave out what is not used."""

import json
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from onlineamt.audiences.design.assets import REPOSITORY, AssetsMissing, asset, build_assets
from onlineamt.audiences.design.fonts import SUBSETS
from onlineamt.audiences.design.purge import class_names, purge

# Letters of DIN 91379 that names in Germany have, from Polish to Vietnamese, and one with a mark of its own.
NAMES = "ÄÖÜäöüßẞ ŁŻółęąćńśź ČŠŽčšžđ ŐŰőű ÆØÅæøå ĞİŞğış ǍǏǑ ȘȚ Ộặễữ M\u0302 ŋ ə"


class TestBuildAssets:
    def test_says_what_to_do_when_packages_are_missing(self, tmp_path: Path) -> None:
        with pytest.raises(AssetsMissing, match="npm ci"):
            build_assets(packages=tmp_path, target=tmp_path / "static")
        assert not (tmp_path / "static").exists()

    def test_does_nothing_when_nothing_has_changed(self) -> None:
        assert build_assets(target=REPOSITORY / "var" / "static") is False

    def test_is_the_same_every_time(self, tmp_path: Path) -> None:
        assert build_assets(target=tmp_path / "static") is True
        names = json.loads((tmp_path / "static" / "manifest.json").read_text())["files"]
        again = json.loads((REPOSITORY / "var" / "static" / "manifest.json").read_text())["files"]
        assert names == again
        assert all((tmp_path / "static" / path).is_file() for path in names.values())
        assert (tmp_path / "static" / (names["site.css"] + ".br")).is_file()
        assert (tmp_path / "static" / (names["site.css"] + ".gz")).is_file()

    def test_keeps_what_pages_made_before_still_ask_for(self, tmp_path: Path) -> None:
        for name, inputs in (("oldest", "1"), ("older", "2")):
            (tmp_path / f"{name}.css").write_text(name)
            manifest = {"inputs": inputs, "files": {"site.css": f"{name}.css"}}
            (tmp_path / "manifest.json").write_text(json.dumps(manifest))
        build_assets(target=tmp_path)
        assert (tmp_path / "older.css").is_file()
        assert not (tmp_path / "oldest.css").exists()


class TestAsset:
    def test_gives_an_address_that_changes_with_the_content(self) -> None:
        assert asset("site.css").startswith("/static/site.")
        assert asset("site.css") != "/static/site.css"

    def test_says_how_to_make_what_is_missing(self) -> None:
        with pytest.raises(AssetsMissing, match="onlineamt assets"):
            asset("nothing.css")


class TestScripts:
    def test_find_each_other_by_their_hashed_addresses(self) -> None:
        static = REPOSITORY / "var" / "static"
        for path in static.glob("js.*/*.js"):
            assert '"@' not in path.read_text(), f"{path.name} imports by a name that browsers do not know"


class TestFonts:
    def test_have_every_letter_of_a_name(self) -> None:
        static = REPOSITORY / "var" / "static"
        known: set[int] = set()
        for path in static.glob("fonts/fira-sans-400-*.woff2"):
            known |= set(TTFont(path).getBestCmap())
        missing = {letter for letter in NAMES if ord(letter) not in known}
        assert missing == set()

    def test_share_no_character_between_files(self) -> None:
        seen: set[int] = set()
        for ranges in SUBSETS.values():
            codes = {code for start, end in ranges for code in range(start, end + 1)}
            assert not codes & seen
            seen |= codes

    def test_are_small(self) -> None:
        static = REPOSITORY / "var" / "static"
        assert all(path.stat().st_size < 16_000 for path in static.glob("fonts/*german*.woff2"))


class TestPurge:
    @pytest.mark.parametrize(
        ("css", "kept"),
        [
            (".kern-a{x:1}.kern-b{x:2}", ".kern-a{x:1}"),
            (".kern-a,.kern-b{x:1}", ".kern-a{x:1}"),
            (".kern-a .kern-b{x:1}", ""),
            ("@media print{.kern-b{x:1}}", ""),
            ("@media print{.kern-a{x:1}.kern-b{x:1}}", "@media print{.kern-a{x:1}}"),
            ("p{x:1}:root{--kern-b:1}", "p{x:1}:root{--kern-b:1}"),
            (".kern-a:not(.kern-b):is(.kern-c,p){x:1}", ".kern-a:not(.kern-b):is(.kern-c,p){x:1}"),
            ('@charset "UTF-8";.kern-b{x:1}', '@charset "UTF-8";'),
            ("@keyframes kern-b{from{x:1}to{x:2}}", "@keyframes kern-b{from{x:1}to{x:2}}"),
            (
                '.kern-a{background:url("data:image/svg+xml,{;}")}',
                '.kern-a{background:url("data:image/svg+xml,{;}")}',
            ),
            ("/* .kern-a{} */.kern-b{x:1}", ""),
        ],
    )
    def test_drops_only_rules_of_unused_classes(self, css: str, kept: str) -> None:
        assert purge(css, frozenset({"kern-a"})) == kept


class TestClassNames:
    def test_finds_them_wherever_they_stand(self) -> None:
        assert class_names(['<p class="kern-a kern-b__c--d">', "list.add('kern-e')"]) == {
            "kern-a",
            "kern-b__c--d",
            "kern-e",
        }
