"""Chance that can be repeated: the same seed gives the same plan."""

from random import Random  # noqa: TID251 -- nothing here is secret, and a plan must be repeatable

__all__ = ["Random", "chance_of"]


def chance_of(*parts: object) -> Random:
    """Return the chance that belongs to a seed and whatever else names its use."""
    return Random(":".join(map(str, parts)))
