"""What is sent: the answers that count, what they cost, and whether anything is missing."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Submission:
    """An application at the moment of sending. `answers` holds no answer of a branch that was left."""

    answers: Mapping[str, Any]  # field id → JSON value
    computed: Mapping[str, Any]
    fees: Mapping[str, int]  # name → cents
    is_complete: bool
    entry: Mapping[str, Any] = field(
        default_factory=dict
    )  # of a follow-up: what was known of its register entry

    def frozen(self, *, salt: str) -> dict[str, Any]:
        """Return what is frozen, hashed, and later read by the case.

        `salt` is random: the hash stands in the audit trail for ever, and no guess at the answers must fit it.
        """
        return {
            "answers": dict(self.answers),
            "computed": dict(self.computed),
            "fees": dict(self.fees),
            **({"entry": dict(self.entry)} if self.entry else {}),
            "salt": salt,
        }
