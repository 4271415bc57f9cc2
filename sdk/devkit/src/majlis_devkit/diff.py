"""Two flat screens in, the smallest list of operations that turns one into the other out; pure.

A flat screen is ``{node id: [type, props, kids]}``. The operations are JSON and applied in order:

- ``["n", id, [type, props, kids]]``  a node appears, or changes its type
- ``["p", id, {changed}, [removed]]`` a node's props change
- ``["c", id, [kids]]``               a node's children change
- ``["d", id]``                       a node is gone
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

FlatNode = list[Any]  # [type, props, kids]: JSON has no tuples, and a screen read back must equal the one sent
Nodes = dict[str, FlatNode]
Op = list[Any]


def diff(old: Mapping[str, FlatNode], new: Mapping[str, FlatNode]) -> list[Op]:
    """Operations such that ``apply(old, diff(old, new)) == new``; empty when nothing changed."""
    created: list[Op] = []
    changed: list[Op] = []
    for node_id, node in new.items():
        before = old.get(node_id)
        if before is None or before[0] != node[0]:
            created.append(["n", node_id, node])
            continue
        if before[1] != node[1]:
            changed.append(_prop_op(node_id, before[1], node[1]))
        if before[2] != node[2]:
            changed.append(["c", node_id, node[2]])
    # A client may draw after any operation: nodes come before a parent that names them, and go after it forgets them.
    gone: list[Op] = [["d", node_id] for node_id in old if node_id not in new]
    return created[::-1] + changed + gone


def apply(old: Mapping[str, FlatNode], ops: Sequence[Op]) -> Nodes:
    """The screen the operations describe; the old one is left as it was."""
    nodes: Nodes = dict(old)
    for op in ops:
        match op:
            case ["n", node_id, node]:
                nodes[node_id] = node
            case ["p", node_id, changed, removed]:
                kind, props, kids = nodes[node_id]
                kept = {name: value for name, value in props.items() if name not in removed}
                nodes[node_id] = [kind, kept | changed, kids]
            case ["c", node_id, kids]:
                kind, props, _ = nodes[node_id]
                nodes[node_id] = [kind, props, kids]
            case ["d", node_id]:
                del nodes[node_id]
            case _:
                raise ValueError(f"unknown patch operation: {op!r}")
    return nodes


def _prop_op(node_id: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> Op:
    # Python thinks True == 1; a property of one component has one type (`miniapp.vocabulary`), so they never meet here.
    changed = {name: value for name, value in new.items() if name not in old or old[name] != value}
    removed = [name for name in old if name not in new]
    return ["p", node_id, changed, removed]
