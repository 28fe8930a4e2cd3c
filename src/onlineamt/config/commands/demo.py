"""Führt das Online-Amt vor, mit Musterstadt und dem Kreis Mustertal: onlineamt demo [--check] [--fresh] [--port N]"""

import argparse
import http.client
import os
import signal
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, NoReturn

from onlineamt.config.commands.serve import demand_free_port
from onlineamt.config.demo_folder import DemoFolder
from onlineamt.config.plain_words import plain_words
from onlineamt.config.progress import CannotGoOn, Steps
from onlineamt.config.supervision import Child, Keeper, Kept, stop_all

if TYPE_CHECKING:
    from onlineamt.adapters.postgres.launcher import Cluster

ADDRESS = "127.0.0.1"  # *.localhost leads here in every browser
DEFAULT_PORT = 8000
READY_SECONDS = 60
LOOK_SECONDS = 0.1
_TOLD = (
    "ONLINEAMT_MODE", "ONLINEAMT_DATA", "ONLINEAMT_ADDRESS", "ONLINEAMT_PORT",
    "DATABASE_URL", "DATABASE_OWNER_URL", "DATABASE_MAINTENANCE_URL",
)  # fmt: skip
WEB, WORKER, DATABASE = "Der Webserver", "Der Hintergrunddienst", "Die Datenbank"


class _Stopped(BaseException):
    """Somebody asked us to end: Ctrl-C, SIGTERM, or the console was closed."""


def run(arguments: Sequence[str]) -> int:
    """Show the portal until Ctrl-C; with --check only until the start page has come. Raises CannotGoOn."""
    options = _read(arguments)
    steps = Steps(options.started_at)
    folder = DemoFolder(Path(os.environ.get("ONLINEAMT_DATA", "var")))
    with ExitStack() as at_end, _stoppable():
        try:
            _start(options, steps, folder, at_end)
        except _Stopped:
            _ignore_signals()
            steps.say(f"\nBeendet. Die Daten bleiben in {folder.path}.")
    return 0


