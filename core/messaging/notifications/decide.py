"""Whether one person is told about one event: a pure function of facts and their own settings. The first rule decides.

| rule | holds when | told |
| --- | --- | --- |
| not_notified | the update tells nobody, or nobody but others: a recall, a line about the conversation | no |
| own_message | they did it themselves, on whatever device | no |
| not_member | they left, were removed, or cannot see it | no |
| sender_blocked | they block who did it | no |
| recalled | what it is about was taken back | no |
| edited | new content of a message or card that does not newly call them | no |
| app_off | they switched off cards, or this kind, of the app it comes from | no |
| reading_now | a device of theirs shows the conversation at this moment | no |
| already_read | their own mark is at it or past it | no |
| setting_conversation | the setting for the conversation is off | no |
| default_channel | else it is a channel's post, which they did not ask for there | no |
| setting_global | else the one for everywhere is off | no |
| conversation_muted | the conversation is muted until later, and nothing pierces | no |
| quiet_hours | their quiet hours hold, and nothing pierces | silently |
| mentions_pierce | told, only because a message that calls them by name pierces mute or quiet hours | as set |
| payments_pierce | told, only because money pierces mute or quiet hours | as set |
| setting_conversation, setting_app, setting_global | the narrowest setting there is | as set |
| default_on, default_silent | no setting: reactions come without a sound, all else with one | as named |

What calls everybody in a group is of the kind MENTION, but only a call by name pierces. A setting is one of a kind at
a scope; silent stays silent whatever pierces. Quiet hours are those of the wall clock in the person's zone: from is in,
to is out, past midnight where to is earlier; an hour that a clock change repeats counts twice, one it skips not at all.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from enum import IntEnum, StrEnum


class Kind(IntEnum):
    """What an event counts as for one person; numbers are the proto's."""

    NONE = 0
    MESSAGE = 1
    MENTION = 2
    REACTION = 3
    CARD = 4
    PAYMENT = 5
    SYSTEM = 6


class Scope(IntEnum):
    """Where a setting holds; numbers are the proto's."""

    GLOBAL = 1
    CONVERSATION = 2
    APP = 3


class Setting(IntEnum):
    """What a person wants done; numbers are the proto's."""

    ON = 1
    SILENT = 2
    OFF = 3


class Rule(StrEnum):
    """Names of the rules, in the order of the table."""

    NOT_NOTIFIED = "not_notified"
    OWN_MESSAGE = "own_message"
    NOT_MEMBER = "not_member"
    SENDER_BLOCKED = "sender_blocked"
    RECALLED = "recalled"
    EDITED = "edited"
    APP_OFF = "app_off"
    READING_NOW = "reading_now"
    ALREADY_READ = "already_read"
    SETTING_CONVERSATION = "setting_conversation"
    SETTING_APP = "setting_app"
    DEFAULT_CHANNEL = "default_channel"
    SETTING_GLOBAL = "setting_global"
    CONVERSATION_MUTED = "conversation_muted"
    QUIET_HOURS = "quiet_hours"
    MENTIONS_PIERCE = "mentions_pierce"
    PAYMENTS_PIERCE = "payments_pierce"
    DEFAULT_ON = "default_on"
    DEFAULT_SILENT = "default_silent"


@dataclass(frozen=True, slots=True)
class Event:
    """What happened, for one person: its kind and facts the host knows. Nothing in it is a sender's wish."""

    kind: Kind
    own: bool = False
    member: bool = True
    blocked: bool = False
    recalled: bool = False
    # New content of something that was there before and does not newly call the person.
    edited: bool = False
    called_by_name: bool = False
    channel: bool = False
    from_app: bool = False


@dataclass(frozen=True, slots=True)
class Quiet:
    """Hours of the wall clock without a sound."""

    from_minute: int
    to_minute: int
    zone: tzinfo

    def hold(self, now: datetime) -> bool:
        """Whether the moment lies in them."""
        local = now.astimezone(self.zone)
        minute = local.hour * 60 + local.minute
        if self.from_minute <= self.to_minute:
            return self.from_minute <= minute < self.to_minute
        return minute >= self.from_minute or minute < self.to_minute


@dataclass(frozen=True, slots=True)
class Prefs:
    """A person's settings, as far as they touch one conversation and one app."""

    settings: Mapping[tuple[Kind, Scope], Setting] = field(default_factory=dict)
    muted_until_ms: int = 0
    quiet: Quiet | None = None
    mentions_pierce: bool = False
    payments_pierce: bool = False


@dataclass(frozen=True, slots=True)
class Presence:
    """Where the person is."""

    now: datetime
    reading: bool = False
    read: bool = False


@dataclass(frozen=True, slots=True)
class Decision:
    """Whether they are told, whether without a sound, and which rule said so."""

    told: bool
    silent: bool
    rule: Rule


def decide(event: Event, prefs: Prefs, presence: Presence) -> Decision:
    """The first rule of the table above that holds."""
    refused = _by_the_event(event, prefs) or _by_presence(presence)
    if refused is not None:
        return _no(refused)
    setting, rule = _setting(event, prefs)
    if setting == Setting.OFF:
        return _no(rule)
    silent = setting == Setting.SILENT
    muted = prefs.muted_until_ms > presence.now.timestamp() * 1000
    quiet = prefs.quiet is not None and prefs.quiet.hold(presence.now)
    if not muted and not quiet:
        return Decision(True, silent, rule)
    if event.kind == Kind.MENTION and event.called_by_name and prefs.mentions_pierce:
        return Decision(True, silent, Rule.MENTIONS_PIERCE)
    if event.kind == Kind.PAYMENT and prefs.payments_pierce:
        return Decision(True, silent, Rule.PAYMENTS_PIERCE)
    return _no(Rule.CONVERSATION_MUTED) if muted else Decision(True, True, Rule.QUIET_HOURS)


def _no(rule: Rule) -> Decision:
    return Decision(False, False, rule)


def _by_the_event(event: Event, prefs: Prefs) -> Rule | None:
    if event.kind == Kind.NONE:
        return Rule.NOT_NOTIFIED
    if event.own:
        return Rule.OWN_MESSAGE
    if not event.member:
        return Rule.NOT_MEMBER
    if event.blocked:
        return Rule.SENDER_BLOCKED
    if event.recalled:
        return Rule.RECALLED
    if event.edited:
        return Rule.EDITED
    of_app = (prefs.settings.get((kind, Scope.APP)) for kind in (event.kind, Kind.CARD))
    return Rule.APP_OFF if event.from_app and Setting.OFF in of_app else None


def _by_presence(presence: Presence) -> Rule | None:
    if presence.reading:
        return Rule.READING_NOW
    return Rule.ALREADY_READ if presence.read else None


def _setting(event: Event, prefs: Prefs) -> tuple[Setting, Rule]:
    """The narrowest setting, or the host's default."""
    of_conversation = prefs.settings.get((event.kind, Scope.CONVERSATION))
    if of_conversation is not None:
        return of_conversation, Rule.SETTING_CONVERSATION
    of_app = prefs.settings.get((event.kind, Scope.APP)) if event.from_app else None
    if of_app is not None:
        return of_app, Rule.SETTING_APP
    if event.channel and event.kind in (Kind.MESSAGE, Kind.CARD):
        return Setting.OFF, Rule.DEFAULT_CHANNEL
    everywhere = prefs.settings.get((event.kind, Scope.GLOBAL))
    if everywhere is not None:
        return everywhere, Rule.SETTING_GLOBAL
    return (Setting.SILENT, Rule.DEFAULT_SILENT) if event.kind == Kind.REACTION else (Setting.ON, Rule.DEFAULT_ON)
