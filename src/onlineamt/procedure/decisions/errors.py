"""What can stand in the way of a decision, in words for the caseworker."""

from onlineamt.foundation.core.errors import PortalError


class NoSuchOutcome(PortalError):
    """An outcome the procedure does not have."""

    code = "no_such_outcome"
    title = "Dieses Ergebnis gibt es bei dieser Leistung nicht."
    next_step = "Wählen Sie eines der angebotenen Ergebnisse."
    http_status = 400


class ReasonsMissing(PortalError):
    """An outcome that needs reasons of its own (§ 39 VwVfG, § 121 AO) has none."""

    code = "reasons_missing"
    title = "Dieser Bescheid braucht eine Begründung."
    next_step = "Schreiben Sie in eigenen Worten, warum Sie so entscheiden."
    http_status = 400


class GrantedUnfit(PortalError):
    """What is to be granted is missing, cannot be, or breaks a check of the service."""

    code = "granted_unfit"
    title = "Was bewilligt werden soll, passt so nicht."
    next_step = "Öffnen Sie den Entwurf, und prüfen Sie die Angaben unter dem Ergebnis."
    http_status = 422


class NoDraft(PortalError):
    """There is no draft of a decision to release, preview or issue."""

    code = "no_draft"
    title = "Zu diesem Vorgang gibt es keinen Entwurf eines Bescheids."
    next_step = "Wählen Sie zuerst ein Ergebnis, und speichern Sie den Entwurf."
    http_status = 409


class TasksOpen(PortalError):
    """Tasks of the procedure are not done."""

    code = "tasks_open"
    title = "Es sind noch nicht alle Aufgaben erledigt."
    next_step = "Erledigen Sie zuerst die offenen Aufgaben. Danach können Sie den Bescheid erlassen."
    http_status = 409


class SecondPersonNeeded(PortalError):
    """Four eyes: whoever wrote the draft may not issue it."""

    code = "second_person_needed"
    title = "Diesen Bescheid muss eine zweite Person freigeben."
    next_step = "Legen Sie ihn zur Freigabe vor. Eine Person mit Entscheidungsbefugnis sieht ihn dann in ihrem Arbeitsvorrat."
    http_status = 409


class FeeUnknown(PortalError):
    """The fee of an outcome cannot be computed from what is known."""

    code = "fee_unknown"
    title = "Der Betrag lässt sich aus den Angaben nicht berechnen."
    next_step = "Fordern Sie die fehlende Angabe nach, oder wählen Sie ein anderes Ergebnis."
    http_status = 409


class NoticeMissing(PortalError):
    """The letter could not say what can be done against the decision: its period would be a year (§ 58 Abs. 2 VwGO)."""

    code = "notice_missing"
    title = "Für die Rechtsbehelfsbelehrung fehlt etwas."
    next_step = "Bitten Sie Ihre Verwaltung der Plattform, Anschrift und Gericht einzutragen."
    http_status = 409


class BankAccountMissing(PortalError):
    """A decision asks for money, and nobody has entered where to."""

    code = "bank_account_missing"
    title = "Die Bankverbindung Ihrer Kommune fehlt."
    next_step = "Bitten Sie Ihre Verwaltung der Plattform, Zahlungsempfänger, IBAN und Bank einzutragen."
    http_status = 409


class EntryEndsTooEarly(PortalError):
    """An entry cannot end before it began."""

    code = "entry_ends_too_early"
    title = "Der letzte Tag liegt vor dem Beginn des Eintrags."
    next_step = "Prüfen Sie das Datum. Wurde der Eintrag irrtümlich gemacht, nehmen Sie seinen ersten Tag als letzten."
    http_status = 422


class EntryIncomplete(PortalError):
    """A correction that leaves nothing."""

    code = "entry_incomplete"
    title = "Der Eintrag wäre dann leer."
    next_step = "Füllen Sie mindestens eine Angabe aus, oder beenden Sie den Eintrag."
    http_status = 422


class ValidityUnknown(PortalError):
    """From when until when an entry counts hangs on an answer that is missing, or the end lies before the beginning."""

    code = "validity_unknown"
    title = "Von wann bis wann der Eintrag gilt, lässt sich aus den Angaben nicht berechnen."
    next_step = "Fordern Sie die fehlende Angabe nach, oder wählen Sie ein anderes Ergebnis."
    http_status = 409


class ContentUnknown(PortalError):
    """What an entry is to say from now on is missing in the application."""

    code = "content_unknown"
    title = "Eine Angabe, die in den Eintrag gehört, fehlt im Antrag."
    next_step = "Fordern Sie die fehlende Angabe nach, oder wählen Sie ein anderes Ergebnis."
    http_status = 409


class NoEntryFollowed(PortalError):
    """A follow-up whose register entry nobody has found yet."""

    code = "no_entry_followed"
    title = "Dieser Vorgang ist mit keinem Eintrag im Register verbunden."
    next_step = "Suchen Sie den Eintrag im Register, und verbinden Sie ihn mit dem Vorgang. Oder wählen Sie ein anderes Ergebnis."
    http_status = 409


class EntryInTheWay(PortalError):
    """There is a valid entry of the same person or thing, and there is to be one only. `names`: of what."""

    code = "entry_in_the_way"
    title = "Dazu gibt es schon einen gültigen Eintrag."
    next_step = (
        "Sehen Sie ihn sich an. Beenden Sie ihn, wählen Sie ein anderes Ergebnis, oder begründen Sie im Entwurf, warum es "
        "hier einen weiteren geben soll. Das geht, wo die Leistung es erlaubt."
    )
    http_status = 409


class NoSuchEntry(PortalError):
    """A number that no entry of the register has that a case follows."""

    code = "no_such_entry"
    title = "Unter dieser Nummer finden wir keinen Eintrag."
    next_step = "Prüfen Sie die Nummer, oder suchen Sie im Register nach dem Namen."
    http_status = 422
