"""Comparing what somebody typed with what a card says: yes or no, carried to the next page in an address nobody can make up."""

from datetime import timedelta

from django.core import signing
from django.utils.translation import gettext as _

from onlineamt.audiences.entrance.marks import TenantRequest
from onlineamt.foundation.core.clock import now
from onlineamt.foundation.core.plates import PlateWrong, read_plate

ANSWER = "v"
LONGEST = 100
VALID_FOR = timedelta(minutes=10)


def read_typed(request: TenantRequest) -> tuple[str, str]:
    """Return what was typed, a licence plate in its one spelling, and what is wrong with it, or an empty string."""
    typed = request.POST.get("angabe", "").replace("\0", "").strip()[:LONGEST]
    if not typed:
        return "", _("Geben Sie ein, was Sie vergleichen möchten.")
    try:
        return read_plate(typed), ""
    except PlateWrong as wrong:
        if wrong.part == "ambiguous":
            return typed, _("Trennen Sie Ort und Buchstaben, zum Beispiel MU-AB 123.")
        return typed, ""


def write_answer(request: TenantRequest, token: str, *, is_same: bool) -> str:
    """Return what stands in the address of the page that says it: for this code and a few minutes."""
    return signing.dumps([is_same, int(now().timestamp())], salt=_salt(request, token))


def read_answer(request: TenantRequest, token: str) -> bool | None:
    """Return what was compared just now, or None where nothing was, or the address is old or made up."""
    try:
        is_same, at = signing.loads(request.GET.get(ANSWER, ""), salt=_salt(request, token))
    except signing.BadSignature:
        return None
    return bool(is_same) if now().timestamp() - at <= VALID_FOR.total_seconds() else None


def _salt(request: TenantRequest, token: str) -> str:
    return f"onlineamt.compared:{request.tenant.id}:{token}"
