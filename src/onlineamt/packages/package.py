"""A service package as it was read: its definitions, and the files they stand in."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import count
from typing import Any

from pydantic import Field

from onlineamt.foundation.core.canonical import canonical_json, digest
from onlineamt.packages.example import Example
from onlineamt.packages.findings import Place
from onlineamt.packages.source import Path, Source
from onlineamt.procedure.cases.definition import ProcedureDefinition
from onlineamt.procedure.catalogue.definition import ServiceDefinition, ServiceTexts
from onlineamt.procedure.forms.definition import (
    CodelistDefinition,
    FormDefinition,
    RepeatField,
    TextsDefinition,
    owners_of_later,
)

SERVICE, FORM, PROCEDURE = "service.yaml", "form.yaml", "procedure.yaml"


class PackageTexts(ServiceTexts):
    """All words of a package in one language: `texts/<lang>.yaml`."""

    form: TextsDefinition = Field(TextsDefinition(), description="Wörter des Formulars.")


@dataclass(frozen=True)
class Package:
    """A package that could be read: every file is what it should be; whether it makes sense is for the checker."""

    service: ServiceDefinition
    form: FormDefinition
    procedure: ProcedureDefinition
    texts: dict[str, PackageTexts]
    codelists: dict[str, CodelistDefinition]
    letters: dict[str, str]
    examples: dict[str, Example]
    sources: dict[str, Source] = field(repr=False)
    folder_name: str = ""

    @cached_property
    def sections(self) -> dict[str, Any]:
        """What is stored as the frozen version: plain JSON, building blocks resolved, examples left out."""
        return {
            "service": self.sources[SERVICE].value,
            "form": self.form.model_dump(mode="json", exclude_defaults=True),
            "procedure": self.sources[PROCEDURE].value,
            "letters": self.letters,
            "texts": {
                lang: texts.model_dump(mode="json", exclude_defaults=True)
                for lang, texts in self.texts.items()
            },
            "codelists": {
                name: codelist.model_dump(mode="json", exclude_defaults=True)
                for name, codelist in self.codelists.items()
            },
        }

    @cached_property
    def digest(self) -> str:
        """The hash by which a version is known to be the same."""
        return digest(canonical_json(self.sections))

    @property
    def limits(self) -> dict[str, tuple[str, ...]]:
        """What the registers hold one entry of, by register."""
        return {name: tuple(register.one_per) for name, register in self.procedure.registers.items()}

    def place(self, file: str, path: Path) -> Place:
        """Return where something stands."""
        source = self.sources.get(file)
        return source.place(path) if source else Place()

    def each_field_path(self) -> Iterator[tuple[str, Path]]:
        """Yield every field id, those in lists too, with its path in `form.yaml`; a block's field stands where it is used, and
        the questions when a document comes where it is asked for."""
        owners = owners_of_later(self.form)
        for page_index, page in enumerate(self.form.pages):
            start: Path = ("pages", page_index)
            for group_index, group in enumerate(page.parts):
                within = start if page.fields else (*start, "groups", group_index)
                path: Path = within
                written = count()
                for one in group.fields:
                    if one.id not in owners:
                        path = (*within, "fields", next(written))
                    yield one.id, path
                    for inner_index, inner in enumerate(one.fields if isinstance(one, RepeatField) else ()):
                        yield inner.id, (*path, "fields", inner_index)
