"""Open sessions as this process knows them: a cache of what appdata stores, plus trees and who watches.

Losing one costs a read and a redraw, never a fact.
"""

from __future__ import annotations

import asyncio
import json
from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass, field

from core.sandbox.errors import StaleScreen
from core.sandbox.guest import Place, dumps
from majlis.appdata.v1 import appdata_service_pb2 as data_pb
from majlis.sandbox.v1 import sandbox_service_pb2 as pb
from majlis_devkit.diff import Nodes, diff
from majlis_devkit.events import EventTable
from majlis_devkit.tree import ROOT, Screen

SESSIONS_MAX = 5_000
SCREENS_KEPT = 4  # Trees a session keeps to make patches from; older clients get a whole screen.
ACTIONS_KEPT = 8
MARKS_MAX = 10_000  # Topics whose last refresh is remembered.
WATCH_QUEUE_MAX = 64  # Updates a slow reader may owe before it is told to take the whole screen.


@dataclass(slots=True, eq=False)
class Watch:
    """One reader of a session's unasked updates."""

    queue: asyncio.Queue[pb.WatchSessionResponse | None] = field(default_factory=lambda: asyncio.Queue(WATCH_QUEUE_MAX))

    def put(self, update: pb.WatchSessionResponse) -> None:
        """Queue an update; a reader that owes too many loses patches and finds out by their base revision."""
        if self.queue.full():
            self._make_room(update.live.topic)
        self.queue.put_nowait(update)

    def end(self) -> None:
        """Tell the reader that nothing more comes."""
        if self.queue.full():
            self.queue.get_nowait()
        self.queue.put_nowait(None)

    def _make_room(self, topic: str) -> None:
        """Forget values a newer one of their topic replaces, else the oldest patch: of a value nobody would miss it."""
        owed = [self.queue.get_nowait() for _ in range(self.queue.qsize())]
        newest = {update.live.topic: update for update in owed if update and update.HasField("live")}
        newest.pop(topic, None)
        kept = [each for each in owed if not each or each.HasField("patch") or newest.get(each.live.topic) is each]
        if len(kept) == len(owed):
            kept.remove(next((each for each in owed if each and each.HasField("patch")), owed[0]))
        for each in kept:
            self.queue.put_nowait(each)


@dataclass(slots=True, eq=False)
class LiveSession:
    """A session, its last trees, and its readers. `lock` keeps it to one event at a time."""

    session: data_pb.Session
    lang: str
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    trees: OrderedDict[int, Nodes] = field(default_factory=OrderedDict)
    tables: dict[int, EventTable] = field(default_factory=dict)  # What `session.actions` says, read once.
    topics: frozenset[str] = frozenset()
    live_topics: frozenset[str] = frozenset()
    streamed: frozenset[str] = frozenset()  # Live topics whose newest value the readers have been given.
    drawn_after: int = 0  # The last topic mark before the newest screen was begun, as LiveSessions counts them.
    sent_revision: int = 0
    runtime: pb.Runtime.ValueType = pb.RUNTIME_UNSPECIFIED
    watches: set[Watch] = field(default_factory=set)
    closed: bool = False
    listeners: Listeners | None = None  # The index this session is in, once it is known to its process.

    def listen(self, topics: frozenset[str]) -> None:
        """Have these live topics from now on, in the index too."""
        if self.listeners is not None:
            for topic in self.live_topics - topics:
                self._leave(self.listeners, topic)
            for topic in topics - self.live_topics:
                self.listeners.setdefault((self.session.app_id, topic), set()).add(self)
        self.live_topics = topics

    def be_listed(self, listeners: Listeners | None) -> None:
        """Be found by live topic in this index, or no longer in any."""
        topics = self.live_topics
        self.listen(frozenset())
        self.listeners = listeners
        self.listen(topics)

    def _leave(self, listeners: Listeners, topic: str) -> None:
        there = listeners[self.session.app_id, topic]
        there.discard(self)
        if not there:
            del listeners[self.session.app_id, topic]

    @property
    def place(self) -> Place:
        return Place.from_stored(self.session.path, self.session.query_json)

    @property
    def nodes(self) -> Nodes | None:
        """The newest tree, where it is known here."""
        return self.trees.get(self.session.revision)

    def seen(self, revision: int) -> tuple[EventTable, Place]:
        """What the screen of that revision could send, and where it was. STALE_SCREEN when it is too old."""
        for actions in self.session.actions:
            if actions.revision == revision:
                if revision not in self.tables:
                    self.tables[revision] = json.loads(actions.table_json)
                return self.tables[revision], Place.from_stored(actions.path, actions.query_json)
        raise StaleScreen("that screen is too old to know", revision=revision, newest=self.session.revision)

    def replaced(self, session: data_pb.Session) -> None:
        """Take the session as it is stored: somebody else moved it on."""
        self.session = session
        self.trees.clear()
        self.tables.clear()

    def moved(self, *, revision: int, state_json: str, place: Place, screen: Screen, table_json: str) -> None:
        """Take over what was just committed; `table_json` is the screen's event table as it was stored."""
        if revision % ACTIONS_KEPT == 0:
            self.session = fresh(self.session)
        session = self.session
        session.revision, session.state_json = revision, state_json
        session.path, session.query_json = place.path, place.query_json
        session.actions.add(revision=revision, table_json=table_json, path=place.path, query_json=place.query_json)
        del session.actions[:-ACTIONS_KEPT]
        self.tables[revision] = screen.event_table()
        self.tables.pop(revision - ACTIONS_KEPT, None)
        self.trees[revision] = screen.nodes
        while len(self.trees) > SCREENS_KEPT:
            self.trees.popitem(last=False)
        self.topics = frozenset(screen.topics)
        self.listen(frozenset(screen.live))

    @property
    def link(self) -> str:
        """Where the user is, parameters and all: reload and back open it again."""
        return Place.from_stored(self.session.path, self.session.query_json).link

    def screen_frame(self) -> pb.ScreenFrame:
        """The whole newest screen; it counts as sent."""
        assert self.nodes is not None
        self.sent_revision = self.session.revision
        return pb.ScreenFrame(revision=self.session.revision, root=ROOT, nodes_json=dumps(self.nodes), path=self.link)

    def patch_frame(self, base: int) -> pb.PatchFrame | None:
        """What turns the client's screen into the newest; None where the client's is not known here any more.

        A patch pushed while the tap was under way has moved the client on from the revision it tapped on.
        """
        base = max(base, self.sent_revision)
        old, new = self.trees.get(base), self.nodes
        if old is None or new is None:
            return None
        self.sent_revision = self.session.revision
        ops = dumps(diff(old, new))
        return pb.PatchFrame(revision=self.session.revision, base_revision=base, ops_json=ops, path=self.link)

    def push(self, update: pb.WatchSessionResponse) -> None:
        for watch in self.watches:
            watch.put(update)


