"""Is the portal at work: jobs, mail, municipalities with everything the law asks for?"""

import smtplib
import socket
from collections.abc import Iterator
from urllib.parse import urlsplit

from django.conf import settings

from onlineamt.audiences.citizen.legal.facts import missing_facts
from onlineamt.config.doctor.findings import Finding, fault, good, warning
from onlineamt.facilities.mail.queries import count_failed_mails
from onlineamt.foundation.jobs.queries import get_job_state
from onlineamt.foundation.tenancy.models import Tenant

LONGEST_WAIT_SECONDS = 300
MAIL_SECONDS = 5
MAIL_PORTS = {"smtps": 465, "smtp": 587}


def check_settings() -> Iterator[Finding]:
    """Say what the installation takes itself for; that the variables are right was checked on the way here."""
    env = settings.ENV
    if env.is_production:
        yield good("Die Einstellungen sind vollständig; das Portal ist im Betrieb.")
    else:
        yield warning(
            f"ONLINEAMT_MODE ist „{env.mode}“.", "Für den Betrieb setzen Sie ONLINEAMT_MODE=production."
        )


def check_jobs() -> Iterator[Finding]:
    """Look whether somebody works, and how long the oldest job waits."""
    state = get_job_state()
    if not state.workers:
        yield fault(
            "Kein Hintergrunddienst arbeitet: Es gehen keine E-Mails und Briefe hinaus.",
            "Starten Sie „onlineamt worker“.",
        )
    else:
        yield good(f"{state.workers} Hintergrunddienste arbeiten; {state.waiting} Aufträge warten.")
    if state.oldest_waiting_seconds > LONGEST_WAIT_SECONDS:
        minutes = round(state.oldest_waiting_seconds / 60)
        yield warning(
            f"Der älteste Auftrag wartet seit {minutes} Minuten.",
            "Starten Sie einen weiteren „onlineamt worker“.",
        )
    if state.failed:
        yield warning(
            f"{state.failed} Aufträge sind endgültig gescheitert.",
            "Den Grund nennt das Protokoll des Hintergrunddienstes; siehe docs/operations/running.md.",
        )


def check_mail() -> Iterator[Finding]:
    """Greet the mail server, and count what could not be delivered."""
    failed = count_failed_mails()
    if failed:
        yield warning(
            f"{failed} E-Mails konnten nicht zugestellt werden.",
            "Den Grund nennt die Spalte reason der Tabelle outbound_mail; Adressen stehen dort nicht.",
        )
    url = settings.ENV.smtp_url
    if not url:
        yield warning("E-Mails werden nur in einen Ordner gelegt.", "Setzen Sie ONLINEAMT_SMTP_URL.")
        return
    parts = urlsplit(url)
    kind = smtplib.SMTP_SSL if parts.scheme == "smtps" else smtplib.SMTP
    try:
        with kind(
            parts.hostname or "", parts.port or MAIL_PORTS[parts.scheme], timeout=MAIL_SECONDS
        ) as server:
            server.noop()
    except (OSError, smtplib.SMTPException, socket.gaierror) as failure:
        yield fault(
            f"Der Mailserver {parts.hostname} antwortet nicht: {failure}", "Prüfen Sie ONLINEAMT_SMTP_URL."
        )
    else:
        yield good(f"Der Mailserver {parts.hostname} antwortet.")


def check_municipalities() -> Iterator[Finding]:
    """Look whether every municipality that is shown has its legal pages."""
    live = list(Tenant.objects.filter(is_live=True).order_by("key"))
    for tenant in live:
        missing = missing_facts(tenant.official_name, tenant.contact)
        if missing:
            yield fault(
                f"{tenant.name}: Den Rechtstexten fehlen Angaben ({', '.join(missing)}).",
                "Tragen Sie sie nach, oder nehmen Sie die Kommune vom Netz.",
            )
    if not live:
        yield warning("Noch keine Kommune ist am Netz.", "Legen Sie eine an (docs/operations/running.md).")
    else:
        yield good(f"{len(live)} Kommunen sind am Netz.")
