"""What the app remembers: documents of one user (`mine`) and of all (`shared`), topics, timers.

Everything written in an event is kept together when its handler returns, or not at all. A document that was
read and then written is compared first: if somebody changed it meanwhile, the host runs the whole event again
with the newer one. So a handler must be safe to run twice: read, decide, write, and remember nothing outside
state and documents.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Generic, TypeVar, overload

from miniapp import _event, _host, _plans, _wire, limits
from miniapp.errors import DocumentNotFound, HandlerInvalid, InvalidArgument
from miniapp.values import Money, Text, TextValue, from_ms, text_value, to_ms

T = TypeVar("T")
D = TypeVar("D")
_RAISE: Any = object()
_KEYS_PER_CALL = 100
_PAGE_SIZE = 200


@dataclass(frozen=True, slots=True)
class Document(Generic[T]):
    """A stored value with its key, its version (1 when new, then one more a write) and its time."""

    key: str
    value: T
    version: int
    updated_at: datetime


class Space:
    """Documents of one kind of owner: values are what a state field may be, read as the type you name."""

    __slots__ = ("_name",)

    def __init__(self, name: str) -> None:
        self._name = name

    @overload
    def get(self, key: str, kind: type[T]) -> T: ...
    @overload
    def get(self, key: str, kind: type[T], *, default: D) -> T | D: ...
    @overload
    def get(self, key: str) -> Any: ...
    @overload
    def get(self, key: str, *, default: D) -> Any | D: ...
    def get(self, key: str, kind: Any = Any, *, default: Any = _RAISE) -> Any:
        """The document's value as `kind`; `default` when there is none, or DocumentNotFound."""
        found = self.find(key, kind)
        if found is None and default is _RAISE:
            raise DocumentNotFound(f"no document has the key {key!r}", key=key)
        return default if found is None else found.value

    @overload
    def find(self, key: str, kind: type[T]) -> Document[T] | None: ...
    @overload
    def find(self, key: str) -> Document[Any] | None: ...
    def find(self, key: str, kind: Any = Any) -> Document[Any] | None:
        """The document with its version, or None."""
        try:
            answer = _host.call("appdata", "GetDocument", {"space": self._name, "key": _checked_key(key)})
        except DocumentNotFound:
            return None
        return _document(answer["document"], _plans.plan_for(kind, f"appdata.get({key!r})"))

    @overload
    def get_many(self, keys: Iterable[str], kind: type[T]) -> dict[str, T]: ...
    @overload
    def get_many(self, keys: Iterable[str]) -> dict[str, Any]: ...
    def get_many(self, keys: Iterable[str], kind: Any = Any) -> dict[str, Any]:
        """The values of those keys that exist, in one host call for each hundred."""
        plan = _plans.plan_for(kind, "appdata.get_many")
        wanted = list(dict.fromkeys(_checked_key(key) for key in keys))
        found: dict[str, Any] = {}
        for at in range(0, len(wanted), _KEYS_PER_CALL):
            request = {"space": self._name, "keys": wanted[at : at + _KEYS_PER_CALL]}
            for received in _host.call("appdata", "GetDocuments", request).get("documents", []):
                document = _document(received, plan)
                found[document.key] = document.value
        return found

    @overload
    def query(self, prefix: str, kind: type[T], *, limit: int = _PAGE_SIZE) -> list[Document[T]]: ...
    @overload
    def query(self, prefix: str, *, limit: int = _PAGE_SIZE) -> list[Document[Any]]: ...
    def query(self, prefix: str, kind: Any = Any, *, limit: int = _PAGE_SIZE) -> list[Document[Any]]:
        """The first `limit` documents whose key starts with `prefix`, in order of their keys."""
        plan = _plans.plan_for(kind, f"appdata.query({prefix!r})")
        return [_document(received, plan) for received in self._pages(prefix, limit)]

    def _pages(self, prefix: str, limit: int) -> Iterator[Any]:
        token = ""
        while limit > 0:
            page = {
                "space": self._name,
                "prefix": prefix,
                "page_size": min(limit, _PAGE_SIZE),
                "page_token": token,
            }
            answer = _host.call("appdata", "QueryDocuments", page)
            documents = answer.get("documents", [])
            yield from documents[:limit]
            limit -= len(documents)
            token = answer.get("next_page_token", "")
            if not token:
                return

    def put(self, key: str, value: object, *, if_version: int | None = None) -> None:
        """Writes the document when the event ends; `if_version=0`: only if there is none."""
        written = _json_text(value, limits.DOCUMENT_BYTES_MAX, f"document {key!r}")
        request = {"space": self._name, "key": _checked_key(key), "value_json": written}
        if if_version is not None:
            request["if_version"] = str(if_version)
        _host.call("appdata", "PutDocument", request, writes=True)

    def delete(self, key: str, *, if_version: int | None = None) -> None:
        """Removes the document when the event ends; a missing one is no error."""
        request = {"space": self._name, "key": _checked_key(key)}
        if if_version is not None:
            request["if_version"] = str(if_version)
        _host.call("appdata", "DeleteDocument", request, writes=True)


