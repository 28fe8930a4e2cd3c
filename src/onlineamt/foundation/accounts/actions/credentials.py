"""Changing one's own password and recovery codes, for somebody who is logged in and knows the present password."""

from django.db import transaction

from onlineamt.foundation.accounts.actions.login import end_other_sessions
from onlineamt.foundation.accounts.actions.setup import new_recovery_codes, set_password
from onlineamt.foundation.accounts.errors import WrongPassword
from onlineamt.foundation.accounts.models import Account
from onlineamt.foundation.accounts.passwords import is_right_password
from onlineamt.foundation.accounts.queries import get_account
from onlineamt.foundation.accounts.rules import PASSWORD_CONFIRMATIONS
from onlineamt.foundation.accounts.values import Caseworker
from onlineamt.foundation.audit.actions import record
from onlineamt.foundation.limits.actions import count_attempt, forget_attempts


@transaction.atomic
def change_password(*, caseworker: Caseworker, present: str, new: str, place: str) -> None:
    """Set a new password; all other sessions end.

    Raises WrongPassword, PasswordTooWeak and TooManyAttempts; in all cases nothing is changed.
    """
    account = _confirmed(caseworker, present)
    set_password(account, password=new, place=place)
    record("account.password_changed", chain=account.id, actor=caseworker.actor)
    end_other_sessions(caseworker=caseworker)


@transaction.atomic
def renew_recovery_codes(*, caseworker: Caseworker, present: str) -> tuple[str, ...]:
    """Return ten new recovery codes, to be shown this once; the old ones are worth nothing from now on.

    Raises WrongPassword and TooManyAttempts; nothing is changed then.
    """
    account = _confirmed(caseworker, present)
    fresh = new_recovery_codes(account)
    record("account.recovery_codes_renewed", chain=account.id, actor=caseworker.actor)
    return fresh


def _confirmed(caseworker: Caseworker, password: str) -> Account:
    """Return the caseworker's own account, locked, once they have shown that they know its password."""
    count_attempt(PASSWORD_CONFIRMATIONS, str(caseworker.account_id))
    account = get_account(caseworker.account_id, for_update=True)
    if not is_right_password(password, account.password):
        raise WrongPassword
    forget_attempts(PASSWORD_CONFIRMATIONS, str(caseworker.account_id))
    return account
