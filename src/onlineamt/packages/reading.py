"""Reads a package folder into its definitions, or says in German what keeps it from being read."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from onlineamt.packages.blocks import FOLDER as BLOCKS_FOLDER
from onlineamt.packages.blocks import Blocks, blocks_beside, read_blocks
from onlineamt.packages.example import Example
from onlineamt.packages.findings import Finding, Level, has_errors, in_reading_order
from onlineamt.packages.folder import read_folder
from onlineamt.packages.package import FORM, PROCEDURE, SERVICE, Package, PackageTexts
from onlineamt.packages.source import Source, UnreadableSource, read_source
from onlineamt.packages.wording import finding_of, validate
from onlineamt.procedure.cases.definition import ProcedureDefinition
from onlineamt.procedure.catalogue.definition import ServiceDefinition
from onlineamt.procedure.forms.definition import (
    CodelistDefinition,
    FormDefinition,
    UnknownBlock,
    block_texts,
    later_texts,
    resolve_blocks,
    with_later,
)

Model = TypeVar("Model", bound=BaseModel)


@dataclass(frozen=True)
class Reading:
    """The package, if it could be read, and everything to say about its files."""

    package: Package | None
    findings: list[Finding]


def read_package(folder: Path) -> Reading:
    """Read the package in a folder. Never raises: whatever is wrong with the folder becomes a finding."""
    texts, findings = read_folder(folder)
    blocks, block_findings = read_blocks(blocks_beside(folder))
    reader = _Reader(texts=texts, findings=[*findings, *block_findings])
    package = reader.package(folder, blocks)
    return Reading(None if has_errors(reader.findings) else package, in_reading_order(reader.findings))


def packages_in(folder: Path) -> list[Path]:
    """Return the folder itself, or the packages in it where it is no package."""
    if folder.name == BLOCKS_FOLDER or (folder / SERVICE).exists():
        return [folder]
    inside = sorted(folder.glob(f"*/{SERVICE}")) if folder.is_dir() else []
    return [file.parent for file in inside] or [folder]


@dataclass
class _Reader:
    """Collects findings while the files of one package are read."""

    texts: Mapping[str, str]
    findings: list[Finding]
    sources: dict[str, Source] = field(default_factory=dict)

    def package(self, folder: Path, blocks: Blocks) -> Package | None:
        service = self._read(SERVICE, ServiceDefinition)
        written = self._read(FORM, FormDefinition)
        procedure = self._read(PROCEDURE, ProcedureDefinition)
        texts = self._read_all("texts/", PackageTexts)
        codelists = self._read_all("codelists/", CodelistDefinition)
        examples = self._read_all("examples/", Example)
        form = self._resolved(written, blocks) if written else None
        if service is None or written is None or form is None or procedure is None:
            return None
        return Package(
            service=service,
            form=form,
            procedure=procedure,
            texts={
                lang: _with_all_texts(words, written, form, blocks, lang) for lang, words in texts.items()
            },
            codelists=codelists,
            letters={_stem(name): text for name, text in self.texts.items() if name.startswith("letters/")},
            examples=examples,
            sources=self.sources,
            folder_name=folder.resolve().name,
        )

    def _read_all(self, start: str, model: type[Model]) -> dict[str, Model]:
        read = {_stem(name): self._read(name, model) for name in self.texts if name.startswith(start)}
        return {name: one for name, one in read.items() if one is not None}

    def _read(self, name: str, model: type[Model]) -> Model | None:
        if name not in self.texts:
            return None
        try:
            source, doubled = read_source(name, self.texts[name])
        except UnreadableSource as unreadable:
            self.findings.append(unreadable.finding)
            return None
        self.sources[name] = source
        definition, problems = validate(model, source)
        self.findings += doubled + problems
        return definition

    def _resolved(self, form: FormDefinition, blocks: Blocks) -> FormDefinition | None:
        source = self.sources[FORM]
        try:
            return with_later(resolve_blocks(form, blocks))
        except UnknownBlock as unknown:
            self.findings.append(_unknown_block(str(unknown.args[0]), source, blocks))
        except ValidationError as error:
            self.findings += [
                finding_of(one, FormDefinition, source) for one in error.errors(include_url=False)
            ]
        return None


def _stem(name: str) -> str:
    return Path(name).stem


def _with_all_texts(
    words: PackageTexts, written: FormDefinition, form: FormDefinition, blocks: Blocks, lang: str
) -> PackageTexts:
    """Return the words of a language with those that building blocks bring along."""
    known = words.form.over(block_texts(written, blocks, lang))
    return words.model_copy(update={"form": known.over(later_texts(form, known, lang))})


def _unknown_block(name: str, source: Source, blocks: Blocks) -> Finding:
    place = source.last_place_of(name) or source.place(())
    return Finding(
        file=source.file,
        line=place.line,
        column=place.column,
        rule="form.unknown-block",
        level=Level.ERROR,
        message=f"Den Baustein „{name}“ gibt es nicht.",
        mend=f"Vorhanden sind: {', '.join(sorted(blocks)) or 'keine'}.",
    )
