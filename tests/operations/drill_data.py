"""What the restore drill stores and looks for: `make`, `keep`, `erase NAME`, `read`. Run as a process of its own."""

import sys
from uuid import UUID, uuid5

import django
from django.conf import settings

TENANT_KEY = "musterstadt"
NAMES = ("erika", "max")
_SPACE = UUID("018f0000-0000-7000-8000-000000000000")


def subject(name: str) -> UUID:
    return uuid5(_SPACE, name)


def main() -> None:
    django.setup()
    from onlineamt.foundation.tenancy.models import Tenant
    from onlineamt.foundation.tenancy.transaction import in_tenant

    if sys.argv[1] == "make":
        from tests.world import found_musterstadt

        found_musterstadt()
    with in_tenant(Tenant.objects.get(key=TENANT_KEY).id):
        {"make": make, "keep": keep, "erase": erase, "read": read}[sys.argv[1]]()
    if sys.argv[1] == "erase":
        from onlineamt.foundation.sealing.erasures import write_journal

        write_journal()  # as the worker does every minute
    if sys.argv[1] == "erase":
        from onlineamt.foundation.sealing.erasures import write_journal

        write_journal()  # as the worker does every minute


def make() -> None:
    """Two people apply: a sealed document each, an entry in the trail."""
    from onlineamt.foundation.audit import actions as audit
    from onlineamt.foundation.sealing.actions import create_key

    for name in NAMES:
        seal = create_key(subject(name))
        audit.record("application.submitted", chain=subject(name), actor="guest", facts={})
        path = settings.ENV.data / "documents" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(seal.close(f"Antrag von {name}".encode(), purpose="document"))
    audit.make_checkpoint()


def keep() -> None:
    """Keep a file for Erika in the store of this installation, and print its key."""
    from onlineamt.facilities.documents.actions.storing import store_document
    from onlineamt.facilities.documents.values import DocumentKind, NewDocument

    file = NewDocument(
        kind=DocumentKind.EVIDENCE, name="Schein.pdf", media_type="application/pdf", content=b"%PDF-"
    )
    sys.stdout.write(store_document(subject_id=subject("erika"), document=file).storage_key)


def erase() -> None:
    from onlineamt.foundation.sealing.actions import destroy_key

    destroy_key(subject(sys.argv[2]), reason="retention")


def read() -> None:
    """Print what can still be read."""
    from onlineamt.foundation.sealing.errors import Unsealable
    from onlineamt.foundation.sealing.queries import get_seal

    for name in NAMES:
        sealed = (settings.ENV.data / "documents" / name).read_bytes()
        try:
            text = get_seal(subject(name)).open(sealed, purpose="document").decode()
        except Unsealable:
            text = f"{name}: gelöscht"
        sys.stdout.write(f"{text}\n")


if __name__ == "__main__":
    main()
