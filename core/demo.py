"""Demo people and mini-apps for a first look: made by the very rpcs everybody uses, as themselves.

Layla and Omar sign up and get money from the test bank; they and Noura get to know each other and talk, once; Noura
becomes a developer, submits the mini-apps of a folder signed with her key; an operator logs in with both factors and
approves them. Then she and four partners of hers play the scene of each (core/demo_scene.py), so that there are
restaurants that are open and a driver on duty; the host serves meanwhile. What is there already is left alone.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import os
from collections.abc import Collection
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import pyotp
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from core.demo_chat import DemoChat
from core.demo_scene import SCENE, DemoScene, Progress, SceneStopped
from core.kit import log
from core.kit.caller import ANYBODY, Caller
from core.kit.errors import DomainError
from core.kit.ids import base32
from core.kit.tokens import AUDIENCE_OPERATOR, AUDIENCE_USER
from majlis.apps.v1 import apps_service_pb2 as apps_pb
from majlis.apps.v1.apps_service_rpc import AppsServiceClient
from majlis.common.v1.money_pb2 import Money
from majlis.identity.v1 import identity_service_pb2 as pb
from majlis.identity.v1.identity_service_rpc import IdentityServiceClient
from majlis.wallet.v1 import transfer_status_pb2 as statuses
from majlis.wallet.v1 import wallet_service_pb2 as wallet_pb
from majlis.wallet.v1.wallet_service_rpc import WalletServiceClient
from majlis_devkit import keys, manifest, project, signing

if TYPE_CHECKING:
    from core.main import Host

PASSWORD = "majlis-demo-2026"  # Known to all: a host with demo people only answers on this machine.
PEOPLE = {"layla": "ليلى", "omar": "عمر", "noura": "نورة"}
# Who serves them in the mini-apps, and as what.
PARTNERS = {"saad": "سعد", "huda": "هدى", "fahad": "فهد", "reem": "ريم"}
WHO_IS_WHAT = {
    "layla": "has 500 SAR to spend", "omar": "has 200 SAR to spend", "noura": "made the mini-apps and runs them",
    "saad": "drives a taxi", "huda": "cooks in Food", "fahad": "delivers in Food", "reem": "takes bookings",
}  # fmt: skip
MONEY_MINOR, CURRENCY = {"layla": 50_000, "omar": 20_000}, "SAR"
TEST_MONEY = 2  # The wallet's own number for what this is for (wallet.accounts.Purpose).
DEVELOPER, OPERATOR, OPERATOR_NAME = "noura", "salma", "سلمى"
CHECKS_S_MAX = 120
FILE = "demo.json"
_UNJUDGED = {apps_pb.VERSION_STATE_CHECKING, apps_pb.VERSION_STATE_IN_REVIEW}
_log = log.get("demo")


@dataclass(frozen=True, slots=True)
class DemoPeople:
    """The demo log-ins; only the operator's second factor is a secret of this host."""

    totp_secret: str
    acquainted: bool = False  # They know each other and have talked; what they do with that later is theirs.
    scenes: dict[str, Progress] = field(default_factory=dict)  # By app: what was played, and is theirs from then on.

    @staticmethod
    def exist(data_dir: Path) -> bool:
        return (data_dir / FILE).exists()

    @classmethod
    def load(cls, data_dir: Path) -> Self:
        kept = json.loads((data_dir / FILE).read_text("utf-8"))
        scenes = {app_id: Progress(**progress) for app_id, progress in kept.get("scenes", {}).items()}
        return cls(kept["totp_secret"], kept.get("acquainted", False), scenes)

    def save(self, data_dir: Path) -> None:
        descriptor = os.open(data_dir / FILE, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            json.dump(asdict(self), file)

    def table(self, port: int, now: datetime) -> str:
        """What `make run` prints."""
        # A code counts once, and the demo's own log-in may have used this one; the next is already valid.
        code = pyotp.TOTP(self.totp_secret).at(now, counter_offset=1)
        rows = [
            "",
            f"  People      http://localhost:{port}",
            *(f"    {username:<9} {PASSWORD}   {WHO_IS_WHAT[username]}" for username in PEOPLE | PARTNERS),
            f"  Operators   http://operator.localhost:{port}",
            f"    {OPERATOR:<9} {PASSWORD}   second factor {self.totp_secret} ({code}; `majlisd demo` shows the next)",
        ]
        return "\n".join(rows)


class Demo:
    """Fills a running host."""

    def __init__(self, host: Host) -> None:
        self._host = host
        self._identity = IdentityServiceClient(host.channel)
        self._apps = AppsServiceClient(host.channel)
        self._wallet = WalletServiceClient(host.channel)

    async def prepare(self, miniapps: Path, only: Collection[str] = ()) -> DemoPeople:
        """People first, then every mini-app of the folder that is not released yet, or `only` some by folder's name."""
        people = await self.make_people()
        await self._install([path for path in _folders(miniapps) if not only or path.name in only], people)
        return people

    async def fill(self, miniapps: Path, people: DemoPeople) -> None:
        """Every mini-app of the folder with its scene, for a host that serves meanwhile."""
        started_s = self._host.clock.monotonic_s()
        await self._install(_folders(miniapps), people)
        await self.play_scenes(miniapps, people)
        _log.info("the demo is complete", took_s=round(self._host.clock.monotonic_s() - started_s, 1))

    async def make_people(self) -> DemoPeople:
        """Who can log in, with money and things said to each other."""
        data_dir = self._host.config.data_dir
        if not DemoPeople.exist(data_dir):
            request = pb.CreateOperatorRequest(username=OPERATOR, password=PASSWORD, display_name=OPERATOR_NAME)
            made = await self._identity.create_operator(request, caller=Caller.of_service("demo"))
            DemoPeople(made.totp_secret).save(data_dir)
        people = DemoPeople.load(data_dir)
        for username, name in (PEOPLE | PARTNERS).items():
            await self._sign_up(username, name)
        there = await self._sign_in_all()
        for username, amount_minor in MONEY_MINOR.items():
            if username in there:
                await self.give_money(username, there[username], amount_minor)
        if not people.acquainted and len(there) == len(PEOPLE):
            people = await self._acquaint(people, there)
        for person in there.values():  # It was only to act as them.
            await self._identity.log_out(pb.LogOutRequest(), caller=person)
        return people

    async def play_scenes(self, miniapps: Path, people: DemoPeople) -> None:
        """Have each mini-app as a newcomer should find it; where a scene stops, the app stays as it is."""
        there: dict[str, Caller] = {}

        async def person(username: str) -> Caller:
            if username not in there:
                there[username] = await self._log_in(username)
            return there[username]

        for folder in _folders(miniapps):
            if not (folder / SCENE).exists():
                continue
            scene = DemoScene(self._host.channel, folder, person)
            progress = people.scenes.setdefault(scene.app_id, Progress())
            try:
                await scene.play(progress, lambda: people.save(self._host.config.data_dir))
            except (DomainError, SceneStopped) as error:
                _log.warning("a demo scene stops", app=scene.app_id, why=str(error))
        for caller in there.values():  # As above.
            await self._identity.log_out(pb.LogOutRequest(), caller=caller)

    async def _sign_in_all(self) -> dict[str, Caller]:
        """The demo people by username, but whose password was changed by somebody who tried the demo."""
        there = {}
        for username in PEOPLE:
            try:
                there[username] = await self._log_in(username)
            except DomainError as error:
                if error.reason != "CREDENTIALS_INVALID":
                    raise
        return there

    async def _acquaint(self, people: DemoPeople, there: dict[str, Caller]) -> DemoPeople:
        try:
            await DemoChat(self._host.channel).begin(there)
        except DomainError as error:  # A host without messaging, or people who tried the demo before it had a chat.
            _log.warning("the demo people do not talk", why=error.reason)
            return people
        people = replace(people, acquainted=True)
        people.save(self._host.config.data_dir)
        return people

    async def _sign_up(self, username: str, name: str) -> None:
        request = pb.SignUpRequest(username=username, password=PASSWORD, display_name=name, device_name="demo")
        try:
            await self._identity.sign_up(request, caller=ANYBODY)
        except DomainError as error:
            if error.reason != "USERNAME_TAKEN":
                raise

    async def give_money(self, username: str, person: Caller, amount_minor: int) -> None:
        """Once, however often the host starts: the request's and the transfer's ids are always the same."""
        named = b"\1" + hashlib.sha256(f"demo money for {person.user_id}".encode()).digest()  # Zero is the ledger's.
        gift = wallet_pb.NewTransfer(
            transfer_id=f"xfer_{base32(int.from_bytes(named[:16], 'big'))}", kind=wallet_pb.TRANSFER_KIND_PAYMENT,
            debit_account_id=await self._account(platform=wallet_pb.PLATFORM_ACCOUNT_TEST_BANK),
            credit_account_id=await self._account(user_id=person.user_id), code=TEST_MONEY,
            amount=Money(amount_minor=amount_minor, currency_code=CURRENCY),
        )  # fmt: skip
        request = wallet_pb.SubmitTransfersRequest(request_id=f"demo-{person.user_id}", transfers=[gift])
        (given,) = (await self._wallet.submit_transfers(request, caller=Caller.of_service("demo"))).results
        if given.status != statuses.TRANSFER_STATUS_CREATED:
            _log.error("demo money was not given", username=username, status=statuses.TransferStatus.Name(given.status))

    async def _account(self, **owner: Any) -> str:
        request = wallet_pb.OpenOwnedAccountRequest(currency_code=CURRENCY, **owner)
        opened = await self._wallet.open_owned_account(request, caller=Caller.of_service("demo"))
        return opened.account.account_id

    async def _log_in(self, username: str) -> Caller:
        request = pb.LogInRequest(username=username, password=PASSWORD, device_name="demo")
        response = await self._identity.log_in(request, caller=ANYBODY)
        return await self._host.verifier.verify(response.signed_in.access_token, AUDIENCE_USER)

    async def _log_in_operator(self, people: DemoPeople) -> Caller:
        code = pyotp.TOTP(people.totp_secret).now()
        request = pb.LogInOperatorRequest(username=OPERATOR, password=PASSWORD, totp_code=code, device_name="demo")
        response = await self._identity.log_in_operator(request, caller=ANYBODY)
        return await self._host.verifier.verify(response.signed_in.access_token, AUDIENCE_OPERATOR)

    async def _install(self, folders: list[Path], people: DemoPeople) -> None:
        """Submit and approve what is not there yet, as the developer and the operator."""
        await self._become_developer(await self._log_in(DEVELOPER))
        developer = await self._log_in(DEVELOPER)  # A fresh token carries the new role.
        request = apps_pb.ListVersionsRequest(page_size=100)
        known = (await self._apps.list_versions(request, caller=developer)).versions
        there = {(version.app_id, version.code): version for version in known}
        missing = [folder for folder in folders if _named(folder) not in there]
        found = [there[_named(folder)] for folder in folders if folder not in missing]
        # A start that was cut short left its versions submitted and nobody to judge them.
        submitted = [version.version_id for version in found if version.state in _UNJUDGED]
        if not missing and not submitted:
            return
        key = await self._developer_key(developer)
        operator = await self._log_in_operator(people)
        for version_id in submitted:
            await self._approve(version_id, developer, operator)
        for folder in missing:  # One after the other: the first is there soon, and checks do not crowd one another.
            try:
                version_id = await self._submit(folder, key, developer)
            except (DomainError, project.ProjectInvalid) as error:
                _log.error("a demo app cannot be submitted", folder=folder.name, why=str(error))
            else:
                await self._approve(version_id, developer, operator)

    async def _become_developer(self, caller: Caller) -> None:
        await self._identity.become_developer(pb.BecomeDeveloperRequest(), caller=caller)

    async def _developer_key(self, developer: Caller) -> Ed25519PrivateKey:
        path = self._host.config.data_dir / "demo-developer.pem"
        key = keys.load_key(path) if path.exists() else keys.new_key(path)
        request = apps_pb.RegisterDeveloperKeyRequest(public_key=key.public_key().public_bytes_raw(), name="demo")
        await self._apps.register_developer_key(request, caller=developer)
        return key

    async def _submit(self, folder: Path, key: Ed25519PrivateKey, developer: Caller) -> str:
        package = signing.sign(await asyncio.to_thread(_package, folder), key)
        request_id = f"demo-{hashlib.sha256(package).hexdigest()[:32]}"
        request = apps_pb.SubmitVersionRequest(request_id=request_id, package=package)
        submitted = await self._apps.submit_version(request, caller=developer)
        _log.info("submitted", app=submitted.version.app_id, version=submitted.version.name)
        return submitted.version.version_id

    async def _approve(self, version_id: str, developer: Caller, operator: Caller) -> None:
        try:
            version = await self._checked(version_id, developer)
        except TimeoutError:  # A machine busy with something else; the next start judges it.
            _log.error("a demo app's checks take too long", version=version_id)
            return
        if version.state != apps_pb.VERSION_STATE_IN_REVIEW:
            findings = "; ".join(f"{one.code} {one.text_en} {one.where}" for one in version.findings)
            _log.error("a demo app did not pass its checks", app=version.app_id, findings=findings)
            return
        request = apps_pb.ApproveVersionRequest(request_id=f"demo-{version_id}", version_id=version_id)
        await self._apps.approve_version(request, caller=operator)
        _log.info("approved", app=version.app_id, version=version.name)

    async def _checked(self, version_id: str, developer: Caller) -> apps_pb.Version:
        """The version once its automatic checks are through."""
        async with asyncio.timeout(CHECKS_S_MAX):
            while True:
                request = apps_pb.GetVersionRequest(version_id=version_id)
                version = (await self._apps.get_version(request, caller=developer)).version
                if version.state not in (apps_pb.VERSION_STATE_DRAFT, apps_pb.VERSION_STATE_CHECKING):
                    return version
                await self._host.clock.sleep(0.1)


def _folders(miniapps: Path) -> list[Path]:
    """The smallest first: it is there the soonest."""
    found = [path.parent for path in sorted(miniapps.glob("*/manifest.json"))]
    return sorted(found, key=lambda folder: sum(path.stat().st_size for path in folder.rglob("*.py")))


def _named(folder: Path) -> tuple[str, int]:
    said = manifest.parse((folder / "manifest.json").read_bytes())
    return said.app_id, said.version_code


def _package(folder: Path) -> bytes:
    return project.read(folder).package()
