"""What Django is told; everything that differs between installations comes from env.py."""

from pathlib import Path
from typing import Any

import psycopg

from onlineamt.config.env import database_parameters, read_env
from onlineamt.foundation.core import clock

ENV = read_env()
if not ENV.is_production:
    clock.allow_setting()  # the sample world has a past
PACKAGE = Path(__file__).resolve().parent.parent

SECRET_KEY = ENV.secret_key
DEBUG = False
ALLOWED_HOSTS = ["*"]  # unknown hosts are answered by the entrance, in words
ROOT_URLCONF = "onlineamt.config.urls"
WSGI_APPLICATION = "onlineamt.config.wsgi.application"
APPEND_SLASH = False

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "procrastinate.contrib.django",
    "onlineamt.foundation.tenancy",
    "onlineamt.foundation.sealing",
    "onlineamt.foundation.audit",
    "onlineamt.foundation.jobs",
    "onlineamt.foundation.limits",
    "onlineamt.foundation.organisation",
    "onlineamt.foundation.accounts",
    "onlineamt.facilities.documents",
    "onlineamt.facilities.mail",
    "onlineamt.facilities.registers",
    "onlineamt.facilities.payments",
    "onlineamt.facilities.post",
    "onlineamt.procedure.catalogue",
    "onlineamt.procedure.applications",
    "onlineamt.procedure.cases",
    "onlineamt.procedure.decisions",
    "onlineamt.procedure.delivery",
    "onlineamt.config",
]

MIDDLEWARE = [
    "onlineamt.audiences.operations.middleware.request_log",
    "onlineamt.audiences.entrance.middleware.security_headers",
    "onlineamt.audiences.operations.middleware.machine_pages",
    "onlineamt.audiences.entrance.middleware.municipality",
    "onlineamt.audiences.entrance.middleware.ErrorPages",
    "onlineamt.audiences.entrance.middleware.readable_body",
    "onlineamt.audiences.entrance.middleware.same_origin",
]

TEMPLATES: list[dict[str, Any]] = []


def _forget_tenant(connection: psycopg.Connection[Any]) -> None:
    """Leave nothing of the last request in a pooled connection: a session-level setting would leak."""
    connection.autocommit = (
        True  # one statement instead of a transaction around it; Django sets its own mode again
    )
    connection.execute("SELECT set_config('app.tenant', '', false)")


def _database(url: str, *, pool: int = 0) -> dict[str, Any]:
    options: dict[str, Any] = {
        "options": "-c search_path=public,vault",
        "connect_timeout": 5,
        # Values travel beside the statement, and what comes again is planned once for a connection.
        "server_side_binding": True,
        "prepare_threshold": 2,
    }
    if pool:
        options["pool"] = {"min_size": 1, "max_size": pool, "timeout": 10, "reset": _forget_tenant}
    return {"ENGINE": "django.db.backends.postgresql", **database_parameters(url), "OPTIONS": options}


# `apart` is the web role on connections of its own: what must be kept although the request is refused.
DATABASES = {
    "default": _database(ENV.database_url, pool=ENV.database_pool_size),
    "apart": _database(ENV.database_url, pool=min(2, ENV.database_pool_size)),
    "owner": _database(ENV.database_owner_url),
    "maintenance": _database(ENV.database_maintenance_url),
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = "de"
LOCALE_PATHS = [PACKAGE / "locale"]
LANGUAGES = [("de", "Deutsch"), ("de-easy", "Leichte Sprache"), ("en", "English")]

DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000  # bytes of a form; the entrance refuses more before reading
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000
# A page with its files stays in memory: nothing of a person lies on disk unsealed.
FILE_UPLOAD_MAX_MEMORY_SIZE = 41_100_000

PASSWORD_HASHERS = ["onlineamt.foundation.accounts.passwords.PasswordHasher"]

STATIC_URL = "/static/"
STATIC_ROOT = ENV.data / "static"

LOGGING_CONFIG = None
