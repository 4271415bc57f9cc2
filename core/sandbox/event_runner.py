"""Runs one event of one version in a worker and hands back what was checked: an answer and held-back writes."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import Any

from prometheus_client import Histogram

from core.kit import log
from core.kit.clock import Clock, to_ms
from core.kit.errors import DomainError
from core.sandbox.buffer import EventBuffer
from core.sandbox.errors import OUTCOMES, AppCrashed, ConsentRequired
from core.sandbox.guest import Answer, Place, event_json, read_answer
from core.sandbox.host_calls import EventContext, HostCalls
from core.sandbox.metering import Cause, Meter
from core.sandbox.sparse_log import SparseLog
from core.sandbox.versions import SERVICE, Code, Versions
from core.sandbox.workers import AppTimedOut, Job
from majlis.appdata.v1 import appdata_service_pb2 as data_pb
from majlis.apps.v1 import apps_service_pb2 as apps_pb
from majlis.apps.v1.apps_service_rpc import AppsServiceClient
from majlis.sandbox.v1 import sandbox_service_pb2 as pb
from majlis_devkit.engine import Outcome

_FAILURES = OUTCOMES | {AppTimedOut.reason: AppTimedOut}
_log = log.get("sandbox")
SHARES: dict[str, Any] = {"shares": {}}  # The host's own effect: what the user shares of their position changed.
OUTPUTS_MAX = 60  # Lines of what an app prints, a minute: a developer reads no more, and it costs the app nothing.
_seconds = Histogram(
    "sandbox_event_seconds", "Time of an event, waiting for a worker included.", ["kind", "runtime", "outcome"],
    buckets=(0.002, 0.004, 0.006, 0.01, 0.02, 0.04, 0.06, 0.1, 0.2, 0.5, 1, 2, 3),
)  # fmt: skip
_fuel = Histogram("sandbox_event_fuel", "Fuel an event used.", ["kind"], buckets=tuple(10.0**n for n in range(5, 11)))


@dataclass(frozen=True, slots=True)
class Asked:
    """One event as the host means it. `subject` and `user_id` are empty for the app's own session.

    `event_id` is the same however often the event runs: what it does at once is done once under it. `session_id` is the
    user's session, empty for the app's own.
    """

    kind: str  # open | action | screen | timer | payment
    app_id: str
    version_id: str
    user_id: str
    subject: str
    lang: str
    place: Place
    state_json: str = ""
    action: dict[str, Any] | None = None
    timer: dict[str, Any] | None = None
    payment: dict[str, Any] | None = None
    event_id: str = ""
    session_id: str = ""

    @property
    def draws(self) -> bool:
        """Somebody is there to look."""
        return bool(self.user_id)

    @property
    def words(self) -> str:
        """What ran, for developers and operators: names the app's source has, nothing of a person."""
        name = self.action["name"] if self.action is not None else f"/{self.place.path.lstrip('/').partition('/')[0]}"
        return f"{self.kind} {name}"


@dataclass(frozen=True, slots=True)
class Ran:
    """What an event came to: nothing of it is stored yet."""

    answer: Answer
    writes: list[data_pb.Write]
    runtime: pb.Runtime.ValueType


class LaunchGrants:
    """A user's grants for an app, read anew for each call that needs one."""

    def __init__(self, apps: AppsServiceClient, app_id: str, user_id: str, declared: tuple[str, ...]) -> None:
        self._apps = apps
        self._request = apps_pb.GetLaunchRequest(app_id=app_id, user_id=user_id)
        self._declared = declared

    async def state(self, scope: str, user_id: str = "") -> int | None:
        """The user's decision, or another's; None where this version does not declare the scope."""
        if scope not in self._declared:
            return None
        request = self._request
        if user_id:
            request = apps_pb.GetLaunchRequest(app_id=request.app_id, user_id=user_id)
        launch = await self._apps.get_launch(request, caller=SERVICE)
        known = {declared.scope: int(declared.state) for declared in launch.scopes}
        return known.get(scope, apps_pb.GRANT_STATE_UNSPECIFIED)


