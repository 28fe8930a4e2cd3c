"""Gibt Beschäftigten Zugang: onlineamt account create|reset|deactivate|list --tenant SCHLÜSSEL …"""

import argparse
import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import django

if TYPE_CHECKING:
    from onlineamt.foundation.tenancy.models import Tenant

OPERATOR = "operator"  # whoever may use the command line of the installation


def run(arguments: Sequence[str]) -> int:
    """Do what the first word says in one municipality; exit code 2 when something it names does not exist.

    Passwords are never given here: the command prints a one-time code, with which the person chooses one.
    """
    options = _read(arguments)
    django.setup()
    from onlineamt.foundation.core.errors import PortalError
    from onlineamt.foundation.tenancy.models import Tenant
    from onlineamt.foundation.tenancy.transaction import in_tenant

    tenant = Tenant.objects.filter(key=options.tenant).first()
    if tenant is None:
        return _refuse(f"Die Kommune „{options.tenant}“ gibt es hier nicht.")
    act: Callable[[Tenant, argparse.Namespace], int] = options.act
    try:
        with in_tenant(tenant.id):
            return act(tenant, options)
    except PortalError as error:
        return _refuse(f"{error.title} {error.next_step}")


def _read(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="onlineamt account", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="create|reset|deactivate|list")
    create = _command(commands, "create", _create, "legt ein Konto an und zeigt den Einrichtungscode")
    create.add_argument("--email", required=True)
    create.add_argument("--name", required=True, help="wie die Person genannt wird: „Frau Amt“")
    create.add_argument("--office", required=True, help="Schlüssel des Amts")
    create.add_argument(
        "--role",
        required=True,
        action="append",
        choices=["caseworker", "decider", "lead", "admin", "auditor"],
        help="darf mehrmals stehen",
    )
    reset = _command(
        commands, "reset", _reset, "verwirft Passwort und App und zeigt einen neuen Einrichtungscode"
    )
    reset.add_argument("--email", required=True)
    deactivate = _command(
        commands, "deactivate", _deactivate, "schließt ein Konto und beendet seine Sitzungen"
    )
    deactivate.add_argument("--email", required=True)
    _command(commands, "list", _list, "zeigt alle Konten")
    return parser.parse_args(arguments)


def _command(commands: Any, name: str, act: Callable[..., int], explanation: str) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = commands.add_parser(name, help=explanation, description=explanation)
    parser.add_argument("--tenant", required=True, help="Schlüssel der Kommune")
    parser.set_defaults(act=act)
    return parser


def _create(tenant: "Tenant", options: argparse.Namespace) -> int:
    from django.core.exceptions import ValidationError
    from django.core.validators import validate_email

    from onlineamt.foundation.accounts.actions.setup import create_account
    from onlineamt.foundation.accounts.values import NewAccount, Role
    from onlineamt.foundation.organisation.models import OrgUnit

    office = OrgUnit.objects.filter(tenant=tenant, key=options.office).first()
    if office is None:
        return _refuse(f"Das Amt „{options.office}“ gibt es in {tenant.name} nicht.")
    try:
        validate_email(options.email)
    except ValidationError:
        return _refuse(f"„{options.email}“ ist keine E-Mail-Adresse.")
    memberships = tuple((office.id, Role(role)) for role in options.role)
    new = NewAccount(email=options.email, name=options.name, memberships=memberships)
    return _show_code(tenant, create_account(new, by=OPERATOR))


def _reset(tenant: "Tenant", options: argparse.Namespace) -> int:
    from onlineamt.foundation.accounts.actions.setup import reset_account
    from onlineamt.foundation.accounts.queries import find_account

    account = find_account(options.email)
    if account is None:
        return _refuse(_nobody(tenant, options.email))
    return _show_code(tenant, reset_account(account.id, by=OPERATOR))


def _deactivate(tenant: "Tenant", options: argparse.Namespace) -> int:
    from onlineamt.foundation.accounts.actions.setup import deactivate_account
    from onlineamt.foundation.accounts.queries import find_account

    account = find_account(options.email)
    if account is None:
        return _refuse(_nobody(tenant, options.email))
    deactivate_account(account.id, by=OPERATOR)
    print("Das Konto ist geschlossen, alle Sitzungen sind beendet.")
    return 0


def _list(tenant: "Tenant", options: argparse.Namespace) -> int:
    from onlineamt.foundation.accounts.queries import list_accounts

    for line in list_accounts():
        state = "geschlossen" if not line.is_active else "aktiv" if line.is_set_up else "nicht eingerichtet"
        roles = ", ".join(f"{office}: {role}" for office, role in line.roles)
        print(f"{line.name:<20} {line.email:<40} {state:<18} {roles}")
    return 0


def _show_code(tenant: "Tenant", code: str) -> int:
    from django.conf import settings
    from django.urls import reverse

    from onlineamt.foundation.core.codes import show_code

    host = tenant.hosts.get(is_primary=True).host
    print(f"Einrichten unter: {settings.ENV.origin_of(host)}{reverse('staff_setup')}")
    print(f"Einrichtungscode: {show_code(code)}")
    print("Der Code gilt 24 Stunden und einmal. Geben Sie ihn nur der Person selbst.")
    return 0


def _nobody(tenant: "Tenant", email: str) -> str:
    return f"In {tenant.name} gibt es kein Konto mit der Adresse {email}."


def _refuse(reason: str) -> int:
    print(reason, file=sys.stderr)
    return 2
