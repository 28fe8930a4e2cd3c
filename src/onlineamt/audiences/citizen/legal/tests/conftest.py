"""Pages need their style sheets and scripts: built once for all tests of this folder."""

from pathlib import Path

import pytest
from django.conf import settings

from onlineamt.audiences.design.assets import build_assets


@pytest.fixture(scope="session", autouse=True)
def assets() -> None:
    build_assets(target=Path(settings.STATIC_ROOT))
