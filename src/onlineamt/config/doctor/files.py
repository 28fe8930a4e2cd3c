"""Is everything on disk that should be there, and closed to others where it must be?"""

import os
import shutil
import tempfile
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings

from onlineamt.adapters.clamav import ClamavScanner
from onlineamt.audiences.design.assets import AssetsMissing, asset
from onlineamt.config.doctor.findings import Finding, fault, good, warning
from onlineamt.config.messages.catalogues import uncompiled_languages
from onlineamt.facilities.documents.ports import BytesMissing
from onlineamt.facilities.documents.store import byte_store
from onlineamt.facilities.letters.fonts import letter_fonts
from onlineamt.foundation.core.clock import today
from onlineamt.foundation.core.ids import new_id

SECRET_FOLDERS = {"keys": "Schlüssel der Kommunen", "seal": "Schlüssel des elektronischen Siegels"}
ROOM_FAULT, ROOM_WARNING = 500_000_000, 2_000_000_000  # bytes
FOR_OTHERS = 0o077
SCANNER_SECONDS = 5
OLD_SIGNATURES_DAYS = 7


def check_data() -> Iterator[Finding]:
    """Write to the data folder, and see how much room there is."""
    data: Path = settings.ENV.data
    try:
        with tempfile.TemporaryFile(dir=data) as probe:
            probe.write(b"Online-Amt")
    except OSError as failure:
        yield fault(
            f"In {data} lässt sich nicht schreiben: {failure.strerror}.",
            "Prüfen Sie ONLINEAMT_DATA und die Rechte.",
        )
        return
    free = shutil.disk_usage(data).free
    text = f"In {data} sind {free / 1e9:.1f} GB frei.".replace(".", ",", 1)
    mend = "Schaffen Sie Platz, oder vergrößern Sie die Platte."
    if free < ROOM_FAULT:
        yield fault(text, mend)
    elif free < ROOM_WARNING:
        yield warning(text, mend)
    else:
        yield good(text)


def check_keys() -> Iterator[Finding]:
    """Look whether the secrets are closed to other accounts."""
    for name, meaning in SECRET_FOLDERS.items():
        folder: Path = settings.ENV.data / name
        if not folder.is_dir():
            yield warning(
                f"{meaning}: {folder} gibt es noch nicht.",
                "Der Ordner entsteht mit dem ersten Antrag; sichern Sie ihn dann getrennt.",
            )
            continue
        paths = [folder, *folder.iterdir()]
        unreadable = [path for path in paths if not os.access(path, os.R_OK)]
        if unreadable:
            yield fault(
                f"{meaning}: {unreadable[0]} lässt sich nicht lesen.",
                "Geben Sie dem Konto des Portals den Ordner.",
            )
        elif any(path.stat().st_mode & FOR_OTHERS for path in paths):
            yield fault(
                f"{meaning}: {folder} ist für andere Konten offen.",
                f"Führen Sie „chmod -R go= {folder}“ aus.",
            )
        else:
            yield good(f"{meaning}: {len(paths) - 1} Dateien, nur für das Portal lesbar.")


def check_journal() -> Iterator[Finding]:
    """Look where the erasure journal lies: on the database's disk it would be lost with it."""
    journal: Path = settings.ENV.erasure_journal
    folder = next(path for path in journal.parents if path.exists())
    if not os.access(folder, os.W_OK):
        yield fault(
            f"Das Löschjournal {journal} lässt sich nicht schreiben.",
            "Prüfen Sie ONLINEAMT_ERASURE_JOURNAL und die Rechte.",
        )
    elif settings.ENV.is_production and folder.stat().st_dev == settings.ENV.data.stat().st_dev:
        yield warning(
            f"Das Löschjournal liegt auf derselben Platte wie {settings.ENV.data}.",
            "Legen Sie es mit ONLINEAMT_ERASURE_JOURNAL auf eine andere.",
        )
    else:
        yield good(f"Das Löschjournal liegt in {journal.parent}.")


def check_store() -> Iterator[Finding]:
    """Keep something in the store of files, read it and remove it; a folder was looked at with the data."""
    url = settings.ENV.files_url
    if not url:
        return
    place = f"{urlsplit(url).netloc}{urlsplit(url).path}"
    key, probe = f"probe/{new_id()}", b"Online-Amt"
    try:
        byte_store().write(key, probe)
        is_there = byte_store().read(key) == probe
        byte_store().delete(key)
    except (OSError, BytesMissing) as failure:
        yield fault(
            f"Der Speicher der Dateien ({place}) antwortet nicht richtig: {str(failure).splitlines()[0]}",
            "Prüfen Sie ONLINEAMT_FILES_URL, die beiden Schlüssel und den Speicher.",
        )
        return
    if is_there:
        yield good(f"Der Speicher der Dateien ({place}) nimmt an, gibt zurück und löscht.")
    else:
        yield fault(f"Der Speicher der Dateien ({place}) gibt anderes zurück.", "Nehmen Sie einen anderen.")


def check_scanner() -> Iterator[Finding]:
    """Greet the virus scanner, and look how old its knowledge is."""
    url = settings.ENV.clamav_url
    if not url:
        yield warning("Kein Virenscanner prüft, was eingereicht wird.", "Setzen Sie ONLINEAMT_CLAMAV_URL.")
        return
    try:
        version = ClamavScanner(url).version(seconds=SCANNER_SECONDS)
    except OSError as failure:
        yield fault(
            f"Der Virenscanner antwortet nicht: {failure}",
            "Starten Sie clamd, oder prüfen Sie ONLINEAMT_CLAMAV_URL. Bis dahin bleiben Dateien ungeprüft markiert.",
        )
        return
    made_on = _signatures_of(version)
    if made_on is None or (today() - made_on).days > OLD_SIGNATURES_DAYS:
        yield warning(
            f"Der Virenscanner antwortet ({version}), aber seine Signaturen sind alt oder unbekannt.",
            "Prüfen Sie, ob freshclam läuft.",
        )
    else:
        yield good(f"Der Virenscanner antwortet: {version}.")


def _signatures_of(version: str) -> date | None:
    """Return the day of the signatures from `ClamAV 1.4.6/27412/Mon Nov 23 08:30:12 2026`."""
    try:
        return datetime.strptime(version.split("/")[2], "%a %b %d %H:%M:%S %Y").replace(tzinfo=UTC).date()
    except (IndexError, ValueError):
        return None


def check_assets() -> Iterator[Finding]:
    """Look for style sheets, scripts and the fonts of letters."""
    try:
        asset("site.css")
        yield good("Stile, Skripte und Schriften der Seiten sind gebaut.")
    except AssetsMissing:
        yield fault("Stile, Skripte und Schriften der Seiten fehlen.", "Führen Sie „onlineamt assets“ aus.")
    try:
        letter_fonts()
        yield good("Die Schriften der Briefe sind da.")
    except Exception as failure:
        yield fault(f"Die Schriften der Briefe fehlen: {failure}", "Führen Sie „bin/setup“ aus.")


def check_words() -> Iterator[Finding]:
    """Look whether pages can speak every language; without compiled words they are German, and nobody says so."""
    missing = ", ".join(uncompiled_languages())
    if missing:
        yield fault(
            f"Die Texte der Seiten fehlen oder sind veraltet: {missing}.",
            "Führen Sie „onlineamt messages compile“ aus.",
        )
    else:
        yield good("Die Texte der Seiten sind in allen Sprachen da.")
