"""The environment is read once; what cannot be used is refused by name, before anything starts."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.kit.config import Config, ConfigInvalid, is_loopback


def test_nothing_set_gives_one_machine_on_loopback() -> None:
    config = Config.from_environment({"PATH": "/bin"})
    assert (config.host, config.http_port, config.grpc_port) == ("127.0.0.1", 8000, 50051)
    assert config.is_loopback
    assert config.core_database_url.startswith("sqlite:///")
    assert config.core_database_url.endswith("/.majlis/core.db")
    assert config.ledger_database_url.startswith("sqlite:///")
    assert config.ledger_database_url.endswith("/.majlis/wallet.db")
    assert config.artifacts_dir == Path(".majlis/artifacts")
    assert 1 <= config.workers <= 4


def test_every_kind_of_value_is_read() -> None:
    config = Config.from_environment(
        {
            "MAJLIS_HTTP_PORT": "0", "MAJLIS_DATA_DIR": "/srv/majlis", "MAJLIS_DEMO": "true", "MAJLIS_LANG": "en",
            "MAJLIS_DATABASE_URL": "postgresql+psycopg://x", "MAJLIS_WALLET_DATABASE_URL": "sqlite:////money/wallet.db",
            "MAJLIS_ARTIFACT_CACHE": "/cache", "MAJLIS_SANDBOX_WORKERS": "3",
            "MAJLIS_PEERS": "identity=10.0.0.2:50052,apps=[::1]:50053",
            "MAJLIS_BANK_URL": "https://bank.example/api",
        }
    )  # fmt: skip
    assert (config.http_port, config.demo, config.lang, config.workers) == (0, True, "en", 3)
    assert config.core_database_url == "postgresql+psycopg://x"
    assert config.ledger_database_url == "sqlite:////money/wallet.db"
    assert config.artifacts_dir == Path("/cache")
    assert config.peer_addresses() == {"identity": "10.0.0.2:50052", "apps": "[::1]:50053"}


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("MAJLIS_HTTP_PORT", "eighty"), ("MAJLIS_HTTP_PORT", "70000"), ("MAJLIS_GRPC_PORT", "-1"),
        ("MAJLIS_DEMO", "perhaps"), ("MAJLIS_LANG", "fr"), ("MAJLIS_LOG_FORMAT", "xml"),
        ("MAJLIS_SANDBOX_WORKERS", "65"), ("MAJLIS_FRAMES_PER_S", "0"), ("MAJLIS_CALLS_PER_S", "0"),
        ("MAJLIS_PEERS", "wallet2=h:1"), ("MAJLIS_PEERS", "apps=h"),
        ("MAJLIS_BANK_URL", "bank.example"), ("MAJLIS_BANK_URL", "http://bank.example"),
        ("MAJLIS_BANK_URL", "https://key@bank.example"), ("MAJLIS_BANK_URL", "https://bank.example/?key=1"),
        ("MAJLIS_BANK_URL", "http://127.0.0.1:port"),
    ],
)  # fmt: skip
def test_an_unusable_value_is_refused_by_name(name: str, text: str) -> None:
    with pytest.raises(ConfigInvalid, match=name):
        Config.from_environment({name: text})


@pytest.mark.parametrize(
    ("core", "wallet"),
    [
        ("postgresql+psycopg://majlis@db/majlis", "postgresql+psycopg://majlis@db/majlis"),
        ("postgresql+psycopg://majlis:one@db/majlis", "postgresql://ledger:other@db/majlis"),
        ("sqlite:////srv/all.db", "sqlite:////srv/../srv/all.db?timeout=5"),
        ("sqlite:////srv/majlis/wallet.db", ""),
        ("", "sqlite+pysqlite:////srv/majlis/core.db"),
    ],
)  # fmt: skip
def test_the_ledger_never_shares_the_hosts_database(core: str, wallet: str) -> None:
    """Whoever repairs, restores or migrates the host's facts must not touch money by it."""
    environment = {"MAJLIS_DATA_DIR": "/srv/majlis", "MAJLIS_DATABASE_URL": core, "MAJLIS_WALLET_DATABASE_URL": wallet}
    with pytest.raises(ConfigInvalid, match="MAJLIS_WALLET_DATABASE_URL"):
        Config.from_environment(environment)


def test_two_databases_of_one_server_are_two() -> None:
    server = "postgresql+psycopg://majlis@db"
    config = Config.from_environment(
        {"MAJLIS_DATABASE_URL": f"{server}/majlis", "MAJLIS_WALLET_DATABASE_URL": f"{server}/ledger"}
    )
    assert config.ledger_database_url == f"{server}/ledger"


@pytest.mark.parametrize(
    ("host", "loopback"),
    [
        ("localhost", True), ("127.0.0.1", True), ("127.8.8.8", True), ("::1", True), ("[::1]", True),
        ("0.0.0.0", False), ("::", False), ("192.168.1.4", False), ("localhost.example.org", False), ("", False),
    ],
)  # fmt: skip
def test_loopback_is_known_without_looking_names_up(host: str, loopback: bool) -> None:
    assert is_loopback(host) is loopback
