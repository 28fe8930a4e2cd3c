"""What the gallery shows: plain values as views would hand them to the components. All of it is invented."""

from collections.abc import Mapping
from typing import Any

from onlineamt.audiences.design.fields import (
    NO,
    YES,
    ErrorLine,
    FieldView,
    FileRow,
    ItemRow,
    Option,
    Upload,
    date_parts,
    error_lines,
)

DATE_LABELS = ("Tag", "Monat", "Jahr")
YES_NO = (Option(value=YES, label="Ja"), Option(value=NO, label="Nein"))
BREEDS = (
    Option(value="dackel", label="Dackel"),
    Option(value="labrador", label="Labrador"),
    Option(value="mischling", label="Mischling"),
)

DOG_NAME = FieldView(
    id="hund.name",
    kind="text",
    label="Name des Hundes",
    hint="So, wie er im Impfpass steht.",
    width="long",
    max_length=50,
)
DOG_BORN = FieldView(
    id="hund.geburtsdatum",
    kind="date",
    label="Geburtsdatum des Hundes",
    hint="Zum Beispiel 3 4 2025. Wenn Sie es nicht genau wissen, schätzen Sie.",
    parts=date_parts("hund.geburtsdatum", labels=DATE_LABELS),
)
DOG_BORN_LATER = FieldView(
    id="hund.geburtsdatum",
    kind="date",
    label="Geburtsdatum des Hundes",
    hint="Zum Beispiel 3 4 2025. Wenn Sie es nicht genau wissen, schätzen Sie.",
    error="Das Geburtsdatum liegt in der Zukunft. Ist das Jahr richtig?",
    parts=date_parts("hund.geburtsdatum", day="3", month="4", year="2062", labels=DATE_LABELS, wrong="year"),
)
DOG_IS_LARGE = FieldView(
    id="hund.gross",
    kind="yes_no",
    label="Ist der Hund größer als 40 cm oder schwerer als 20 kg?",
    hint="Gemessen wird bis zur Schulter.",
    options=YES_NO,
    value=NO,
)

PAPER = FieldView(
    id="schein",
    kind="files",
    label="Fahrzeugschein",
    hint="Bitte beide Seiten, lesbar und ganz im Bild.",
    upload=Upload(
        files=(
            FileRow(id="1", name="schein-vorne.jpg", size="1,2 MB", url="#", value="schein/1"),
            FileRow(id="2", name="schein-rückseite.pdf", size="240 KB", url="#", value="schein/2"),
        ),
        limits="Bis zu 3 Dateien, jede höchstens 10 MB: PDF, JPG, PNG oder HEIC.",
        accept="application/pdf,image/jpeg",
        most=3,
        most_bytes=10_000_000,
        url="#",
        takes_photos=True,
        refused=("„brief.docx“: Diese Art von Datei können wir hier nicht annehmen.",),
        removed=FileRow(id="3", name="urlaub.jpg", size="3,1 MB", url="#", value="schein/3"),
    ),
)

