"""A condition that answers must meet, ready to be tried."""

from dataclasses import dataclass

from onlineamt.procedure.forms.definition import CheckDefinition
from onlineamt.procedure.forms.engine.expressions import Expression, Unknown, Value


@dataclass(frozen=True)
class CompiledCheck:
    """A condition that answers must meet, and the fields its message stands beside."""

    definition: CheckDefinition
    condition: Expression
    fields: tuple[str, ...]

    def is_broken(self, result: Value | Unknown) -> bool:
        """Whether the result says that something is wrong. Unknown says nothing."""
        return result is (self.definition.that is None)
