"""The gate every event of an app passes: is its version suspended, may it burn more; and what it came to is counted."""

from __future__ import annotations

import asyncio
import secrets
from dataclasses import dataclass

from prometheus_client import Counter

from core.kit import log
from core.kit.clock import Clock
from core.kit.config import Config
from core.kit.errors import DomainError, ResourceExhausted
from core.sandbox.budgets import FuelBudgets, burned, fuel_per_s
from core.sandbox.errors import SessionNotFound
from core.sandbox.traps import DETAIL_CHARS_MAX, EVENT_CHARS_MAX, WINDOW_S, Trap, TrapWatch, Verdict, is_trap
from core.sandbox.versions import SERVICE
from core.sandbox.workers import ArtifactUnusable, HostCall, Job, WorkerPool
from majlis.apps.v1 import apps_service_pb2 as apps_pb
from majlis.apps.v1.apps_service_rpc import AppsServiceClient
from majlis_devkit.engine import Outcome, printable

STANDING_S = 1.0  # How long an answer about a version is believed: as long does it run on after it was suspended.
STANDINGS_MAX = 1_000
SUSPEND_TRIES, SUSPEND_AGAIN_S = 5, 2.0
_log = log.get("sandbox")
_refused = Counter("sandbox_refused_total", "Events that were not begun.", ["reason"])
_traps = Counter("sandbox_traps_total", "Events the sandbox had to end by an app's own doing.", ["reason"])


@dataclass(frozen=True, slots=True)
class Cause:
    """Whose event it is: the app's, for a person ("" for the app itself); `event` says what ran, for developers."""

    app_id: str
    version_id: str
    person: str
    event: str


class Standings:
    """Whether versions are suspended, as AppsService said within the last second."""

    def __init__(self, *, apps: AppsServiceClient, clock: Clock) -> None:
        self._apps = apps
        self._clock = clock
        self._known: dict[str, tuple[float, DomainError | None]] = {}

    async def check(self, version_id: str) -> None:
        """APP_SUSPENDED; SESSION_NOT_FOUND where a newer one took a suspended version's place."""
        now_s = self._clock.monotonic_s()
        known = self._known.get(version_id)
        if known is None or now_s - known[0] >= STANDING_S:
            known = now_s, await self._ask(version_id, known)
            if len(self._known) >= STANDINGS_MAX:
                self._known.clear()
            self._known[version_id] = known
        if (refused := known[1]) is not None:
            raise type(refused)(refused.message, **refused.facts)

    def forget(self, version_id: str) -> None:
        """Ask again at the next event."""
        self._known.pop(version_id, None)

    async def _ask(self, version_id: str, known: tuple[float, DomainError | None] | None) -> DomainError | None:
        request = apps_pb.CheckVersionRequest(version_id=version_id)
        try:
            answer = await self._apps.check_version(request, caller=SERVICE)
        except DomainError as error:
            if error.reason == "APP_SUSPENDED":
                return error
            if known is None:
                raise
            return known[1]  # Apps is away: what it said last.
        return SessionNotFound("a newer version took its place") if answer.replaced else None


class Meter:
    """Runs events in the pool for as long as their apps behave; one per process."""

    def __init__(
        self, *, pool: WorkerPool, apps: AppsServiceClient, clock: Clock, budgets: FuelBudgets, traps: TrapWatch
    ) -> None:
        self._pool = pool
        self._apps = apps
        self._clock = clock
        self._budgets = budgets
        self._watch = traps
        self._standings = Standings(apps=apps, clock=clock)
        self._suspending: set[asyncio.Task[None]] = set()

    async def run(self, job: Job, host_call: HostCall, cause: Cause) -> Outcome:
        """As the pool's. APP_SUSPENDED, SESSION_NOT_FOUND and APP_BUSY besides: not begun."""
        try:
            await self._standings.check(cause.version_id)
            admitted = self._budgets.admit(cause.app_id, cause.person)
        except DomainError as refused:
            _refused.labels(refused.reason).inc()
            raise
        began_s, outcome, is_begun = self._clock.monotonic_s(), None, True
        try:
            outcome = await self._pool.run(job, host_call)
        except (ResourceExhausted, ArtifactUnusable) as refused:
            is_begun = False
            _refused.labels(refused.reason).inc()
            raise
        finally:
            lost = burned(self._clock.monotonic_s() - began_s) if is_begun else 0
            self._budgets.pay(admitted, lost if outcome is None else outcome.fuel_used)
        self._count(outcome, cause)
        return outcome

    def _count(self, outcome: Outcome, cause: Cause) -> None:
        if not is_trap(outcome):
            self._watch.ran(cause.version_id, cause.person)
            return
        reason, incident = str(outcome.failure), secrets.token_hex(4)
        # The worker is not trusted, and a name is the app's own: what cannot be stored would keep it from suspension.
        what, why = printable(cause.event, EVENT_CHARS_MAX), printable(outcome.detail, DETAIL_CHARS_MAX)
        _traps.labels(reason).inc()
        _log.warning(
            "app trapped", app=cause.app_id, version=cause.version_id, what=what, incident=incident,
            reason=reason, fuel=outcome.fuel_used, why=why,
        )  # fmt: skip
        verdict = self._watch.trapped(cause.version_id, cause.person, Trap(reason, what, why, incident))
        if verdict is not None:
            task = asyncio.get_running_loop().create_task(self._suspend(cause, verdict))
            self._suspending.add(task)
            task.add_done_callback(self._suspending.discard)

    async def _suspend(self, cause: Cause, verdict: Verdict) -> None:
        """Tell apps, again where it is away; a version it will not suspend goes on within its budget."""
        of = {"app": cause.app_id, "version": cause.version_id}
        request = apps_pb.SuspendVersionRequest(version_id=cause.version_id, traps=_message(verdict))
        for _ in range(SUSPEND_TRIES):
            try:
                await self._apps.suspend_version(request, caller=SERVICE)
            except DomainError as error:
                _log.warning("not suspended", **of, reason=error.reason)
                if error.reason in ("VERSION_STATE_INVALID", "VERSION_NOT_FOUND"):
                    return
                await self._clock.sleep(SUSPEND_AGAIN_S)
                continue
            self._standings.forget(cause.version_id)
            _log.warning("suspended", **of, counts=verdict.counts, people=verdict.people, of=verdict.people_served)
            return


def metered(pool: WorkerPool, config: Config, *, apps: AppsServiceClient, clock: Clock) -> Meter:
    """The pool behind the gate, with the budgets and the patience this host is set to."""
    per_s = config.app_fuel_per_s or fuel_per_s(config.workers)
    budgets = FuelBudgets(clock=clock, per_s=per_s)
    traps = TrapWatch(clock=clock, people_min=config.app_trap_people)
    return Meter(pool=pool, apps=apps, clock=clock, budgets=budgets, traps=traps)


def _message(verdict: Verdict) -> apps_pb.Traps:
    counts = sorted(verdict.counts.items(), key=lambda each: (-each[1], each[0]))
    return apps_pb.Traps(
        counts=[apps_pb.TrapCount(reason=reason, count=count) for reason, count in counts],
        people=verdict.people, people_served=verdict.people_served, window_s=WINDOW_S, last_event=verdict.last.event,
        last_detail=verdict.last.detail, last_incident=verdict.last.incident,
    )  # fmt: skip
