"""`majlisd`: the operator's command on the host. `serve` starts it all; `migrate`, `backup` and others stand beside."""

from __future__ import annotations

import asyncio
import contextlib
import dataclasses
import gc
import json
import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlsplit

import typer
import uvloop
from sanic import Sanic

from core.backup.errors import BackupDamaged, BackupRefused, RestoreFailed, RestoreRefused
from core.backup.making import make_backup
from core.backup.restoring import restore_backup
from core.databases import MIGRATIONS, databases
from core.databases import migrate as migrate_all
from core.demo import Demo, DemoPeople
from core.kit import log, occupancy
from core.kit.clock import SystemClock
from core.kit.config import ROLES, Config, ConfigInvalid
from core.kit.db import url_without_password
from core.kit.migrate import DatabaseNewer, current, make_revision
from core.kit.rpc_grpc import AddressTaken
from core.main import Host, PeerNotLocal
from core.messaging.media.storage import MEDIA, UPLOADS
from core.places.making import make_city
from core.places.pack import PackInvalid, read_pack, write_pack
from core.testbank.running import FOLDER as TESTBANK
from core.testbank.running import TestBankRefused
from core.testbank.running import child as child_testbank
from core.testbank.running import serve as serve_testbank
from wallet.audit import ReceiptUnreadable
from wallet.audit.host import audit_host
from wallet.seat import LedgerTaken

app = typer.Typer(help="Run and look after a Majlis host.", no_args_is_help=True, add_completion=False)
wallet = typer.Typer(help="Look after the ledger.", no_args_is_help=True)
app.add_typer(wallet, name="wallet")
MINIAPPS = Path(__file__).parent.parent / "miniapps"
# Each is one sentence for whoever started the command.
SAID_PLAINLY = (
    ConfigInvalid, PeerNotLocal, DatabaseNewer, ReceiptUnreadable, LedgerTaken, AddressTaken,
    BackupRefused, BackupDamaged, RestoreRefused, RestoreFailed, occupancy.DirectoryInUse, occupancy.RestoreUnfinished,
    TestBankRefused,
)  # fmt: skip


def main() -> None:
    """Entry point: a setting that cannot be used is one sentence, not a traceback."""
    try:
        app()
    except (*SAID_PLAINLY, Refused) as error:
        sys.exit(f"majlisd: {error}")


class Refused(RuntimeError):
    """The host will not start like this; the message says what to change."""


@app.command()
def serve(
    roles: Annotated[str, typer.Option(help=f"Play only these roles, e.g. {','.join(ROLES[1:3])}")] = ",".join(ROLES),
) -> None:
    """Serve: everything in one process, or some roles with the others named in MAJLIS_PEERS."""
    config = _config()
    played = _roles(roles, config)
    if not config.is_loopback and (config.demo or DemoPeople.exist(config.data_dir)):
        raise Refused(
            f"MAJLIS_HOST={config.host} can be reached by others while demo accounts with known passwords exist; "
            "use another MAJLIS_DATA_DIR without MAJLIS_DEMO"
        )
    if not config.is_loopback and set(played) != set(ROLES):
        raise Refused("--roles needs MAJLIS_HOST on this machine until peers speak mTLS")
    if "places" in played:
        _check_city(config)
    config.data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    occupancy.share(config.data_dir).close()  # Refused here it is one sentence; the web server would add its own.
    with _bank(config, played) as config:
        if "gateway" in played:
            _serve_web(config, played)
        else:
            uvloop.run(_serve_roles(config, played))


def _check_city(config: Config) -> None:
    """Read here, and again where it is served: the web server would tell of it in its own words."""
    if config.city.name:
        try:
            read_pack(config.city)
        except (OSError, PackInvalid) as error:
            why = error.strerror if isinstance(error, OSError) else error
            raise Refused(f"MAJLIS_CITY={config.city}: {why}; docs/en/city-packs.md has the format") from None


@app.command(name="testbank")
def serve_bank(
    notify: Annotated[str, typer.Option(help="Where its notices go; this host's door when empty")] = "",
) -> None:
    """Serve a bank to develop against, at MAJLIS_BANK_URL on this machine. Its money is worth nothing."""
    config = _config()
    address = urlsplit(config.bank_url)
    if address.scheme != "http" or not address.port:
        raise Refused("MAJLIS_BANK_URL must say where the test bank listens, as http://127.0.0.1:8400")
    asyncio.run(
        serve_testbank(
            data_dir=config.data_dir, host=address.hostname or "", port=address.port, notify=notify or _door(config),
            with_parent=False,
        )
    )  # fmt: skip


@app.command()
def migrate(new: Annotated[str, typer.Option(help="Write a migration for what tables.py changed")] = "") -> None:
    """Bring every database to this version's schema."""
    config = _config()
    config.data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    with occupancy.share(config.data_dir):
        changed = migrate_all(config)
    print("migrated" if changed else "already up to date")
    if new:
        make_revision(config.core_database_url, MIGRATIONS, new)


@app.command()
def backup(
    to: Annotated[Path, typer.Option(help="A folder, or a file that is not there yet")] = Path(),
) -> None:
    """Write databases and keys into one file while the host runs. Whoever has the file has the host: keep it safe."""
    config = _config()
    os.nice(10)  # On a busy machine the host goes first.
    media = config.data_dir / MEDIA
    made = make_backup(
        to, databases=databases(config), data_dir=config.data_dir,
        caches=(config.artifacts_dir, media / UPLOADS, config.data_dir / TESTBANK),
        of_people=(media,), clock=SystemClock(),
    )  # fmt: skip
    print(made)


