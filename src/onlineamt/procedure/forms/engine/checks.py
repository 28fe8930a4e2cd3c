"""A condition that answers must meet, ready to be tried."""

from dataclasses import dataclass
from functools import cached_property

from onlineamt.procedure.forms.definition import CheckDefinition
from onlineamt.procedure.forms.engine.expressions import Expression


@dataclass(frozen=True)
class CompiledCheck:
    """A condition that answers must meet, and the fields its message stands beside."""

    definition: CheckDefinition
    condition: Expression
    fields: tuple[str, ...]

    @cached_property
    def breaks_at(self) -> bool:
        """The result that says that something is wrong. Unknown says nothing."""
        return self.definition.that is None
