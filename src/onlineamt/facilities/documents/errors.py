"""What can go wrong with a document for a person."""

from onlineamt.foundation.core.errors import PortalError


class DocumentUnavailable(PortalError):
    """The store does not have the bytes, or does not answer."""

    code = "document_unavailable"
    title = "Dieses Dokument können wir gerade nicht öffnen."
    next_step = "Bitte versuchen Sie es in einer Stunde noch einmal. Oder rufen Sie uns an: Telefon 115."
    http_status = 503


class DocumentLocked(PortalError):
    """A virus scanner found something in a file after it was kept; nobody opens it any more."""

    code = "document_locked"
    title = "Diese Datei ist gesperrt: In ihr wurde Schadsoftware gefunden."
    next_step = (
        "Niemand kann sie mehr öffnen. Wird die Unterlage noch gebraucht, muss sie neu eingereicht werden."
    )
    http_status = 410


class FileRefused(PortalError):
    """A file that somebody handed in is not taken; nothing was kept of it."""


class FileEmpty(FileRefused):
    """There is not a single byte in it."""

    code = "file_empty"
    title = "Diese Datei ist leer."
    next_step = "Prüfen Sie, ob sie sich auf Ihrem Gerät öffnen lässt, und wählen Sie sie noch einmal aus."


class FileTooLarge(FileRefused):
    """More bytes than the field, or the portal, takes."""

    code = "file_too_large"
    title = "Diese Datei ist zu groß."
    next_step = (
        "Fotografieren Sie die Unterlage mit kleinerer Auflösung, oder teilen Sie sie in mehrere Dateien auf."
    )
    http_status = 413


class KindNotAllowed(FileRefused):
    """By its content it is none of the kinds that are asked for, whatever its name says."""

    code = "kind_not_allowed"
    title = "Diese Art von Datei können wir hier nicht annehmen."
    next_step = (
        "Fotografieren Sie die Unterlage, oder speichern Sie sie als PDF, und wählen Sie die neue Datei aus."
    )
    http_status = 415


class FileUnreadable(FileRefused):
    """Damaged, cut off, or made so that reading it takes too much time or memory."""

    code = "file_unreadable"
    title = "Diese Datei können wir nicht lesen. Sie ist beschädigt oder unvollständig."
    next_step = "Öffnen Sie sie auf Ihrem Gerät, speichern oder fotografieren Sie sie neu, und wählen Sie die neue Datei aus."


class FileTooComplex(FileRefused):
    """It asks for more pixels, pages, objects, memory or time than a paper needs."""

    code = "file_too_complex"
    title = "Diese Datei ist zu umfangreich."
    next_step = (
        "Teilen Sie sie in mehrere Dateien auf, oder fotografieren Sie die Seiten, auf die es ankommt."
    )


class FileLocked(FileRefused):
    """A password is needed to read it."""

    code = "file_locked"
    title = "Dieses PDF ist mit einem Passwort geschützt."
    next_step = "Öffnen Sie es mit Ihrem Passwort, drucken Sie es als neues PDF, und wählen Sie dieses aus."


class FileNeedsProgram(FileRefused):
    """A PDF that shows its content in one program only: a folder of other files, or a form that is made while it is read."""

    code = "file_needs_program"
    title = "Dieses PDF zeigt seinen Inhalt nur in einem besonderen Programm."
    next_step = "Öffnen Sie es dort, drucken Sie es als neues PDF, und wählen Sie dieses aus."


class FileInfected(FileRefused):
    """The virus scanner knows what is in it."""

    code = "file_infected"
    title = "In dieser Datei hat unser Virenscanner Schadsoftware gefunden. Wir haben sie nicht behalten."
    next_step = "Prüfen Sie Ihr Gerät mit einem Virenscanner. Fotografieren Sie die Unterlage, und wählen Sie das Foto aus."


class TooManyFiles(FileRefused):
    """All files of a matter together are more, or larger, than the portal takes."""

    code = "too_many_files"
    title = "Zu diesem Antrag sind schon sehr viele Dateien eingereicht."
    next_step = (
        "Entfernen Sie Dateien, die nicht gebraucht werden, oder reichen Sie den Rest nach dem Absenden nach."
    )


class FileNotKept(PortalError):
    """The store of files or the program that judges them does not answer; nothing was kept, nothing else is lost."""

    code = "file_not_kept"
    title = "Wir können Ihre Datei gerade nicht sicher ablegen."
    next_step = "Sie ist nicht angekommen. Bitte versuchen Sie es in einigen Minuten noch einmal. Ihre Angaben bleiben erhalten."
    http_status = 503


class UploadUnfinished(PortalError):
    """Parts of a file are still missing."""

    code = "upload_unfinished"
    title = "Diese Datei ist noch nicht vollständig angekommen."
    next_step = "Wählen Sie sie noch einmal aus; was schon angekommen ist, wird nicht noch einmal gesendet."
    http_status = 409


class PartRefused(PortalError):
    """A part that no well-meaning browser sends: too small, too large, or beyond the announced end."""

    code = "part_refused"
    title = "Ein Teil dieser Datei ist nicht richtig angekommen."
    next_step = "Wählen Sie die Datei noch einmal aus."
