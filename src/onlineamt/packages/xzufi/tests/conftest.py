from pathlib import Path

import pytest

from onlineamt.packages.tests.workshop import SAMPLES, Workshop, copy_of


@pytest.fixture
def workshop(tmp_path: Path) -> Workshop:
    return copy_of(SAMPLES / "muster-anzeige", tmp_path)
