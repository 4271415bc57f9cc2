"""A service made for tests alone: one rpc for each thing the chain promises, compiled at first use."""

from __future__ import annotations

import asyncio
import importlib.resources
import tempfile
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

from google.protobuf import descriptor_pool
from google.protobuf.message_factory import GetMessageClass
from grpc_tools import protoc

from core.kit.errors import DomainError, StatusCode
from core.kit.rpc import Call
from majlis.common.v1 import money_pb2, options_pb2  # noqa: F401  (the probe imports both)

SERVICE = "majlis.probe.v1.ProbeService"
PROTO = """
syntax = "proto3";
package majlis.probe.v1;
import "majlis/common/v1/options.proto";
import "majlis/common/v1/money.proto";
service ProbeService {
  rpc Forgotten(Ask) returns (Answer) {}
  rpc Public(Ask) returns (Answer) { option (majlis.common.v1.access) = {callers: [ACCESS_PUBLIC]}; }
  rpc User(Ask) returns (Answer) { option (majlis.common.v1.access) = {callers: [ACCESS_USER]}; }
  rpc Scoped(Ask) returns (Answer) {
    option (majlis.common.v1.access) = {callers: [ACCESS_APP] scope: "probe.ask"};
  }
  rpc Own(Ask) returns (Answer) { option (majlis.common.v1.access) = {callers: [ACCESS_APP]}; }
  rpc Developer(Ask) returns (Answer) { option (majlis.common.v1.access) = {callers: [ACCESS_DEVELOPER]}; }
  rpc Operator(Ask) returns (Answer) { option (majlis.common.v1.access) = {callers: [ACCESS_OPERATOR]}; }
  rpc Admin(Ask) returns (Answer) { option (majlis.common.v1.access) = {callers: [ACCESS_ADMIN]}; }
  rpc Service(Ask) returns (Answer) { option (majlis.common.v1.access) = {callers: [ACCESS_SERVICE]}; }
  rpc Rare(Ask) returns (Answer) {
    option (majlis.common.v1.access) = {callers: [ACCESS_USER]};
    option (majlis.common.v1.rate) = {per_s: 2 burst: 3};
  }
  rpc Check(Filled) returns (Answer) { option (majlis.common.v1.access) = {callers: [ACCESS_PUBLIC]}; }
  rpc Watch(Ask) returns (stream Answer) { option (majlis.common.v1.access) = {callers: [ACCESS_PUBLIC, ACCESS_APP]}; }
}
enum Colour { COLOUR_UNSPECIFIED = 0; COLOUR_RED = 1; }
message Ask {
  string text = 1;
  int32 count = 2;
  string person = 3 [(majlis.common.v1.user_ref) = USER_REF_PERSON];
}
message Answer {
  string text = 1;
  string person = 2 [(majlis.common.v1.user_ref) = USER_REF_PERSON];
  string host_only = 3 [(majlis.common.v1.user_ref) = USER_REF_HOST_ONLY];
  repeated string people = 4 [(majlis.common.v1.user_ref) = USER_REF_PERSON];
}
message Part { string word = 1 [(majlis.common.v1.rule) = {required: true chars_max: 5}]; }
message Filled {
  string name = 1 [(majlis.common.v1.rule) = {required: true chars_min: 2 chars_max: 4}];
  Part part = 2;
  repeated Part parts = 3 [(majlis.common.v1.rule) = {items_max: 3}];
  repeated string tags = 4 [(majlis.common.v1.rule) = {items_max: 2 chars_max: 3}];
  Colour colour = 5;
  bytes blob = 6 [(majlis.common.v1.rule) = {bytes_max: 4}];
  int32 count = 7 [(majlis.common.v1.rule) = {min: 0 max: 10}];
  string word = 8 [(majlis.common.v1.rule) = {chars_max: 9 pattern: "[a-z]+"}];
  optional int64 version = 9 [(majlis.common.v1.rule) = {min: 1}];
  oneof either { Part left = 10; string right = 11 [(majlis.common.v1.rule) = {chars_max: 2}]; }
  map<string, string> labels = 12 [(majlis.common.v1.rule) = {items_max: 1 chars_max: 3}];
  majlis.common.v1.Money price = 13;
  string free = 14;
  map<string, Part> named_parts = 15;
}
"""


