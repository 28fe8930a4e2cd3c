"""The code on a request that came by post: computed from the request, so it need not be kept to be printed again."""

import hmac
from uuid import UUID

from onlineamt.foundation.core.codes import normalise_code
from onlineamt.foundation.sealing.provider import provider
from onlineamt.foundation.tenancy.transaction import current_tenant_id
from onlineamt.procedure.applications.rules import resume_code_of
from onlineamt.procedure.cases.queries import OpenCase


def answer_code(request_id: UUID) -> str:
    """Return the code with which whoever got a request by post answers online."""
    return resume_code_of(provider().mac(current_tenant_id(), b"answer\0" + request_id.bytes))


def opens(case: OpenCase, typed: str) -> bool:
    """Tell whether a typed code stands on a letter of this case that was not taken back, while the case is open."""
    if case.row.closed_at is not None:
        return False
    code = normalise_code(typed)
    codes = [answer_code(one.id) for one in case.requests if one.taken_back_at is None and one.letter_id]
    matches = [hmac.compare_digest(code.encode(), one.encode()) for one in codes]
    return any(matches)
