"""A package as its developer sent it, read without trust into what the desk stores. Bytes in, values out."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from core.apps.errors import PackageInvalid, SignatureInvalid
from core.apps.findings import storable
from majlis_devkit import checks, manifest, package, values
from majlis_devkit.checks.contents import check_manifest, icon_defect
from majlis_devkit.findings import Finding, finding
from majlis_devkit.manifest import LANGUAGES
from majlis_devkit.world import Contract
from miniapp import limits

STORE_SIGNATURE_BYTES = 112  # What counter-signing adds: a pair's length, id and value.
SUBMITTED_BYTES_MAX = limits.PACKAGE_BYTES_MAX - STORE_SIGNATURE_BYTES
REVIEWED_BYTES_MAX = 5 * 1024 * 1024  # Of all members: everything is shown to the reviewer, in one answer.
APP_ID_CHARS_MAX = 128  # As every request that names an app has it.


@dataclass(frozen=True, slots=True)
class DeclaredScope:
    """A scope an app asks for, and its own reason in both languages."""

    scope: str
    reason_ar: str
    reason_en: str


@dataclass(frozen=True, slots=True)
class Submission:
    """Everything the desk keeps of a package. `names`, `descriptions` and `texts` go by language."""

    app_id: str
    code: int
    name: str
    names: Mapping[str, str]
    descriptions: Mapping[str, str]
    icon_svg: str
    scopes: tuple[DeclaredScope, ...]
    texts: Mapping[str, str]
    developer_key: bytes
    package: bytes
    package_sha256: str


def read_submission(content: bytes, contract: Contract) -> Submission:
    """The submission in these bytes. PACKAGE_INVALID with the finding's code and place, or SIGNATURE_INVALID."""
    opened = _open(content, contract)
    described, found = check_manifest(opened.files)
    if described is None:
        raise _invalid(found[0])
    if opened.developer is None:
        raise SignatureInvalid("the package is not signed", why="unsigned")
    if opened.store is not None:
        raise SignatureInvalid("a store has signed this package before its review", why="store_signature")
    if len(described.app_id) > APP_ID_CHARS_MAX:
        raise _manifest_defect("app_id", f"has more than {APP_ID_CHARS_MAX} characters")
    icon = opened.files.get(described.icons[0], b"")
    return Submission(
        app_id=described.app_id,
        code=described.version_code,
        name=described.version_name,
        names=_cleaned(described.names, "majlis_names"),
        descriptions=_cleaned(described.descriptions, "majlis_descriptions", required=False),
        icon_svg="" if icon_defect(described.icons[0], icon) else text_of(icon),
        scopes=tuple(_declared(scope, described) for scope in described.scopes),
        texts={language: text_of(opened.files.get(f"texts/{language}.ftl", b"")) for language in LANGUAGES},
        developer_key=opened.developer.public_key,
        package=content,
        package_sha256=sha256_hex(content),
    )


def added_scopes(declared: list[DeclaredScope], released: list[DeclaredScope]) -> list[str]:
    """Scopes the released version does not have, in the order they are declared."""
    before = {each.scope for each in released}
    return [each.scope for each in declared if each.scope not in before]


def text_of(content: bytes) -> str:
    """A member's text as a person reads it; "" where it is none."""
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        return ""
    return "" if "\x00" in text else text


def list_key(name: str) -> bytes:
    """Where a name stands in a list: without marks, tatweel and case, and with every alef alike."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    return bare.casefold().replace("\u0640", "").replace("\u0671", "\u0627").encode()


def sha256_hex(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def clean_name(text: str) -> str:
    """What an app says, as it may stand in the host's own sentences: one line, trimmed, no bidi controls."""
    try:
        return " ".join(values.clean_text(text).split())
    except values.Uncleanable:
        return ""


def _open(content: bytes, contract: Contract) -> package.Package:
    if len(content) > SUBMITTED_BYTES_MAX:
        raise _invalid(
            finding("E101", text=f"{len(content):,} bytes; {SUBMITTED_BYTES_MAX:,} leave room for our signature")
        )
    try:
        opened = package.read(content)
    except package.PackageInvalid as refused:
        if refused.why == "signature":
            raise SignatureInvalid(storable(refused.text), why="broken") from None
        raise _invalid(checks.run_checks(content, contract=contract)[0]) from None
    for path, inner in opened.files.items():
        # The guest would be loaded with what the reviewer's screen leaves empty.
        if (path.endswith(".py") or package.is_text_file(path)) and inner and not text_of(inner):
            raise _invalid(finding("E402", path, path=path))
    unpacked = sum(map(len, opened.files.values()))
    if unpacked > REVIEWED_BYTES_MAX:
        raise _invalid(finding("E101", text=f"unpacks to {unpacked:,} bytes; a reviewer reads {REVIEWED_BYTES_MAX:,}"))
    return opened


def _cleaned(texts: Mapping[str, str], member: str, *, required: bool = True) -> dict[str, str]:
    cleaned = {language: clean_name(texts.get(language, "")) for language in LANGUAGES}
    for language, text in cleaned.items():
        if required and not text:
            raise _manifest_defect(f"{member}.{language}", "holds nothing one could read")
    return cleaned


def _declared(scope: str, described: manifest.Manifest) -> DeclaredScope:
    reasons = _cleaned(described.reasons[scope], f"majlis_reasons.{scope}")
    return DeclaredScope(scope, reasons["ar"], reasons["en"])


def _manifest_defect(member: str, text: str) -> PackageInvalid:
    return _invalid(finding("E202", "manifest.json", member=member, text=text))


def _invalid(found: Finding) -> PackageInvalid:
    return PackageInvalid(
        storable(found.text_en), code=found.code, where=storable(found.where), text_ar=storable(found.text_ar)
    )
