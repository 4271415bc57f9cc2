"""A host in memory for one app: sessions, screens and patches exactly as the real one frames them. No network here."""

from __future__ import annotations

import hashlib
import json
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from majlis_devkit.diff import diff
from majlis_devkit.effects import check_effects
from majlis_devkit.engine import HostCall, Outcome
from majlis_devkit.project import Project
from majlis_devkit.sandbox import answer_text
from majlis_devkit.tree import EventInvalid, Screen, ScreenError, check_event, parse
from miniapp.testing import FakeHost

Frame = dict[str, Any]
RunGuest = Callable[[str, str, HostCall], Outcome]
SCREENS_KEPT = 8
LOG_KEPT = 200


@dataclass(frozen=True)
class Person:
    """A fake user; the token is only a name here. The first of them is the app's developer."""

    user_id: str
    name: str
    lang: str = "ar"

    @property
    def token(self) -> str:
        return f"sim-{self.user_id}"


PEOPLE = (Person("layla", "ليلى"), Person("omar", "عمر"))


@dataclass
class Session:
    """One person in the app: state, place, and the last screens by revision."""

    session_id: str
    person: Person
    path: str = "/"
    query: dict[str, str] = field(default_factory=dict)
    state: Any = None
    revision: int = 0
    screens: dict[int, Screen] = field(default_factory=dict)
    answered: dict[str, Frame] = field(default_factory=dict)  # request id -> the answer it got
    live: dict[str, Any] = field(default_factory=dict)  # topic -> the value this screen was last told

    @property
    def screen(self) -> Screen:
        return self.screens[self.revision]

    def show(self, screen: Screen) -> None:
        self.revision += 1
        self.screens[self.revision] = screen
        self.screens.pop(self.revision - SCREENS_KEPT, None)


class Refused(Exception):
    """An error frame's ``error``."""

    def __init__(self, code: str, reason: str, message: str, metadata: dict[str, str] | None = None) -> None:
        super().__init__(message)
        self.error = {"code": code, "reason": reason, "message": message, "metadata": metadata or {}}


