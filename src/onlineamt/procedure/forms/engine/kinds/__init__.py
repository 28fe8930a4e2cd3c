"""The kinds of fields, one file each, and the one table of them. Facilities register theirs in `wiring.py`."""

from typing import Any

from onlineamt.procedure.forms.definition import FieldDefinition
from onlineamt.procedure.forms.engine.kinds.base import Json, Kind, NotReadable, Raw, Surroundings
from onlineamt.procedure.forms.engine.kinds.choice import ChoiceKind
from onlineamt.procedure.forms.engine.kinds.choice_many import ChoiceManyKind
from onlineamt.procedure.forms.engine.kinds.computed import ComputedKind
from onlineamt.procedure.forms.engine.kinds.consent import ConsentKind
from onlineamt.procedure.forms.engine.kinds.country import CountryKind
from onlineamt.procedure.forms.engine.kinds.date import DateKind
from onlineamt.procedure.forms.engine.kinds.decimal import DecimalKind
from onlineamt.procedure.forms.engine.kinds.email import EmailKind
from onlineamt.procedure.forms.engine.kinds.file import FileKind
from onlineamt.procedure.forms.engine.kinds.iban import IbanKind
from onlineamt.procedure.forms.engine.kinds.integer import IntegerKind
from onlineamt.procedure.forms.engine.kinds.label import LabelKind
from onlineamt.procedure.forms.engine.kinds.long_text import LongTextKind
from onlineamt.procedure.forms.engine.kinds.money import MoneyKind
from onlineamt.procedure.forms.engine.kinds.phone import PhoneKind
from onlineamt.procedure.forms.engine.kinds.plate import PlateKind
from onlineamt.procedure.forms.engine.kinds.postcode import PostcodeKind
from onlineamt.procedure.forms.engine.kinds.register_entry import RegisterEntryKind
from onlineamt.procedure.forms.engine.kinds.tax_id import TaxIdKind
from onlineamt.procedure.forms.engine.kinds.text import TextKind
from onlineamt.procedure.forms.engine.kinds.time import TimeKind
from onlineamt.procedure.forms.engine.kinds.yes_no import YesNoKind

AnyKind = Kind[Any, Any]

KINDS: dict[str, type[AnyKind]] = {}


class KindTaken(ValueError):
    """Two kinds of fields want the same name."""


def register_kind(kind: type[AnyKind]) -> None:
    """Make a kind known; its model is registered beside it with `register_field_model`. Raises KindTaken."""
    if kind.name in KINDS:
        raise KindTaken(kind.name)
    KINDS[kind.name] = kind


def make_kind(definition: FieldDefinition, surroundings: Surroundings) -> AnyKind:
    """Return the field as something that can read, judge, store and show an answer."""
    return KINDS[definition.kind](definition, surroundings)


for _kind in (
    TextKind, LongTextKind, ChoiceKind, ChoiceManyKind, YesNoKind, ConsentKind, DateKind, TimeKind, IntegerKind,
    DecimalKind, MoneyKind, EmailKind, PhoneKind, IbanKind, TaxIdKind, PostcodeKind, PlateKind, RegisterEntryKind,
    CountryKind, FileKind, LabelKind, ComputedKind,
):  # fmt: skip
    register_kind(_kind)

__all__ = [
    "KINDS",
    "AnyKind",
    "Json",
    "Kind",
    "KindTaken",
    "NotReadable",
    "Raw",
    "Surroundings",
    "make_kind",
    "register_kind",
]
