"""Every rpc and field says about itself what the chain needs to know; what is forgotten fails here, by name."""

from __future__ import annotations

import importlib
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from google.protobuf import descriptor_pb2, descriptor_pool
from google.protobuf.descriptor import Descriptor, FieldDescriptor, FileDescriptor, MethodDescriptor
from grpc_tools import protoc

from majlis.common.v1 import options_pb2

PROTOS = Path(__file__).resolve().parents[2] / "protos"
NAMES = sorted(str(path.relative_to(PROTOS)) for path in PROTOS.glob("majlis/**/*.proto"))
SIZED = {FieldDescriptor.TYPE_STRING: "chars_max", FieldDescriptor.TYPE_BYTES: "bytes_max"}


def _files() -> list[FileDescriptor]:
    for name in NAMES:
        importlib.import_module(name.removesuffix(".proto").replace("/", ".") + "_pb2")
    return [descriptor_pool.Default().FindFileByName(name) for name in NAMES]


FILES = _files()
METHODS: list[MethodDescriptor] = [
    method for file in FILES for service in file.services_by_name.values() for method in service.methods
]


def _access(method: MethodDescriptor) -> options_pb2.AccessRule:
    return method.GetOptions().Extensions[options_pb2.access]


def _rule(field: FieldDescriptor) -> options_pb2.FieldRule:
    return field.GetOptions().Extensions[options_pb2.rule]


def _fields(message: Descriptor, seen: set[str] | None = None) -> Iterator[FieldDescriptor]:
    """Every field of a message and of the messages inside it."""
    seen = set() if seen is None else seen
    if message.full_name in seen:
        return
    seen.add(message.full_name)
    for field in message.fields:
        yield field
        if field.message_type is not None:
            yield from _fields(field.message_type, seen)


def _all_messages(messages: list[Descriptor]) -> Iterator[Descriptor]:
    for message in messages:
        yield message
        yield from _all_messages(list(message.nested_types))


def test_there_are_protos() -> None:
    assert len(METHODS) > 40


@pytest.mark.parametrize("method", METHODS, ids=lambda method: method.full_name)
def test_an_rpc_says_who_may_call_and_what_repeating_does(method: MethodDescriptor) -> None:
    callers = list(_access(method).callers)
    assert callers, "no access option: nobody could call it"
    assert options_pb2.ACCESS_UNSPECIFIED not in callers
    assert method.GetOptions().Extensions[options_pb2.idempotency] != options_pb2.IDEMPOTENCY_UNSPECIFIED


@pytest.mark.parametrize("method", METHODS, ids=lambda method: method.full_name)
def test_a_keyed_rpc_requires_a_request_id_and_no_other_takes_one(method: MethodDescriptor) -> None:
    keyed = method.GetOptions().Extensions[options_pb2.idempotency] == options_pb2.IDEMPOTENCY_KEYED
    field = method.input_type.fields_by_name.get("request_id")
    assert keyed == (field is not None)
    if field is not None:
        assert _rule(field).required
        assert _rule(field).chars_max == 64


def test_a_rate_of_a_methods_own_has_room_for_a_second_of_it() -> None:
    """A rate without a burst would be no rate at all, a burst without a rate would never end."""
    rates = [method.GetOptions().Extensions[options_pb2.rate] for method in METHODS]
    told = [rate for rate in rates if rate.per_s or rate.burst]
    assert told
    assert all(0 < rate.per_s <= rate.burst for rate in told)


@pytest.mark.parametrize("method", METHODS, ids=lambda method: method.full_name)
def test_a_request_holds_nothing_without_a_maximum(method: MethodDescriptor) -> None:
    """Whatever a stranger can send is bounded before any handler sees it."""
    unbounded = []
    for field in _fields(method.input_type):
        if field.containing_type.GetOptions().map_entry:
            continue  # The map's own rule holds for its keys and values.
        if field.is_repeated and not _rule(field).items_max:
            unbounded.append(f"{field.full_name}: items_max")
        size = SIZED.get(field.type)
        if size is not None and not getattr(_rule(field), size):
            unbounded.append(f"{field.full_name}: {size}")
    assert unbounded == []