class EventRunner:
    """The way from an event to its checked answer; what fails is raised as the reason users and developers read."""

    def __init__(
        self, *, meter: Meter, versions: Versions, host_calls: HostCalls, apps: AppsServiceClient, clock: Clock
    ) -> None:
        self._meter = meter
        self._versions = versions
        self._host_calls = host_calls
        self._apps = apps
        self._clock = clock
        self._outputs = SparseLog(_log.info, "app output", lines_max=OUTPUTS_MAX)

    async def run(self, asked: Asked) -> Ran:
        """Raises APP_… reasons, CONSENT_REQUIRED, RESOURCE_EXHAUSTED, VERSION_NOT_FOUND, SESSION_NOT_FOUND.

        Nothing was kept then.
        """
        code = await self._versions.code(asked.version_id)
        prepared = self._versions.prepare(code)
        started, reason = self._clock.monotonic_s(), "OK"
        runtime = pb.Runtime.Name(prepared.runtime).removeprefix("RUNTIME_").lower()
        try:
            answer, writes = await self._attempt(asked, code, prepared.artifact_id, prepared.sources)
        except DomainError as error:
            reason = error.reason
            raise
        finally:
            _seconds.labels(asked.kind, runtime, reason).observe(self._clock.monotonic_s() - started)
        return Ran(answer, writes, prepared.runtime)

    async def _attempt(
        self, asked: Asked, code: Code, artifact_id: str, sources: str | None
    ) -> tuple[Answer, list[data_pb.Write]]:
        now_ms = to_ms(self._clock.now())
        more = {name: value for name in ("action", "timer", "payment") if (value := getattr(asked, name)) is not None}
        if asked.user_id and asked.user_id == code.owner_id:
            more["owner"] = True  # The one thing an app is told of an account: that it is its developer's.
        event = event_json(
            asked.kind, place=asked.place, state_json=asked.state_json, subject=asked.subject, lang=asked.lang,
            now_ms=now_ms, **more,
        )  # fmt: skip
        context = EventContext(
            app_id=asked.app_id, user_id=asked.user_id, buffer=EventBuffer(now_ms),
            grants=LaunchGrants(self._apps, asked.app_id, asked.user_id, code.scopes),
            read_only=asked.kind == "screen", event_id=asked.event_id, session_id=asked.session_id,
            may_ask=asked.kind != "payment",
        )  # fmt: skip
        job = Job(artifact_id=artifact_id, event=event, app_id=asked.app_id, sources=sources)
        cause = Cause(asked.app_id, asked.version_id, asked.user_id, asked.words)
        outcome = await self._meter.run(job, self._host_calls.bound(context), cause)
        self._observe(asked, outcome)
        # Whatever the app made of being refused: the user is asked first, and the event comes again.
        if context.consent_scope:
            raise ConsentRequired("the user has not been asked yet", scope=context.consent_scope, app_id=asked.app_id)
        try:
            answer = self._read(outcome, asked)
        except AppCrashed as crash:
            raise self._reported(crash, asked) from None
        if context.shares:
            answer.effects.append(SHARES)
        return answer, context.buffer.writes()

    def _read(self, outcome: Outcome, asked: Asked) -> Answer:
        if outcome.failure is not None:
            # Whoever would run it again asks what it burned (timers.is_final).
            of = {"fuel_used": outcome.fuel_used} if outcome.failure == AppTimedOut.reason else {}
            raise _FAILURES[outcome.failure](outcome.detail, **of)
        tapped = asked.kind == "action"
        return read_answer(outcome.answer or "", place=asked.place, draws=asked.draws, tapped=tapped)

    def _observe(self, asked: Asked, outcome: Outcome) -> None:
        _fuel.labels(asked.kind).observe(outcome.fuel_used)
        of = {"app": asked.app_id, "version": asked.version_id, "kind": asked.kind}
        _log.debug("event", **of, fuel=outcome.fuel_used, cpu_ms=outcome.cpu_ms, host_calls=outcome.host_calls)
        if outcome.output:
            self._outputs.tell(asked.app_id, version=asked.version_id, kind=asked.kind, text=outcome.output)

    def _reported(self, crash: AppCrashed, asked: Asked) -> AppCrashed:
        """The crash as its user reads it; where and why go to the log under the same incident."""
        incident = secrets.token_hex(4)
        _log.warning(
            "app crashed", app=asked.app_id, version=asked.version_id, kind=asked.kind, incident=incident,
            why=crash.message, **{name: crash.facts.get(name, "") for name in ("where", "traceback")},
        )  # fmt: skip
        return AppCrashed("the app failed", incident=incident, app_id=asked.app_id)
