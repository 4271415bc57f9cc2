"""Component-model values lowered and lifted by hand: no callback here ever lets an exception into wasmtime-py.

wasmtime-py's typed path rebuilds every type on each call (2 µs a byte for list<u8>) and keeps a host exception in
a module global where another tenant's trap picks it up. These few functions talk to the C API directly instead.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from ctypes import POINTER, byref, c_char_p, c_uint8, c_void_p, cast
from typing import Any

from wasmtime import WasmtimeError
from wasmtime import _ffi as raw_ffi

ffi: Any = raw_ffi
Body = Callable[[Any, Any, Any], None]  # (store context, arguments, results); fills results in place

_VALUE_BYTES = ctypes.sizeof(ffi.wasmtime_component_val_t)
_PAYLOAD_OFFSET = 8
_KIND = {
    name: getattr(ffi, f"WASMTIME_COMPONENT_{name}").value
    for name in ("BOOL", "U8", "U32", "U64", "STRING", "LIST", "RECORD", "OPTION", "RESULT", "RESOURCE")
}


@ctypes.CFUNCTYPE(None, c_void_p)  # type: ignore[untyped-decorator]
def _keep(_data: Any) -> None:
    """A finalizer that frees nothing: callbacks live as long as their linker (None is refused by ctypes)."""


def put_string(value: Any, text: bytes) -> None:
    value.kind = _KIND["STRING"]
    ffi.wasm_byte_vec_new(byref(value.of.string), len(text), cast(c_char_p(text), POINTER(c_uint8)))


def get_string(value: Any) -> bytes:
    return ctypes.string_at(value.of.string.data, value.of.string.size)


def put_u64(value: Any, number: int) -> None:
    value.kind = _KIND["U64"]
    value.of.u64 = number


def put_u32(value: Any, number: int) -> None:
    value.kind = _KIND["U32"]
    value.of.u32 = number


def put_bool(value: Any, flag: bool) -> None:
    value.kind = _KIND["BOOL"]
    value.of.boolean = flag


def put_none(value: Any) -> None:
    value.kind = _KIND["OPTION"]
    value.of.option = None


def put_bytes(value: Any, content: bytes) -> None:
    """Lower list<u8> in one memmove: a value is 32 bytes, its kind at 0 and a u8 payload at 8."""
    size = len(content)
    cells = bytearray(_VALUE_BYTES * size)
    cells[0::_VALUE_BYTES] = bytes([_KIND["U8"]]) * size
    cells[_PAYLOAD_OFFSET::_VALUE_BYTES] = content
    value.kind = _KIND["LIST"]
    ffi.wasmtime_component_vallist_new_uninit(byref(value.of.list), size)
    if size:
        ctypes.memmove(value.of.list.data, bytes(cells), len(cells))


def get_bytes(value: Any) -> bytes:
    size = value.of.list.size
    if not size:
        return b""
    return ctypes.string_at(cast(value.of.list.data, c_void_p), _VALUE_BYTES * size)[_PAYLOAD_OFFSET::_VALUE_BYTES]


def put_list(value: Any, fill: list[Callable[[Any], None]]) -> None:
    """Lower a list whose elements are written by the given functions."""
    value.kind = _KIND["LIST"]
    ffi.wasmtime_component_vallist_new_uninit(byref(value.of.list), len(fill))
    for index, put in enumerate(fill):
        put(value.of.list.data[index])


def put_record(value: Any, fields: dict[str, Callable[[Any], None]]) -> None:
    value.kind = _KIND["RECORD"]
    ffi.wasmtime_component_valrecord_new_uninit(byref(value.of.record), len(fields))
    for index, (name, put) in enumerate(fields.items()):
        entry = value.of.record.data[index]
        text = name.encode()
        ffi.wasm_byte_vec_new(byref(entry.name), len(text), cast(c_char_p(text), POINTER(c_uint8)))
        put(entry.val)


def put_ok(value: Any, put: Callable[[Any], None] | None = None) -> None:
    """Lower result::ok, with a payload when the type has one."""
    payload = None
    if put is not None:
        inner = ffi.wasmtime_component_val_t()
        put(inner)
        payload = ffi.wasmtime_component_val_new(byref(inner))
    value.kind = _KIND["RESULT"]
    value.of.result.is_ok = True
    value.of.result.val = payload


def put_own(context: Any, value: Any, resource: int) -> None:
    """Lower a fresh own<T> handle; the representation is never read back."""
    host = ffi.wasmtime_component_resource_host_new(True, 1, resource)
    handle = POINTER(ffi.wasmtime_component_resource_any_t)()
    error = ffi.wasmtime_component_resource_host_to_any(context, host, byref(handle))
    ffi.wasmtime_component_resource_host_delete(host)
    if error:
        ffi.wasmtime_error_delete(error)
        raise RuntimeError("a resource handle was refused")
    value.kind = _KIND["RESOURCE"]
    value.of.resource = handle


def drop_borrow(context: Any, value: Any) -> None:
    """Give a borrow<T> argument back; without this the call traps with "borrow handles still remain"."""
    error = ffi.wasmtime_component_resource_any_drop(context, value.of.resource)
    if error:
        ffi.wasmtime_error_delete(error)
        raise RuntimeError("a borrowed handle could not be dropped")


def trap(results: Any, count: int, message: bytes) -> int:
    """The address of an error that ends the guest; results go back to a harmless kind first."""
    for index in range(count):
        ffi.wasmtime_component_val_delete(byref(results[index]))
        put_bool(results[index], False)
    address = cast(ffi.wasmtime_error_new(message), c_void_p).value
    assert address is not None
    return address


def callback(body: Body, after: Callable[[BaseException | None], bytes | None]) -> Any:
    """A C callback that cannot raise: `after` hears of any exception and may answer with a trap message."""

    @ffi.wasmtime_component_func_callback_t  # type: ignore[untyped-decorator]
    def entry(_data: Any, context: Any, _type: Any, args: Any, _n: int, results: Any, count: int) -> int:
        raised: BaseException | None = None
        try:
            body(context, args, results)
        except BaseException as error:
            raised = error
        try:
            message = after(raised)
        except BaseException:
            message = b"host callback failed"
        return trap(results, count, message) if message is not None else 0

    return entry


@ffi.wasmtime_component_resource_destructor_t  # type: ignore[untyped-decorator]
def _forget(_data: Any, _context: Any, _rep: int) -> int:
    return 0


def define_function(instance: Any, name: str, function: Any) -> None:
    text = name.encode()
    error = ffi.wasmtime_component_linker_instance_add_func(
        instance.ptr(), ctypes.create_string_buffer(text), len(text), function, None, _keep
    )
    if error:
        raise WasmtimeError._from_ptr(error)


def define_resource(instance: Any, name: str, kind: Any) -> None:
    text = name.encode()
    error = ffi.wasmtime_component_linker_instance_add_resource(
        instance.ptr(), ctypes.create_string_buffer(text), len(text), kind.ptr(), _forget, None, _keep
    )
    if error:
        raise WasmtimeError._from_ptr(error)


def call_with_string(
    function: Any, store: Any, argument: bytes, answer_bytes_max: int, *, returns: bool
) -> bytes | None:
    """Call an export (string) -> [string]; None when it returns nothing. Raises WasmtimeError, or AnswerTooLarge."""
    params = (ffi.wasmtime_component_val_t * 1)()
    result = ffi.wasmtime_component_val_t()
    try:
        put_string(params[0], argument)
        error = ffi.wasmtime_component_func_call(
            byref(function._func),
            store._context(),
            params,
            1,
            byref(result) if returns else None,
            int(returns),
        )
        if error:
            raise WasmtimeError._from_ptr(error)
        if not returns:
            return None
        if result.of.string.size > answer_bytes_max:
            raise AnswerTooLarge(result.of.string.size)
        return get_string(result)
    finally:
        ffi.wasmtime_component_val_delete(byref(params[0]))
        if returns:
            ffi.wasmtime_component_val_delete(byref(result))


class AnswerTooLarge(Exception):
    """The guest returned more than the caller allows; the argument is its size in bytes."""
