"""What can go wrong when services are published and offered."""

from onlineamt.foundation.core.errors import PortalError


class VersionTaken(PortalError):
    """The version is published already, with other content."""

    code = "version_taken"
    title = "Diese Version ist schon veröffentlicht, mit anderem Inhalt."
    next_step = "Erhöhen Sie die Version, und installieren Sie noch einmal."
    http_status = 409


class NoOffice(PortalError):
    """The municipality has no office of the kind that the service needs."""

    code = "no_office"
    title = "Für diese Leistung fehlt das zuständige Amt."
    next_step = "Legen Sie das Amt an, oder nennen Sie ein anderes."
    http_status = 409


class NotOnline(PortalError):
    """The version has no form: it can be read about, not applied for."""

    code = "not_online"
    title = "Diese Leistung lässt sich hier nicht online beantragen."
    next_step = "Auf der Seite der Leistung steht, wie Sie das Amt erreichen."
    http_status = 409


class WrongParameters(PortalError):
    """Parameters that the version does not know, or values of the wrong kind; `problems` says which."""

    code = "wrong_parameters"
    title = "Die Einstellungen passen nicht zur Leistung."
    next_step = "Prüfen Sie Namen und Werte der Einstellungen."
    http_status = 400

    def __init__(self, problems: list[str]) -> None:
        super().__init__(*problems)
        self.problems = problems
