"""A procedure ready to run: its rules compiled from the sections of a frozen version, once in each process."""

import json
from dataclasses import dataclass
from functools import lru_cache
from uuid import UUID

from onlineamt.procedure.applications.running import get_running
from onlineamt.procedure.cases.compiled import CompiledProcedure, compile_procedure
from onlineamt.procedure.cases.definition import (
    PLATFORM_TASKS,
    Outcome,
    ProcedureDefinition,
    Register,
    Task,
    load_procedure,
)
from onlineamt.procedure.catalogue.queries import get_version

_KEPT = 256  # procedures in each process


@dataclass(frozen=True)
class RunningProcedure:
    """The procedure of a version. Nothing in it changes; threads share it."""

    definition: ProcedureDefinition
    compiled: CompiledProcedure
    letters: dict[str, str]  # file name without ending → typst

    def outcome(self, name: str) -> Outcome:
        """Return an outcome. Raises KeyError."""
        return self.definition.outcomes[name]

    def task(self, name: str) -> Task | None:
        """Return a task of the service or of the platform, or None where neither knows it."""
        return self.definition.tasks.get(name) or PLATFORM_TASKS.get(name)

    def register(self, outcome: Outcome) -> Register | None:
        """Return the register an outcome enters into, or None."""
        return self.definition.registers[outcome.enters] if outcome.enters else None


@lru_cache(maxsize=_KEPT)
def get_running_procedure(version_id: UUID) -> RunningProcedure:
    """Return the procedure of a version. Raises NotFound, ExpressionRefused."""
    sections = get_version(version_id).sections
    definition = load_procedure(sections["procedure"])
    letters: dict[str, str] = json.loads(json.dumps(sections["letters"]))
    return RunningProcedure(
        definition, compile_procedure(definition, get_running(version_id).form.scope), letters
    )
