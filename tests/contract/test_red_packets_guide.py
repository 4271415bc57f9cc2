"""The guide of red packets is enough: its commands print what it says, and a draw made from its table is the draw.

The drawer here knows the formulas only from docs/en/red-packets.md. Whoever changes a commitment, the stream or a step
of the draw fails here first.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import os
import re
import shutil
import sys
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.demo import PASSWORD
from core.kit.caller import Caller
from core.kit.config import Config
from core.main import Host
from majlis.wallet.v1 import wallet_service_pb2 as pb
from majlis.wallet.v1.wallet_service_rpc import WalletServiceClient
from tests.support.artifacts import ROOT
from tests.support.hosts import served
from tests.support.wallet_desk import payment
from tests.support.web_user import WebUser
from wallet.packets.draw import Mode, commitment, draw

GUIDES = {lang: (ROOT / "docs" / lang / "red-packets.md").read_text("utf-8") for lang in ("en", "ar")}
FORMULA = re.compile(r"^\| `(commitment|block|limit|pick|most|share|equal|other)` \| `(.+)` \|$", re.MULTILINE)
FORMULAS = {name: compile(formula, name, "eval") for name, formula in FORMULA.findall(GUIDES["en"])}
BLOCKS = re.findall(r"^```sh\n(.*?)^```(?:\n\n```text\n(.*?)^```)?", GUIDES["en"], re.MULTILINE | re.DOTALL)
END = "=== the end of a block ==="
CONTACTS = "majlis.identity.v1.ContactsService"
PACKET = "pkt_01k00000000000000000000000"
# What every run has of its own: ids, commitments, and by whom how much was drawn.
OWN = re.compile(
    r"\b(?:usr|pkt)_[0-9a-z]{26}(?: \(luckiest\))?|[\w+/]{43}=|(?<=: )\d+(?= )|(?<=got )\d+|\d+(?= was drawn)"
)


def made(name: str, **known: Any) -> Any:
    """What the guide's formula of that name gives."""
    places = {
        "sha256": lambda content: hashlib.sha256(content).digest(),
        "hmac_sha256": lambda key, content: hmac.digest(key, content, "sha256"),
        "lines": lambda *values: "".join(f"{value}\n" for value in values).encode(),
        "hex": bytes.hex, "u64": lambda number: number.to_bytes(8, "big"),
    }  # fmt: skip
    return eval(FORMULAS[name], {"__builtins__": {}}, {**places, **known})


def picker(seed: bytes, packet_id: str) -> Callable[[int], int]:
    words: list[int] = []
    counter = 0

    def pick(n: int) -> int:
        nonlocal counter
        while True:
            if not words:
                block = made("block", seed=seed, packet_id=packet_id.encode(), counter=counter)
                words.extend(int.from_bytes(block[at : at + 8], "big") for at in range(0, 32, 8))
                counter += 1
            word = words.pop(0)
            if word < made("limit", n=n):
                return int(made("pick", word=word, n=n))

    return pick


def drawn_by_the_guide(seed: bytes, total: int, shares: int, mode: str) -> list[int]:
    pick = picker(seed, PACKET)
    found: list[int] = []
    if mode == "random":
        surplus = total - shares
        for people in range(shares, 1, -1):
            found.append(made("share", pick=pick, most=made("most", pick=pick, surplus=surplus, people=people)))
            surplus -= found[-1] - 1
        found.append(1 + surplus)
    else:
        found = [made("equal", total_minor=total, shares=shares, place=place) for place in range(shares)]
    for place in range(shares - 1, 0, -1):
        other = made("other", pick=pick, place=place)
        found[place], found[other] = found[other], found[place]
    return found


@given(st.binary(min_size=32, max_size=32), st.integers(1, 40), st.integers(0, 10**15), st.sampled_from(Mode))
def test_the_guides_table_draws_what_the_wallet_draws(seed: bytes, shares: int, more: int, mode: Mode) -> None:
    total = shares + more
    assert drawn_by_the_guide(seed, total, shares, str(mode)) == list(draw(seed, PACKET, total, shares, mode))
    facts = {"packet_id": PACKET, "currency_code": "KWD", "total_minor": total, "shares": shares, "mode": mode}
    assert made("commitment", seed=seed, **facts) == commitment(seed, **facts)  # type: ignore[arg-type]


def test_both_languages_give_the_same_format() -> None:
    formulas = [FORMULA.findall(text) for text in GUIDES.values()]
    assert formulas[0] == formulas[1]
    assert len(FORMULAS) == len(formulas[0]) == 8


@pytest.fixture
async def reader(tmp_path: Path) -> AsyncIterator[tuple[str, Path]]:
    """A host with the two people of the guide, who are contacts, and money of Layla's; a folder of the reader's."""
    roles = ("gateway", "identity", "messaging", "wallet")
    host = Host(Config(http_port=0, grpc_port=0, data_dir=tmp_path / "data"), roles=roles)
    folder = tmp_path / "reader"
    folder.mkdir()
    shutil.copy(ROOT / "wallet" / "verify_red_packet.py", folder)
    async with served(host) as url:
        layla, omar = WebUser(url), WebUser(url)
        await layla.sign_up("layla", "ليلى", PASSWORD)
        await omar.sign_up("omar", "عمر", PASSWORD)
        await layla.call(CONTACTS, "RequestContact", username="omar")
        asks = await omar.call(CONTACTS, "ListContacts", state="CONTACT_STATE_ASKS")
        await omar.call(CONTACTS, "AnswerContact", user_id=asks["people"][0]["user_id"], accept=True)
        await _give_money(host, asks["people"][0]["user_id"])
        yield url, folder
        await layla.http.aclose()
        await omar.http.aclose()


async def _give_money(host: Host, user_id: str) -> None:
    client, service = WalletServiceClient(host.channel), Caller.of_service("demo")
    owners = ({"platform": pb.PLATFORM_ACCOUNT_TEST_BANK}, {"user_id": user_id})
    bank, hers = [
        (await client.open_owned_account(
            pb.OpenOwnedAccountRequest(currency_code="SAR", **owner), caller=service  # type: ignore[arg-type]
        )).account.account_id
        for owner in owners
    ]  # fmt: skip
    request = pb.SubmitTransfersRequest(request_id="gift", transfers=[payment(bank, hers, 50_000)])
    await client.submit_transfers(request, caller=service)


@pytest.mark.timeout(120)
async def test_the_guides_commands_print_what_it_says(reader: tuple[str, Path]) -> None:
    """All of them, in order, in one shell: as somebody would who reads it and tries."""
    missing = [program for program in ("bash", "curl", "jq") if shutil.which(program) is None]
    if missing:
        pytest.skip(f"the guide's reader needs {', '.join(missing)}")
    url, folder = reader
    script = "".join(f"{block}\necho '{END}'\n" for block, _ in BLOCKS).replace("http://localhost:8000", url)
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    process = await asyncio.create_subprocess_exec(
        "bash", "-c", script, cwd=folder, env=os.environ | {"PATH": path},
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    said, wrong = await process.communicate()
    assert process.returncode == 0, wrong.decode()[-2000:]
    printed = said.decode().split(f"{END}\n")[:-1]
    assert len(printed) == len(BLOCKS) == 3
    for (block, promised), got in zip(BLOCKS, printed, strict=True):
        assert OWN.sub("…", got) == OWN.sub("…", promised), block
