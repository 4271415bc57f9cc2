"""Imports an app's modules from a dict of sources: no file system, and tracebacks show app.py:41."""

from __future__ import annotations

import contextlib
import dataclasses
import importlib
import importlib.abc
import importlib.machinery
import linecache
import sys
import types
from collections.abc import Mapping, Sequence

from miniapp import _compiled, _import_time, _plans
from miniapp.errors import HandlerInvalid, TypeUnsupported

_RESERVED = frozenset({"miniapp", "wit_world", "componentize_py_types", "app_entry"})


class Sources(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Finder and loader of one app's modules; the paths are the package's, with / between folders."""

    def __init__(self, files: Mapping[str, str]) -> None:
        self.files = {path: text for path, text in files.items() if path.endswith(".py")}
        self._path_by_module = {_module_name(path): path for path in self.files}
        self._folders = {folder for path in self.files for folder in _folders(path)}
        taken = {name.split(".")[0] for name in self._path_by_module} & (_RESERVED | sys.stdlib_module_names)
        if taken:
            raise HandlerInvalid(f"{sorted(taken)[0]}.py hides a module of that name. Fix: rename the file")

    def install(self) -> None:
        """Serve this app's modules from now on, in place of any app loaded before."""
        _compiled.forget()
        for finder in [finder for finder in sys.meta_path if isinstance(finder, Sources)]:
            finder.uninstall()
        # Natively another module may have the name: a test runner's, or the folder's own.
        for name in {*self._path_by_module, *(folder.replace("/", ".") for folder in self._folders)}:
            sys.modules.pop(name, None)
        sys.meta_path.insert(0, self)
        for path, text in self.files.items():
            linecache.cache[path] = (len(text), None, text.splitlines(keepends=True), path)

    def uninstall(self) -> None:
        """Forget the modules; functions already taken from them go on working."""
        if self in sys.meta_path:
            sys.meta_path.remove(self)
        for name in [name for name, module in sys.modules.items() if getattr(module, "__loader__", None) is self]:
            del sys.modules[name]

    def plan_dataclasses(self) -> None:
        """Learn now how the app's dataclasses are stored, so that no event spends its time on it."""
        for module in [module for module in sys.modules.values() if getattr(module, "__loader__", None) is self]:
            for name, value in list(vars(module).items()):
                if isinstance(value, type) and dataclasses.is_dataclass(value) and value.__module__ == module.__name__:
                    # One that is never stored may hold what cannot be.
                    with contextlib.suppress(TypeUnsupported):
                        _plans.plan_for(value, name)

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: types.ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        folder = fullname.replace(".", "/")
        source = self._path_by_module.get(fullname)
        if source is None and folder not in self._folders:
            return None
        is_package = source is None or source.endswith("/__init__.py") or source == "__init__.py"
        spec = importlib.machinery.ModuleSpec(fullname, self, origin=source or folder, is_package=is_package)
        spec.has_location = source is not None
        return spec

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> types.ModuleType | None:
        return None

    def exec_module(self, module: types.ModuleType) -> None:
        path = self._path_by_module.get(module.__name__)
        if path is not None:
            code = _compiled.code_of(path, self.files[path])
            _import_time.watch(code, self.files[path])
            exec(code, module.__dict__)

    def get_source(self, fullname: str) -> str | None:
        """The module's text, for linecache."""
        path = self._path_by_module.get(fullname)
        return None if path is None else self.files[path]


def _module_name(path: str) -> str:
    return path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def _folders(path: str) -> list[str]:
    parts = path.split("/")[:-1]
    return ["/".join(parts[: at + 1]) for at in range(len(parts))]
