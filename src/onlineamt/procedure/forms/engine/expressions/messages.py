"""Answers as protobuf messages, the form in which the CEL library takes typed, nested values."""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from functools import partial
from typing import Any

from cel_expr_python import cel
from google.protobuf import descriptor_pb2, descriptor_pool, message_factory, timestamp_pb2

from onlineamt.procedure.forms.engine.expressions.grammar import ASKED
from onlineamt.procedure.forms.engine.expressions.types import ListOf, Record, Scalar, Value, ValueType

Writer = Callable[[Any, Any], None]
"""Writes a value into a message."""

_FIELD = descriptor_pb2.FieldDescriptorProto
_WIRE_TYPES = {
    Scalar.TEXT: _FIELD.TYPE_STRING,
    Scalar.YES_NO: _FIELD.TYPE_BOOL,
    Scalar.NUMBER: _FIELD.TYPE_INT64,
    Scalar.DATE: _FIELD.TYPE_MESSAGE,
}
_INSTANT = ".google.protobuf.Timestamp"
_FIRST_DAY = date(1970, 1, 1).toordinal()
_SECONDS_A_DAY = 86_400


def instant_of(day: date) -> datetime:
    """Return a day as the CEL library takes it: midnight UTC."""
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


class Messages:
    """The message classes of a scope, one for each area."""

    def __init__(self, areas: Mapping[str, Record]) -> None:
        """Describe every area and make its class."""
        self.pool = descriptor_pool.DescriptorPool()
        self.pool.AddSerializedFile(timestamp_pb2.DESCRIPTOR.serialized_pb)
        self.pool.AddSerializedFile(_file_of(areas).SerializeToString())
        self._classes = {area: self._class_of(area) for area in areas}
        self._writers = {
            f"{area}.{name}": (area, writer)
            for area, record in areas.items()
            for name, writer in _writers(record).items()
        }

    def fill(self, values: Mapping[str, Value | None]) -> dict[str, Any]:
        """Return a message for each area. None means: known to have no value. Raises KeyError for unknown fields."""
        messages = {area: message() for area, message in self._classes.items()}
        for path, value in values.items():
            area, write = self._writers[path]
            write(messages[area], value)
        return messages

    def type_of(self, area: str) -> cel.Type:
        """Return the CEL type of an area."""
        return cel.Type(_message_of(area))

    def _class_of(self, area: str) -> Any:
        return message_factory.GetMessageClass(self.pool.FindMessageTypeByName(_message_of(area)))


def _file_of(areas: Mapping[str, Record]) -> descriptor_pb2.FileDescriptorProto:
    file = descriptor_pb2.FileDescriptorProto(
        name="scope.proto", package="scope", syntax="proto3", dependency=["google/protobuf/timestamp.proto"]
    )
    for area, record in areas.items():
        path = _message_of(area)
        _describe(file.message_type.add(name=path.removeprefix("scope.")), record, f".{path}")
    return file


def _message_of(area: str) -> str:
    """Return the message of an area: `held.marken` is an area too, but no message can be called so."""
    return f"scope.{area.replace('.', '__')}"


def _describe(message: Any, record: Record, path: str) -> None:
    for name, value_type in record.fields.items():
        item = value_type.item if isinstance(value_type, ListOf) else value_type
        field = _add(message, name)
        if isinstance(value_type, ListOf):
            field.label = _FIELD.LABEL_REPEATED
        if isinstance(item, Record):
            field.type, field.type_name = _FIELD.TYPE_MESSAGE, f"{path}.{name}__entry"
            _describe(message.nested_type.add(name=f"{name}__entry"), item, field.type_name)
        else:
            field.type = _WIRE_TYPES[item]
            if item is Scalar.DATE:
                field.type_name = _INSTANT
            elif field.label != _FIELD.LABEL_REPEATED:
                _remember_presence(message, field)
        companion = _add(message, name + ASKED)
        companion.type = _FIELD.TYPE_BOOL
        _remember_presence(message, companion)


def _add(message: Any, name: str) -> Any:
    number = len(message.field) + 1
    return message.field.add(name=name, number=number, label=_FIELD.LABEL_OPTIONAL, json_name=f"f{number}")


def _remember_presence(message: Any, field: Any) -> None:
    field.proto3_optional = True
    field.oneof_index = len(message.oneof_decl)
    message.oneof_decl.add(name=f"_{field.name}")


def _writers(record: Record) -> dict[str, Writer]:
    return {name: _or_blank(name, _writer(name, value_type)) for name, value_type in record.fields.items()}


def _writer(name: str, value_type: ValueType) -> Writer:
    if value_type is Scalar.DATE:
        return lambda message, value: _write_date(getattr(message, name), value)
    if isinstance(value_type, Scalar):
        return lambda message, value: setattr(message, name, value)
    return _list_writer(name, value_type)


def _list_writer(name: str, value_type: ListOf) -> Writer:
    if isinstance(value_type.item, Record):
        write: Writer = partial(_write_entries, _writers(value_type.item))
    else:
        write = _write_dates if value_type.item is Scalar.DATE else _extend

    def write_list(message: Any, value: Any) -> None:
        setattr(message, name + ASKED, True)
        write(getattr(message, name), value)

    return write_list


def _or_blank(name: str, write: Writer) -> Writer:
    def write_or_mark(message: Any, value: Any) -> None:
        if value is None:
            setattr(message, name + ASKED, True)
        else:
            write(message, value)

    return write_or_mark


def _write_date(instant: Any, day: date) -> None:
    instant.SetInParent()
    instant.seconds = (day.toordinal() - _FIRST_DAY) * _SECONDS_A_DAY


def _write_dates(repeated: Any, days: Any) -> None:
    for day in days:
        _write_date(repeated.add(), day)


def _extend(repeated: Any, values: Any) -> None:
    repeated.extend(values)


def _write_entries(writers: Mapping[str, Writer], repeated: Any, entries: Any) -> None:
    for entry in entries:
        message = repeated.add()
        for name, value in entry.items():
            writers[name](message, value)