FIELDS: tuple[FieldView, ...] = (
    DOG_NAME,
    FieldView(
        id="email",
        kind="text",
        label="E-Mail-Adresse",
        value="erika.mustermann",
        error="Die E-Mail-Adresse ist unvollständig. Fehlt der Teil nach dem @?",
        width="long",
        attributes={"type": "email", "autocomplete": "email", "inputmode": "email"},
    ),
    FieldView(id="telefon", kind="text", label="Telefonnummer", is_required=False, width="medium"),
    FieldView(
        id="gewicht",
        kind="text",
        label="Gewicht",
        suffix="kg",
        width="short",
        attributes={"inputmode": "decimal"},
    ),
    FieldView(
        id="miete",
        kind="text",
        label="Miete im Monat",
        suffix="€",
        width="medium",
        attributes={"inputmode": "decimal"},
    ),
    FieldView(
        id="gruende",
        kind="long_text",
        label="Warum ist die Straße gesperrt?",
        max_length=300,
        is_required=False,
    ),
    DOG_BORN,
    DOG_IS_LARGE,
    FieldView(
        id="rasse",
        kind="radios",
        label="Welche Rasse hat der Hund?",
        error="Bitte wählen Sie eine Rasse aus.",
        options=BREEDS,
    ),
    FieldView(
        id="abholung",
        kind="radios",
        label="Wie möchten Sie die Steuermarke bekommen?",
        value="post",
        options=(
            Option(value="post", label="Mit der Post", hint="In etwa einer Woche, ohne Kosten."),
            Option(value="abholen", label="Ich hole sie ab", hint="Bürgerbüro am Rathausplatz, ab morgen."),
        ),
    ),
    FieldView(
        id="leistungen",
        kind="checkboxes",
        label="Welche Leistungen bekommen Sie?",
        hint="Wählen Sie alles aus, was zutrifft.",
        values=("wohngeld",),
        options=(
            Option(value="buergergeld", label="Bürgergeld"),
            Option(value="wohngeld", label="Wohngeld"),
            Option(value="keine", label="Keine davon", is_exclusive=True),
        ),
    ),
    FieldView(
        id="stadtteil",
        kind="select",
        label="Stadtteil",
        options=(Option(value="nord", label="Nord"), Option(value="sued", label="Süd")),
    ),
    FieldView(
        id="einwilligung",
        kind="consent",
        label="Bescheid online abrufen",
        hint="Sie können das jederzeit ändern.",
        text="Ich möchte meinen Bescheid online abrufen statt mit der Post.",
        is_required=False,
    ),
    FieldView(
        id="code", kind="code", label="Code aus der E-Mail", hint="6 Ziffern. Der Code gilt 15 Minuten."
    ),
    FieldView(
        id="anschrift",
        kind="group",
        label="Ihre Anschrift",
        children=(
            FieldView(
                id="anschrift.strasse",
                kind="text",
                label="Straße und Hausnummer",
                width="long",
                attributes={"autocomplete": "street-address"},
            ),
            FieldView(
                id="anschrift.plz",
                kind="text",
                label="Postleitzahl",
                width="short",
                error="Eine Postleitzahl hat 5 Ziffern.",
                value="123",
                attributes={"autocomplete": "postal-code", "inputmode": "numeric"},
            ),
        ),
    ),
    FieldView(
        id="haushalt.personen",
        kind="repeat",
        label="Wer wohnt noch bei Ihnen?",
        hint="Auch Kinder.",
        error="Bei „Person 2“ fehlt noch etwas. Bitte ergänzen Sie es.",
        add_label="Person hinzufügen",
        items=(
            ItemRow(title="Person 1", text="Max Mustermann, 3. April 1962", value="haushalt.personen:1"),
            ItemRow(title="Person 2", text="Mia", value="haushalt.personen:2", lacks_something=True),
        ),
    ),
    FieldView(
        id="haushalt.tiere", kind="repeat", label="Ihre Tiere", is_required=False, add_label="Tier hinzufügen"
    ),
    PAPER,
    FieldView(id="hinweis", kind="static", label="", text="Den Nachweis können Sie auch später einreichen."),
)

SITUATIONS: tuple[Mapping[str, str], ...] = (
    {
        "icon": "umzug",
        "label": "Umziehen",
        "text": "Anmelden, ummelden, Halteverbot für den Umzugswagen",
        "url": "#",
    },
    {
        "icon": "kind",
        "label": "Ein Kind bekommen",
        "text": "Geburtsurkunde, Name, Elterngeld, Kitaplatz",
        "url": "#",
    },
    {"icon": "heirat", "label": "Heiraten", "text": "Eheschließung anmelden, Urkunden, Name", "url": "#"},
    {
        "icon": "auto",
        "label": "Auto und Verkehr",
        "text": "Kennzeichen, Bewohnerparken, Halteverbot",
        "url": "#",
    },
    {
        "icon": "tiere",
        "label": "Tiere halten",
        "text": "Hund anmelden und abmelden, Reitkennzeichen",
        "url": "#",
    },
    {
        "icon": "ausweis",
        "label": "Ausweise und Urkunden",
        "text": "Personalausweis, Meldebescheinigung",
        "url": "#",
    },
    {
        "icon": "unterstuetzung",
        "label": "Unterstützung bekommen",
        "text": "Wohngeld, Fahrdienst, Ermäßigungen",
        "url": "#",
    },
    {
        "icon": "firma",
        "label": "Ein Gewerbe führen",
        "text": "Gewerbe anmelden, Handwerkerparkausweis",
        "url": "#",
    },
    {
        "icon": "natur",
        "label": "Bauen, Wohnen, Umwelt",
        "text": "Bäume, Abfall, Sperrmüll, Mängel melden",
        "url": "#",
    },
)

PROMISES: tuple[Mapping[str, str], ...] = (
    {
        "icon": "ohne_konto",
        "label": "Ohne Konto",
        "text": "Für die meisten Anliegen reicht eine E-Mail-Adresse.",
    },
    {
        "icon": "pause",
        "label": "In Ihrem Tempo",
        "text": "Jede Seite wird gespeichert. Machen Sie weiter, wann und wo Sie wollen.",
    },
    {
        "icon": "beleg",
        "label": "Sofort ein Beleg",
        "text": "Sie bekommen gleich eine Nummer und sehen immer, wer dran ist.",
    },
)

