"""The kinds of fields, one file each. Facilities register theirs in `wiring.py`."""

from onlineamt.procedure.forms.engine.kinds.base import Json, Kind, NotReadable, Raw, Surroundings
from onlineamt.procedure.forms.engine.kinds.choice import ChoiceKind
from onlineamt.procedure.forms.engine.kinds.choice_many import ChoiceManyKind
from onlineamt.procedure.forms.engine.kinds.computed import ComputedKind
from onlineamt.procedure.forms.engine.kinds.consent import ConsentKind
from onlineamt.procedure.forms.engine.kinds.country import CountryKind
from onlineamt.procedure.forms.engine.kinds.date import DateKind
from onlineamt.procedure.forms.engine.kinds.date_time import DateTimeKind
from onlineamt.procedure.forms.engine.kinds.decimal import DecimalKind
from onlineamt.procedure.forms.engine.kinds.email import EmailKind
from onlineamt.procedure.forms.engine.kinds.file import FileKind
from onlineamt.procedure.forms.engine.kinds.house_number import HouseNumberKind
from onlineamt.procedure.forms.engine.kinds.iban import IbanKind
from onlineamt.procedure.forms.engine.kinds.integer import IntegerKind
from onlineamt.procedure.forms.engine.kinds.label import LabelKind
from onlineamt.procedure.forms.engine.kinds.long_text import LongTextKind
from onlineamt.procedure.forms.engine.kinds.money import MoneyKind
from onlineamt.procedure.forms.engine.kinds.phone import PhoneKind
from onlineamt.procedure.forms.engine.kinds.plate import PlateKind
from onlineamt.procedure.forms.engine.kinds.postcode import PostcodeKind
from onlineamt.procedure.forms.engine.kinds.register_entry import RegisterEntryKind
from onlineamt.procedure.forms.engine.kinds.registry import (
    KINDS,
    AnyKind,
    KindTaken,
    make_kind,
    register_kind,
)
from onlineamt.procedure.forms.engine.kinds.repeat import RepeatKind
from onlineamt.procedure.forms.engine.kinds.tax_id import TaxIdKind
from onlineamt.procedure.forms.engine.kinds.text import TextKind
from onlineamt.procedure.forms.engine.kinds.time import TimeKind
from onlineamt.procedure.forms.engine.kinds.yes_no import YesNoKind

for _kind in (
    TextKind, LongTextKind, ChoiceKind, ChoiceManyKind, YesNoKind, ConsentKind, DateKind, TimeKind, DateTimeKind, IntegerKind,
    DecimalKind, MoneyKind, EmailKind, PhoneKind, IbanKind, TaxIdKind, PostcodeKind, HouseNumberKind, PlateKind,
    RegisterEntryKind, CountryKind, FileKind, RepeatKind, LabelKind, ComputedKind,
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
