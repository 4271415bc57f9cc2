"""A DomainError as browsers and programs see it: Connect's error JSON with its HTTP status, or an error frame."""

from __future__ import annotations

import base64
import json
from typing import Any

from google.rpc import error_details_pb2

from core.gateway.origins import HostUnknown
from core.kit.errors import DomainError, MethodUnknown, StatusCode
from core.kit.rpc_grpc import DOMAIN

# https://connectrpc.com/docs/protocol/#error-codes
HTTP_STATUS = {
    StatusCode.CANCELLED: 499, StatusCode.UNKNOWN: 500, StatusCode.INVALID_ARGUMENT: 400,
    StatusCode.DEADLINE_EXCEEDED: 504, StatusCode.NOT_FOUND: 404, StatusCode.ALREADY_EXISTS: 409,
    StatusCode.PERMISSION_DENIED: 403, StatusCode.RESOURCE_EXHAUSTED: 429, StatusCode.FAILED_PRECONDITION: 400,
    StatusCode.ABORTED: 409, StatusCode.OUT_OF_RANGE: 400, StatusCode.UNIMPLEMENTED: 501, StatusCode.INTERNAL: 500,
    StatusCode.UNAVAILABLE: 503, StatusCode.DATA_LOSS: 500, StatusCode.UNAUTHENTICATED: 401,
}  # fmt: skip


def connect_code(error: DomainError) -> str:
    """The code's word in Connect: permission_denied."""
    return "canceled" if error.code is StatusCode.CANCELLED else error.code.name.lower()


def http_status(error: DomainError) -> int:
    """By Connect's table; an address that is not there is 404, as Connect servers answer an unknown path."""
    if isinstance(error, MethodUnknown):
        return 404
    if isinstance(error, HostUnknown):
        return 421
    return HTTP_STATUS[error.code]


def retry_after(error: DomainError) -> dict[str, str]:
    """The header that says when to come again, in whole seconds; none where nobody knows."""
    wait_ms = error.retry_after_ms
    return {} if wait_ms is None else {"retry-after": str(-(-wait_ms // 1000))}


def error_json(error: DomainError) -> str:
    """The body of a refused Connect call; `debug` shows the detail to clients without protobuf."""
    message, metadata = _said(error)
    detail = error_details_pb2.ErrorInfo(reason=error.reason, domain=DOMAIN, metadata=metadata)
    value = base64.b64encode(detail.SerializeToString()).rstrip(b"=").decode()
    debug = {"reason": error.reason, "domain": DOMAIN, "metadata": metadata}
    details = [{"type": "google.rpc.ErrorInfo", "value": value, "debug": debug}]
    return json.dumps({"code": connect_code(error), "message": message, "details": details}, ensure_ascii=False)


def error_fields(error: DomainError) -> dict[str, Any]:
    """The `error` of an error frame."""
    message, metadata = _said(error)
    return {"code": connect_code(error), "reason": error.reason, "message": message, "metadata": metadata}


def _said(error: DomainError) -> tuple[str, dict[str, str]]:
    """Message and facts that any wire carries: they quote headers, whose bytes may be no text."""
    return _whole(error.message), {name: _whole(fact) for name, fact in error.metadata().items()}


def _whole(text: str) -> str:
    return text.encode("utf-8", "backslashreplace").decode()
