"""In which order the conditions and computed values of a form can be decided, and whether they can at all."""

from collections.abc import Iterable, Iterator, Mapping
from graphlib import CycleError, TopologicalSorter

from onlineamt.procedure.forms.engine.form import Step


class GoesInCircles(ValueError):
    """Conditions or computed values that hang on themselves. `nodes` names them in order."""

    def __init__(self, nodes: tuple[str, ...]) -> None:
        """Keep the circle."""
        super().__init__(" → ".join(nodes))
        self.nodes = nodes


def in_order(steps: Iterable[Step]) -> tuple[Step, ...]:
    """Return the steps so that each comes after those it reads. Raises GoesInCircles."""
    by_node = {step.node: step for step in steps}
    deciders = _deciders(by_node.values())
    graph = {node: list(_needs(step, deciders)) for node, step in by_node.items()}
    try:
        return tuple(by_node[node] for node in TopologicalSorter(graph).static_order())
    except CycleError as circle:
        raise GoesInCircles(tuple(reversed(circle.args[1]))) from circle


def _deciders(steps: Iterable[Step]) -> dict[str, list[str]]:
    """Return for each value an expression may read the steps that decide whether or what it is."""
    deciders: dict[str, list[str]] = {}
    for step in steps:
        for name in step.settles:
            deciders.setdefault(name, []).append(step.node)
    return deciders


def _needs(step: Step, deciders: Mapping[str, list[str]]) -> Iterator[str]:
    if step.parent:
        yield step.parent
    for name in sorted(step.references):
        yield from deciders.get(name, ())
