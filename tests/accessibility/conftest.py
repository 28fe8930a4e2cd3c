"""What the accessibility tests share: the gallery on a port of this machine."""

from collections.abc import Iterator

import pytest
from tests.accessibility.browser import served


@pytest.fixture(scope="session")
def gallery_url() -> Iterator[str]:
    """Return the address of the gallery, without a closing slash."""
    from tests.accessibility.gallery_site import application

    with served(application) as port:
        yield f"http://musterstadt.localhost:{port}/_gallery"
