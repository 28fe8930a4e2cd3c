"""What all parts of a service's definition share: strict models, names, periods, expressions."""

from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from onlineamt.procedure.catalogue.values import Period


def _check_period(text: str) -> str:
    try:
        Period.parse(text)
    except ValueError:
        raise ValueError(
            "Das ist keine Zeitspanne nach ISO 8601 | Schreiben Sie zum Beispiel P30D, P2W, P1M oder P10Y."
        ) from None
    return text


Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$", max_length=60)]
Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]*(_[a-z0-9]+)*$", max_length=60)]
FieldId = Annotated[
    str,
    StringConstraints(pattern=r"^[a-z][a-z0-9]*(_[a-z0-9]+)*\.[a-z][a-z0-9]*(_[a-z0-9]+)*$", max_length=120),
]
Version = Annotated[str, StringConstraints(pattern=r"^(0|[1-9]\d{0,5})\.(0|[1-9]\d{0,5})\.(0|[1-9]\d{0,5})$")]
ServiceNumber = Annotated[str, StringConstraints(pattern=r"^99\d{12}$")]
Typisierung = Annotated[str, StringConstraints(pattern=r"^\d{1,2}[ab]?(/\d{1,2}[ab]?)?$")]
OzgId = Annotated[str, StringConstraints(pattern=r"^1\d{4}$")]
IsoPeriod = Annotated[str, AfterValidator(_check_period), Field(json_schema_extra={"format": "duration"})]
Line = Annotated[str, StringConstraints(min_length=1, max_length=300)]
Prose = Annotated[str, StringConstraints(min_length=1, max_length=20_000)]
Expression = Annotated[
    str, StringConstraints(min_length=1, max_length=2_000), Field(json_schema_extra={"format": "cel"})
]


class Definition(BaseModel):
    """A part of a definition file: unknown keys are refused, types are not bent, nothing changes after reading."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)
