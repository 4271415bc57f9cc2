"""Scopes declared against scopes used: the SDK's own sources say which of its functions needs which."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import resources

from majlis_devkit.checks.contents import line_of
from majlis_devkit.checks.source import SDK, Module, absolute
from majlis_devkit.findings import Finding, finding
from majlis_devkit.manifest import Manifest
from majlis_devkit.world import Contract

Uses = dict[str, str]  # scope -> file:line of its first use


def check(manifest: Manifest, manifest_text: str, modules: list[Module], contract: Contract) -> list[Finding]:
    """Scopes that do not exist, are used without being declared, or declared without being used."""
    known = contract["scopes"]
    found = [
        finding("E301", line_of(manifest_text, scope), scope=scope, known=", ".join(sorted(known)) or "none")
        for scope in manifest.scopes
        if scope not in known
    ]
    used = uses(modules, contract)
    found += [finding("E311", where, scope=scope) for scope, where in used.items() if scope not in manifest.scopes]
    found += [
        finding("E312", line_of(manifest_text, scope), scope=scope)
        for scope in manifest.scopes
        if scope in known and scope not in used
    ]
    return found


def uses(modules: list[Module], contract: Contract) -> Uses:
    """Every scope the sources can use, with the place that shows it."""
    by_interface = {entry["interface"]: scope for scope, entry in contract["scopes"].items()}
    found: Uses = {}
    for module in modules:
        for interface, line in sorted(_interfaces(module), key=lambda use: use[1]):
            if interface in by_interface:
                found.setdefault(by_interface[interface], f"{module.path}:{line}")
    return found


@cache
def sdk_functions() -> Mapping[str, Mapping[str, str]]:
    """SDK module -> function -> interface, read from the SDK itself: whoever calls `_host.call("x", …)` needs x."""
    table: dict[str, dict[str, str]] = {}
    for entry in resources.files(SDK).iterdir():
        if entry.name.endswith(".py") and not entry.name.startswith("_"):
            functions = dict(_calls(ast.parse(entry.read_text("utf-8"))))
            if functions:
                table[entry.name.removesuffix(".py")] = functions
    return table


def _calls(tree: ast.Module) -> Iterator[tuple[str, str]]:
    for statement in tree.body:
        if isinstance(statement, ast.FunctionDef | ast.ClassDef):
            for node in ast.walk(statement):
                if isinstance(node, ast.Call) and ast.unparse(node.func) == "_host.call" and node.args:
                    interface = node.args[0]
                    if isinstance(interface, ast.Constant) and isinstance(interface.value, str):
                        yield statement.name, interface.value


def _interfaces(module: Module) -> Iterator[tuple[str, int]]:
    """(interface, line) for each place that names an SDK function, however it was imported.

    A module handed on without naming a function (``p = profile``) counts as using all of it: what cannot be read off
    the source must be declared.
    """
    names = _names(module)
    for local, (sdk_module, function, line) in names.items():
        if function or local.startswith("*"):
            yield from _of(sdk_module, function, line)
    named: set[int] = set()
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Attribute) and (target := _target(node, names)) is not None:
            named.update(id(inner) for inner in ast.walk(node))
            yield from _of(*target, node.lineno)
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and id(node) not in named:
            sdk_module, function, _ = names.get(node.id, ("", "used", 0))
            if not function:
                yield from _of(sdk_module, "", node.lineno)


def _names(module: Module) -> dict[str, tuple[str, str, int]]:
    """Local name -> (SDK module, function or '', line). The SDK itself is the module ''."""
    names: dict[str, tuple[str, str, int]] = {}
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                if alias.name.partition(".")[0] == SDK:
                    whole = alias.name.partition(".")[2] if alias.asname else ""
                    names[alias.asname or SDK] = (whole, "", node.lineno)
        elif isinstance(node, ast.ImportFrom):
            source = absolute(node, module)
            for alias in node.names:
                local = alias.asname or alias.name
                if source == SDK and alias.name != "*":
                    names[local] = (alias.name, "", node.lineno)
                elif source == SDK:
                    names |= {name: (name, "", node.lineno) for name in sdk_functions()}
                elif source.startswith(f"{SDK}."):
                    function = "" if alias.name == "*" else alias.name
                    local = local if function else f"*{source}"
                    names[local] = (source.partition(".")[2], function, node.lineno)
    return names


def _target(node: ast.Attribute, names: Mapping[str, tuple[str, str, int]]) -> tuple[str, str] | None:
    """(SDK module, function) of ``profile.name`` or ``miniapp.profile.name``; None for anything else."""
    path = [node.attr]
    inner: ast.expr = node.value
    while isinstance(inner, ast.Attribute):
        path.append(inner.attr)
        inner = inner.value
    if not isinstance(inner, ast.Name) or inner.id not in names:
        return None
    sdk_module, function, _ = names[inner.id]
    if function:
        return None
    path = [*([sdk_module] if sdk_module else []), *reversed(path)]
    return (path[0], path[1]) if len(path) == 2 else None


def _of(sdk_module: str, function: str, line: int) -> Iterator[tuple[str, int]]:
    functions = sdk_functions().get(sdk_module, {})
    if function in functions:
        yield functions[function], line
    elif not function:
        yield from ((interface, line) for interface in sorted(set(functions.values())))
