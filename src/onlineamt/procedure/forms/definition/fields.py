"""The fields a form may ask, one model per kind: what `form.yaml` can say about each."""

import re
from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StringConstraints, field_validator, model_validator

from onlineamt.procedure.forms.definition.base import FieldId, Name, Text
from onlineamt.procedure.forms.definition.questions import (
    FieldDefinition,
    OptionDefinition,
    QuestionDefinition,
    register_field_model,
)


class TextField(QuestionDefinition):
    """One line of text."""

    kind: Literal["text"]
    min_length: int | None = Field(None, ge=1)
    max_length: int = Field(200, ge=1, le=2000)
    pattern: str | None = Field(
        None,
        max_length=200,
        description="Regular expression that the whole answer must match; say it in `errors.pattern`.",
    )
    characters: Literal["any", "latin", "name"] = Field(
        "any",
        description="Which characters are taken: any; `latin`: those of DIN 91379, which every register holds; `name`: "
        "of these the letters and signs of a person's name, no digits.",
    )

    @field_validator("pattern")
    @classmethod
    def _compiles(cls, pattern: str | None) -> str | None:
        if pattern is not None:
            try:
                re.compile(pattern)
            except re.error as fault:
                raise ValueError(f"Das Muster ist kein regulärer Ausdruck: {fault}") from fault
        return pattern


class LongTextField(QuestionDefinition):
    """Several lines of text."""

    kind: Literal["long_text"]
    min_length: int | None = Field(None, ge=1)
    max_length: int = Field(2000, ge=1, le=20_000)
    rows: int = Field(5, ge=2, le=30, description="Height of the box.")


class _Choosing(QuestionDefinition):
    options: tuple[OptionDefinition, ...] = Field((), description="The answers to choose from.")
    codelist: Name | None = Field(None, description="Or: a list from `codelists/`.")
    layout: Literal["auto", "buttons", "list"] = Field(
        "auto",
        description="Buttons one below the other, or a list to open; auto: buttons up to seven options.",
    )

    @model_validator(mode="after")
    def _has_answers(self) -> "_Choosing":
        if bool(self.options) == bool(self.codelist):
            raise ValueError("Eine Auswahl braucht entweder `options` oder `codelist`")
        codes = [option.code for option in self.options]
        if len(set(codes)) != len(codes):
            raise ValueError("Zwei Antworten haben denselben `code`")
        return self


class ChoiceField(_Choosing):
    """Exactly one of several answers."""

    kind: Literal["choice"]


class ChoiceManyField(_Choosing):
    """Any number of several answers."""

    kind: Literal["choice_many"]
    min: int | None = Field(None, ge=1, description="How many at least, when any.")
    max: int | None = Field(None, ge=1, description="How many at most.")


class YesNoField(QuestionDefinition):
    """Yes or no."""

    kind: Literal["yes_no"]


class ConsentField(QuestionDefinition):
    """A declaration to tick. Required means: it must be ticked."""

    kind: Literal["consent"]
    only_if_ticked: bool = Field(
        False, description="Summary, letters and office leave it out where it is not ticked."
    )


def _check_bound(written: str) -> str:
    if not written.startswith("today"):
        try:
            date.fromisoformat(written)
        except ValueError:
            raise ValueError(f"Den Tag {written} gibt es nicht") from None
    return written


DateBound = Annotated[
    str,
    StringConstraints(pattern=r"^(\d{4}-\d\d-\d\d|today([+-]P(\d{1,3}Y)?(\d{1,3}M)?(\d{1,4}D)?)?)$"),
    AfterValidator(_check_bound),
]
"""A day, fixed or counted from today: 2026-01-01, today, today-P18Y, today+P7D."""


class DateField(QuestionDefinition):
    """A day, in three boxes."""

    kind: Literal["date"]
    min: DateBound | None = Field(None, description="Earliest day: 2026-01-01, today, today-P18Y, today+P7D.")
    max: DateBound | None = Field(None, description="Latest day, written like the earliest.")


