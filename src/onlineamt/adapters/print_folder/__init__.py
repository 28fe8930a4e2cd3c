"""Letters in a folder: the print room of an office that prints what it finds there."""

from onlineamt.adapters.print_folder.room import FolderPrintRoom

__all__ = ["FolderPrintRoom"]
