"""Files in a folder: the byte store of an installation on one machine."""

from onlineamt.adapters.files_folder.store import FolderStore

__all__ = ["FolderStore"]