TimeOfDay = Annotated[str, StringConstraints(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]


class TimeField(QuestionDefinition):
    """A time of day. Expressions compare it as text: `ort.beginn < ort.ende`."""

    kind: Literal["time"]
    min: TimeOfDay | None = Field(None, description='Earliest time, as in "08:00".')
    max: TimeOfDay | None = Field(None, description='Latest time, as in "22:00".')

    @model_validator(mode="after")
    def _leaves_a_time(self) -> "TimeField":
        if self.min is not None and self.max is not None and self.min > self.max:
            raise ValueError("`min` liegt nach `max`: keine Uhrzeit wäre richtig")
        return self


class DateTimeField(QuestionDefinition):
    """A day and a time of day. Expressions compare it as text: `fest.beginn < fest.ende`."""

    kind: Literal["date_time"]
    min: DateBound | None = Field(None, description="Earliest day: 2026-01-01, today, today+P7D.")
    max: DateBound | None = Field(None, description="Latest day, written like the earliest.")
    min_time: TimeOfDay | None = Field(None, description='Earliest time on any day, as in "08:00".')
    max_time: TimeOfDay | None = Field(None, description='Latest time on any day, as in "22:00".')

    @model_validator(mode="after")
    def _leaves_a_time(self) -> "DateTimeField":
        if self.min_time is not None and self.max_time is not None and self.min_time > self.max_time:
            raise ValueError("`min_time` liegt nach `max_time`: keine Uhrzeit wäre richtig")
        return self


class IntegerField(QuestionDefinition):
    """A whole number."""

    kind: Literal["integer"]
    min: int | None = None
    max: int | None = None
    unit: Text | None = Field(None, description="What stands behind the number: km, m², Personen.")


class DecimalField(QuestionDefinition):
    """A number with a comma. Expressions see it multiplied to a whole number, see `places`."""

    kind: Literal["decimal"]
    places: int = Field(
        2, ge=1, le=6, description="Digits after the comma; expressions count in the last of them."
    )
    min: str | None = Field(
        None, pattern=r"^-?\d{1,12}(\.\d{1,6})?$", description="Smallest number, as in 0.5."
    )
    max: str | None = Field(None, pattern=r"^-?\d{1,12}(\.\d{1,6})?$", description="Largest number.")
    unit: Text | None = None


class MoneyField(QuestionDefinition):
    """An amount in euros, stored in cents."""

    kind: Literal["money"]
    min: int | None = Field(0, description="Smallest amount in cents.")
    max: int | None = Field(None, description="Largest amount in cents.")


class EmailField(QuestionDefinition):
    """An e-mail address."""

    kind: Literal["email"]


class PhoneField(QuestionDefinition):
    """A telephone number; without country code a German one."""

    kind: Literal["phone"]


class IbanField(QuestionDefinition):
    """A bank account by its IBAN."""

    kind: Literal["iban"]
    sepa_only: bool = Field(True, description="Refuse accounts outside the SEPA area.")


class TaxIdField(QuestionDefinition):
    """The tax identification number of a person (Steuer-ID). Only a law may ask for it (§ 139b Abs. 2 AO)."""

    kind: Literal["tax_id"]


class PostcodeField(QuestionDefinition):
    """A German postcode of five digits."""

    kind: Literal["postcode"]


class HouseNumberField(QuestionDefinition):
    """A German house number: „12“, „12 a“, „12-14“. Who has none writes „ohne“; with `required: false` nothing."""

    kind: Literal["house_number"]


class PlateField(QuestionDefinition):
    """A licence plate. Whether the vehicle exists is not asked of anybody."""

    kind: Literal["plate"]
    allow: Literal["ordinary", "any"] = Field(
        "ordinary",
        description="`any` also takes plates of authorities, old, red and foreign ones, in capitals as they are typed.",
    )
    districts: tuple[Annotated[str, StringConstraints(pattern=r"^[A-ZÄÖÜ]{1,3}$")], ...] = Field(
        (),
        description="Usual districts, as MU: they tell MU-AB 123 from MUA-B 123 where the hyphen is missing.",
    )


class RegisterEntryField(QuestionDefinition):
    """The number of a permit, a tag or a plate that the service follows (`follows` in service.yaml)."""

    kind: Literal["register_entry"]
    answer: FieldId | None = Field(
        None,
        description="Which answer of this form must be the one that was given when the entry was made; without it the "
        "form's `known_answer`.",
    )


class CountryField(QuestionDefinition):
    """A state, by its two-letter code."""

    kind: Literal["country"]


class FileField(QuestionDefinition):
    """Documents to photograph or to choose. Expressions see their names: `size(fahrzeug.schein) > 0`."""

    kind: Literal["file"]
    types: tuple[Literal["pdf", "jpeg", "png", "heic"], ...] = Field(
        ("pdf", "jpeg", "png", "heic"),
        min_length=1,
        description="What a file may be by its content. Photos of iPhones are heic; they are kept as jpeg.",
    )
    max_files: int = Field(5, ge=1, le=20, description="How many files at most.")
    max_megabytes: int = Field(10, ge=1, le=20, description="How large each file may be.")
    later: str | None = Field(
        None,
        pattern=r"^P(\d{1,3}[YM]|\d{1,4}D)$",
        description="„Habe ich noch nicht“: the person may hand it in within this time, as P30D, and says when and why.",
    )

    @model_validator(mode="after")
    def _is_needed(self) -> "FileField":
        if self.later and self.required is False:
            raise ValueError(
                "Was freiwillig ist, muss niemand nachreichen: `later` gehört zu Dateien, die nötig sind"
            )
        return self

    @model_validator(mode="after")
    def _is_attached(self) -> "FileField":
        if self.default is not None or self.prefill is not None:
            raise ValueError("Dateien gibt die Person selbst: `default` und `prefill` gibt es hier nicht")
        if len(set(self.types)) != len(self.types):
            raise ValueError("Unter `types` steht eine Art zweimal")
        return self


class LabelField(FieldDefinition):
    """A text between the questions; asks nothing."""

    kind: Literal["label"]
    tone: Literal["plain", "info", "warning"] = "plain"


class ComputedField(FieldDefinition):
    """Shows a computed value to the person, who cannot change it."""

    kind: Literal["computed"]
    of: Name = Field(description="Which of the `computed` values.")


for _model in (
    TextField, LongTextField, ChoiceField, ChoiceManyField, YesNoField, ConsentField, DateField, TimeField, DateTimeField,
    IntegerField, DecimalField, MoneyField, EmailField, PhoneField, IbanField, TaxIdField, PostcodeField,
    HouseNumberField, PlateField, RegisterEntryField, CountryField, FileField, LabelField, ComputedField,
):  # fmt: skip
    register_field_model(_model)
