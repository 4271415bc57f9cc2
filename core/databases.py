"""The host's databases, and bringing them to this version's schema; as the composition root, it knows everybody."""

from __future__ import annotations

import fcntl
from collections.abc import Collection
from pathlib import Path

import wallet
from core.backup.host_database import HostDatabase
from core.kit.config import ROLES, Config
from core.kit.migrate import upgrade

MIGRATIONS = Path(__file__).parent / "migrations"
WALLET_MIGRATIONS = Path(wallet.__file__).parent / "migrations"


def databases(config: Config) -> tuple[HostDatabase, ...]:
    """Every database of the host: what is migrated is backed up. In the order of backups, the ledger last."""
    return (
        HostDatabase("core", config.core_database_url, MIGRATIONS),
        HostDatabase("wallet", config.ledger_database_url, WALLET_MIGRATIONS),
    )


def migrate(config: Config, *, roles: Collection[str] = ROLES) -> bool:
    """Bring the databases of these roles to this version's schema; True when one was not. The folder is there."""
    needed = [each for each in databases(config) if set(roles) & _PLAYED_ON[each.name]]
    # One process at a time: those of a split host start together.
    with (config.data_dir / "migrate.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        changed = [upgrade(each.url, each.migrations) for each in needed]
    return any(changed)


# Database → the roles that use it: a wallet alone touches nobody else's.
_PLAYED_ON = {"core": set(ROLES) - {"gateway", "wallet"}, "wallet": {"wallet"}}
