"""The application that `onlineamt serve` runs: the front, then files, kept pages, and Django."""

import os
from collections.abc import Callable, MutableMapping
from typing import Any

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "onlineamt.config.settings")

django_application = get_wsgi_application()

# Both need settings and models, which are there only now.
from django.conf import settings  # noqa: E402
from whitenoise import WhiteNoise  # noqa: E402

from onlineamt.audiences.entrance.content_types import readable_types_only  # noqa: E402
from onlineamt.audiences.entrance.front import Front  # noqa: E402
from onlineamt.audiences.entrance.middleware import SECURITY_HEADERS  # noqa: E402
from onlineamt.audiences.entrance.page_cache import PageCache  # noqa: E402
from onlineamt.audiences.entrance.whole_bodies import whole_bodies_only  # noqa: E402


def _add_strict_headers(headers: MutableMapping[str, str], path: str, url: str) -> None:
    for name, value in SECURITY_HEADERS.items():
        headers[name] = value


kept_pages = PageCache(readable_types_only(whole_bodies_only(django_application)))
application: Callable[..., Any] = WhiteNoise(
    kept_pages,
    root=str(settings.STATIC_ROOT),
    prefix="static/",
    immutable_file_test=lambda path, url: True,  # every name holds the hash of its content
    max_age=31_536_000,
    add_headers_function=_add_strict_headers,
)


def make_front() -> Front:
    """Return what a web process answers with."""
    folder = settings.ENV.data / "bodies"
    folder.mkdir(parents=True, exist_ok=True)
    return Front(application, kept=kept_pages, threads=settings.ENV.web_threads, folder=folder)
