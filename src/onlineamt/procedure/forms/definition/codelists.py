"""What a file in `codelists/` means: answers to choose from that several fields or expressions share."""

from collections import Counter

from pydantic import Field, model_validator

from onlineamt.procedure.forms.definition.base import Definition, Text
from onlineamt.procedure.forms.definition.questions import OptionDefinition


class CodelistDefinition(Definition):
    """A list of codes and their labels, as the law or FIM gives it."""

    title: Text
    urn: str | None = Field(None, description="Canonical identification of the FIM code list, if it is one.")
    version: str | None = Field(None, description="Version of the FIM code list.")
    source: Text | None = Field(None, description="Where the list comes from, as in „§ 10 LHundG NRW“.")
    entries: tuple[OptionDefinition, ...]

    @model_validator(mode="after")
    def _codes_are_unique(self) -> "CodelistDefinition":
        if not self.entries:
            raise ValueError("Eine Codeliste braucht mindestens einen Eintrag")
        for code, count in Counter(entry.code for entry in self.entries).items():
            if count > 1:
                raise ValueError(f"Der Code „{code}“ steht {count}-mal in der Liste")
        return self
