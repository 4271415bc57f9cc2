"""Fires apps' timers: each due timer is one event of the app's own session, settled by the commit of what it did.

A timer is leased, run, and removed by its own commit: a crash in between fires it again, never twice committed.
"""

from __future__ import annotations

import asyncio
import json

from core.kit import log
from core.kit.clock import Clock, to_ms
from core.kit.errors import DomainError
from core.kit.rpc import fault
from core.sandbox.dispatch import CONFLICTS, RUNS_MAX
from core.sandbox.event_runner import Asked, EventRunner
from core.sandbox.guest import Place
from core.sandbox.own_session import OwnSessions
from core.sandbox.traps import SPUN_FUEL_MIN
from core.sandbox.versions import SERVICE, Versions
from majlis.appdata.v1 import appdata_service_pb2 as data_pb
from majlis.appdata.v1.appdata_service_rpc import AppdataServiceClient
from majlis.apps.v1.apps_service_rpc import AppsServiceClient

BATCH = 16
APPS_MAX = 32  # Firing at once; they share the workers fairly.
LEASE_S = 30
SWEEP_S = 1.0  # A timer set on another node is found this late at most.
FINAL = {
    "APP_CRASHED", "APP_REFUSED", "APP_OUT_OF_FUEL", "APP_OUT_OF_MEMORY", "APP_HOST_CALLS_EXCEEDED",
    "APP_ANSWER_INVALID", "APP_SCREEN_NOT_FOUND", "DATA_QUOTA_EXCEEDED", "DOCUMENT_TOO_LARGE", "INVALID_ARGUMENT",
    "NO_USER", "STATE_TOO_LARGE", "TIMER_LIMIT_EXCEEDED",
}  # fmt: skip
NOT_NOW = {"APP_SUSPENDED", "APP_BUSY"}  # Of the whole app: nothing of it is lost, and its others need not be tried.
RESTING_MAX = 60  # What one lease may leave out, less APPS_MAX; more of them are tried in vain.
_log = log.get("sandbox")


def is_final(error: DomainError) -> bool:
    """True where trying again changes nothing: the app's own code failed. Its developer reads why in the log.

    Of an event that ran out of time only where it burned it itself: else it waited for a worker, or the machine was
    busy, and whoever spins beside it could have it dropped.
    """
    if error.reason == "APP_TIMED_OUT":
        fuel_used = error.facts.get("fuel_used", 0)
        return isinstance(fuel_used, int) and fuel_used >= SPUN_FUEL_MIN
    return error.reason in FINAL


class TimerLoop:
    """One per process; `run` fires for ever."""

    def __init__(
        self, *, runner: EventRunner, versions: Versions, appdata: AppdataServiceClient, apps: AppsServiceClient,
        clock: Clock,
    ) -> None:  # fmt: skip
        self._runner = runner
        self._own = OwnSessions(versions=versions, appdata=appdata, apps=apps)
        self._appdata = appdata
        self._clock = clock
        self._firing: dict[str, asyncio.Task[None]] = {}  # By app: a slow one holds up no other.
        self._resting: dict[str, float] = {}  # App → until when it is not asked; its timers wait.

    async def run(self) -> None:
        try:
            while True:
                try:
                    taken = await self.fire_due()
                except DomainError as error:
                    _log.warning("timers interrupted", reason=error.reason)
                    taken = 0
                if taken < BATCH:  # Else other apps may have some due behind these.
                    await self._until_free_or_swept()
        finally:
            for task in self._firing.values():
                task.cancel()

    async def fire_due(self) -> int:
        """Begin to fire what is due now of the apps that are not busy firing; how many timers were taken."""
        if len(self._firing) >= APPS_MAX:
            return 0
        now_s = self._clock.monotonic_s()
        self._resting = {app_id: until_s for app_id, until_s in self._resting.items() if until_s > now_s}
        left_alone = sorted({*self._firing, *list(self._resting)[:RESTING_MAX]})
        request = data_pb.LeaseTimersRequest(page_size=BATCH, lease_s=LEASE_S, except_app_ids=left_alone)
        leased = await self._appdata.lease_timers(request, caller=SERVICE)
        by_app: dict[str, list[data_pb.DueTimer]] = {}
        for timer in leased.timers:
            by_app.setdefault(timer.app_id, []).append(timer)
        for app_id, timers in by_app.items():
            self._firing[app_id] = asyncio.get_running_loop().create_task(self._fire_of_app(app_id, timers))
        return len(leased.timers)

    async def _until_free_or_swept(self) -> None:
        """Until an app has fired what was taken of it, which may have more, or it is time to look again."""
        sweep = asyncio.ensure_future(self._clock.sleep(SWEEP_S))
        try:
            await asyncio.wait({sweep, *self._firing.values()}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            sweep.cancel()

    async def _fire_of_app(self, app_id: str, timers: list[data_pb.DueTimer]) -> None:
        """One after the other: they share the app's own session."""
        try:
            for timer in timers:
                await self._try(timer)
                if app_id in self._resting:
                    return  # The rest of them come again when their leases end.
        finally:
            del self._firing[app_id]

    async def _try(self, timer: data_pb.DueTimer) -> None:
        """Fire it; what goes wrong is logged, and it comes again when its lease ends."""
        try:
            await self._fire_to_the_end(timer)
        except DomainError as error:
            _log.warning("timer failed", app=timer.app_id, timer=timer.name, reason=error.reason)
            if error.reason in NOT_NOW:
                self._resting[timer.app_id] = self._clock.monotonic_s() + LEASE_S
        except Exception as error:  # A fault of ours with one app's timer is no reason to stop everybody's.
            fault(error, f"timer of {timer.app_id}")

    async def _fire_to_the_end(self, timer: data_pb.DueTimer) -> None:
        """Where others were faster it runs again at once, on what is true now."""
        for _ in range(RUNS_MAX - 1):
            try:
                return await self._fire(timer)
            except DomainError as error:
                if error.reason not in CONFLICTS:
                    raise
        return await self._fire(timer)

    async def _fire(self, timer: data_pb.DueTimer) -> None:
        session = await self._own.of(timer.app_id)
        asked = Asked(
            "timer", timer.app_id, session.version_id, "", "", "ar", Place(), session.state_json,
            timer={"name": timer.name, "payload": json.loads(timer.payload_json or "null")},
            # Not of the lease: a timer that is fired again after a crash must not act twice.
            event_id=f"timer/{timer.app_id}/{timer.name}/{timer.fire_at_ms}",
        )  # fmt: skip
        commit = data_pb.CommitRequest(
            session_id=session.session_id, event_id=f"{session.session_id}/{timer.lease_id}",
            base_revision=session.revision, state_json=session.state_json, path="/",
            fired_timer=data_pb.FiredTimer(name=timer.name, lease_id=timer.lease_id),
        )  # fmt: skip
        try:
            ran = await self._runner.run(asked)
            did = data_pb.CommitRequest()
            did.CopyFrom(commit)
            did.state_json = ran.answer.state_json
            did.writes.extend(ran.writes)
            await self._appdata.commit(did, caller=SERVICE)
        except DomainError as error:
            if not is_final(error):
                raise
            _log.warning("timer given up", app=timer.app_id, timer=timer.name, reason=error.reason)
            await self._appdata.commit(commit, caller=SERVICE)
        late_ms = to_ms(self._clock.now()) - timer.fire_at_ms
        _log.info("timer fired", app=timer.app_id, timer=timer.name, late_ms=late_ms)