def fresh(session: data_pb.Session) -> data_pb.Session:
    """The same, and nobody else's: an answer may be shared with whoever made it, in process.

    And without what it held before: a message frees nothing that was replaced or removed in it until it goes itself.
    """
    copy = data_pb.Session()
    copy.CopyFrom(session)
    return copy


Listeners = dict[tuple[str, str], set[LiveSession]]  # (app, live topic) → whose screens have it


class LiveSessions:
    """The sessions of this process, least recently used out first; watched ones stay."""

    def __init__(self) -> None:
        self._by_id: OrderedDict[str, LiveSession] = OrderedDict()
        self._listeners: Listeners = {}
        self.marks = 0  # Refreshes of topics heard of so far.
        self._marked: OrderedDict[tuple[str, str], int] = OrderedDict()
        self._forgotten = 0  # Marks up to here may not be remembered any more.

    def get(self, session_id: str) -> LiveSession | None:
        live = self._by_id.get(session_id)
        if live is not None:
            self._by_id.move_to_end(session_id)
        return live

    def add(self, live: LiveSession) -> LiveSession:
        """Keep it, or return the one that came first."""
        known = self._by_id.setdefault(live.session.session_id, live)
        known.be_listed(self._listeners)
        self._by_id.move_to_end(live.session.session_id)
        if len(self._by_id) > SESSIONS_MAX:
            self._evict(known)
        return known

    def drop(self, session_id: str) -> None:
        live = self._by_id.pop(session_id, None)
        if live is not None:
            live.closed = True
            live.be_listed(None)
            for watch in live.watches:
                watch.end()

    def _evict(self, newest: LiveSession) -> None:
        for session_id, live in self._by_id.items():
            if live is not newest and not live.watches and not live.lock.locked():
                del self._by_id[session_id]
                live.be_listed(None)
                return

    def mark(self, app_id: str, topic: str) -> None:
        """Remember that screens with the topic begun before now may be behind."""
        self.marks += 1
        self._marked[app_id, topic] = self.marks
        self._marked.move_to_end((app_id, topic))
        if len(self._marked) > MARKS_MAX:
            self._forgotten = self._marked.popitem(last=False)[1]

    def mark_all(self) -> None:
        """Any topic may have been refreshed without our hearing of it."""
        self.marks += 1
        self._forgotten = self.marks
        self._marked.clear()

    def is_behind(self, live: LiveSession) -> bool:
        """True where a topic of the screen was marked since the screen was begun, or may have been."""
        marked = (self._marked.get((live.session.app_id, topic), self._forgotten) for topic in live.topics)
        return max(marked, default=0) > live.drawn_after

    def watched(self) -> Iterator[LiveSession]:
        """Sessions somebody looks at."""
        return (live for live in list(self._by_id.values()) if live.watches)

    def refreshing(self, app_id: str, topic: str) -> list[LiveSession]:
        """Watched sessions of the app whose screens are drawn again with the topic."""
        return [live for live in self.watched() if live.session.app_id == app_id and topic in live.topics]

    def streaming(self, app_id: str, topic: str) -> list[LiveSession]:
        """Watched sessions of the app whose screens show the topic's value; found without asking the others."""
        return [live for live in self._listeners.get((app_id, topic), ()) if live.watches]
