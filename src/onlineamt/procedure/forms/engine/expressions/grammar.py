"""What an expression may use, what it refers to, and how a missing answer becomes unknown.

The language is CEL, less what its two engines (server and browser) do differently or what no form needs.
"""

from collections.abc import Container

from onlineamt.procedure.forms.engine.expressions.faults import ExpressionRefused
from onlineamt.procedure.forms.engine.expressions.functions import FUNCTIONS
from onlineamt.procedure.forms.engine.expressions.syntax import Node, Tree, children

ASKED = "__asked"
"""Ending of the companion of each field: set when it is known whether there is a value."""

NOTHING = "?"
"""A variable that never has a value. Reading it is the error that stands for unknown; `&&`, `||` and macros absorb it
as Kleene's logic demands (false && unknown = false)."""

TODAY = "today"
"""The one value outside the areas: the legal day."""

_MOST_LOOPS = 2
_COMPARING = frozenset({"_==_", "_!=_", "@in", "_?_:_"})

_OVERLOADS = frozenset({
    "add_int64", "subtract_int64", "multiply_int64", "divide_int64", "modulo_int64", "negate_int64", "add_string",
    "add_list", "equals", "not_equals", "in_list", "logical_and", "logical_or", "logical_not", "not_strictly_false",
    "conditional", "less_int64", "less_equals_int64", "greater_int64", "greater_equals_int64", "less_timestamp",
    "less_equals_timestamp", "greater_timestamp", "greater_equals_timestamp", "size_list", "list_size", "size_string",
    "string_size", "starts_with_string", "ends_with_string", "contains_string",
    *(function.name for function in FUNCTIONS),
})  # fmt: skip


def references(tree: Tree, source: str, areas: Container[str]) -> frozenset[str]:
    """Return the fields the expression reads, as `hund.name`. Raises ExpressionRefused for what is not allowed."""
    reading = _Reading(tree, source, areas)
    reading.visit(tree.root, ())
    return frozenset(reading.found)


def make_unknown_of_missing(tree: Tree, node: Node) -> None:
    """Rewrite the tree so that reading a field without an answer is unknown.

    `a.b` becomes `has(a.b) ? a.b : unknown`, and for a list, which is empty rather than missing,
    `has(a.b__asked) ? a.b : unknown`. `has(a.b)` becomes `has(a.b) || (has(a.b__asked) ? false : unknown)`.
    """
    for child in children(node):
        make_unknown_of_missing(tree, child)
    if not node.HasField("select"):
        return
    is_list, is_question = tree.is_list(node), node.select.test_only
    read, given, asked = (tree.node(select=node.select) for _ in range(3))
    given.select.test_only = asked.select.test_only = True
    asked.select.field += ASKED
    unknown = tree.node(ident={"name": NOTHING})
    if is_question:
        blank = _call(tree, "_?_:_", asked, tree.node(const={"bool": False}), unknown)
        node.CopyFrom(_call(tree, "_||_", given, blank))
    else:
        node.CopyFrom(_call(tree, "_?_:_", asked if is_list else given, read, unknown))


def _call(tree: Tree, function: str, *args: Node) -> Node:
    return tree.node(call={"function": function, "args": list(args)})


def _left_to_visit(node: Node) -> tuple[Node, ...]:
    if node.HasField("select"):
        return ()
    if node.HasField("comprehension"):
        return tuple(children(node))[1:]
    return tuple(children(node))


class _Reading:
    """One walk through a tree."""

    def __init__(self, tree: Tree, source: str, areas: Container[str]) -> None:
        self.tree, self.source, self.areas = tree, source, areas
        self.found: set[str] = set()

    def visit(self, node: Node, loops: tuple[str, ...]) -> None:
        """Check a node and those below; `loops` are the names that macros have given to list entries."""
        if node.HasField("select"):
            self._visit_select(node, loops)
        elif node.HasField("ident"):
            self._visit_ident(node, loops)
        elif node.HasField("comprehension"):
            self.visit(node.comprehension.iter_range, loops)
            loops = self._into_loop(node, loops)
        elif node.HasField("const"):
            self._visit_constant(node)
        elif node.HasField("items"):
            if node.items.elements and self.tree.is_mixed(node):
                raise self._refuse(node, "Eine Liste enthält entweder nur Texte, nur Zahlen oder nur Tage.")
        elif node.HasField("struct"):
            raise self._refuse(node, "Geschweifte Klammern gibt es in Ausdrücken nicht.")
        for child in _left_to_visit(node):
            self.visit(child, loops)
        if node.HasField("call"):
            self._visit_call(node)

    def _visit_select(self, node: Node, loops: tuple[str, ...]) -> None:
        operand, field = node.select.operand, node.select.field
        if not operand.HasField("ident"):
            raise self._refuse(node, "Vor dem Punkt steht der Name eines Bereichs.")
        area = operand.ident.name
        if field.endswith(ASKED):
            raise self._refuse(node, f"„{area}.{field}“ gibt es nicht.")
        if area not in loops:
            self.found.add(f"{area}.{field}")

    def _visit_ident(self, node: Node, loops: tuple[str, ...]) -> None:
        name = node.ident.name
        if name == TODAY:
            self.found.add(name)
        elif name not in loops and not name.startswith("@"):
            if name in self.areas:
                raise self._refuse(node, f"Hier fehlt ein Feld: „{name}.…“.")
            raise self._refuse(node, f"„{name}“ ist nicht bekannt.")

    def _visit_call(self, node: Node) -> None:
        if node.call.function in _COMPARING and any(map(self.tree.is_record, node.call.args)):
            raise self._refuse(
                node, "Ganze Einträge lassen sich nicht vergleichen: Vergleichen Sie ein Feld davon."
            )
        if not _OVERLOADS.issuperset(self.tree.overloads(node)):
            name = node.call.function.strip("_")
            raise self._refuse(node, f"„{name}“ gibt es hier nicht, oder nicht für diese Werte.")

    def _visit_constant(self, node: Node) -> None:
        if node.const.HasField("double"):
            raise self._refuse(
                node, "Kommazahlen gibt es in Ausdrücken nicht: Rechnen Sie mit ganzen Zahlen, Geld in Cent."
            )
        if any(node.const.HasField(kind) for kind in ("null", "uint", "bytes")):
            raise self._refuse(
                node, "Diesen Wert gibt es in Ausdrücken nicht. Ob eine Antwort fehlt, sagt has(hund.name)."
            )

    def _into_loop(self, node: Node, loops: tuple[str, ...]) -> tuple[str, ...]:
        name = node.comprehension.iter_var
        if name in self.areas:
            raise self._refuse(
                node, f"„{name}“ ist schon ein Bereich: Nennen Sie den Eintrag der Liste anders."
            )
        if len(loops) == _MOST_LOOPS:
            raise self._refuse(node, "Listen lassen sich höchstens zweifach ineinander durchgehen.")
        return (*loops, name)

    def _refuse(self, node: Node, message: str) -> ExpressionRefused:
        before = self.source[: self.tree.position(node)]
        return ExpressionRefused(
            message, line=before.count("\n") + 1, column=len(before) - before.rfind("\n")
        )
