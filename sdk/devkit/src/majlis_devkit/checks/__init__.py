"""The checks: `majlis check` and the operator's desk call `run_checks`, so nobody is sent back for a surprise.

Deterministic: same bytes, same contract, same findings in the same order. One file per thing checked: `contents`
(package and manifest), `source` (Python), `turning` (characters that turn what is read), `assets` (pictures), `scopes`,
`texts`, `dry` (a first run in the sandbox).
"""

from __future__ import annotations

from collections.abc import Collection

from majlis_devkit import manifest as manifests
from majlis_devkit import package as packages
from majlis_devkit.checks import assets, contents, dry, scopes, source, texts, turning
from majlis_devkit.checks.dry import DryStart
from majlis_devkit.findings import Finding, catalogue, finding, near_limit
from majlis_devkit.world import Contract
from miniapp import limits

__all__ = ["DryStart", "prepare", "run_checks"]

_CODE_BY_WHY = {"too_large": "E101", "bomb": "E101", "name": "E104", "duplicate": "E105", "signature": "E110"}


def prepare() -> None:
    """Read what checks read from disk besides the package: for who can read nothing afterwards."""
    catalogue()
    scopes.sdk_functions()
    source.sdk_modules()


def run_checks(
    package: bytes,
    *,
    contract: Contract,
    dry_start: DryStart | None = None,
    signed: bool = True,
    developer_keys: Collection[bytes] | None = None,
) -> list[Finding]:
    """Everything found, package first and dry start last; no errors among it means a reviewer may see it.

    ``signed=False`` is for a folder that is only tried out. ``developer_keys`` are the raw public keys registered for
    whoever sent it; None where nobody knows yet. Without ``dry_start`` the app is not run.
    """
    try:
        opened = packages.read(package)
    except packages.PackageInvalid as refused:
        return [finding(_CODE_BY_WHY.get(refused.why, "E102"), refused.member, text=str(refused))]
    found = _signature(opened, signed, developer_keys)
    found += near_limit("W115", "", len(package), limits.PACKAGE_BYTES_MAX)
    found += contents.check_members(opened.files)
    modules, broken = source.parse_all(opened.files)
    manifest, more = contents.check_manifest(opened.files, scopes.uses(modules, contract))
    found += [*more, *broken]
    found += source.check(modules, opened.files)
    found += turning.check(opened.files)
    found += assets.check(modules, opened.files)
    found += texts.check(modules, opened.files)
    if manifest is not None:
        found += scopes.check(manifest, contents.manifest_text(opened.files), modules, contract)
        if dry_start is not None and not any(one.is_error for one in found):
            found += dry.check(opened, manifest, dry_start)
    return found


def _signature(opened: packages.Package, signed: bool, developer_keys: Collection[bytes] | None) -> list[Finding]:
    if opened.developer is None:
        return [finding("E111")] if signed else []
    if developer_keys is not None and opened.developer.public_key not in developer_keys:
        return [finding("E112", key_id=opened.developer.key_id)]
    return []


def read_manifest(package: packages.Package) -> manifests.Manifest:
    """The manifest of a package the checks let through; ``ManifestInvalid`` for any other."""
    return manifests.parse(package.files.get("manifest.json", b""))