def _read(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bin/demo", description=__doc__)
    parser.add_argument("--check", action="store_true", help="starten, die Startseite holen, beenden")
    parser.add_argument("--fresh", action="store_true", help="mit leerer Datenbank beginnen")
    parser.add_argument("--port", type=int, default=DEFAULT_PORT)
    parser.add_argument("--without-cases", action="store_true", help="ohne die Beispielfälle")
    parser.add_argument("--started-at", type=float, help=argparse.SUPPRESS)
    return parser.parse_args(arguments)


def _start(options: argparse.Namespace, steps: Steps, folder: DemoFolder, at_end: ExitStack) -> None:
    demand_free_port(ADDRESS, options.port)
    if options.fresh:
        _begin_anew(folder)
    folder.open()
    os.environ |= {
        "ONLINEAMT_MODE": "demo",
        "ONLINEAMT_DATA": str(folder.path),
        "ONLINEAMT_ADDRESS": ADDRESS,
        "ONLINEAMT_PORT": str(options.port),
    }
    with plain_words(folder.path):
        database = _start_database(steps, folder, at_end)
        folder.tell_commands({name: os.environ[name] for name in _TOLD if name in os.environ})
        at_end.callback(folder.end_telling)
        _furnish(steps)
    web, worker = (_child(name, folder) for name in ("serve", "worker"))
    at_end.callback(stop_all, (web, worker))
    with steps.step("Webserver und Hintergrunddienst"):
        web.start()
        worker.start()
        _wait_for_start_page(web, options.port)
    if options.check:
        if worker.has_ended():
            raise CannotGoOn(f"{worker.last_words()}\n\nDer Hintergrunddienst startet nicht.")
        steps.say(f"Die Startseite von Musterstadt kam nach {steps.total()}.")
        return
    _show_addresses(steps, options.port)
    keeper = Keeper({WEB: web, WORKER: worker, **database})
    if options.without_cases:
        _watch(keeper, None, steps)
    cases = _child("sample", folder, "--cases")  # beside the portal, which waits for nobody's past
    at_end.callback(stop_all, (cases,))
    cases.start()
    _watch(keeper, cases, steps)


def _begin_anew(folder: DemoFolder) -> None:
    """Remove the database and everything else the demonstration has stored. Raises CannotGoOn."""
    if os.environ.get("DATABASE_URL"):
        raise CannotGoOn("--fresh leert nur die eigene Datenbank der Vorführung, nicht die in DATABASE_URL.")
    folder.demand_ours()
    with plain_words(folder.path), _cluster_in_words():
        _cluster(folder).remove()
    folder.empty()


def _start_database(steps: Steps, folder: DemoFolder, at_end: ExitStack) -> dict[str, Kept]:
    """Use the database that DATABASE_URL names, or start one of our own and return what to keep. Raises CannotGoOn."""
    if os.environ.get("DATABASE_URL"):
        return {}
    cluster = _cluster(folder)
    with steps.step("PostgreSQL"), _cluster_in_words():
        urls = at_end.enter_context(cluster)
    os.environ |= urls.as_environment()
    return {DATABASE: _Database(cluster)}


class _Database:
    """Our own server as its keeper sees it."""

    def __init__(self, cluster: "Cluster") -> None:
        self._cluster = cluster

    def has_ended(self) -> bool:
        return self._cluster.has_ended()

    def start(self) -> None:
        self._cluster.start_again()


def _cluster(folder: DemoFolder) -> "Cluster":
    from onlineamt.adapters.postgres.launcher import Cluster

    return Cluster(folder.path / "postgres")


@contextmanager
def _cluster_in_words() -> Iterator[None]:
    from onlineamt.adapters.postgres.binaries import NoPostgres
    from onlineamt.adapters.postgres.errors import ClusterFailed

    try:
        yield
    except (ClusterFailed, NoPostgres) as failure:
        raise CannotGoOn(str(failure)) from failure


def _furnish(steps: Steps) -> None:
    """Bring database, pages and sample world up to this version."""
    import django

    with steps.step("Programm"):
        django.setup()
    from django.conf import settings
    from django.db import connections

    from onlineamt.audiences.design.assets import build_assets
    from onlineamt.config.commands.migrate import migrate
    from onlineamt.config.messages.catalogues import compile_catalogues

    with steps.step("Datenbank"):
        migrate()
    with steps.step("Stile, Skripte und Schriften"):
        build_assets(target=settings.STATIC_ROOT)
    with steps.step("Texte aller Sprachen"):
        compile_catalogues()
    with steps.step("Musterstadt, Kreis Mustertal, zehn Gemeinden"):
        drafts = _make_world()
    for draft in drafts:
        steps.say(f"  Geändert ohne neue Version, deshalb als Arbeitsstand dabei: {draft}")
    for connection in connections.all():
        connection.close()


def _make_world() -> Sequence[str]:
    """Make the sample world and return the packages that were changed without a new version. Raises CannotGoOn."""
    from onlineamt.config.sample.world import make_sample_world
    from onlineamt.packages.findings import Level
    from onlineamt.packages.install import NotInstallable

    try:
        return make_sample_world().drafts
    except NotInstallable as failure:
        found = [finding for finding in failure.findings if finding.level is Level.ERROR]
        raise CannotGoOn("\n".join([str(failure), *map(str, found[:3])])) from failure


def _child(name: str, folder: DemoFolder, *arguments: str) -> Child:
    command = [sys.executable, "-m", "onlineamt", name, *arguments]
    log = folder.path / "logs" / f"{name}.log"
    log.unlink(missing_ok=True)
    return Child(command, {**os.environ, "ONLINEAMT_LOG_JSON": "no"}, log)


def _wait_for_start_page(web: Child, port: int) -> None:
    from onlineamt.foundation.tenancy.models import TenantHost

    host = TenantHost.objects.get(tenant__key="musterstadt", is_primary=True).host
    deadline = time.monotonic() + READY_SECONDS
    while not _answers(host, port):
        if web.has_ended() or time.monotonic() > deadline:
            raise CannotGoOn(f"{web.last_words()}\n\nDer Webserver startet nicht. Mehr steht in {web.log}.")
        time.sleep(0.05)


def _answers(host: str, port: int) -> bool:
    connection = http.client.HTTPConnection(ADDRESS, port, timeout=10)
    try:
        connection.request("GET", "/", headers={"Host": f"{host}:{port}"})
        answer = connection.getresponse()
        return answer.status == http.client.OK and b"Musterstadt" in answer.read()
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _show_addresses(steps: Steps, port: int) -> None:
    from django.urls import reverse

    from onlineamt.audiences.backoffice.account.labels import role_label
    from onlineamt.config.sample.reading import read_staff
    from onlineamt.config.sample.staff import PASSWORD
    from onlineamt.foundation.tenancy.models import Tenant

    steps.say(f"\nDas Online-Amt läuft (bereit nach {steps.total()}). Öffnen Sie im Browser:\n")
    for tenant in Tenant.objects.order_by("-inhabitants").prefetch_related("hosts"):
        host = next(host.host for host in tenant.hosts.all() if host.is_primary)
        steps.say(f"  {f'http://{host}:{port}/':<46} {tenant.official_name}")
    steps.say("\nAnträge stellt man als Gast. Im Amt meldet man sich an, bei der eigenen Kommune:\n")
    for person in read_staff():
        roles = ", ".join(role_label(role) for role in person.roles)
        steps.say(f"  {person.email:<46} {roles} ({person.office_key})")
    steps.say(
        f"\nAnmelden unter {reverse('staff_login')}, Passwort für alle: {PASSWORD}"
        f"\nDen Code, den sonst die App auf dem Telefon zeigt, zeigt hier {reverse('demo-totp')}."
    )
    steps.say(
        f"E-Mails verlassen die Vorführung nicht. Lesen Sie sie bei jeder Kommune unter {reverse('demo-mails')}."
    )
    _show_tour(steps, port)
    steps.say("\nBeenden mit Strg+C. Die Daten bleiben; „bin/demo --fresh“ beginnt von vorn.")


def _show_tour(steps: Steps, port: int) -> None:
    from django.urls import reverse

    town = f"http://musterstadt.localhost:{port}"
    steps.say(
        "\nDer ganze Weg in zwei Minuten, alles in Musterstadt:\n"
        f"\n  1  Hund anmelden                 {town}/leistung/hund-anmelden"
        "\n     Als Weg für den Bescheid die E-Mail wählen, etwa ich@post.invalid."
        f"\n  2  Code und Nachrichten lesen    {town}{reverse('demo-mails')}"
        "\n     Ein gewöhnlicher Hund wird gleich entschieden; der Bescheid liegt beim Antrag bereit."
        f"\n  3  Ins Amt gehen als Frau Amt    {town}{reverse('staff_login')}"
        f"\n     frau.amt@musterstadt.example, Code unter {reverse('demo-totp')}. Listenhunde und Ermäßigungen"
        "\n     warten dort auf sie, dazu rund dreißig Beispielfälle, die jetzt im Hintergrund entstehen."
    )


def _about_cases(cases: Child) -> str:
    """Say what came of the sample's cases; without them everything else still works."""
    if cases.has_succeeded():
        return "  Die Beispielfälle sind da."
    return f"  Die Beispielfälle fehlen: {cases.last_words(1)}\n  Mehr steht in {cases.log}."


def _watch(keeper: Keeper, cases: Child | None, steps: Steps) -> NoReturn:
    """Keep everything running until we are stopped."""
    while True:
        if cases is not None and cases.has_ended():
            steps.say(_about_cases(cases))
            cases = None
        for name in keeper.look_after():
            steps.say(f"  {name} war ausgefallen und wird neu gestartet.")
        time.sleep(LOOK_SECONDS)


@contextmanager
def _stoppable() -> Iterator[None]:
    def stop(_signal: int, _frame: FrameType | None) -> None:
        _ignore_signals()  # what follows is the clean end; a second Ctrl-C must not cut it short
        raise _Stopped

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, stop)
    yield


def _ignore_signals() -> None:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