@pytest.mark.parametrize("method", METHODS, ids=lambda method: method.full_name)
def test_a_field_that_names_a_person_says_so(method: MethodDescriptor) -> None:
    for message in (method.input_type, method.output_type):
        for field in _fields(message):
            if "user_id" in field.name and not field.message_type:
                assert field.GetOptions().Extensions[options_pb2.user_ref], f"{field.full_name} has no user_ref"


@pytest.mark.parametrize("method", METHODS, ids=lambda method: method.full_name)
def test_what_a_mini_app_may_call_holds_no_host_only_name(method: MethodDescriptor) -> None:
    if options_pb2.ACCESS_APP not in _access(method).callers:
        assert not _access(method).scope, "a scope on an rpc no mini-app may call"
        return
    for message in (method.input_type, method.output_type):
        for field in _fields(message):
            reference = field.GetOptions().Extensions[options_pb2.user_ref]
            assert reference != options_pb2.USER_REF_HOST_ONLY, field.full_name


def test_an_rpc_that_apps_may_call_is_for_them_alone_unless_it_is_about_nobody() -> None:
    """The scope and the subject filter speak of apps; mixing callers would make both ambiguous."""
    for method in METHODS:
        callers = list(_access(method).callers)
        if options_pb2.ACCESS_APP in callers and len(callers) > 1:
            fields = [field for message in (method.input_type, method.output_type) for field in _fields(message)]
            named = [field for field in fields if field.GetOptions().Extensions[options_pb2.user_ref]]
            assert not named, f"{method.full_name} names people"
            assert not _access(method).scope, method.full_name


def test_only_apps_calls_are_buffered() -> None:
    buffered = [method for method in METHODS if method.GetOptions().Extensions[options_pb2.buffered]]
    assert buffered
    assert all(list(_access(method).callers) == [options_pb2.ACCESS_APP] for method in buffered)


def test_every_rpc_has_its_own_request_and_response() -> None:
    for method in METHODS:
        assert (method.input_type.name, method.output_type.name) == (f"{method.name}Request", f"{method.name}Response")
        assert method.input_type.file is method.output_type.file is method.containing_service.file


def test_tokens_and_passwords_are_marked_secret() -> None:
    """Marked fields are kept out of logs, and the gateway finds the refresh token by its mark."""
    words = ("password", "secret", "totp_code", "access_token", "refresh_token")
    unmarked = {
        field.full_name
        for method in METHODS
        for message in (method.input_type, method.output_type)
        for field in _fields(message)
        if any(word in field.name for word in words) and not field.GetOptions().Extensions[options_pb2.secret]
    }
    assert unmarked == set()


def _comments() -> dict[str, str]:
    """The leading comment of every declaration, by full name, from protoc's source information."""
    import importlib.resources

    include = str(importlib.resources.files("grpc_tools") / "_proto")
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / "all.bin"
        arguments = [f"-I{PROTOS}", f"-I{include}", "--include_source_info", f"--descriptor_set_out={made}"]
        assert protoc.main(["protoc", *arguments, *NAMES]) == 0
        described = descriptor_pb2.FileDescriptorSet.FromString(made.read_bytes())
    found: dict[str, str] = {}
    for file in described.file:
        for location in file.source_code_info.location:
            name = _name_at(file, list(location.path))
            if name is not None:
                found[name] = location.leading_comments.strip()
    return found


def _name_at(file: descriptor_pb2.FileDescriptorProto, path: list[int]) -> str | None:
    """The full name of the service, rpc, message, field, enum or value at a source path; None for anything else."""
    at: object = file
    names = [file.package]
    for number, index in zip(path[::2], path[1::2], strict=False):
        field = at.DESCRIPTOR.fields_by_number[number]  # type: ignore[attr-defined]
        if field.name not in ("service", "method", "message_type", "field", "nested_type", "enum_type", "value"):
            return None
        at = getattr(at, field.name)[index]
        names.append(at.name)  # type: ignore[attr-defined]
    return ".".join(names) if len(path) >= 2 and len(path) % 2 == 0 else None


def test_everything_in_the_contract_is_documented() -> None:
    comments = _comments()
    silent = [name for name, comment in comments.items() if len(comment) < 4]
    assert silent == []
    assert len(comments) > 300


def test_buf_lint_passes() -> None:
    buf = shutil.which("buf", path=str(Path(sys.executable).parent)) or shutil.which("buf")
    assert buf, "buf comes with the wheel buf-bin of the dev group"
    done = subprocess.run([buf, "lint"], cwd=PROTOS, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
