"""Where a document lies, and the token by which anybody may ask whether it is ours."""

from uuid import UUID

from onlineamt.foundation.core.codes import is_well_formed, new_code, normalise_code, show_code

TOKEN_CHARACTERS = 25  # 24 of them random: 117 bits, not to be guessed
_TOKEN_GROUP = 5


def storage_key(tenant_id: UUID, document_id: UUID) -> str:
    """Return the key of a document's bytes. The last two digits of its id are random: folders fill evenly."""
    return f"{tenant_id}/{document_id.hex[-2:]}/{document_id}"


def new_verify_token() -> str:
    """Return a token for a letter, in groups as people read it: it says nothing of the matter."""
    return show_code(new_code(TOKEN_CHARACTERS), group=_TOKEN_GROUP)


def read_verify_token(typed: str) -> str | None:
    """Return the token that somebody typed or scanned, in one spelling, or None when it cannot be one."""
    code = normalise_code(typed)
    return code if is_well_formed(code, length=TOKEN_CHARACTERS) else None
