"""What can stand in the way of work on a case, in words for the person."""

from onlineamt.foundation.core.errors import PortalError


class ChangedMeanwhile(PortalError):
    """Somebody changed the case after this person had opened it; nothing is overwritten unseen."""

    code = "changed_meanwhile"
    title = "Diesen Vorgang hat inzwischen jemand geändert."
    next_step = "Sehen Sie sich den neuen Stand an, und entscheiden Sie dann noch einmal. Ihre Eingaben stehen noch da."
    http_status = 409


class NotInThisState(PortalError):
    """What was asked for does not fit where the case stands."""

    code = "not_in_this_state"
    title = "Das geht bei diesem Stand des Vorgangs nicht."
    next_step = "Öffnen Sie den Vorgang neu. Dort steht, was jetzt möglich ist."
    http_status = 409


class RoleTooLow(PortalError):
    """The act needs another role."""

    code = "role_too_low"
    title = "Dafür fehlt Ihnen die Befugnis."
    next_step = "Bitten Sie eine Person mit Entscheidungsbefugnis in Ihrem Amt."
    http_status = 403


class ChecksOpen(PortalError):
    """A task with checks that nobody has answered."""

    code = "checks_open"
    title = "Bei dieser Aufgabe ist noch nicht alles geprüft."
    next_step = "Sagen Sie zu jedem Prüfschritt, was Sie gefunden haben."
    http_status = 400


class TasksLeft(PortalError):
    """A case is not closed while something that followed its decision is to be done."""

    code = "tasks_left"
    title = "Nach der Entscheidung ist noch etwas zu tun."
    next_step = "Erledigen Sie zuerst die offenen Aufgaben. Danach lässt sich der Vorgang schließen."
    http_status = 409


class NothingAsked(PortalError):
    """A request to the applicant that asks for nothing, or for what the form does not have."""

    code = "nothing_asked"
    title = "In Ihrer Nachforderung fehlt, was Sie brauchen."
    next_step = "Wählen Sie mindestens eine Angabe oder einen Nachweis aus, oder stellen Sie eine Frage."
    http_status = 400


class TextMissing(PortalError):
    """A note, reason or question without words."""

    code = "text_missing"
    title = "Es fehlt noch ein Text."
    next_step = "Schreiben Sie in das Feld, worum es geht, und speichern Sie noch einmal."
    http_status = 400


class TextTooLong(PortalError):
    """A text above what a letter can hold."""

    code = "text_too_long"
    title = "Der Text ist zu lang."
    next_step = "Kürzen Sie ihn auf höchstens 5.000 Zeichen, und speichern Sie noch einmal."
    http_status = 400


class NothingToAnswer(PortalError):
    """There is no open request: it was answered, taken back, or never made."""

    code = "nothing_to_answer"
    title = "Zu diesem Vorgang ist gerade nichts offen."
    next_step = "Wir haben Ihre Antwort schon, oder wir brauchen sie nicht mehr. Den Stand sehen Sie unter „Stand abfragen“."
    http_status = 409


class NotToBeTakenBack(PortalError):
    """What is declared exists anyway, or it is decided already."""

    code = "not_to_be_taken_back"
    title = "Das lässt sich nicht mehr zurücknehmen."
    next_step = "Rufen Sie uns an, wenn sich etwas geändert hat. Die Nummer steht unten auf der Seite."
    http_status = 409
