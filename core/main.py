"""The composition root: the only file that knows every slice. A Host is one process playing some roles.

Everything a slice needs is made here and handed to it by name. Roles played elsewhere are reached over gRPC; a node
holds no truth that is not in the database.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Coroutine
from functools import partial
from pathlib import Path
from typing import IO, Any

from sanic import Sanic

from core.appdata.card_effects import CardCourier
from core.appdata.service import AppdataService
from core.apps.service import AppsService
from core.databases import migrate
from core.gateway.app import build_gateway
from core.gateway.readiness import Probe
from core.identity.contact_effects import ContactEffects
from core.identity.contacts_service import ContactsService
from core.identity.keys import IdentityKeys
from core.identity.passwords import Passwords
from core.identity.service import IdentityService
from core.identity.subject_mapper import RemoteSubjects, StoredSubjects
from core.kit import log, occupancy
from core.kit.bus import Bus, InProcessBus
from core.kit.call_limits import CallLimits
from core.kit.caller import Caller
from core.kit.clock import Clock, SystemClock
from core.kit.config import ROLES, Config, is_loopback
from core.kit.db import Database, connect
from core.kit.errors import ServiceUnavailable
from core.kit.ids import IdMaker
from core.kit.keyed import KeyedWrites
from core.kit.outbox import Outbox
from core.kit.rpc import Chain, Channel, RoutedChannel
from core.kit.rpc_grpc import GrpcChannel, GrpcServer
from core.kit.tokens import AccessVerifier, Authenticator, ServiceTokens, load_or_make_key
from core.kit.user_refs import SubjectMapper
from core.messaging.running import MESSAGES, Messaging
from core.places.grants import Grants
from core.places.making import make_city
from core.places.pack import read_pack
from core.places.positions import Positions
from core.places.service import PlacesService
from core.sandbox.building import Build, Builder
from core.sandbox.dispatch import Dispatcher
from core.sandbox.event_runner import EventRunner
from core.sandbox.host_calls import APPDATA, WALLET, HostCalls
from core.sandbox.metering import metered
from core.sandbox.own_session import OwnSessions
from core.sandbox.payments import Payments
from core.sandbox.positions import NewestPositions, PositionFollower
from core.sandbox.refresher import Refresher
from core.sandbox.screens import LiveSessions
from core.sandbox.service import SandboxService
from core.sandbox.timers import TimerLoop
from core.sandbox.versions import Versions
from core.sandbox.workers import WorkerPool
from majlis.appdata.v1.appdata_service_rpc import AppdataServiceClient
from majlis.apps.v1.apps_service_rpc import AppsServiceClient
from majlis.identity.v1 import identity_service_pb2 as identity_pb
from majlis.identity.v1.identity_service_rpc import IdentityServiceClient
from majlis.places.v1.places_service_rpc import PlacesServiceClient
from majlis.sandbox.v1.sandbox_service_rpc import SandboxServiceClient
from majlis_devkit.build import build_runner, load_key
from majlis_devkit.world import load_contract
from wallet.running import Wallet

WEB_DIST = Path(__file__).parent / "web" / "dist"
IDENTITY = "majlis.identity.v1.IdentityService"
CONTACTS = "majlis.identity.v1.ContactsService"
APPS = "majlis.apps.v1.AppsService"
SANDBOX = "majlis.sandbox.v1.SandboxService"
PLACES = "majlis.places.v1.PlacesService"
FIRST = 100  # Before the gateway's own listeners: they already call services.
_log = log.get("main")


class PeerNotLocal(ValueError):
    """A peer on another machine would get service tokens in the clear; that waits for mTLS."""


class Host:
    """One process: `start` it on the loop that will run it, `stop` it there."""

    def __init__(
        self, config: Config, *, roles: tuple[str, ...] = ROLES, clock: Clock | None = None, build: Build | None = None
    ) -> None:
        self.config = config
        self.roles = roles
        self.clock: Clock = clock or SystemClock()
        self._routes: dict[str, Channel] = {}
        self.channel: Channel = RoutedChannel(self._routes)
        self.verifier = AccessVerifier(jwks=self._jwks, clock=self.clock)
        self.pool: WorkerPool | None = None
        self._build = build
        self.grpc_port = 0
        self._bus: Bus = InProcessBus()
        self._db: Database | None = None  # None where nothing but the wallet is played, which has its own.
        self._wallet: Wallet | None = None
        self._peers: dict[str, GrpcChannel] = {}
        self._server: GrpcServer | None = None
        self._tasks: list[asyncio.Task[None]] = []
        self._occupied: IO[str] | None = None

    # Starting and stopping

    async def start(self) -> None:
        """Bring every role of this process up; raises where one cannot serve."""
        config = self.config
        config.data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._occupied = occupancy.share(config.data_dir)
        key = load_or_make_key(config.data_dir / "service.key")
        self._tokens = ServiceTokens(key=key, name="+".join(self.roles), clock=self.clock)
        ids = IdMaker(self.clock)
        local_roles = [role for role in self.roles if role != "gateway"]
        await asyncio.to_thread(migrate, config, roles=local_roles)
        if set(local_roles) - {"wallet"}:
            self._db = connect(config.core_database_url)
        self._dial()
        subjects = self._subjects()
        limits = CallLimits(clock=self.clock, calls_per_s=config.calls_per_s)
        chain = self._chain = Chain(clock=self.clock, subjects=subjects, limits=limits)
        self._routes.update(self._peers)
        self._routes.update(dict.fromkeys(local_roles, chain))
        if self._db is not None:
            await self._start_slices(self._db, ids, subjects)
            keyed = KeyedWrites(db=self._db, clock=self.clock)
            self._spawn("forget old answers", self._daily(keyed.forget_old))
        if "wallet" in self.roles:
            await self._start_wallet()
        if local_roles:
            self._server = GrpcServer(
                chain=chain, authenticator=Authenticator(services=self._tokens, people=self.verifier)
            )
            self.grpc_port = await self._server.start(f"{config.host}:{config.grpc_port}")
        if "gateway" not in self.roles and self.roles and "identity" in self._routes:
            # The gateway follows them itself, to close sockets too.
            self._spawn("follow revocations", self._follow_revocations())

    async def stop(self) -> None:
        """End what was started, in the opposite order; calls under way may end."""
        if self._server is not None:
            await self._server.stop()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self.pool is not None:
            await self.pool.stop()
        if self._wallet is not None:
            await self._wallet.stop()
        for peer in self._peers.values():
            await peer.close()
        if self._db is not None:
            await asyncio.to_thread(self._db.close)
        if self._occupied is not None:
            self._occupied.close()

    def web(self, *, web_dist: Path = WEB_DIST) -> Sanic[Any, Any]:
        """The web's front door, which starts and stops this host with itself: one loop for both."""
        web = build_gateway(
            config=self.config, channel=self.channel, verifier=self.verifier, clock=self.clock, web_dist=web_dist,
            probes=self._probes(), walls=lambda: self.pool.walls if self.pool is not None else {},
        )  # fmt: skip
        web.register_listener(lambda _: self.start(), "before_server_start", priority=FIRST)
        web.register_listener(lambda _: self.stop(), "after_server_stop")
        return web

    def _probes(self) -> dict[str, Probe]:
        """What must hold for a tap to work, by name."""
        probes: dict[str, Probe] = {"keys": self._jwks}
        if set(self.roles) - {"gateway", "wallet"}:
            probes["database"] = self._reads
        if "sandbox" in self.roles:
            probes["workers"] = self._has_workers
        if "wallet" in self.roles:
            probes["ledger"] = self._commits
        for role in self.config.peer_addresses().keys() - set(self.roles):
            probes[role] = partial(self._is_serving, role)
        return probes

    # Wiring

    def _dial(self) -> None:
        for role, address in self.config.peer_addresses().items():
            if role in self.roles or role == "gateway":
                continue
            if not is_loopback(address.rpartition(":")[0]):
                raise PeerNotLocal(f"MAJLIS_PEERS: {role} is on another machine; peers must be on this one for now")
            self._peers[role] = GrpcChannel(address, authorize=self._authorize)

    def _authorize(self, slice_name: str, caller: Caller) -> str:
        return f"Bearer {self._tokens.mint(slice_name, caller)}"

    def _subjects(self) -> SubjectMapper | None:
        if "identity" not in {*self.roles, *self._peers}:
            return None
        if "identity" in self.roles:
            assert self._db is not None
            self._identity_keys = IdentityKeys.load(self.config.data_dir / "identity_keys")
            return StoredSubjects(db=self._db, clock=self.clock, keys=self._identity_keys)
        return RemoteSubjects(channel=self._peers["identity"], service="+".join(self.roles))

    async def _start_slices(self, db: Database, ids: IdMaker, subjects: SubjectMapper | None) -> None:
        if "identity" in self.roles:
            assert isinstance(subjects, StoredSubjects)
            identity = IdentityService(
                db=db, clock=self.clock, ids=ids, bus=self._bus, keys=self._identity_keys, passwords=Passwords(),
                subjects=subjects, lang=self.config.lang,
            )  # fmt: skip
            self._chain.serve(IDENTITY, identity)
            self._spawn("forget ended devices", self._daily(identity.forget_expired))
            self._start_contacts(db, ids)
        if "appdata" in self.roles:
            page_key = load_key(self.config.data_dir / "pages.key")
            courier = CardCourier(db=db, clock=self.clock, channel=self.channel)
            appdata = AppdataService(
                db=db, clock=self.clock, ids=ids, bus=self._bus, page_token_key=page_key, wake_cards=courier.relay.wake
            )
            self._chain.serve(APPDATA, appdata)
            self._spawn("forget old events", self._daily(appdata.forget_old))
            self._spawn("outbox of appdata", courier.relay.run())
        if "places" in self.roles:
            await self._start_places(db, ids)
        if "sandbox" in self.roles:
            await self._start_sandbox(subjects)
        if "apps" in self.roles:
            self._start_apps(db, ids)
        if "messaging" in self.roles:
            self._start_messaging(db, ids)

    def _start_contacts(self, db: Database, ids: IdMaker) -> None:
        outbox = Outbox(ids=ids, clock=self.clock)
        effects = ContactEffects(db=db, clock=self.clock, outbox=outbox, channel=self.channel)
        self._chain.serve(CONTACTS, ContactsService(db=db, clock=self.clock, effects=effects))
        self._spawn("outbox of contacts", effects.relay.run())

    def _start_apps(self, db: Database, ids: IdMaker) -> None:
        outbox = Outbox(ids=ids, clock=self.clock)
        apps = AppsService(
            db=db, clock=self.clock, ids=ids, outbox=outbox, keyed=KeyedWrites(db=db, clock=self.clock),
            sandbox=SandboxServiceClient(self.channel), contract=load_contract(),
            store_key=load_or_make_key(self.config.data_dir / "store.key"), developer_names=self._display_name,
        )  # fmt: skip
        self._chain.serve(APPS, apps)
        for relay in apps.relays:
            self._spawn("outbox of apps", relay.run())

    async def _start_sandbox(self, subjects: SubjectMapper | None) -> None:
        config = self.config
        artifact_key = load_key(config.data_dir / "artifact.key")
        runner = await asyncio.to_thread(build_runner, config.artifacts_dir, artifact_key, progress=_progress)
        pool = self.pool = WorkerPool(key=artifact_key, size=config.workers)
        await pool.add_artifact(runner.path)
        await pool.start()
        appdata, apps = AppdataServiceClient(self.channel), AppsServiceClient(self.channel)
        sessions, newest = LiveSessions(), NewestPositions(self.clock)
        versions = Versions(apps=apps, pool=pool, artifacts_dir=config.artifacts_dir, runner_id=runner.artifact_id)
        reachable = (APPDATA, IDENTITY, MESSAGES, PLACES, *WALLET)
        calls = HostCalls(channel=self.channel, services=reachable, subjects=subjects)
        meter = metered(pool, config, apps=apps, clock=self.clock)
        runs = EventRunner(meter=meter, versions=versions, apps=apps, clock=self.clock, host_calls=calls)
        dispatcher = Dispatcher(
            runner=runs, versions=versions, sessions=sessions, appdata=appdata, apps=apps,
            identity=IdentityServiceClient(self.channel), ids=IdMaker(self.clock), positions=newest,
        )  # fmt: skip
        builder = Builder(
            pool=pool, versions=versions, runner_id=runner.artifact_id, artifacts_dir=config.artifacts_dir,
            artifact_key=artifact_key, build=self._build,
        )  # fmt: skip
        refresher = Refresher(appdata=appdata, sessions=sessions, dispatcher=dispatcher, clock=self.clock)
        own = OwnSessions(versions=versions, appdata=appdata, apps=apps)
        payments = Payments(dispatcher=dispatcher, refresher=refresher, runner=runs, own=own, appdata=appdata)
        sandbox = SandboxService(dispatcher=dispatcher, refresher=refresher, builder=builder, payments=payments)
        self._chain.serve(SANDBOX, sandbox)
        timers = TimerLoop(runner=runs, versions=versions, appdata=appdata, apps=apps, clock=self.clock)
        self._spawn("refresher", refresher.run())
        self._spawn("timers", timers.run())
        if "places" in self._routes:
            places = PlacesServiceClient(self.channel)
            follower = PositionFollower(places=places, sessions=sessions, newest=newest, clock=self.clock)
            self._spawn("positions", follower.run())

    async def _start_places(self, db: Database, ids: IdMaker) -> None:
        pack = self.config.city
        city = await asyncio.to_thread(read_pack, pack) if pack.name else make_city()
        grants = Grants(AppsServiceClient(self.channel))
        positions = Positions(db=db, bus=self._bus, grants=grants, clock=self.clock)
        places = PlacesService(city=city, db=db, clock=self.clock, ids=ids, positions=positions)
        self._chain.serve(PLACES, places)
        self._spawn("forget shares that are over", self._daily(places.forget_old))

    def _start_messaging(self, db: Database, ids: IdMaker) -> None:
        made = Messaging(
            db=db, clock=self.clock, ids=ids, bus=self._bus, channel=self.channel, data_dir=self.config.data_dir
        )
        for service, implementation in made.services.items():
            self._chain.serve(service, implementation)
        for name, work in made.standing_work().items():
            self._spawn(name, work)

    async def _start_wallet(self) -> None:
        config = self.config
        made = Wallet(
            database_url=config.ledger_database_url, data_dir=config.data_dir, clock=self.clock, channel=self.channel,
            settings={"bank_url": config.bank_url},
        )  # fmt: skip
        self._wallet = made
        await made.start()
        for service, implementation in made.services.items():
            self._chain.serve(service, implementation)
        for name, work in made.standing_work().items():
            self._spawn(name, work)

    # Standing work

    def beside(self, name: str, work: Coroutine[Any, Any, None]) -> None:
        """Have something done while this host runs; it ends with it."""
        self._spawn(name, work)

    def _spawn(self, name: str, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work, name=name)
        task.add_done_callback(_report_end)
        self._tasks.append(task)

    async def _daily(self, work: Callable[[], Awaitable[int]]) -> None:
        """Once a day, and again at once while there was something to do."""
        while True:
            if not await work():
                await self.clock.sleep(24 * 3600)

    async def _jwks(self) -> dict[str, Any]:
        if "identity" not in self._routes:
            raise ServiceUnavailable("nobody here knows people's keys")
        response = await IdentityServiceClient(self.channel).get_jwks(
            identity_pb.GetJwksRequest(), caller=Caller.of_service("+".join(self.roles))
        )
        keys: dict[str, Any] = json.loads(response.jwks_json)
        return keys

    async def _display_name(self, user_id: str) -> str:
        request = identity_pb.GetDisplayNamesRequest(user_ids=[user_id])
        names = await IdentityServiceClient(self.channel).get_display_names(request, caller=Caller.of_service("apps"))
        return names.display_name_by_user_id.get(user_id, "")

    async def _follow_revocations(self) -> None:
        """Signed-out devices are refused here within the time a message takes."""
        identity = IdentityServiceClient(self.channel)
        while True:
            try:
                # From the start each time: only what still matters comes, and a late commit may lie before the last.
                request = identity_pb.WatchRevocationsRequest(after_ms=0)
                async for revoked in identity.watch_revocations(request, caller=Caller.of_service("verifier")):
                    self.verifier.revoke(revoked.device_id, revoked.revoked_at_ms)
            except Exception as error:
                _log.warning("revocations interrupted", why=str(error))
            await self.clock.sleep(1.0)

    # Probes

    async def _reads(self) -> None:
        if self._db is None:
            raise ServiceUnavailable("the database is not open yet")
        await self._db.read(lambda tx: tx.exec_driver_sql("SELECT 1").scalar_one())

    async def _commits(self) -> None:
        if self._wallet is None:
            raise ServiceUnavailable("the ledger is not open yet")
        await self._wallet.probe()

    async def _has_workers(self) -> None:
        if self.pool is None or not self.pool.stats()["workers"]:
            raise ServiceUnavailable("no worker is ready")

    async def _is_serving(self, role: str) -> None:
        if role not in self._peers or not await self._peers[role].is_serving():
            raise ServiceUnavailable("the peer does not serve", role=role)


def _progress(line: str) -> None:
    _log.info("building the runner", step=line)


def _report_end(task: asyncio.Task[None]) -> None:
    """Standing work never ends by itself; if it does, the log says which and why."""
    if not task.cancelled() and (error := task.exception()) is not None:
        _log.error("standing work ended", work=task.get_name(), exc_info=error)
