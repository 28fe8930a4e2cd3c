"""The list of all parts (SBOM) is valid CycloneDX and complete; the version stands in one place twice."""

import json
import tomllib

from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from tests.operations.portal import ROOT

from onlineamt import __version__
from onlineamt.config.sbom import bill_of_materials


class TestBillOfMaterials:
    def test_is_valid(self) -> None:
        text = json.dumps(bill_of_materials(ROOT))
        assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(text) is None

    def test_names_python_and_npm_packages_but_not_the_tools_of_the_checks(self) -> None:
        names = {part["name"] for part in bill_of_materials(ROOT)["components"]}
        assert {"django", "psycopg", "@kern-ux/native"} <= names
        assert not {"pytest", "axe-core"} & names

    def test_knows_the_licence_of_every_part_that_is_installed(self) -> None:
        parts = bill_of_materials(ROOT)["components"]
        assert [part["name"] for part in parts if "licenses" not in part] == []

    def test_is_the_same_each_time(self) -> None:
        assert bill_of_materials(ROOT) == bill_of_materials(ROOT)


def test_the_version_of_the_program_is_that_of_the_project() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert __version__ == project["version"]
