"""The units we hand out: systemd never gives up on them, and starts commands that exist."""

from configparser import ConfigParser

import pytest
from tests.operations.portal import ROOT

from onlineamt.__main__ import command_names

UNITS = sorted((ROOT / "docs" / "operations" / "systemd").iterdir())


@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.name)
class TestUnits:
    def test_are_started_again_for_ever(self, path: object) -> None:
        unit = read(path)
        assert unit["Unit"]["StartLimitIntervalSec"] == "0"
        assert unit["Service"]["Restart"] in {"always", "on-failure"}

    def test_start_a_command_that_exists(self, path: object) -> None:
        command = read(path)["Service"].get("ExecStart", "onlineamt serve").split()
        assert command[-1] in command_names()


def read(path: object) -> ConfigParser:
    unit = ConfigParser(interpolation=None)
    unit.optionxform = str  # type: ignore[assignment, method-assign]
    assert unit.read(str(path))
    return unit
