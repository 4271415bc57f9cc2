"""The code of a version, ready to run: its sources for the runner, its snapshot where one is baked."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from dataclasses import dataclass
from pathlib import Path

from core.kit import log
from core.kit.caller import Caller
from core.kit.errors import DomainError, ResourceExhausted
from core.sandbox.workers import ArtifactUnusable, Job, WorkerPool
from majlis.apps.v1 import apps_service_pb2 as apps_pb
from majlis.apps.v1.apps_service_rpc import AppsServiceClient
from majlis.sandbox.v1 import sandbox_service_pb2 as pb
from majlis_devkit import manifest, package
from majlis_devkit.build import PACK, ArtifactTampered, artifact_path, sources_json, with_pack

VERSIONS_MAX = 64  # Sources kept in memory, 4 MiB each at most.
SERVICE = Caller.of_service("sandbox")
_log = log.get("sandbox")


@dataclass(frozen=True, slots=True)
class Code:
    """One version's code. `sources` is what the runner loads; an app never changes hands, so its owner is kept too."""

    version_id: str
    digest: str
    app_id: str
    sources: str
    scopes: tuple[str, ...]
    owner_id: str


@dataclass(frozen=True, slots=True)
class Prepared:
    """How an event of this version runs now."""

    artifact_id: str
    sources: str | None
    runtime: pb.Runtime.ValueType


class Versions:
    """Knows how to run a version: on its snapshot once that is baked, on the runner until then."""

    def __init__(self, *, apps: AppsServiceClient, pool: WorkerPool, artifacts_dir: Path, runner_id: str) -> None:
        self._apps = apps
        self._pool = pool
        self._artifacts_dir = artifacts_dir
        self._runner_id = runner_id
        self._codes: OrderedDict[str, Code] = OrderedDict()
        self._snapshots: dict[str, str] = {}  # package digest → artifact id, mapped by the workers
        self._unusable: set[str] = set()
        self._loading = asyncio.Lock()
        self._packed: OrderedDict[str, str] = OrderedDict()  # package digest → its sources with their pack
        self._packing: dict[str, asyncio.Task[None]] = {}

    async def code(self, version_id: str) -> Code:
        """The version's code, from its stored package. VERSION_NOT_FOUND."""
        known = self._codes.get(version_id)
        if known is not None:
            self._codes.move_to_end(version_id)
            return known
        response = await self._apps.get_package(apps_pb.GetPackageRequest(version_id=version_id), caller=SERVICE)
        code = await asyncio.to_thread(read_code, version_id, response.package, response.developer_user_id)
        self._codes[version_id] = code
        if len(self._codes) > VERSIONS_MAX:
            self._codes.popitem(last=False)
        # A session may outlive a restart or its version's release: nobody opens that version anew.
        await self.offer_snapshot(code.digest, response.artifact_id)
        return code

    def prepare(self, code: Code) -> Prepared:
        """The snapshot where there is one, else the runner."""
        artifact_id = self._snapshots.get(code.digest)
        if artifact_id is not None:
            return Prepared(artifact_id, None, pb.RUNTIME_SNAPSHOT)
        sources = self._packed.get(code.digest)
        if sources is not None:
            self._packed.move_to_end(code.digest)
        elif code.digest not in self._packing:
            self._packing[code.digest] = asyncio.get_running_loop().create_task(self._pack(code))
        return Prepared(self._runner_id, sources or code.sources, pb.RUNTIME_RUNNER)

    async def _pack(self, code: Code) -> None:
        """Have the runner compile a version once, in an event of nobody's; it alone gets what that gives back."""
        try:
            job = Job(artifact_id=self._runner_id, event=PACK, app_id=f"pack {code.app_id}", sources=code.sources)
            answer = (await self._pool.run(job, _no_host)).answer
        except ResourceExhausted:
            return  # Too much to do just now.
        except DomainError:
            answer = None  # It goes on from its sources.
        finally:
            del self._packing[code.digest]
        packed = await asyncio.to_thread(with_pack, code.sources, answer)
        if code.digest not in self._snapshots:
            self._packed[code.digest] = packed
        if len(self._packed) > VERSIONS_MAX:
            self._packed.popitem(last=False)

    async def offer_snapshot(self, digest: str, artifact_id: str) -> None:
        """Run packages of this digest on this artifact from now on, if it is here and carries our MAC."""
        if not artifact_id or digest in self._snapshots or artifact_id in self._unusable:
            return
        async with self._loading:
            try:
                await self._pool.add_artifact(artifact_path(self._artifacts_dir, artifact_id))
            except (ArtifactTampered, ArtifactUnusable) as error:
                # The runner serves meanwhile; another bake writes a new artifact under the same name.
                self._unusable.add(artifact_id)
                _log.warning("snapshot unusable", artifact=artifact_id, why=str(error))
                return
        self._snapshots[digest] = artifact_id
        self._packed.pop(digest, None)

    def forget_unusable(self, artifact_id: str) -> None:
        """A bake wrote the artifact again: the next offer may try it."""
        self._unusable.discard(artifact_id)


async def _no_host(interface: str, method: str, request: str) -> str:
    """Nobody is there while an app is only loaded."""
    return '{"error":{"reason":"NOT_IN_EVENT","message":"an app is loaded","metadata":{}}}'


def read_code(version_id: str, raw: bytes, owner_id: str = "") -> Code:
    """What a package says to run. Raises package.PackageInvalid or manifest.ManifestInvalid."""
    opened = package.read(raw)
    said = manifest.parse(opened.files["manifest.json"])
    sources = sources_json(opened.sources, said.entry)
    return Code(version_id, opened.digest, said.app_id, sources, tuple(said.scopes), owner_id)
