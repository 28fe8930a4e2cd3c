"""Every setting from the environment, typed, in one place; a wrong one fails with its name."""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path
from typing import Literal, TypeVar, get_args
from urllib.parse import parse_qsl, unquote, urlsplit

Mode = Literal["production", "demo", "test"]
T = TypeVar("T")


class WrongSetting(Exception):
    """A variable of the environment is missing or wrong; the message names it and says what would be right."""


@dataclass(frozen=True, kw_only=True)
class Env:
    """What the environment says. See docs/operations/settings.md for the words."""

    mode: Mode
    data: Path
    erasure_journal: Path
    database_url: str
    database_owner_url: str
    database_maintenance_url: str
    secret_key: str
    address: str
    port: int
    web_processes: int
    web_threads: int  # requests a process works on at once
    web_connections: int  # connections a process holds at once, most of them idle
    job_slots: int  # jobs a worker works on at once
    metrics_token: str
    files_url: str  # empty: a folder in `data`
    files_access_key: str
    files_secret_key: str
    clamav_url: str  # empty: files stay marked as not scanned
    smtp_url: str
    mail_from: str
    seal_name: str
    log_json: bool
    database_pool_size: int  # 0: no pool of ours
    proxies: int  # how many proxies of ours stand in front and add to X-Forwarded-For

    def origin_of(self, host: str) -> str:
        """Return how people reach a municipality: `https://` in production, with the port in a demonstration."""
        return f"https://{host}" if self.is_production else f"http://{host}:{self.port}"

    @property
    def is_production(self) -> bool:
        """Stand-ins for outside systems refuse to work here."""
        return self.mode == "production"


def read_env(environ: Mapping[str, str] = os.environ) -> Env:
    """Return the settings. Raises WrongSetting with the variable's name."""
    mode: Mode = _read(environ, "ONLINEAMT_MODE", _mode, "production")
    is_production = mode == "production"
    return Env(
        mode=mode,
        data=_read(environ, "ONLINEAMT_DATA", lambda text: Path(text).resolve(), "var"),
        erasure_journal=_read(
            environ,
            "ONLINEAMT_ERASURE_JOURNAL",
            lambda text: Path(text).resolve(),
            f"{environ.get('ONLINEAMT_DATA', 'var')}/erasures.jsonl",
        ),
        database_url=_read(environ, "DATABASE_URL", _postgres, None if is_production else ""),
        database_owner_url=_read(environ, "DATABASE_OWNER_URL", _postgres, ""),
        database_maintenance_url=_read(environ, "DATABASE_MAINTENANCE_URL", _postgres, ""),
        secret_key=_read(
            environ, "ONLINEAMT_SECRET_KEY", _secret, None if is_production else "only-for-demo-and-tests" * 3
        ),
        address=_read(environ, "ONLINEAMT_ADDRESS", _address, "127.0.0.1"),
        port=_read(environ, "ONLINEAMT_PORT", _port, "8000"),
        web_processes=_read(environ, "ONLINEAMT_WEB_PROCESSES", _positive, str(max(2, os.cpu_count() or 2))),
        web_threads=_read(environ, "ONLINEAMT_WEB_THREADS", _positive, "16"),
        web_connections=_read(environ, "ONLINEAMT_WEB_CONNECTIONS", _positive, "2000"),
        job_slots=_read(environ, "ONLINEAMT_JOB_SLOTS", _positive, "4"),
        metrics_token=_read(environ, "ONLINEAMT_METRICS_TOKEN", str, ""),
        files_url=_read(environ, "ONLINEAMT_FILES_URL", _s3, ""),
        files_access_key=_read(environ, "ONLINEAMT_FILES_ACCESS_KEY", str, _key_default(environ)),
        files_secret_key=_read(environ, "ONLINEAMT_FILES_SECRET_KEY", str, _key_default(environ)),
        clamav_url=_read(environ, "ONLINEAMT_CLAMAV_URL", _clamav, ""),
        smtp_url=_read(environ, "ONLINEAMT_SMTP_URL", _smtp, None if is_production else ""),
        mail_from=_read(
            environ, "ONLINEAMT_MAIL_FROM", str, None if is_production else "online-amt@musterstadt.invalid"
        ),
        seal_name=_read(
            environ,
            "ONLINEAMT_SEAL_NAME",
            str,
            None if is_production else "Online-Amt Demo – keine echte Behörde",
        ),
        log_json=_read(environ, "ONLINEAMT_LOG_JSON", _yes_no, "yes" if is_production else "no"),
        proxies=_read(environ, "ONLINEAMT_PROXIES", _count, "0"),
        database_pool_size=_read(environ, "ONLINEAMT_DATABASE_POOL_SIZE", _count, "8"),
    )


