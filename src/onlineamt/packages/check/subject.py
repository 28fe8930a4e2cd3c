"""What the rules look at: a package, what can be compiled of it, and its examples as they ran."""

import difflib
from collections.abc import Collection
from functools import cached_property
from pathlib import Path as Folder

from onlineamt.packages.check.neighbours import Neighbour, find_neighbour
from onlineamt.packages.check.runs import ExampleRun, run_examples
from onlineamt.packages.overlay import Overlay, overlay_problems
from onlineamt.packages.package import FORM, Package
from onlineamt.packages.source import Path
from onlineamt.packages.trial import CompiledPackage, compile_package
from onlineamt.procedure.forms.engine import FormRefused
from onlineamt.procedure.forms.engine.expressions import ExpressionRefused


class Subject:
    """A package under examination. What is costly is done once, when the first rule asks for it."""

    def __init__(self, package: Package, *, with_examples: bool = True, shelf: Folder | None = None) -> None:
        self.package = package
        self.with_examples = with_examples
        self.shelf = shelf

    def neighbour(self, key: str) -> Neighbour | None:
        """Return another package of the same shelf, or None where it is not there."""
        return find_neighbour(self.shelf, key) if self.shelf else None

    @cached_property
    def field_ids(self) -> frozenset[str]:
        """The ids of all fields that the form has itself; those of a list count with their list."""
        return frozenset(field.id for field in self.package.form.each_field())

    @cached_property
    def every_field_id(self) -> frozenset[str]:
        """The ids of all fields, those of lists too."""
        return frozenset(self._paths)

    def field_path(self, field_id: str) -> Path:
        """Return where a field stands in `form.yaml`; a block's field where the block is used."""
        return self._paths[field_id]

    def is_of_a_block(self, field_id: str) -> bool:
        """Whether a field comes from a building block."""
        return self._paths[field_id] not in self.package.sources[FORM].places

    def codes_of(self, field_id: str) -> frozenset[str]:
        """Return the codes a field offers; none for fields that offer no choice."""
        return self._codes.get(field_id, frozenset())

    @cached_property
    def compiled(self) -> CompiledPackage | None:
        """The package ready to be tried; None where an expression keeps it from that."""
        try:
            return compile_package(self.package)
        except (FormRefused, ExpressionRefused):
            return None

    @cached_property
    def runs(self) -> dict[str, ExampleRun]:
        """The examples as they ran; none while the package or the parameters of an example are unfit."""
        if self.compiled is None or not self.with_examples or self.unfit_parameters:
            return {}
        return run_examples(self.package, self.compiled)

    @cached_property
    def unfit_parameters(self) -> dict[str, list[str]]:
        """What is wrong with parameters that examples set, by example."""
        found = {
            name: overlay_problems(self.package.sections, Overlay(parameters=_as_json(example.parameters)))
            for name, example in self.package.examples.items()
        }
        return {name: problems for name, problems in found.items() if problems}

    def meant(self, name: str, known: Collection[str]) -> str:
        """Return the mend for a name that is not known: the one that was probably meant, or all there are."""
        close = difflib.get_close_matches(name, known, n=1)
        if close:
            return f"Meinen Sie „{close[0]}“?"
        return f"Vorhanden sind: {', '.join(sorted(known)) or 'keine'}."

    @cached_property
    def _paths(self) -> dict[str, Path]:
        return dict(self.package.each_field_path())

    @cached_property
    def _codes(self) -> dict[str, frozenset[str]]:
        codes = {}
        for field in self.package.form.every_field():
            codelist = self.package.codelists.get(getattr(field, "codelist", None) or "")
            options = codelist.entries if codelist else getattr(field, "options", ())
            codes[field.id] = frozenset(option.code for option in options)
        return codes


def _as_json(parameters: object) -> dict[str, object]:
    values = dict(parameters) if isinstance(parameters, dict) else {}
    return {name: list(value) if isinstance(value, tuple) else value for name, value in values.items()}