@app.command()
def restore(file: Annotated[Path, typer.Argument(help="What `majlisd backup` wrote")]) -> None:
    """Bring a host back from a backup, into a data directory and databases that are empty."""
    config = _config()
    restored = restore_backup(file, databases=databases(config), data_dir=config.data_dir)
    for table in restored.left_out:
        print(f"left out the table {table}: no migration of Majlis makes it; its rows are in {file}", file=sys.stderr)
    print(f"restored the host of {restored.made_at}; majlisd serve starts it")


@app.command()
def city(
    out: Annotated[Path, typer.Option(help="The file to write")],
    seed: Annotated[int, typer.Option(help="Another number, another city")] = 7,
) -> None:
    """Write a made city as a pack. MAJLIS_CITY names the pack a host serves; a real city is one in the same form."""
    made = make_city(seed)
    out.write_bytes(write_pack(made))
    streets, places = len(made.streets), len(made.places)
    print(f"{made.name_en}: {streets} streets, {len(made.edges)} stretches, {places} places in {out}")


@app.command()
def demo() -> None:
    """Show the demo people's log-ins (they are made by MAJLIS_DEMO=1 majlisd serve)."""
    config = _config()
    if not DemoPeople.exist(config.data_dir):
        raise Refused("there are no demo people yet; start with MAJLIS_DEMO=1 majlisd serve")
    print(DemoPeople.load(config.data_dir).table(config.http_port, SystemClock().now()))


@wallet.command()
def audit(
    receipts: Annotated[Path | None, typer.Option(exists=True, help="Receipts somebody kept, a JSON a line")] = None,
    checkpoints: Annotated[Path | None, typer.Option(exists=True, help="Instead of the host's own file")] = None,
) -> None:
    """Add the whole ledger up again, while the host runs; the first row that is wrong is named, and the exit code 1."""
    config = _config()
    ledger = databases(config)[-1]
    is_missing = not config.data_dir.is_dir() or (ledger.kind == "sqlite" and not ledger.path.exists())
    if is_missing or current(ledger.url) is None:
        raise Refused(f"there is no ledger at {ledger.shown}")
    with occupancy.share(config.data_dir):
        report = audit_host(ledger.url, config.data_dir, receipts=receipts, checkpoints=checkpoints)
    print(report)
    if not report.anchors:
        print("No receipt or checkpoint was at hand, so rows cut off at the end would not be seen.")
    if report.first is not None:
        raise typer.Exit(1)


@app.command(name="config")
def show_config() -> None:
    """Every setting as it is in force."""
    config = _config()
    shown = dataclasses.replace(
        config, artifact_cache=config.artifacts_dir, sandbox_workers=config.workers,
        database_url=url_without_password(config.core_database_url),
        wallet_database_url=url_without_password(config.ledger_database_url),
    )  # fmt: skip
    values = dataclasses.asdict(shown)
    print(json.dumps({f"MAJLIS_{name.upper()}": str(value) for name, value in values.items()}, indent=2))


def _config() -> Config:
    config = Config.from_environment()
    log.set_up(log_format=config.log_format, level=config.log_level)
    return config


def _roles(text: str, config: Config) -> tuple[str, ...]:
    played = tuple(filter(None, text.split(",")))
    for role in played:
        if role not in ROLES:
            raise Refused(f"there is no role {role!r}; roles are {', '.join(ROLES)}")
    if played == ("wallet",):  # The ledger needs nobody.
        return played
    missing = set(ROLES) - set(played) - set(config.peer_addresses()) - {"gateway"}
    if missing:
        raise Refused(f"nobody plays {', '.join(sorted(missing))}: name where in MAJLIS_PEERS")
    return played


def _door(config: Config) -> str:
    return f"http://127.0.0.1:{config.http_port}/hooks/bank"


@contextlib.contextmanager
def _bank(config: Config, roles: tuple[str, ...]) -> Iterator[Config]:
    """A demo that names no bank gets a test bank beside it, for as long as it runs."""
    if not config.demo or config.bank_url or set(roles) != set(ROLES):
        yield config
        return
    with child_testbank(data_dir=config.data_dir, notify=_door(config)) as url:
        yield dataclasses.replace(config, bank_url=url)


def _serve_web(config: Config, roles: tuple[str, ...]) -> None:
    """The gateway's loop runs everything this process plays."""
    host = Host(config, roles=roles)
    web = host.web()

    @web.after_server_start
    async def ready(_: Sanic[Any, Any]) -> None:
        if config.demo and set(roles) == set(ROLES):
            demo = Demo(host)
            people = await demo.make_people()
            print(people.table(config.http_port, host.clock.now()), flush=True)
            host.beside("the demo's mini-apps", demo.fill(MINIAPPS, people))  # Nobody's first page waits for them.
        settle_memory()
        print(f"\nMajlis is ready: http://localhost:{config.http_port}", flush=True)

    web.run(host=config.host, port=config.http_port, single_process=True, motd=False, access_log=False, debug=False)


async def _serve_roles(config: Config, roles: tuple[str, ...]) -> None:
    host = Host(config, roles=roles)
    await host.start()
    settle_memory()
    print(f"Majlis serves {', '.join(roles)} on gRPC port {host.grpc_port}", flush=True)
    asked_to_stop = asyncio.Event()
    for asked in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(asked, asked_to_stop.set)
    await asked_to_stop.wait()
    await host.stop()


def settle_memory() -> None:
    """Take what a started host will keep out of the garbage collector's sight, and let it look less often.

    A batch of transfers makes thousands of tuples and no cycle: by default the collector went through them and through
    the whole host several times a commit, for a fifth of the server's CPU.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


if __name__ == "__main__":
    main()