class Room:
    """The app, its host and everybody's sessions. Every method answers frames; who sends them is not its business."""

    def __init__(self, project: Project, run_guest: RunGuest, now: Callable[[], datetime]) -> None:
        self._run_guest, self._now = run_guest, now
        scopes = (entry.get("name") for entry in project.manifest.get("req_permissions") or ())
        self.host = FakeHost(declared=frozenset(str(scope) for scope in scopes))
        self.host.names = {person.user_id: person.name for person in PEOPLE}
        self.sessions: dict[str, Session] = {}
        self.kept: dict[tuple[str, str], dict[str, Any]] = {}  # (person, name) → a place they keep
        self._numbers = count(1)
        self.log: deque[Frame] = deque(maxlen=LOG_KEPT)
        self._fresh_log: list[Frame] = []
        self._take(project)

    def _take(self, project: Project) -> None:
        self.project = project
        content = repr(sorted((path, hashlib.sha256(text).hexdigest()) for path, text in project.files.items()))
        self.version = "dev_" + hashlib.sha256(content.encode()).hexdigest()[:12]

    @property
    def app_id(self) -> str:
        return str(self.project.manifest.get("app_id") or "org.example.app")

    # --- what a client sends ---

    def resume(self, person: Person, sessions: list[dict[str, Any]]) -> list[Frame]:
        """Answers of a hello: the newest screen of each session it still has."""
        frames: list[Frame] = []
        for asked in sessions:
            session = self.sessions.get(str(asked.get("session_id")))
            if session is None or session.person != person:
                error = Refused("not_found", "SESSION_NOT_FOUND", "this session has ended").error
                frames.append({"k": "error", "seq": 0, "session_id": asked.get("session_id"), "error": error})
            elif session.screens:
                frames.append(self._screen_frame(session, 0, []))
        return frames

    def open(self, person: Person, seq: int, target: str) -> Frame:
        """The first screen of a new session."""
        session = Session(f"ses_{next(self._numbers)}", person)
        session.path, session.query = _split(target)
        try:
            effects = self._run(session, {"kind": "open"}, f"open/{session.session_id}")
        except Refused as refused:
            return {"k": "error", "seq": seq, "error": refused.error}
        self.sessions[session.session_id] = session
        return self._screen_frame(session, seq, effects)

    def event(self, person: Person, frame: Frame) -> list[Frame]:
        """The answer to a tap; a request id seen before gets its first answer again."""
        seq, session_id = frame.get("seq", 0), str(frame.get("session_id"))
        session = self.sessions.get(session_id)
        try:
            if session is None or session.person != person:
                raise Refused("not_found", "SESSION_NOT_FOUND", "this session has ended")
            request_id = str(frame.get("request_id"))
            if request_id in session.answered:
                return [session.answered[request_id] | {"seq": seq}]
            answer = self._tap(session, frame)
        except Refused as refused:
            error = {"k": "error", "seq": seq, "session_id": session_id, "error": refused.error}
            stale = refused.error["reason"] == "STALE_SCREEN" and session is not None
            return [error, self._screen_frame(session, 0, [])] if stale and session else [error]
        session.answered[request_id] = answer
        return [answer]

    def close(self, person: Person, session_id: str) -> None:
        if session_id in self.sessions and self.sessions[session_id].person == person:
            del self.sessions[session_id]

    # --- what happens unasked ---

    def pushes(self, actor: str = "") -> list[tuple[Person, Frame]]:
        """What an event or timer means for other open screens: refreshed topics and new live values."""
        topics, self.host.refreshed = set(self.host.refreshed), []
        sent = self.deliver()
        for session in self.sessions.values():
            if session.session_id != actor and topics & set(session.screen.topics):
                sent += [(session.person, frame) for frame in self._redraw(session)]
            sent += [(session.person, frame) for frame in self._live(session)]
        return sent

    def tick(self) -> bool:
        """Run the timers that are due; True where there is something to push."""
        self.host.now, ran = self._now(), False
        while (due := self.host.take_due_timer(self._now())) is not None:
            ran = True
            timer = {"kind": "timer", "timer": {"name": due[0], "payload": due[1]}, "state": self.host.app_state}
            try:
                self.host.app_state = self._answer(None, timer, f"timer/{due[0]}/{self._now()}")["state"]
            except Refused as refused:
                self.note("error", "", f"timer {due[0]}: {refused}", refused.error)
        return ran or self.host.wallet.has_news(int(self._now().timestamp() * 1000))

    def deliver(self) -> list[tuple[Person, Frame]]:
        """Tell the app what became of its orders and mandates; what that means for the screens that asked."""
        sent: list[tuple[Person, Frame]] = []
        while (news := self.host.wallet.take_news(int(self._now().timestamp() * 1000))) is not None:
            session, event_id = self.sessions.get(news[0]), f"payment/{next(self._numbers)}"
            event = {"kind": "payment", "payment": news[1]}
            try:
                if session is not None:
                    sent.append((session.person, self._patched(session, event, event_id)))
                else:
                    own = event | {"state": self.host.app_state}
                    self.host.app_state = self._answer(None, own, event_id)["state"]
            except Refused as refused:
                self.note("error", "", f"payment: {refused}", refused.error)
        return sent

    def reload(self, project: Project) -> list[tuple[Person, Frame]]:
        """Take changed files and draw every open screen again; states and documents stay."""
        self._take(project)
        scopes = (entry.get("name") for entry in project.manifest.get("req_permissions") or ())
        self.host.declared = frozenset(str(scope) for scope in scopes)
        self.note("reload", "", f"reloaded as {self.version}")
        sent: list[tuple[Person, Frame]] = []
        for session in self.sessions.values():
            try:
                self._rerun(session)
                sent.append((session.person, self._screen_frame(session, 0, [])))
            except Refused as refused:
                frame = {"k": "error", "seq": 0, "session_id": session.session_id, "error": refused.error}
                sent.append((session.person, frame))
        return sent

    def take_log(self) -> list[Frame]:
        """Log frames since the last call."""
        fresh, self._fresh_log = self._fresh_log, []
        return fresh

    # --- underneath ---

    def _live(self, session: Session) -> Iterator[Frame]:
        for topic in session.screen.live:
            if topic in self.host.topics and self.host.topics[topic] != session.live.get(topic):
                session.live[topic] = value = self.host.topics[topic]
                yield {"k": "live", "session_id": session.session_id, "topic": topic, "value": value}

    def _tap(self, session: Session, frame: Frame) -> Frame:
        seen = session.screens.get(frame.get("revision", 0))
        if seen is None:
            raise Refused("failed_precondition", "STALE_SCREEN", "the screen this tap was for is gone")
        event = str(frame.get("on"))
        try:
            checked = check_event(
                seen.event_table(), str(frame.get("id")), event, frame.get("value"), frame.get("fields")
            )
        except EventInvalid as invalid:
            raise Refused("invalid_argument", invalid.reason, str(invalid), invalid.facts) from None
        action = checked.as_action()
        event_id = f"{session.session_id}/{frame.get('request_id')}"
        effects = self._run(session, {"kind": "action", "action": action}, event_id)
        return {
            "k": "patch",
            "seq": frame.get("seq", 0),
            "base": frame["revision"],
            "ops": diff(seen.nodes, session.screen.nodes),
        } | self._place(session, effects)

    def _redraw(self, session: Session) -> list[Frame]:
        try:
            return [self._patched(session, {"kind": "screen"})]
        except Refused as refused:
            self.note("error", session.person.user_id, f"redraw {session.path}: {refused}", refused.error)
            return []

    def _patched(self, session: Session, event: dict[str, Any], event_id: str = "") -> Frame:
        """What an event nobody tapped changes on the session's screen."""
        before, base = session.screen, session.revision
        self._run(session, event, event_id)
        ops = diff(before.nodes, session.screen.nodes)
        return {"k": "patch", "seq": 0, "base": base, "ops": ops} | self._place(session, [])

    def _rerun(self, session: Session) -> None:
        try:
            self._run(session, {"kind": "screen"})
        except Refused as refused:
            if refused.error["reason"] != "STATE_UNREADABLE":
                raise
            session.state = None
            self._run(session, {"kind": "open"}, f"open/{session.session_id}/{self.version}")

    def _run(self, session: Session, event: dict[str, Any], event_id: str = "") -> list[dict[str, Any]]:
        """Run an event of a session and keep its new screen; answers the effects. Without an id it only reads."""
        place = {"path": session.path, "query": session.query, "state": session.state}
        answer = self._answer(session.person, event | place, event_id, session.session_id)
        try:
            screen = parse(answer.get("tree"), strict=True)
            effects = check_effects(answer.get("effects"), tapped=event["kind"] == "action")
        except ScreenError as refused:
            self.note("error", session.person.user_id, str(refused), refused.facts)
            raise Refused("internal", refused.reason, str(refused), refused.facts) from None
        session.state, session.path, session.query = answer["state"], answer["path"], answer["query"]
        session.show(screen)
        return effects

    def _answer(
        self, person: Person | None, event: dict[str, Any], event_id: str, session_id: str = ""
    ) -> dict[str, Any]:
        """The guest's answer, committed; ``Refused`` when it is an error."""
        self.host.now = self._now()
        user = person.user_id if person else None
        stamped = {
            "v": 1, "lang": person.lang if person else "ar", "user": user, "path": "/", "query": {},
            "now_ms": int(self.host.now.timestamp() * 1000), "owner": person == PEOPLE[0],
        } | event  # fmt: skip
        text = json.dumps(stamped, ensure_ascii=False)

        def guest() -> dict[str, Any]:
            outcome = self._run_guest(self.project.sources, text, self._host_call(user or ""))
            if outcome.output.strip():
                self.note("output", user or "", outcome.output.strip())
            cost = {"cpu_ms": outcome.cpu_ms, "fuel": outcome.fuel_used, "host_calls": outcome.host_calls}
            self.note("event", user or "", _describe(event), cost)
            answer: dict[str, Any] = json.loads(answer_text(outcome))
            return answer

        may_ask = event["kind"] != "payment"
        answer = self.host.run(user, guest, event_id=event_id, session=session_id, may_ask=may_ask)
        if "error" in answer:
            raise self._refusal(user or "", answer["error"])
        return answer

    def _host_call(self, user: str) -> HostCall:
        def call(interface: str, method: str, request: str) -> str:
            answer = self.host.call(interface, method, request)
            self.note("call", user, f"{interface}.{method}", {"request": request, "answer": answer[:2000]})
            return answer

        return call

    def _refusal(self, user: str, error: dict[str, Any]) -> Refused:
        reason, message = str(error.get("reason")), str(error.get("message"))
        metadata = {name: str(value) for name, value in (error.get("metadata") or {}).items()}
        if reason == "APP_REFUSED":
            text = json.dumps(error.get("text", message), ensure_ascii=False)
            return Refused("failed_precondition", reason, message, {"text_json": text})
        if reason == "CONSENT_REQUIRED":
            return Refused("failed_precondition", reason, message, metadata | {"app_id": self.app_id})
        self.note("error", user, f"{error.get('where') or ''} {message}".strip(), error)
        return Refused("internal", reason, message, metadata)

    def _screen_frame(self, session: Session, seq: int, effects: list[dict[str, Any]]) -> Frame:
        screen = session.screen
        frame = {"k": "screen", "seq": seq, "app_id": self.app_id, "version": self.version}
        return frame | {"root": screen.root, "nodes": screen.nodes} | self._place(session, effects)

    def _place(self, session: Session, effects: list[dict[str, Any]]) -> Frame:
        return {
            "session_id": session.session_id,
            "revision": session.revision,
            "path": session.path,
            "query": session.query,
            "effects": effects,
            "runtime": "runner",
        }

    def note(self, kind: str, user: str, text: str, detail: Any = None) -> None:
        """Add a line to the event log."""
        at_ms = int(self._now().timestamp() * 1000)
        line = {"k": "log", "at_ms": at_ms, "user": user, "kind": kind, "text": text, "detail": detail}
        self.log.append(line)
        self._fresh_log.append(line)


def _split(target: str) -> tuple[str, dict[str, str]]:
    parts = urlsplit(target or "/")
    return parts.path or "/", dict(parse_qsl(parts.query))


def _describe(event: dict[str, Any]) -> str:
    what = event.get("action", event.get("timer", {})).get("name", "")
    return " ".join(part for part in (event["kind"], what, event.get("path", "")) if part)
