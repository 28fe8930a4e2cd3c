"""Where this installation keeps its files: in a folder, or in an S3-compatible store."""

from onlineamt.config.env import Env
from onlineamt.facilities.documents.ports import ByteStore


def file_store_of(env: Env) -> ByteStore:
    """Return the byte store that the settings name."""
    if not env.files_url:
        from onlineamt.adapters.files_folder import FolderStore

        return FolderStore(env.data / "documents")
    from onlineamt.adapters.s3 import S3Store  # its library is loaded only where there is a bucket

    return S3Store(env.files_url, access_key=env.files_access_key, secret_key=env.files_secret_key)
