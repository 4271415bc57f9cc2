"""The pictures screens show: each is what its name says and small enough, and none is named that is not there."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping

from majlis_devkit.checks.source import Module
from majlis_devkit.findings import Finding, finding, near_limit
from majlis_devkit.package import ASSETS
from majlis_devkit.pictures import picture_defect
from majlis_devkit.tree import Screen
from miniapp import limits, vocabulary

_FORM = vocabulary.Prop("asset")


def check(modules: Iterable[Module], files: Mapping[str, bytes]) -> list[Finding]:
    """What is wrong with a picture, with all of them together, and names in the sources that no file has."""
    pictures = {path: content for path, content in files.items() if path.startswith(ASSETS)}
    found = list(_defects(pictures))
    total = sum(map(len, pictures.values()))
    for count, most, limit in (
        (len(pictures), limits.ASSETS_MAX, "pictures (ASSETS_MAX)"),
        (total, limits.ASSETS_BYTES_MAX, "bytes (ASSETS_BYTES_MAX)"),
    ):
        if count > most:
            found.append(finding("E117", ASSETS, found=count, most=most, limit=limit))
        found += near_limit("W118", ASSETS, count, most, limit=limit)
    for path, line in _named(modules):
        if path not in files:
            found.append(finding("E119", line, path=path))
    return found


def missing(screen: Screen, files: Mapping[str, bytes]) -> list[str]:
    """The pictures a drawn screen names that the package has not, each once."""
    named = (
        props[name]
        for kind, props, _ in screen.nodes.values()
        for name, prop in vocabulary.COMPONENTS[kind].props.items()
        if prop.kind == "asset" and name in props
    )
    return [path for path in dict.fromkeys(named) if path not in files]


def _defects(pictures: Mapping[str, bytes]) -> Iterator[Finding]:
    for path in sorted(pictures):
        if vocabulary.why_not(_FORM, path):
            text = "its name is not letters, digits, - and _, with .svg .png .webp or .jpg"
            yield finding("E116", path, path=path, text=text)
        elif why := picture_defect(path, pictures[path]):
            yield finding("E116", path, path=path, text=why)


def _named(modules: Iterable[Module]) -> Iterator[tuple[str, str]]:
    """Every whole name of a picture that stands in the sources, and where."""
    for module in modules:
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Constant) and vocabulary.why_not(_FORM, node.value) is None:
                yield str(node.value), f"{module.path}:{node.lineno}"
