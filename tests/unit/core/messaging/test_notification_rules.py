"""The decision against a table of its own, row by row, and the quiet hours against a clock counted by hand."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import fields
from datetime import UTC, datetime, timedelta
from itertools import product
from zoneinfo import ZoneInfo

import pytest

from core.messaging.notifications import decide as module
from core.messaging.notifications.decide import Event, Kind, Prefs, Presence, Quiet, Rule, Scope, Setting, decide

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
NOW_MS = int(NOW.timestamp() * 1000)
IN_FORCE, OVER = Quiet(11 * 60, 13 * 60, UTC), Quiet(13 * 60, 11 * 60, UTC)

# Written from the specification, not from the code: the first line all of whose words hold decides. "-" always holds,
# "!" turns a word around. The last two columns are what comes of it; "set" stands for what the person set.
TABLE = """
rule                  | all of                                         | told   | sound
not_notified          | nothing                                        | no     | -
own_message           | own                                            | no     | -
not_member            | !member                                        | no     | -
sender_blocked        | blocked                                        | no     | -
recalled              | recalled                                       | no     | -
edited                | edited                                         | no     | -
app_off               | from_app app_off                               | no     | -
app_off               | from_app app_cards_off                         | no     | -
reading_now           | reading                                        | no     | -
already_read          | read                                           | no     | -
setting_conversation  | here_off                                       | no     | -
default_channel       | !here_set !app_set channel post                | no     | -
setting_global        | !here_set !app_set global_off                  | no     | -
mentions_pierce       | held mention by_name mentions_may              | yes    | set
payments_pierce       | held payment payments_may                      | yes    | set
conversation_muted    | muted                                          | no     | -
quiet_hours           | quiet                                          | yes    | no
setting_conversation  | here_set                                       | yes    | set
setting_app           | app_set                                        | yes    | set
setting_global        | global_set                                     | yes    | set
default_silent        | reaction                                       | yes    | no
default_on            | -                                              | yes    | yes
"""
ROWS = [[cell.strip() for cell in line.split("|")] for line in TABLE.strip().splitlines()[1:]]
Case = tuple[Event, Prefs, Presence]
SETTINGS = (None, Setting.ON, Setting.SILENT, Setting.OFF)


def by_table(words: Callable[[str], bool], *, set_silent: bool) -> tuple[bool, bool, str]:
    """(told, silent, rule) by the first line that holds."""
    for rule, conditions, told, sound in ROWS:
        if all(words(word.lstrip("!")) != word.startswith("!") for word in conditions.split() if word != "-"):
            silent = told == "yes" and (sound == "no" or (sound == "set" and set_silent))
            return told == "yes", silent, rule
    raise AssertionError("no line holds")


def expected(event: Event, prefs: Prefs, presence: Presence) -> tuple[bool, bool, str]:
    kind = event.kind
    here = prefs.settings.get((kind, Scope.CONVERSATION))
    of_app = prefs.settings.get((kind, Scope.APP)) if event.from_app else None
    everywhere = prefs.settings.get((kind, Scope.GLOBAL))
    muted, quiet = prefs.muted_until_ms > NOW_MS, prefs.quiet is IN_FORCE
    holds = {
        "nothing": kind is Kind.NONE, "own": event.own, "member": event.member, "blocked": event.blocked,
        "recalled": event.recalled, "edited": event.edited, "from_app": event.from_app,
        "app_off": of_app is Setting.OFF,
        "app_cards_off": prefs.settings.get((Kind.CARD, Scope.APP)) is Setting.OFF,
        "reading": presence.reading, "read": presence.read, "here_off": here is Setting.OFF,
        "here_set": here is not None, "app_set": of_app is not None, "global_set": everywhere is not None,
        "global_off": everywhere is Setting.OFF, "channel": event.channel,
        "post": kind in (Kind.MESSAGE, Kind.CARD), "held": muted or quiet, "muted": muted, "quiet": quiet,
        "mention": kind is Kind.MENTION, "by_name": event.called_by_name, "payment": kind is Kind.PAYMENT,
        "mentions_may": prefs.mentions_pierce, "payments_may": prefs.payments_pierce,
        "reaction": kind is Kind.REACTION,
    }  # fmt: skip
    narrowest = here if here is not None else of_app if of_app is not None else everywhere
    silent = narrowest is Setting.SILENT if narrowest is not None else kind is Kind.REACTION
    return by_table(holds.__getitem__, set_silent=silent)


def settings_and_holds() -> Iterator[Case]:
    """Kind × role of the call × three scopes × mute × quiet hours × both switches × channel or app."""
    calls = [(kind, by_name) for kind in Kind for by_name in ((False, True) if kind is Kind.MENTION else (False,))]
    sources = [(False, False), (True, False), (False, True)]
    holds = list(product((0, NOW_MS, NOW_MS + 1), (None, IN_FORCE, OVER), (False, True), (False, True)))
    for (kind, by_name), (channel, from_app), scopes in product(calls, sources, product(SETTINGS, repeat=3)):
        event = Event(kind, called_by_name=by_name, channel=channel, from_app=from_app)
        pairs = zip(Scope, scopes, strict=True)
        settings = {(kind, scope): setting for scope, setting in pairs if setting is not None}
        for muted_until_ms, quiet, mentions, payments in holds:
            yield event, Prefs(settings, muted_until_ms, quiet, mentions, payments), Presence(NOW)


def facts_and_presence() -> Iterator[Case]:
    """Every fact of an event × presence × the most and the least a person can have set."""
    loud = {(kind, scope): Setting.ON for kind in Kind for scope in Scope}
    without_app = loud | {(Kind.CARD, Scope.APP): Setting.OFF}
    for kind, flags, seen in product(Kind, product((False, True), repeat=8), product((False, True), repeat=2)):
        own, member, blocked, recalled, edited, by_name, channel, from_app = flags
        event = Event(kind, own, member, blocked, recalled, edited, by_name, channel, from_app)
        for settings in ({}, loud, without_app):
            yield event, Prefs(settings), Presence(NOW, *seen)


@pytest.mark.parametrize("cases", [settings_and_holds, facts_and_presence], ids=lambda made: made.__name__)
def test_the_decision_is_that_of_a_second_implementation(cases: Callable[[], Iterator[Case]]) -> None:
    """Two who read the same rules must come to the same answer, or somebody is told what they switched off."""
    different, count, fired = [], 0, set()
    for event, prefs, presence in cases():
        decision = decide(event, prefs, presence)
        got, want = (decision.told, decision.silent, decision.rule.value), expected(event, prefs, presence)
        count += 1
        fired.add(want[2])
        if got != want:
            different.append((event, prefs, presence, got, want))
    assert not different, f"{len(different)} of {count}: {different[0]}"
    assert count > 5_000
    if cases is settings_and_holds:
        assert fired >= {"conversation_muted", "quiet_hours", "mentions_pierce", "payments_pierce", "default_channel"}


def test_every_rule_is_in_the_table_of_the_code_and_the_test() -> None:
    """The docstring is what people read; a rule it does not name cannot be explained to anybody."""
    cells = re.findall(r"^\| ([a-z_, ]+) \|", module.__doc__ or "", re.MULTILINE)
    documented = [name for cell in cells for name in cell.split(", ")]
    documented.remove("rule")
    assert set(documented) == {rule.value for rule in Rule} == {row[0] for row in ROWS}


def test_nothing_of_an_event_is_a_wish_of_its_sender() -> None:
    """A field such as `important` would let whoever writes decide what others hear: there are kinds and facts."""
    types = {each.name: each.type for each in fields(Event)}
    assert types.pop("kind") == "Kind"
    assert set(types) == {
        "own", "member", "blocked", "recalled", "edited", "called_by_name", "channel", "from_app"
    }  # fmt: skip
    assert set(types.values()) == {"bool"}


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind], ids=lambda kind: kind.name.lower())
def test_what_is_off_everywhere_stays_off_whatever_comes(kind: Kind) -> None:
    """Called by name, from an app, in a channel, money or not, with both switches on: off is off."""
    off = {(kind, scope): Setting.OFF for scope in Scope}
    for by_name, channel, from_app in product((False, True), repeat=3):
        event = Event(kind, called_by_name=by_name, channel=channel, from_app=from_app)
        for quiet, muted_until_ms in product((None, IN_FORCE), (0, NOW_MS + 1)):
            assert not decide(event, Prefs(off, muted_until_ms, quiet, True, True), Presence(NOW)).told


# (zone, from, to): hours within a day, past midnight, one minute, all but one minute, and the changes of the clock.
HOURS = [
    ("Asia/Riyadh", 13 * 60, 15 * 60),
    ("Asia/Riyadh", 22 * 60, 7 * 60),
    ("Africa/Cairo", 23 * 60 + 30, 30),
    ("Europe/Berlin", 2 * 60, 3 * 60),
    ("Europe/Berlin", 2 * 60 + 30, 2 * 60 + 31),
    ("America/New_York", 1, 0),
    ("Australia/Lord_Howe", 90, 135),
    ("Pacific/Kiritimati", 0, 1439),
]


@pytest.mark.parametrize(("zone", "start", "end"), HOURS, ids=lambda value: str(value).replace("/", "-"))
def test_quiet_hours_follow_the_wall_clock_through_its_changes(zone: str, start: int, end: int) -> None:
    """Whoever sleeps from ten to seven does so in summer, in winter and on the night between."""
    quiet = Quiet(start, end, ZoneInfo(zone))
    minutes = set(range(start, end)) if start < end else set(range(start, 1440)) | set(range(end))
    for month, day in ((3, 8), (3, 29), (4, 5), (4, 24), (10, 4), (10, 25), (10, 30), (11, 1)):
        begin = datetime(2026, month, day, tzinfo=UTC) - timedelta(hours=15)
        for quarter in range(0, 40 * 60, 7):
            moment = begin + timedelta(minutes=quarter)
            shown = f"{moment.astimezone(ZoneInfo(zone)):%H:%M}".split(":")
            assert quiet.hold(moment) == (int(shown[0]) * 60 + int(shown[1]) in minutes), moment


def test_an_hour_the_clock_repeats_is_quiet_twice_and_one_it_skips_never() -> None:
    """Berlin, 25 October and 29 March 2026: two to three."""
    quiet = Quiet(2 * 60, 3 * 60, ZoneInfo("Europe/Berlin"))
    autumn = [quiet.hold(datetime(2026, 10, 25, hour, 30, tzinfo=UTC)) for hour in range(23)]
    spring = [quiet.hold(datetime(2026, 3, 29, hour, 30, tzinfo=UTC)) for hour in range(23)]
    assert [hour for hour, held in enumerate(autumn) if held] == [0, 1]
    assert not any(spring)


def test_a_mute_is_over_at_its_moment() -> None:
    event = Event(Kind.MESSAGE)
    assert decide(event, Prefs(muted_until_ms=NOW_MS), Presence(NOW)).rule is Rule.DEFAULT_ON
    assert decide(event, Prefs(muted_until_ms=NOW_MS + 1), Presence(NOW)).rule is Rule.CONVERSATION_MUTED