def _compile() -> None:
    include = str(importlib.resources.files("grpc_tools") / "_proto")
    protos = str(Path(__file__).resolve().parents[2] / "protos")
    with tempfile.TemporaryDirectory() as folder:
        source, made = Path(folder) / "probe.proto", Path(folder) / "probe.bin"
        source.write_text(PROTO)
        roots = [f"-I{folder}", f"-I{protos}", f"-I{include}"]
        assert protoc.main(["protoc", *roots, f"--descriptor_set_out={made}", "probe.proto"]) == 0
        files = descriptor_pool.Default()
        from google.protobuf.descriptor_pb2 import FileDescriptorSet

        for file in FileDescriptorSet.FromString(made.read_bytes()).file:
            files.Add(file)


def _message(name: str) -> Any:
    return GetMessageClass(descriptor_pool.Default().FindMessageTypeByName(f"majlis.probe.v1.{name}"))


_compile()
Ask, Answer, Part, Filled = (_message(name) for name in ("Ask", "Answer", "Part", "Filled"))


class TooMuch(DomainError):
    """The probe was asked for more than it has."""

    reason, code = "PROBE_TOO_MUCH", StatusCode.FAILED_PRECONDITION


class Probe:
    """Answers with who it saw; its texts `refuse`, `break`, `wait`, … make it misbehave in a known way."""

    def __init__(self) -> None:
        self.seen: list[Call] = []
        self.asked: list[Any] = []
        self.watchers_ended = 0
        self.sent = 0

    async def _answer(self, request: Any, call: Call) -> Any:
        self.seen.append(call)
        self.asked.append(request)
        match getattr(request, "text", ""):
            case "refuse":
                raise TooMuch("only three are left", left=3, wanted=request.count)
            case "refuse with text":
                raise TooMuch("كثير — too much", why="ليس عندنا", traceback="line\n" * 1000, message="said twice")
            case "break":
                raise KeyError("password=hunter2")
            case "time out inside":
                raise TimeoutError("the bank did not answer: hunter2")
            case "wait":
                await asyncio.sleep(30)
            case "echo people":
                return Answer(person=request.person, host_only=request.person, people=[request.person, "usr_unknown"])
        return Answer(text=f"{call.caller.user_id}|{call.caller.app_id}|{call.caller.service}")

    forgotten = public = user = scoped = own = developer = operator = admin = service = check = rare = _answer

    async def watch(self, request: Any, call: Call) -> AsyncIterator[Any]:
        self.seen.append(call)
        try:
            if request.text == "refuse":
                raise TooMuch("only three are left", left=3)
            for number in range(request.count or 1_000_000):
                self.sent += 1
                padding = "x" * 10_000 if request.text == "flood" else ""
                yield Answer(text=f"{number}{padding}", person=request.person)
                if request.text != "flood":
                    await asyncio.sleep(0)
            if request.text == "break":
                raise KeyError("password=hunter2")
            if request.text == "wait":
                await asyncio.sleep(30)
        finally:
            self.watchers_ended += 1


class Subjects:
    """A SubjectMapper over one table: usr_x is sub_<app>_x."""

    async def subjects(self, app_id: str, user_ids: set[str]) -> dict[str, str]:
        return {each: f"sub_{app_id}_{each[4:]}" for each in user_ids if each != "usr_unknown"}

    async def user_ids(self, app_id: str, subjects: set[str]) -> dict[str, str]:
        start = f"sub_{app_id}_"
        return {each: "usr_" + each.removeprefix(start) for each in subjects if each.startswith(start)}
