"""A host in memory with the promises of the real one: an event commits whole or not at all.

Reads see the event's own writes; a document somebody else changed in between makes the event run again.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from miniapp import _host, _wire, limits
from miniapp.testing import _fake_cards, _fake_places
from miniapp.testing._fake_cards import FakeCards
from miniapp.testing._fake_places import FakePlaces
from miniapp.testing._fake_wallet import AGREED, FakeWallet
from miniapp.testing._refused import Refused
from miniapp.values import from_ms, to_ms

__tracebackhide__ = True  # pytest shows the author's line, not ours.
_Place = tuple[str, str]  # (space and owner, key)
START = datetime(2026, 1, 1, 9, tzinfo=UTC)
_RERUNS_MAX = 3


@dataclass(frozen=True)
class Stored:
    """A document as the host keeps it."""

    value_json: str
    version: int
    updated_at_ms: int


@dataclass
class Ticket:
    """One running event: who for, what it read and what it wants to write."""

    user: str | None
    event_id: str = ""  # None in a screen.
    session: str = ""
    may_ask: bool = True
    reads: dict[_Place, int] = field(default_factory=dict)
    documents: dict[_Place, str | None] = field(default_factory=dict)
    effects: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    calls: int = 0


class FakeHost:
    """Documents, topics, timers, names and grants of one app, shared by all its test users."""

    def __init__(self, *, declared: frozenset[str] | None = None) -> None:
        self.now = START
        self.declared = declared  # The scopes the manifest asks for; None: all.
        self.topics: dict[str, Any] = {}  # The newest value of each published topic.
        self.refreshed: list[str] = []  # Topics refreshed since the test looked last.
        self.timers: dict[str, tuple[datetime, Any]] = {}
        self.names: dict[str, str] = {}
        self.grants: dict[tuple[str, str], bool] = {}  # (user, scope): what the user said
        self.cards = FakeCards()
        self.wallet = FakeWallet()
        self.places = FakePlaces()
        self.app_state: Any = None  # The app's own session, where timers run.
        self.before_commit: Callable[[], None] | None = None  # Called once, just before the next commit.
        self.stage: Any = None  # Set when the app is opened on this host.
        self._documents: dict[_Place, Stored] = {}
        self._ticket: Ticket | None = None

    # --- what a test looks at ---

    def document(self, key: str, *, user: str | None = None) -> Any:
        """The value of a shared document, or of one about `user`; None when there is none."""
        stored = self._documents.get((f"user/{user}" if user else "app", key))
        return None if stored is None else json.loads(stored.value_json)

    def keys(self, prefix: str = "", *, user: str | None = None) -> list[str]:
        """The keys of the shared documents, or of those about `user`."""
        space = f"user/{user}" if user else "app"
        return sorted(key for owner, key in self._documents if owner == space and key.startswith(prefix))

    def write(self, key: str, value: Any, *, user: str | None = None) -> None:
        """Put a document there from outside, as if another event had."""
        self._put((f"user/{user}" if user else "app", key), json.dumps(value))

    def move(self, user: str, lat_e7: int, lng_e7: int, heading_deg: int = 0) -> list[str]:
        """Their device is there: tell the topics they share it with, and no code; those topics."""
        now_ms = to_ms(self.now)
        shared = self.places.shared_by(user, now_ms) if self.grants.get((user, _fake_places.SCOPE)) else []
        value = {"lat_e7": lat_e7, "lng_e7": lng_e7, "heading_deg": heading_deg, "at_ms": now_ms}
        self.topics.update(dict.fromkeys(shared, value))
        return shared

    # --- one event ---

    def run(
        self, user: str | None, answer: Callable[[], dict[str, Any]], *, event_id: str = "", session: str = "",
        may_ask: bool = True,
    ) -> dict[str, Any]:  # fmt: skip
        """Answer an event and commit what it wrote; runs it again when a document it used has changed.

        Without an id it only reads, as a screen does.
        """
        for _ in range(_RERUNS_MAX):
            self._ticket = ticket = Ticket(user, event_id, session, may_ask)
            try:
                answered = answer()
            finally:
                self._ticket = None
            if "error" in answered or not event_id:
                return answered
            if self.before_commit is not None:
                competing, self.before_commit = self.before_commit, None
                competing()
            if self._commit(ticket):
                return answered
        raise AssertionError(f"the event met a newer document {_RERUNS_MAX} times")

    def _commit(self, ticket: Ticket) -> bool:
        self._check_timers(ticket)
        for place in ticket.documents:
            expected = ticket.reads.get(place)
            if expected is not None and expected != self._version(place):
                return False
        for place, value_json in ticket.documents.items():
            if value_json is None:
                self._documents.pop(place, None)
            else:
                self._put(place, value_json)
        for method, request in ticket.effects:
            _EFFECTS[method](self, request)
        return True

    def _put(self, place: _Place, value_json: str) -> None:
        self._documents[place] = Stored(value_json, self._version(place) + 1, to_ms(self.now))

    def _version(self, place: _Place) -> int:
        stored = self._documents.get(place)
        return 0 if stored is None else stored.version

    # --- host calls ---

    def call(self, interface: str, method: str, request: str) -> str:
        """Answer a host call of the running event, in the form of the real dispatcher."""
        try:
            return _wire.dumps({"ok": self._answer(interface, method, json.loads(request))})
        except Refused as refused:
            return _wire.dumps({"error": refused.error})

    def _answer(self, interface: str, method: str, request: dict[str, Any]) -> dict[str, Any]:
        if self._ticket is None:
            raise AssertionError("a host call outside of an event")
        self._ticket.calls += 1
        if self._ticket.calls > limits.HOST_CALLS_MAX:
            raise AssertionError(f"more than {limits.HOST_CALLS_MAX} host calls: the real host ends the event here")
        scope = _host.SCOPE_BY_INTERFACE[interface]
        if scope:
            for_others = method == "UpdateCard" or method in AGREED or bool(request.get("user_id"))
            self._check_grant(scope, for_others=for_others, payer=request.get("payer_user_id"))
        if method in _fake_cards.METHODS:
            request = self._card(self._ticket, request)
        if method in self.wallet.methods:
            return self._pay(self._ticket, method, request)
        if method in _fake_places.METHODS:
            return self.places.call(method, request, user=self._ticket.user, now_ms=to_ms(self.now))
        if method in _EFFECTS:
            self._ticket.effects.append((method, request))
            return {}
        answered: dict[str, Any] = _METHODS[method](self, self._ticket, request)
        return answered

    def _pay(self, ticket: Ticket, method: str, request: dict[str, Any]) -> dict[str, Any]:
        for payee in [one["payee_user_id"] for one in (*(request.get("splits") or ()), *(request.get("shares") or ()))]:
            self._check_met("payee_user_id", payee)
        return self.wallet.call(
            method, request, user=ticket.user, event_id=ticket.event_id, session=ticket.session, now_ms=to_ms(self.now)
        )

    def _check_met(self, field: str, named: str) -> None:
        met = {user.name for user in getattr(self.stage, "users", ())} | {name for name, _ in self.grants}
        if named not in met | self.names.keys():
            raise Refused("INVALID_ARGUMENT", f"{named} is nobody this app has met", field=field)

    def _card(self, ticket: Ticket, request: dict[str, Any]) -> dict[str, Any]:
        """A card with its person, who is the event's or one the app has met."""
        named = request.get("user_id")
        if named:
            self._check_met("user_id", named)
        return request | {"user_id": named or ticket.user}

    def _check_grant(self, scope: str, *, for_others: bool = False, payer: str | None = None) -> None:
        if self.declared is not None and scope not in self.declared:
            raise Refused("SCOPE_NOT_DECLARED", str(_host.undeclared(scope)), scope=scope)
        user = self._ticket.user if self._ticket else None
        if for_others:
            return  # Whoever gets it is asked of where it arrives.
        if payer and payer != user:
            self._check_met("payer_user_id", payer)
            user = payer  # It is their consent that counts, and they are not here to be asked.
        said = self.grants.get((user, scope)) if user is not None else False
        if said is None and self._ticket and self._ticket.may_ask and not (payer and payer != self._ticket.user):
            raise Refused("CONSENT_REQUIRED", f"the user has not been asked for {scope}", scope=scope)
        if not said:
            raise Refused("SCOPE_DENIED", f"the user did not allow {scope}", scope=scope)

    def _get_name(self, ticket: Ticket, request: dict[str, Any]) -> dict[str, Any]:
        user = ticket.user or ""
        return {"name": self.names.get(user, user.capitalize())}

    def _get_document(self, ticket: Ticket, request: dict[str, Any]) -> dict[str, Any]:
        found = self._read(ticket, request["space"], request["key"])
        if found is None:
            raise Refused("DOCUMENT_NOT_FOUND", f"no document has the key {request['key']}", key=request["key"])
        return {"document": found}

    def _get_documents(self, ticket: Ticket, request: dict[str, Any]) -> dict[str, Any]:
        found = [self._read(ticket, request["space"], key) for key in request["keys"]]
        return {"documents": [document for document in found if document is not None]}

    def _query_documents(self, ticket: Ticket, request: dict[str, Any]) -> dict[str, Any]:
        owner = self._owner(ticket, request["space"])
        after = request.get("page_token", "")
        keys = {key for space, key in (*self._documents, *ticket.documents) if space == owner}
        wanted = sorted(key for key in keys if key.startswith(request.get("prefix", "")) and key > after)
        found = [document for key in wanted if (document := self._read(ticket, request["space"], key)) is not None]
        size = request.get("page_size") or 50
        more = len(found) > size
        return {"documents": found[:size], "next_page_token": found[size - 1]["key"] if more else ""}

    def _read(self, ticket: Ticket, space: str, key: str) -> dict[str, Any] | None:
        place = (self._owner(ticket, space), key)
        stored = self._documents.get(place)
        if place in ticket.documents:  # Its own writes, as they will be once committed.
            value_json = ticket.documents[place]
            stored = None if value_json is None else Stored(value_json, self._version(place) + 1, to_ms(self.now))
        else:
            ticket.reads.setdefault(place, self._version(place))
        if stored is None:
            return None
        times = {"version": str(stored.version), "updated_at_ms": str(stored.updated_at_ms)}
        return {"key": key, "value_json": stored.value_json, **times}

    def _write(self, ticket: Ticket, request: dict[str, Any]) -> dict[str, Any]:
        place = (self._owner(ticket, request["space"]), request["key"])
        value_json: str | None = request.get("value_json")
        if value_json is not None and len(value_json.encode()) > limits.DOCUMENT_BYTES_MAX:
            raise Refused("DOCUMENT_TOO_LARGE", f"{place[1]} is larger than {limits.DOCUMENT_BYTES_MAX} bytes")
        if "if_version" in request:
            current = self._version(place)
            if place in ticket.documents:
                current = 0 if ticket.documents[place] is None else current + 1
            else:
                ticket.reads.setdefault(place, int(request["if_version"]))
            if int(request["if_version"]) != current:
                raise Refused("DOCUMENT_CONFLICT", f"{place[1]} has another version", key=place[1])
        ticket.documents[place] = value_json
        return {}

    def _owner(self, ticket: Ticket, space: str) -> str:
        if space == "DOCUMENT_SPACE_APP":
            return "app"
        if ticket.user is None:
            raise Refused("NO_USER", "a timer has no user documents; use appdata.shared")
        return f"user/{ticket.user}"

    # --- time ---

    def advance(self, **by: float) -> None:
        """Let days=, hours=, minutes= or seconds= pass; due timers run."""
        self.stage.advance(timedelta(**by))

    def take_due_timer(self, until: datetime) -> tuple[str, Any] | None:
        """The next timer due by then, taken out; the clock moves to its moment."""
        due = sorted((at, name) for name, (at, _) in self.timers.items() if at <= until)
        if not due:
            return None
        at, name = due[0]
        self.now = max(self.now, at)
        return name, self.timers.pop(name)[1]

    def _check_timers(self, ticket: Ticket) -> None:
        waiting = set(self.timers)
        for method, request in ticket.effects:
            if method == "SetTimer":
                waiting.add(request["name"])
            elif method == "CancelTimer":
                waiting.discard(request["name"])
        if len(waiting) > limits.TIMERS_MAX:
            raise AssertionError(
                f"{len(waiting):,} timers wait; the real host keeps {limits.TIMERS_MAX:,} of an app and refuses the "
                "event. Fix: cancel some, or let one do several things"
            )

    def _set_timer(self, request: dict[str, Any]) -> None:
        self.timers[request["name"]] = (
            from_ms(int(request["fire_at_ms"])),
            json.loads(request["payload_json"]),
        )


_METHODS: dict[str, Any] = {
    "GetName": FakeHost._get_name,
    "GetDocument": FakeHost._get_document,
    "GetDocuments": FakeHost._get_documents,
    "QueryDocuments": FakeHost._query_documents,
    "PutDocument": FakeHost._write,
    "DeleteDocument": FakeHost._write,
}
_EFFECTS: dict[str, Callable[[FakeHost, dict[str, Any]], object]] = {
    "SetTimer": FakeHost._set_timer,
    "CancelTimer": lambda host, request: host.timers.pop(request["name"], None),
    "PublishTopic": lambda host, request: host.topics.update({request["topic"]: json.loads(request["value_json"])}),
    "RefreshTopic": lambda host, request: host.refreshed.append(request["topic"]),
    "SendCard": lambda host, request: host.cards.deliver("SendCard", request, host.grants, host.now),
    "UpdateCard": lambda host, request: host.cards.deliver("UpdateCard", request, host.grants, host.now),
    "OfferCard": lambda host, request: host.cards.deliver("OfferCard", request, host.grants, host.now),
}
