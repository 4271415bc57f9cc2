"""Settings, read once from the environment (prefix MAJLIS_); the only reader of os.environ in the host."""

from __future__ import annotations

import ipaddress
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

ROLES = ("gateway", "identity", "apps", "appdata", "places", "sandbox", "messaging", "wallet")
_PREFIX = "MAJLIS_"
_BOUNDS = {
    "frames_per_s": (1, 100_000), "calls_per_s": (1, 100_000), "sandbox_workers": (0, 64),
    "app_fuel_per_s": (0, 10**12), "app_trap_people": (0, 100_000),
}  # fmt: skip
_WEB_ADDRESS = re.compile(r"https?://(\[[0-9a-f:.]+\]|[A-Za-z0-9.-]+)(:[0-9]{1,5})?(/[^?#\s]*)?")


class ConfigInvalid(ValueError):
    """A MAJLIS_… variable cannot be used; the message names it and what would do."""


@dataclass(frozen=True, slots=True)
class Config:
    """Everything the host can be told from outside, with its defaults."""

    host: str = "127.0.0.1"
    public_host: str = "localhost"  # The users' origin as browsers name it.
    operator_host: str = "operator.localhost"  # The operators' origin; never the same name.
    http_port: int = 8000
    grpc_port: int = 50051
    data_dir: Path = Path(".majlis")
    database_url: str = ""  # Empty: SQLite in data_dir.
    wallet_database_url: str = ""  # The ledger's own, never the one above. Empty: SQLite in data_dir.
    frames_per_s: int = 40  # Of one socket; those of who sends faster are read at this pace.
    calls_per_s: int = 20  # Of one person to one method, in each process; every limit of calls is scaled with it.
    sandbox_workers: int = 0  # 0: two per core, four at most.
    app_fuel_per_s: int = 0  # Of one mini-app in each process. 0: half of what the workers' cores burn.
    app_trap_people: int = 5  # For whom a version must trap before it is suspended; 0: never is.
    artifact_cache: Path = Path()  # Empty: artifacts/ in data_dir.
    city: Path = Path()  # A city pack (majlisd city). Empty: the made city of seed 7.
    lang: str = "ar"
    log_format: str = "text"  # text | json
    log_level: str = "info"
    peers: str = ""  # Split roles: "identity=127.0.0.1:50052,apps=127.0.0.1:50052,…"
    bank_url: str = ""  # Of the payment provider; empty: no money goes in or out, but in a demo, which brings a bank.
    demo: bool = False

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> Self:
        """Read every variable of ours; an unusable one is refused by name, other MAJLIS_… names are for others."""
        environment = os.environ if environment is None else environment
        known = {_PREFIX + field.name.upper(): field for field in fields(cls)}
        values: dict[str, object] = {}
        for name, text in environment.items():
            if name in known:
                values[known[name].name] = _read(name, str(known[name].type), text)
        return cls(**values)._checked()  # type: ignore[arg-type]

    def _checked(self) -> Self:
        for name in ("http_port", "grpc_port"):
            if not 0 <= getattr(self, name) <= 65_535:
                raise ConfigInvalid(f"{_PREFIX}{name.upper()} must be a port, 0 to 65535")
        if self.public_host == self.operator_host:
            raise ConfigInvalid("MAJLIS_OPERATOR_HOST must differ from MAJLIS_PUBLIC_HOST: their cookies never meet")
        if self.lang not in ("ar", "en"):
            raise ConfigInvalid("MAJLIS_LANG must be ar or en")
        if self.log_format not in ("text", "json"):
            raise ConfigInvalid("MAJLIS_LOG_FORMAT must be text or json")
        for name, (least, most) in _BOUNDS.items():
            if not least <= getattr(self, name) <= most:
                raise ConfigInvalid(f"{_PREFIX}{name.upper()} must be {least} to {most}")
        if _place(self.ledger_database_url) == _place(self.core_database_url):
            raise ConfigInvalid("MAJLIS_WALLET_DATABASE_URL must lead to another database than MAJLIS_DATABASE_URL")
        if self.bank_url and not _WEB_ADDRESS.fullmatch(self.bank_url):
            raise ConfigInvalid("MAJLIS_BANK_URL must be http://host or https://host")
        if self.bank_url.startswith("http://") and not is_loopback(urlsplit(self.bank_url).hostname or ""):
            raise ConfigInvalid("MAJLIS_BANK_URL must be https:// for a bank on another machine: its key goes along")
        self.peer_addresses()
        return self

    @property
    def core_database_url(self) -> str:
        """SQLAlchemy URL of the host's own database."""
        return self.database_url or f"sqlite:///{(self.data_dir / 'core.db').absolute()}"

    @property
    def ledger_database_url(self) -> str:
        """SQLAlchemy URL of the wallet's database, which holds nothing but the ledger."""
        return self.wallet_database_url or f"sqlite:///{(self.data_dir / 'wallet.db').absolute()}"

    @property
    def artifacts_dir(self) -> Path:
        return self.artifact_cache if self.artifact_cache.name else self.data_dir / "artifacts"

    @property
    def workers(self) -> int:
        return self.sandbox_workers or min(4, 2 * (os.cpu_count() or 1))

    @property
    def is_loopback(self) -> bool:
        return is_loopback(self.host)

    def peer_addresses(self) -> dict[str, str]:
        """Role → host:port of the process that plays it, for the roles this process does not."""
        addresses: dict[str, str] = {}
        for entry in filter(None, self.peers.split(",")):
            role, _, address = entry.partition("=")
            if role not in ROLES or not address.rpartition(":")[2].isdigit():
                raise ConfigInvalid(f"MAJLIS_PEERS entries look like apps=127.0.0.1:50052, not {entry!r}")
            addresses[role] = address
        return addresses


def is_loopback(host: str) -> bool:
    """True for localhost and the loopback ranges; False for names that would have to be looked up."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def _place(url: str) -> tuple[str, str]:
    """Where a database URL leads, whatever driver, user and password it names."""
    kind, _, rest = url.partition("://")
    kind = kind.partition("+")[0]
    if kind == "sqlite":
        return kind, str(Path(rest.partition("?")[0].removeprefix("/")).resolve())
    return kind, rest.rpartition("@")[2]


def _read(name: str, kind: str, text: str) -> object:
    try:
        if kind == "int":
            return int(text)
        if kind == "bool":
            return {"1": True, "true": True, "0": False, "false": False, "": False}[text.lower()]
        return Path(text) if kind == "Path" else text
    except (ValueError, KeyError):
        raise ConfigInvalid(f"{name} must be {kind}, not {text!r}") from None
