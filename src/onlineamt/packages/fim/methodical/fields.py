"""What a field says of itself, and whether it fits together: Feldart, Datentyp, limits, files."""

from collections.abc import Iterator

from onlineamt.packages.fim.methodical.registry import Fault, Subject, check
from onlineamt.packages.fim.model import DataType, Field, FieldKind, Precision, Standard

_TEXTS = {DataType.TEXT, DataType.TEXT_LATIN}
_NUMBERS = {DataType.NUM, DataType.NUM_INT, DataType.NUM_CURRENCY}
_TIMES = {DataType.DATE, DataType.TIME, DataType.DATETIME}
_FILES = {DataType.FILE, DataType.OBJ}
_DELETE = "Löschen Sie die Angabe, oder ändern Sie den Datentyp."


@check("1011")
def choices_are_texts(subject: Subject) -> Iterator[Fault]:
    """What is chosen is a text."""
    for one in subject.fields:
        if one.kind is FieldKind.SELECT and one.data_type is not DataType.TEXT:
            yield Fault(one, "Eine Auswahl hat den Datentyp Text.", "Ändern Sie den Datentyp in „text“.")


@check("1012")
def lengths_are_of_what_is_typed(subject: Subject) -> Iterator[Fault]:
    """Nobody types a choice or a label."""
    for one in subject.fields:
        if one.kind in {FieldKind.SELECT, FieldKind.LABEL} and _has_length(one.precision):
            yield Fault(one, "Eine Auswahl oder ein Hinweistext hat keine Feldlänge.", "Löschen Sie minLength und maxLength.")  # fmt: skip


@check("1015")
def lengths_are_of_texts(subject: Subject) -> Iterator[Fault]:
    """Texts alone have a length."""
    for one in subject.fields:
        if one.data_type is not None and one.data_type not in _TEXTS and _has_length(one.precision):
            yield Fault(one, "Nur ein Text hat eine Feldlänge.", _DELETE)


@check("1016")
def ranges_are_of_numbers_and_times(subject: Subject) -> Iterator[Fault]:
    """Numbers, days and times alone have a range."""
    for one in subject.fields:
        if one.data_type is not None and one.data_type not in _NUMBERS | _TIMES and _has_range(one.precision):
            yield Fault(one, "Nur Zahlen und Zeiten haben Wertgrenzen.", _DELETE)


@check("1017")
def lists_are_for_choices(subject: Subject) -> Iterator[Fault]:
    """What has a list is a choice."""
    for one in subject.fields:
        if (one.codelist or one.values) and one.kind not in {FieldKind.SELECT, None}:
            yield Fault(one, "Das Feld hat eine Liste, ist aber keine Auswahl.", "Ändern Sie die Feldart in „select“.")  # fmt: skip


@check("1018")
def choices_have_a_list(subject: Subject) -> Iterator[Fault]:
    """A choice has something to choose from."""
    for one in subject.fields:
        if one.kind is FieldKind.SELECT and not one.codelist and not one.values:
            yield Fault(one, "Die Auswahl hat weder Codeliste noch Werte.", "Geben Sie ihr eine Liste.")


@check("1030")
def prefilling_is_decided(subject: Subject) -> Iterator[Fault]:
    """A field of XDatenfelder 3.0 says whether it may be filled in beforehand."""
    for one in subject.fields:
        if one.prefill is None and subject.schema.standard is Standard.XDF3:
            yield Fault(one, "Die Vorbefüllung fehlt.", "Nehmen Sie keine, optional oder verpflichtend.")


@check("1027")
def field_kind_is_there(subject: Subject) -> Iterator[Fault]:
    """A field says what a person does with it."""
    for one in subject.fields:
        if one.kind is None:
            yield Fault(one, "Die Feldart fehlt oder ist unbekannt.", "Nehmen Sie zum Beispiel „input“.")


