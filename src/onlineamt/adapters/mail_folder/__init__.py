"""A stand-in for e-mail in the demo: messages become files that nobody sends."""

from onlineamt.adapters.mail_folder.transport import FolderTransport, StandInInProduction

__all__ = ["FolderTransport", "StandInInProduction"]