mine = Space("DOCUMENT_SPACE_USER")
shared = Space("DOCUMENT_SPACE_APP")


def set_timer(
    name: str,
    *,
    at: datetime | None = None,
    after: timedelta | None = None,
    payload: dict[str, Any] | None = None,
) -> None:
    """Runs @app.on_timer(…) later with the payload's members as parameters; the same name replaces the timer.

    The part before the first "/" names the handler: `set_timer("close/p1", …)` is heard by on_timer("close"). An app
    has limits.TIMERS_MAX waiting: where everybody has one, let one timer look what is due and set itself again.
    """
    if (at is None) == (after is None):
        raise HandlerInvalid(f"set_timer({name!r}): give either at= (a datetime) or after= (a timedelta)")
    event = _event.current()
    if name.split("/", 1)[0] not in event.timers:
        raise HandlerInvalid(f'nobody hears the timer {name!r}. Fix: @app.on_timer("{name.split("/", 1)[0]}")')
    if len(name) > limits.TIMER_NAME_CHARS_MAX:
        raise InvalidArgument(f"a timer's name has at most {limits.TIMER_NAME_CHARS_MAX} characters", field="name")
    fire_at_ms = to_ms(at) if at is not None else event.now_ms + (after or timedelta()) // timedelta(milliseconds=1)
    text = _json_text(payload or {}, limits.TIMER_PAYLOAD_BYTES_MAX, f"payload of timer {name!r}")
    request = {"name": name, "fire_at_ms": str(max(fire_at_ms, 0)), "payload_json": text}
    _host.call("appdata", "SetTimer", request, writes=True)


def cancel_timer(name: str) -> None:
    """Forgets a timer; a missing one is no error."""
    _host.call("appdata", "CancelTimer", {"name": name}, writes=True)


def publish(topic: str, value: object) -> None:
    """Sends a value to every open screen with Text(live=topic), without running the app there.

    Text, a number, or what a text may be: `money(…)`, `time(…)`, `t(…)`. JSON of any other kind for what else is live.
    """
    shown = text_value(value) if isinstance(value, (TextValue, Money, Text)) else _plans.dump_any(value, topic)
    text = _sized(_wire.dumps(shown), limits.TOPIC_VALUE_BYTES_MAX, f"value of topic {topic!r}")
    _host.call("appdata", "PublishTopic", {"topic": _checked_topic(topic), "value_json": text}, writes=True)


def refresh(topic: str) -> None:
    """Draws every open screen with this topic in Screen(topics=[…]) again, at most once a second each."""
    _host.call("appdata", "RefreshTopic", {"topic": _checked_topic(topic)}, writes=True)


def _document(received: dict[str, Any], plan: _plans.Plan) -> Document[Any]:
    key = str(received["key"])
    value = plan.load(_wire.loads(received["value_json"]), f"document {key}")
    updated_at = from_ms(int(received.get("updated_at_ms", 0)))
    return Document(key, value, int(received.get("version", 0)), updated_at)


def _checked_key(key: str) -> str:
    if not isinstance(key, str) or not 1 <= len(key) <= limits.DOCUMENT_KEY_CHARS_MAX:
        raise InvalidArgument(f"a key is text of 1 to {limits.DOCUMENT_KEY_CHARS_MAX} characters", field="key")
    return key


def _checked_topic(topic: str) -> str:
    if not isinstance(topic, str) or not 1 <= len(topic) <= limits.TOPIC_CHARS_MAX:
        raise InvalidArgument(f"a topic is text of 1 to {limits.TOPIC_CHARS_MAX} characters", field="topic")
    return topic


def _json_text(value: object, bytes_max: int, what: str) -> str:
    """The value as JSON text; a dataclass, Enum, Money or datetime is written by its own type."""
    return _sized(_wire.dumps(_plans.dump_any(value, what)), bytes_max, what)


def _sized(text: str, bytes_max: int, what: str) -> str:
    if len(text.encode()) > bytes_max:
        raise InvalidArgument(f"{what} is larger than {bytes_max:,} bytes", field="value_json", bytes_max=bytes_max)
    return text
