"""What rider and driver say to each other while a ride lasts: no numbers, first names, gone with the ride."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import cards
import trips
from base import app
from rides import WITH_DRIVER, Ride, Who

from miniapp import Refuse, appdata, now, t, user

LINES_MAX = 60
CHARS_MAX = 300
READY = ("here", "minute", "where", "thanks")  # Said with one tap; t("say-…").


@dataclass
class Said:
    """One line."""

    by: Who
    words: str
    at: datetime
    ready: bool = False  # `words` names a ready sentence, which each reads in their own language.


@dataclass
class Talk:
    """At `talk/<ride>`, the newest last."""

    said: list[Said] = field(default_factory=list)


def of(ride_id: str) -> Talk:
    return appdata.shared.get(f"talk/{ride_id}", Talk, default=None) or Talk()


def who_am_i(ride: Ride) -> Who:
    """Rider or driver of it; refused for anybody else."""
    if user.id == ride.driver:
        return Who.DRIVER
    if user.id == ride.rider:
        return Who.RIDER
    raise Refuse(t("not-your-ride"))


@app.action
def say(ride: str, words: str = "") -> Any:
    _add(ride, " ".join(words.split())[:CHARS_MAX], ready=False)


@app.action
def say_ready(ride: str, words: str) -> Any:
    if words in READY:
        _add(ride, words, ready=True)


def _add(ride_id: str, words: str, *, ready: bool) -> None:
    ride = trips.read(ride_id)
    by = who_am_i(ride)
    if ride.stage not in WITH_DRIVER:
        raise Refuse(t("talk-over"))
    if not words:
        return
    kept = of(ride_id)
    kept.said = [*kept.said, Said(by, words, now(), ready)][-LINES_MAX:]
    appdata.shared.put(f"talk/{ride_id}", kept)
    appdata.refresh(f"talk/{ride_id}")
    appdata.refresh(ride.topic)
    cards.said(ride, by, cards.READY_WORDS[words] if ready else words)
