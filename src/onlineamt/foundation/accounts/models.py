"""Accounts, what they belong to, how they prove who they are, and their sessions."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models

from onlineamt.foundation.accounts.values import Role
from onlineamt.foundation.organisation.models import OrgUnit
from onlineamt.foundation.tenancy.fields import TenantOwned


class Account(AbstractBaseUser, TenantOwned):
    """Somebody who logs in to a municipality's portal (Konto). What they may do there, their memberships say.

    Its id is the subject of its key. The password is a salted hash that nothing else is computed from.
    """

    last_login = None  # sessions know when
    email_index = models.BinaryField()  # keyed hash of the folded address
    sealed_email = models.BinaryField()  # purpose "email"
    sealed_name = models.BinaryField()  # purpose "name"
    is_active = models.BooleanField(default=True)
    sealed_totp_secret = models.BinaryField(null=True)  # purpose "totp"
    totp_step = models.BigIntegerField(default=0)  # the last one used: no code counts twice
    enrolled_at = models.DateTimeField(
        null=True
    )  # when the second factor was first shown: set-up is complete
    setup_hash = models.BinaryField(null=True)  # keyed hash of the one-time set-up code
    setup_until = models.DateTimeField(null=True)
    created_at = models.DateTimeField()

    USERNAME_FIELD = "email_index"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        db_table = "account"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["tenant", "email_index"], name="account_one_email"),
            models.UniqueConstraint(fields=["tenant", "setup_hash"], name="account_one_setup_code"),
        ]

    def __str__(self) -> str:
        return str(self.id)


class Membership(TenantOwned):
    """That an account works in an office in a role (Zugehörigkeit)."""

    account = models.ForeignKey(
        Account, on_delete=models.CASCADE, db_constraint=False, db_index=False, related_name="memberships"
    )
    org_unit = models.ForeignKey(
        OrgUnit, on_delete=models.PROTECT, db_constraint=False, related_name="memberships"
    )
    role = models.CharField(max_length=12, choices=[(role.value, role.value) for role in Role])

    class Meta:
        db_table = "membership"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["tenant", "account", "org_unit", "role"], name="membership_one_row"
            )
        ]

    def __str__(self) -> str:
        return f"{self.account_id}: {self.role}"


class RecoveryCode(TenantOwned):
    """A code in the place of the second factor (Wiederherstellungscode), good once."""

    account = models.ForeignKey(
        Account, on_delete=models.CASCADE, db_constraint=False, db_index=False, related_name="recovery_codes"
    )
    code_hash = models.BinaryField()  # keyed
    used_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "recovery_code"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["tenant", "account", "code_hash"], name="recovery_code_one_row")
        ]

    def __str__(self) -> str:
        return str(self.account_id)


class StaffSession(TenantOwned):
    """A device on which somebody of the municipality is logged in (Sitzung): it keeps a random token, we its hash.

    Until `confirmed_at` only the password has passed, and nothing opens but the second step.
    """

    account = models.ForeignKey(
        Account, on_delete=models.CASCADE, db_constraint=False, related_name="sessions"
    )
    token_hash = models.BinaryField()
    device = models.CharField(max_length=40)  # "Firefox, Windows": from a list of ours
    started_at = models.DateTimeField()
    used_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "staff_session"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["tenant", "token_hash"], name="staff_session_one_token")
        ]
        indexes: ClassVar = [models.Index(fields=["started_at"], name="staff_session_old")]

    def __str__(self) -> str:
        return f"{self.account_id}: {self.device}"
