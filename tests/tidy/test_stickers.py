"""Stickers: what the host takes, the client draws and names, in both languages; nothing more and nothing less."""

from __future__ import annotations

import re

import pytest

from core.messaging.messages import stickers
from tests.support.artifacts import ROOT

WEB = ROOT / "core" / "web" / "src"
NAMES = {name for names in stickers.SETS.values() for name in names}


def drawn() -> dict[str, tuple[str, ...]]:
    """The sets of the client's sticker_art.ts, in its order: a set at two spaces, its stickers at four."""
    art = (WEB / "chat" / "attachments" / "sticker_art.ts").read_text("utf-8")
    whole = art.partition("export const STICKERS")[2].partition("= {\n")[2].partition("\n};")[0]
    sets = re.findall(r'^  "?([\w-]+)"?: \{\n(.*?)^  \},', whole + "\n", re.MULTILINE | re.DOTALL)
    return {name: tuple(re.findall(r'^    "?([\w-]+)"?: \{', body, re.MULTILINE)) for name, body in sets}


def test_the_client_draws_the_hosts_stickers_in_the_hosts_order() -> None:
    """One the host does not know is refused when it is tapped; one the client does not draw is a bare word."""
    assert drawn() == stickers.SETS


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_every_sticker_has_a_name_that_is_read_aloud(lang: str) -> None:
    texts = (WEB / "texts" / f"{lang}.ftl").read_text("utf-8")
    assert set(re.findall(r"^sticker-([\w-]+) = \S", texts, re.MULTILINE)) == NAMES