SUGGESTIONS = tuple(
    {"label": label, "url": "#"}
    for label in ("Hund anmelden", "Bewohnerparkausweis", "Wunschkennzeichen", "Sperrmüll")
)

DOG_FACTS: tuple[Mapping[str, str], ...] = (
    {
        "label": "Kosten",
        "value": "156,00 € im Jahr",
        "note": "Die Anmeldung selbst kostet nichts.",
        "url": "",
    },
    {"label": "Frist", "value": "2 Wochen, nachdem der Hund bei Ihnen ist", "note": "", "url": ""},
    {"label": "Zuständig", "value": "Amt für Steuern", "note": "", "url": "#"},
    {"label": "Rechtsgrundlage", "value": "Hundesteuersatzung, §§ 1 bis 7", "note": "", "url": "#"},
    {
        "label": "Lieber nicht online?",
        "value": "Bürgerbüro am Rathausplatz",
        "note": "Telefon 115",
        "url": "#",
    },
)

STEPS: tuple[Mapping[str, str], ...] = (
    {"label": "Sie füllen den Antrag aus", "text": "4 Seiten, etwa 4 Minuten. Wir speichern jede Seite."},
    {"label": "Sie bekommen sofort einen Beleg", "text": "Mit einer Nummer, mit der Sie den Stand ansehen."},
    {"label": "Der Bescheid kommt zu Ihnen", "text": "Bei den meisten Hunden noch am selben Tag."},
)

ANSWERS: tuple[Mapping[str, str], ...] = (
    {"label": "Name des Hundes", "value": "Waldi", "url": "#"},
    {"label": "Geburtsdatum des Hundes", "value": "3. April 2025", "url": "#"},
    {"label": "Rasse", "value": "Dackel", "url": "#"},
    {"label": "Größer als 40 cm oder schwerer als 20 kg", "value": "Nein", "url": "#"},
    {"label": "Chipnummer", "value": "", "url": "#"},
)

HISTORY: tuple[Mapping[str, str], ...] = (
    {
        "label": "Antrag eingegangen",
        "text": "22. November, 22:52 Uhr",
        "state": "past",
        "url": "#",
        "link": "Beleg (PDF)",
    },
    {"label": "Bezahlt: 30,70 €", "text": "22. November, 22:53 Uhr", "state": "past", "url": "", "link": ""},
    {
        "label": "In Prüfung",
        "text": "23. November · Straßenverkehrsamt",
        "state": "past",
        "url": "",
        "link": "",
    },
    {"label": "Rückfrage an Sie", "text": "24. November", "state": "now", "url": "", "link": ""},
    {
        "label": "Entscheidung",
        "text": "etwa 3 Tage nach Ihrer Antwort",
        "state": "ahead",
        "url": "",
        "link": "",
    },
)

TASKS: tuple[Mapping[str, str], ...] = (
    {"label": "Angaben zu Ihnen", "status": "Fertig", "kind": "done", "url": "#"},
    {"label": "Angaben zum Hund", "status": "Angefangen", "kind": "open", "url": "#"},
    {"label": "Ermäßigung", "status": "Noch offen", "kind": "", "url": "#"},
    {"label": "Prüfen und absenden", "status": "Noch nicht möglich", "kind": "", "url": ""},
)

RESULTS: tuple[Mapping[str, str], ...] = (
    {
        "label": "Hund anmelden",
        "text": "Neuen Hund bei der Stadt anmelden. Online, ohne Konto, etwa 4 Minuten.",
        "url": "#",
    },
    {
        "label": "Hund abmelden",
        "text": "Wenn Ihr Hund nicht mehr bei Ihnen lebt. Online, etwa 2 Minuten.",
        "url": "#",
    },
    {"label": "Sachkunde für große Hunde", "text": "Nachweis beim Ordnungsamt. Mit Termin.", "url": "#"},
)

FORM_ERRORS: tuple[ErrorLine, ...] = error_lines((DOG_NAME, DOG_BORN_LATER, DOG_IS_LARGE))


def gallery_values() -> dict[str, Any]:
    """Return everything the gallery's templates name."""
    return {
        "fields_of_all_kinds": FIELDS,
        "form_fields": (DOG_NAME, DOG_BORN, DOG_IS_LARGE),
        "form_fields_with_errors": (DOG_NAME, DOG_BORN_LATER, DOG_IS_LARGE),
        "form_errors": FORM_ERRORS,
        "situations": SITUATIONS,
        "promises": PROMISES,
        "suggestions": SUGGESTIONS,
        "dog_facts": DOG_FACTS,
        "steps_of_service": STEPS,
        "answers_given": ANSWERS,
        "history": HISTORY,
        "tasks": TASKS,
        "found": RESULTS,
    }
