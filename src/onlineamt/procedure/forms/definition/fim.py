"""Where a form comes from a FIM schema: which element a part is, and the rules that nobody has written for machines yet."""

from typing import Annotated

from pydantic import Field, StringConstraints

from onlineamt.procedure.forms.definition.base import Definition, Text

FimId = Annotated[str, StringConstraints(pattern=r"^[A-Z]\d{1,12}(V\d+(\.\d+){0,2})?$")]
"""A FIM element as XDatenfelder names it: F60000000227V1.2."""


class OpenRule(Definition):
    """A rule that FIM gives in words. A person reads it, writes it as a condition or check, and takes it out here."""

    id: Annotated[str, StringConstraints(pattern=r"^R\d{1,12}(V\d+(\.\d+){0,2})?$")] = Field(
        description="The rule in FIM, as R60000000012V1.0."
    )
    name: Text | None = Field(None, description="What FIM calls it.")
    text: Text = Field(description="The rule in the words of FIM.")


class FromFim(Definition):
    """What a page, a group or a field may say of where it comes from."""

    fim: FimId | None = Field(None, description="The FIM element it was made of, as F60000000227V1.2.")
    open_rules: tuple[OpenRule, ...] = Field(
        (), description="Rules of FIM that are still words; the checker names each until it is taken out."
    )
