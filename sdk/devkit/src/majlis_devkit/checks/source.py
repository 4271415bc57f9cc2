"""The app's Python, read but not run: does it parse, and does it import only what the sandbox has."""

from __future__ import annotations

import ast
import sys
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

from majlis_devkit.findings import Finding, finding
from majlis_devkit.package import is_text_file
from miniapp import stdlib

SDK = "miniapp"
_RESERVED = frozenset({SDK, "wit_world", "componentize_py_types", "app_entry"})
_UNREADABLE = frozenset({"eval", "exec", "compile", "__import__"})


@dataclass(frozen=True)
class Module:
    """One parsed source: where it is in the package and what it is called when imported."""

    path: str
    tree: ast.Module

    @property
    def name(self) -> str:
        return module_name(self.path)

    @property
    def package(self) -> str:
        """What its relative imports start from."""
        return self.name if self.path.endswith("__init__.py") else self.name.rpartition(".")[0]


def module_name(path: str) -> str:
    return path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def parse_all(files: Mapping[str, bytes]) -> tuple[list[Module], list[Finding]]:
    """Every source that parses, by path, and a finding for each that does not."""
    modules, found = [], []
    for path in sorted(files):
        if path.endswith(".py") or is_text_file(path):
            try:
                text = files[path].decode("utf-8")
            except UnicodeDecodeError:
                found.append(finding("E402", path, path=path))
                continue
            if path.endswith(".py"):
                tree, more = _parsed(path, text)
                modules += [Module(path, tree)] if tree is not None else []
                found += more
    return modules, found


def _parsed(path: str, text: str) -> tuple[ast.Module | None, list[Finding]]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # an invalid escape in the app is no business of our output
            return ast.parse(text, path), []
    except SyntaxError as wrong:
        return None, [finding("E401", f"{path}:{wrong.lineno or 1}", text=wrong.msg)]
    except (ValueError, RecursionError, MemoryError) as wrong:
        return None, [finding("E401", path, text=str(wrong) or "it is nested too deeply")]


def check(modules: list[Module], files: Mapping[str, bytes]) -> list[Finding]:
    """Imports the sandbox cannot serve, names that hide a module, and calls that run unreadable code."""
    own = {module_name(path) for path in files if path.endswith(".py")}
    own |= {name.rpartition(".")[0] for name in own}
    found: list[Finding] = []
    for module in modules:
        top = module.name.partition(".")[0]
        if top in _RESERVED or top in sys.stdlib_module_names:
            found.append(finding("E406", module.path, path=module.path, module=top))
        for line, imported in imports(module):
            found += _import_finding(imported, f"{module.path}:{line}", own)
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _UNREADABLE:
                found.append(finding("W410", f"{module.path}:{node.lineno}", call=node.func.id))
    return found


def imports(module: Module) -> Iterator[tuple[int, str]]:
    """Every module imported, by line, as an absolute name; also those inside functions."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.lineno, absolute(node, module)


def absolute(node: ast.ImportFrom, module: Module) -> str:
    if not node.level:
        return node.module or ""
    parts = module.package.split(".") if module.package else []
    kept = parts[: len(parts) - (node.level - 1)]
    return ".".join([*kept, *([node.module] if node.module else [])])


def _import_finding(imported: str, where: str, own: set[str]) -> list[Finding]:
    top = imported.partition(".")[0]
    if top == SDK:
        inner = imported.partition(".")[2].partition(".")[0]
        return [finding("E405", where, module=imported)] if inner.startswith("_") else _unknown_sdk(inner, where)
    if imported in own or imported in stdlib.MODULES:
        return []
    code = "E403" if top in sys.stdlib_module_names else "E404"
    return [finding(code, where, module=imported or "(a relative import beyond the package)")]


@cache
def sdk_modules() -> frozenset[str]:
    """What `miniapp` has besides itself: its files, for its folder of tests is not in the sandbox."""
    return frozenset(
        entry.name.removesuffix(".py") for entry in resources.files(SDK).iterdir() if entry.name.endswith(".py")
    )


def _unknown_sdk(inner: str, where: str) -> list[Finding]:
    if not inner or inner in sdk_modules():
        return []
    return [finding("E404", where, module=f"{SDK}.{inner}")]