def database_parameters(url: str) -> dict[str, str | int]:
    """Return the parts of a postgresql:// address as Django names them; a socket folder stands in `?host=`."""
    parts = urlsplit(url)
    query = dict(parse_qsl(parts.query))
    return {
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.get("host", parts.hostname or ""),
        "PORT": parts.port or int(query.get("port", "5432")),
    }


def _read(environ: Mapping[str, str], name: str, parse: Callable[[str], T], default: str | None) -> T:
    text = environ.get(name, default)
    if text is None:
        raise WrongSetting(f"{name} fehlt. Was dort stehen muss, sagt docs/operations/settings.md.")
    if text == "" and default == "":
        return parse("") if parse is str else ""  # type: ignore[return-value]
    try:
        return parse(text)
    except ValueError as wrong:
        raise WrongSetting(f"{name} ist falsch: {wrong}") from None


def _mode(text: str) -> Mode:
    if text not in get_args(Mode):
        raise ValueError(f"„{text}“ gibt es nicht; erlaubt sind {', '.join(get_args(Mode))}.")
    return text  # type: ignore[return-value]


def _postgres(text: str) -> str:
    if urlsplit(text).scheme not in {"postgres", "postgresql"}:
        raise ValueError("Erwartet wird eine Adresse wie postgresql://name:passwort@rechner:5432/datenbank.")
    return text


def _smtp(text: str) -> str:
    if urlsplit(text).scheme not in {"smtp", "smtps"}:
        raise ValueError("Erwartet wird eine Adresse wie smtps://name:passwort@rechner:465.")
    return text


def _s3(text: str) -> str:
    parts = urlsplit(text)
    choices = dict(parse_qsl(parts.query))
    if parts.scheme != "s3" or not parts.netloc or set(choices) - {"endpoint", "region"}:
        raise ValueError(
            "Erwartet wird eine Adresse wie s3://eimer/ordner?endpoint=https://rechner&region=name."
        )
    if "endpoint" in choices and urlsplit(choices["endpoint"]).scheme not in {"http", "https"}:
        raise ValueError("Bei endpoint= wird eine Adresse wie https://rechner erwartet.")
    return text


def _key_default(environ: Mapping[str, str]) -> str | None:
    """The keys of the store must be there where there is a store."""
    return None if environ.get("ONLINEAMT_FILES_URL") else ""


def _clamav(text: str) -> str:
    parts = urlsplit(text)
    if not (parts.scheme == "unix" and parts.path) and not (parts.scheme == "tcp" and parts.hostname):
        raise ValueError(
            "Erwartet wird eine Adresse wie unix:///run/clamav/clamd.ctl oder tcp://rechner:3310."
        )
    return text


def _secret(text: str) -> str:
    if len(text) < 50:
        raise ValueError("Der Schlüssel braucht mindestens 50 Zeichen.")
    return text


def _port(text: str) -> int:
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise ValueError(f"„{text}“ ist keine Portnummer von 1 bis 65535.")
    return int(text)


def _address(text: str) -> str:
    try:
        return str(ip_address(text))
    except ValueError:
        raise ValueError(f"„{text}“ ist keine IP-Adresse wie 127.0.0.1 oder ::1.") from None


def _positive(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise ValueError(f"„{text}“ ist keine ganze Zahl ab 1.")
    return int(text)


def _count(text: str) -> int:
    if not text.isdecimal():
        raise ValueError(f"„{text}“ ist keine ganze Zahl ab 0.")
    return int(text)


def _yes_no(text: str) -> bool:
    if text not in {"yes", "no"}:
        raise ValueError(f"„{text}“ ist weder yes noch no.")
    return text == "yes"
