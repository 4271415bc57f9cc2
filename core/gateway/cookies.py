"""The refresh token lives in a cookie no script can read; JSON never carries it.

Which messages hold one is read from the descriptors: a field `refresh_token` marked `secret`.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from google.protobuf.descriptor import Descriptor
from google.protobuf.message import Message

from core.gateway.origins import Origin
from core.kit.errors import DomainError, Unauthenticated
from core.kit.rpc import Method
from majlis.common.v1 import options_pb2

COOKIE = "majlis_refresh"
FIELD = "refresh_token"
MAX_AGE_S = 30 * 24 * 3600  # As long as identity keeps a refresh token that is not used.
LOG_OUT = "majlis.identity.v1.IdentityService/LogOut"
ENDING_REASONS = frozenset({"SESSION_EXPIRED", "SESSION_REVOKED"})


@cache
def _path_to_token(descriptor: Descriptor) -> tuple[str, ...]:
    """The fields that lead to the token, outermost first; empty where the message holds none."""
    own = descriptor.fields_by_name.get(FIELD)
    if own is not None and own.GetOptions().Extensions[options_pb2.secret]:
        return (FIELD,)
    for field in descriptor.fields:
        if field.message_type is not None and not field.is_repeated and field.message_type is not descriptor:
            inner = _path_to_token(field.message_type)
            if inner:
                return (field.name, *inner)
    return ()


def takes_token(method: Method) -> bool:
    """True for a method whose request carries the token: the one that uses the cookie."""
    return _path_to_token(method.request_type.DESCRIPTOR) == (FIELD,)


def touches(method: Method) -> bool:
    """True for a method that needs the cookie, gives a new one or ends it."""
    gives = bool(_path_to_token(method.response_type.DESCRIPTOR))
    return gives or takes_token(method) or ends_session(method, None)


def fill(request: Message, cookie: str) -> None:
    """Put the cookie's token into the request; programs may bring their own. UNAUTHENTICATED for none."""
    if cookie and not cookie.isascii():
        raise Unauthenticated("the cookie is none of ours")
    if cookie:
        setattr(request, FIELD, cookie)
    elif not getattr(request, FIELD):
        raise Unauthenticated("no one is signed in here")


def take(response: Message) -> tuple[Message, str]:
    """The response without its refresh token, and the token; empty for none."""
    path = _path_to_token(response.DESCRIPTOR)
    if not path:
        return response, ""
    copy = type(response)()
    copy.CopyFrom(response)
    holder: Any = copy
    for name in path[:-1]:
        holder = getattr(holder, name)
    token = str(getattr(holder, FIELD))
    holder.ClearField(FIELD)
    return copy, token


def ends_session(method: Method, error: DomainError | None) -> bool:
    """True where the answer means that this browser's session is over and its cookie with it."""
    if error is None:
        return method.path == LOG_OUT
    return takes_token(method) and error.reason in ENDING_REASONS


def set_cookie(token: str, origin: Origin, method: Method) -> str:
    """The Set-Cookie value that keeps the token; one with an empty token clears it."""
    age_s = MAX_AGE_S if token else 0
    secure = "; Secure" if origin.secure else ""
    return f"{COOKIE}={token}; Path=/{method.service}/; Max-Age={age_s}; HttpOnly; SameSite=Strict{secure}"
