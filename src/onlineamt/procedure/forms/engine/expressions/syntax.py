"""The checked syntax tree of an expression, as the CEL library hands it out and takes it back.

A `cel.expr.CheckedExpr` message of which only the parts used here are described; protobuf carries the rest along.
"""

from collections.abc import Iterator
from typing import Any

from google.protobuf import descriptor_pb2, descriptor_pool, message_factory

Node = Any
"""A node of the tree: a protobuf message whose class is made below."""

_TEXT, _BOOL, _INT, _INT32, _BYTES, _DOUBLE = 9, 8, 3, 5, 12, 1
_MESSAGES: dict[str, tuple[tuple[str, int, int | str], ...]] = {
    "Envelope": (("type_url", 1, _TEXT), ("value", 2, _BYTES)),
    "Checked": (
        ("references", 2, "ReferenceEntry*"),
        ("types", 3, "TypeEntry*"),
        ("source", 5, "Source"),
        ("expr", 4, "Expr"),
    ),
    "ReferenceEntry": (("key", 1, _INT), ("value", 2, "Reference")),
    "Reference": (("name", 1, _TEXT), ("overload_id", 3, "string*")),
    "TypeEntry": (("key", 1, _INT), ("value", 2, "Type")),
    "Type": (("dyn", 1, "Nothing"), ("list", 6, "ListType"), ("message_type", 9, _TEXT)),
    "ListType": (("item", 1, "Type"),),
    "Nothing": (),
    "Source": (("positions", 4, "PositionEntry*"),),
    "PositionEntry": (("key", 1, _INT), ("value", 2, _INT32)),
    "Expr": (
        ("id", 2, _INT),
        ("const", 3, "Constant"),
        ("ident", 4, "Ident"),
        ("select", 5, "Select"),
        ("call", 6, "Call"),
        ("items", 7, "CreateList"),
        ("struct", 8, "Nothing"),
        ("comprehension", 9, "Comprehension"),
    ),
    "Constant": (("null", 1, _INT), ("bool", 2, _BOOL), ("uint", 4, _INT), ("double", 5, _DOUBLE), ("bytes", 7, _BYTES)),
    "Ident": (("name", 1, _TEXT),),
    "Select": (("operand", 1, "Expr"), ("field", 2, _TEXT), ("test_only", 3, _BOOL)),
    "Call": (("target", 1, "Expr"), ("function", 2, _TEXT), ("args", 3, "Expr*")),
    "CreateList": (("elements", 1, "Expr*"),),
    "Comprehension": (
        ("iter_var", 1, _TEXT),
        ("iter_range", 2, "Expr"),
        ("accu_var", 3, _TEXT),
        ("accu_init", 4, "Expr"),
        ("loop_condition", 5, "Expr"),
        ("loop_step", 6, "Expr"),
        ("result", 7, "Expr"),
    ),
}  # fmt: skip


def _message_classes() -> dict[str, Any]:
    file = descriptor_pb2.FileDescriptorProto(
        name="onlineamt/syntax.proto", package="syntax", syntax="proto2"
    )
    for name, fields in _MESSAGES.items():
        message = file.message_type.add(name=name)
        for field, number, kind in fields:
            repeated = isinstance(kind, str) and kind.endswith("*")
            entry = message.field.add(name=field, number=number, label=3 if repeated else 1)
            if isinstance(kind, int) or kind == "string*":
                entry.type = kind if isinstance(kind, int) else _TEXT
            else:
                entry.type, entry.type_name = 11, f".syntax.{kind.rstrip('*')}"
    pool = descriptor_pool.DescriptorPool()
    pool.AddSerializedFile(file.SerializeToString())
    return {
        name: message_factory.GetMessageClass(pool.FindMessageTypeByName(f"syntax.{name}"))
        for name in _MESSAGES
    }


_CLASSES = _message_classes()


class Tree:
    """The syntax tree of one expression with what the type checker found about its nodes."""

    def __init__(self, serialized: bytes) -> None:
        """Read what `Expression.serialize()` returns."""
        self._envelope = _CLASSES["Envelope"].FromString(serialized)
        self._checked = _CLASSES["Checked"].FromString(self._envelope.value)
        self.root: Node = self._checked.expr
        self._overloads = {entry.key: entry.value.overload_id for entry in self._checked.references}
        self._records = {entry.key for entry in self._checked.types if entry.value.HasField("message_type")}
        self._lists = {
            entry.key: entry.value.list for entry in self._checked.types if entry.value.HasField("list")
        }
        self._positions = {entry.key: entry.value for entry in self._checked.source.positions}
        self._last_id = max((entry.key for entry in self._checked.types), default=0)

    def serialize(self) -> bytes:
        """Return the tree as `Env.deserialize()` reads it."""
        self._envelope.value = self._checked.SerializeToString()
        return bytes(self._envelope.SerializeToString())

    def is_record(self, node: Node) -> bool:
        """Whether the node is a whole area or list entry rather than one value."""
        return node.id in self._records

    def is_list(self, node: Node) -> bool:
        """Whether the node is a list."""
        return node.id in self._lists

    def is_mixed(self, node: Node) -> bool:
        """Whether the node is a list whose items differ in type."""
        return node.id in self._lists and self._lists[node.id].item.HasField("dyn")

    def overloads(self, node: Node) -> list[str]:
        """Return the functions that a call may end up in."""
        return list(self._overloads.get(node.id, ()))

    def position(self, node: Node) -> int:
        """Return where in the source the node begins."""
        return int(self._positions.get(node.id, 0))

    def node(self, **parts: Any) -> Node:
        """Return a new node."""
        self._last_id += 1
        return _CLASSES["Expr"](id=self._last_id, **parts)


def children(node: Node) -> Iterator[Node]:
    """Yield the nodes right below a node."""
    if node.HasField("select"):
        yield node.select.operand
    elif node.HasField("call"):
        if node.call.HasField("target"):
            yield node.call.target
        yield from node.call.args
    elif node.HasField("items"):
        yield from node.items.elements
    elif node.HasField("comprehension"):
        loop = node.comprehension
        yield from (loop.iter_range, loop.accu_init, loop.loop_condition, loop.loop_step, loop.result)
