"""A process that is killed in the middle: `TENANT SUBJECT UPLOAD FOLDER part|finish`. It dies once the bytes are written."""

import os
import signal
import sys
from pathlib import Path
from uuid import UUID

import django


def main() -> None:
    django.setup()
    from onlineamt.adapters.files_folder import FolderStore
    from onlineamt.facilities.documents.actions.uploads import add_part, finish_upload
    from onlineamt.facilities.documents.queries import get_upload
    from onlineamt.facilities.documents.store import use_byte_store
    from onlineamt.foundation.tenancy.transaction import in_tenant

    class DyingStore(FolderStore):
        """Writes, and never comes back."""

        def write(self, key: str, content: bytes) -> None:
            super().write(key, content)
            os.kill(os.getpid(), signal.SIGKILL)

    tenant, subject, upload = map(UUID, sys.argv[1:4])
    use_byte_store(DyingStore(Path(sys.argv[4])))
    with in_tenant(tenant):
        if sys.argv[5] == "finish":
            finish_upload(subject_id=subject, upload_id=upload, allowed=["jpeg"])
        start = get_upload(upload, subject_id=subject).received
        add_part(subject_id=subject, upload_id=upload, offset=start, content=sys.stdin.buffer.read()[start:])


if __name__ == "__main__":
    main()
