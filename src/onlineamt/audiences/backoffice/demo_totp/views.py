"""Showing what the authenticator apps of this town's staff would show now. Never in production."""

from django.conf import settings
from django.http import HttpResponse
from django.views.decorators.http import require_safe

from onlineamt.audiences.backoffice.account.labels import role_label
from onlineamt.audiences.backoffice.doors import door_page, login_url
from onlineamt.audiences.entrance.marks import TenantRequest
from onlineamt.audiences.entrance.pages import render_page
from onlineamt.foundation.accounts.one_time_codes import current_code
from onlineamt.foundation.accounts.queries import get_account, list_accounts, totp_secret
from onlineamt.foundation.accounts.rules import TOTP_SECONDS
from onlineamt.foundation.accounts.values import AccountLine
from onlineamt.foundation.core.clock import now
from onlineamt.foundation.core.errors import NotFound


@door_page
@require_safe
def show_codes(request: TenantRequest) -> HttpResponse:
    """Show everybody's present code, and how long it stays. Raises NotFound in production, whatever leads here."""
    if settings.ENV.is_production:
        raise NotFound
    people = [_person(line) for line in list_accounts() if line.is_set_up and line.is_active]
    seconds_left = TOTP_SECONDS - int(now().timestamp()) % TOTP_SECONDS
    view = {"people": people, "seconds_left": seconds_left, "login_url": login_url()}
    return render_page(request, "backoffice/demo_totp/codes.html", {"view": view, "errors": ()})


def _person(line: AccountLine) -> dict[str, str]:
    code = current_code(totp_secret(get_account(line.id)), at=now())
    return {
        "name": line.name,
        "email": line.email,
        "roles": ", ".join(f"{role_label(role)} ({office})" for office, role in line.roles),
        "code": f"{code[:3]} {code[3:]}",
    }