@check("1028")
def data_type_is_there(subject: Subject) -> Iterator[Fault]:
    """A field says what an answer is."""
    for one in subject.fields:
        if one.data_type is None:
            yield Fault(one, "Der Datentyp fehlt oder ist unbekannt.", "Nehmen Sie zum Beispiel „text“.")


@check("1056")
def sizes_are_of_files(subject: Subject) -> Iterator[Fault]:
    """Files alone have a size."""
    for one in subject.fields:
        if one.max_bytes is not None and one.data_type is not DataType.FILE:
            yield Fault(one, "Nur eine Datei hat eine Dateigröße.", _DELETE)


@check("1057")
def media_types_are_of_files(subject: Subject) -> Iterator[Fault]:
    """Files alone have media types."""
    for one in subject.fields:
        if one.media_types and one.data_type is not DataType.FILE:
            yield Fault(one, "Nur eine Datei hat Dateiarten.", _DELETE)


@check("1090")
def labels_are_texts(subject: Subject) -> Iterator[Fault]:
    """A label is a text or an object."""
    for one in subject.fields:
        if one.kind is FieldKind.LABEL and one.data_type not in {*_TEXTS, DataType.OBJ, None}:
            yield Fault(one, "Ein Hinweistext ist ein Text oder ein statisches Objekt.", "Ändern Sie den Datentyp in „text“.")  # fmt: skip


@check("1109")
def labels_say_something(subject: Subject) -> Iterator[Fault]:
    """A label has words."""
    for one in subject.fields:
        if one.kind is FieldKind.LABEL and not one.content:
            yield Fault(one, "Der Hinweistext hat keinen Inhalt.", "Schreiben Sie hinein, was Menschen lesen sollen.")  # fmt: skip


@check("1100")
def files_have_no_content(subject: Subject) -> Iterator[Fault]:
    """A file is not filled in beforehand."""
    for one in subject.fields:
        if one.data_type in _FILES and one.content:
            yield Fault(one, "Eine Datei hat keinen Inhalt.", _DELETE)


@check("1120")
def files_have_no_pattern(subject: Subject) -> Iterator[Fault]:
    """A file is not spelled."""
    for one in subject.fields:
        if one.data_type in _FILES and one.precision.pattern:
            yield Fault(one, "Eine Datei hat kein Muster.", _DELETE)


@check("1139")
def files_may_be_several(subject: Subject) -> Iterator[Fault]:
    """Papers have several pages: people send several files."""
    for _, member in subject.places:
        one = member.element
        if isinstance(one, Field) and one.data_type is DataType.FILE and member.maximum is not None:
            yield Fault(one, "Von einer Anlage sind höchstens so viele Dateien möglich, wie die Anzahl sagt.", "Nehmen Sie als Anzahl 0:* oder 1:*.", member.line)  # fmt: skip


@check("1102")
def texts_have_lengths(subject: Subject) -> Iterator[Fault]:
    """A text that is typed says how long it may be."""
    for one in subject.fields:
        is_typed = one.kind is FieldKind.INPUT and one.data_type in _TEXTS
        if is_typed and (one.precision.min_length is None or one.precision.max_length is None):
            yield Fault(
                one, "Die Feldlänge ist nicht ganz angegeben.", "Geben Sie minLength und maxLength an."
            )


@check("1103")
def numbers_have_ranges(subject: Subject) -> Iterator[Fault]:
    """A number or day says within which limits."""
    for one in subject.fields:
        if one.kind is FieldKind.INPUT and one.data_type in {*_NUMBERS, DataType.DATE} and not _has_range(one.precision):  # fmt: skip
            yield Fault(
                one, "Es gibt keine Wertgrenzen.", "Geben Sie an, was höchstens und mindestens sein kann."
            )


def _has_length(precision: Precision) -> bool:
    return precision.min_length is not None or precision.max_length is not None


def _has_range(precision: Precision) -> bool:
    return bool(precision.min_value or precision.max_value)
