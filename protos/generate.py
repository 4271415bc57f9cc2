"""Make the Python stubs and the SDK's contract from the protos: a script, and the host distribution's build hook.

Paths equal names: package majlis.wallet.v1 = directory protos/majlis/wallet/v1 = Python majlis.wallet.v1, so protoc's
imports are right as they come. Nothing made here is committed.
"""

from __future__ import annotations

import importlib.resources
import json
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent
CONTRACT = ROOT.parent / "sdk" / "devkit" / "src" / "majlis_devkit" / "contract.json"


def stale(protos: list[Path]) -> bool:
    """True where a stub is missing or older than a proto or this file."""
    newest = max(path.stat().st_mtime for path in [*protos, Path(__file__)])
    made = [proto.with_name(proto.stem + ending) for proto in protos for ending in ("_pb2.py", "_pb2.pyi")]
    made.append(CONTRACT)
    return any(not path.exists() or path.stat().st_mtime < newest for path in made)


def compile_protos(protos: list[Path]) -> None:
    from grpc_tools import protoc

    include = str(importlib.resources.files("grpc_tools") / "_proto")
    names = [str(path.relative_to(ROOT)) for path in protos]
    arguments = ["protoc", f"-I{ROOT}", f"-I{include}", f"--python_out={ROOT}", f"--mypy_out=quiet:{ROOT}", *names]
    if protoc.main(arguments) != 0:
        raise SystemExit("protoc failed; its message is above")


RPC_HEAD = """# Made by protos/generate.py: typed faces of {proto}.
from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any, Protocol, TypeVar

{imports}

CallT = TypeVar("CallT", contravariant=True)
"""
SERVER = """

class {service}Server(Protocol[CallT]):
    \"\"\"What serves {full_name}: a method an rpc.\"\"\"
"""
CLIENT = """

class {service}Client:
    \"\"\"Calls {full_name} through a channel (core.kit.rpc.Channel).\"\"\"

    def __init__(self, channel: Any) -> None:
        self._channel = channel
"""
CLIENT_UNARY = """
    async def {name}(self, request: {ask}, *, caller: Any, timeout_s: float | None = None) -> {answer}:
        response: {answer} = await self._channel.unary(
            "{path}", request, {answer}, caller=caller, timeout_s=timeout_s
        )
        return response
"""
CLIENT_STREAM = """
    def {name}(self, request: {ask}, *, caller: Any) -> AsyncIterator[{answer}]:
        answers: AsyncIterator[{answer}] = self._channel.stream(
            "{path}", request, {answer}, caller=caller
        )
        return answers
"""


def snake(name: str) -> str:
    return "".join("_" + letter.lower() if letter.isupper() else letter for letter in name).lstrip("_")


def server_method(method: Any) -> str:
    ask, answer = f"pb.{method.input_type.name}", f"pb.{method.output_type.name}"
    how, result = ("def", f"AsyncIterator[{answer}]") if method.server_streaming else ("async def", answer)
    return f"\n    {how} {snake(method.name)}(self, request: {ask}, call: CallT) -> {result}: ...\n"


def client_method(service: str, method: Any) -> str:
    words = {
        "name": snake(method.name), "ask": f"pb.{method.input_type.name}",
        "answer": f"pb.{method.output_type.name}", "path": f"{service}/{method.name}",
    }  # fmt: skip
    return (CLIENT_STREAM if method.server_streaming else CLIENT_UNARY).format(**words)


def write_rpc_faces(names: list[str]) -> None:
    """Beside each service's stubs a <file>_rpc.py: a Protocol to implement and a client to call, both typed."""
    from google.protobuf import descriptor_pool

    for name in names:
        file = descriptor_pool.Default().FindFileByName(name)
        services = list(file.services_by_name.values())
        if not services:
            continue
        module = name.removesuffix(".proto").replace("/", ".") + "_pb2"
        package, _, stem = module.rpartition(".")
        text = RPC_HEAD.format(proto=name, imports=f"from {package} import {stem} as pb")
        for service in services:
            names_of = {"service": service.name, "full_name": service.full_name}
            text += SERVER.format(**names_of)
            text += "".join(server_method(method) for method in service.methods)
            text += CLIENT.format(**names_of)
            text += "".join(client_method(service.full_name, method) for method in service.methods)
        (ROOT / name).with_name(Path(name).stem + "_rpc.py").write_text(text, "utf-8")


def contract(protos: list[Path]) -> dict[str, Any]:
    """Scopes, their interfaces and methods, and what needs no scope, read from the compiled options."""
    from google.protobuf import descriptor_pool

    sys.path.insert(0, str(ROOT))
    names = [str(path.relative_to(ROOT)) for path in protos]
    for name in names:
        __import__(name.removesuffix(".proto").replace("/", ".") + "_pb2")
    from majlis.common.v1 import options_pb2

    scopes: dict[str, dict[str, Any]] = {}
    own: dict[str, list[str]] = {}
    for name in names:
        file = descriptor_pool.Default().FindFileByName(name)
        for service in file.services_by_name.values():
            for method in service.methods:
                rule = method.GetOptions().Extensions[options_pb2.access]
                if options_pb2.ACCESS_APP not in rule.callers:
                    continue
                if not rule.scope:  # Any app may: the interface is called after the slice.
                    own.setdefault(service.full_name.split(".")[1], []).append(method.name)
                    continue
                entry = scopes.setdefault(rule.scope, {"interface": rule.scope.replace(".", "-"), "methods": []})
                entry["methods"].append(method.name)
    return {"scopes": scopes, "own": own}


def generate() -> None:
    """Bring every stub and the contract up to date; does nothing where they are."""
    protos = sorted(ROOT.glob("majlis/**/*.proto"))
    if not stale(protos):
        return
    compile_protos(protos)
    for folder in {path.parent for path in protos} | {path.parent.parent for path in protos} | {ROOT / "majlis"}:
        (folder / "py.typed").touch()
    made = contract(protos)
    write_rpc_faces([str(path.relative_to(ROOT)) for path in protos])
    CONTRACT.parent.mkdir(parents=True, exist_ok=True)
    CONTRACT.write_text(json.dumps(made, indent=2, sort_keys=True) + "\n", "utf-8")


try:
    from hatchling.builders.hooks.plugin.interface import BuildHookInterface
except ImportError:  # run as a plain script where hatchling is not installed
    pass
else:

    class ProtoBuildHook(BuildHookInterface[Any]):
        """Makes the stubs before every build of the host distribution, editable ones too."""

        def initialize(self, version: str, build_data: dict[str, Any]) -> None:
            generate()


if __name__ == "__main__":
    generate()
