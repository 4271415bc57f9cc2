"""What people do: ask, vote, change their mind, close. And the timer that closes a poll at its end."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import polls
from polls import Ends, Poll

from miniapp import App, Goto, Refuse, appdata, errors, goto, messages, now, profile, t, toast, user

app = App("polls")


@dataclass
class State:
    """What one session remembers: how many option fields the form shows."""

    option_fields: int = polls.OPTIONS_MIN


@app.action
def start_poll(state: State) -> Goto:
    state.option_fields = polls.OPTIONS_MIN
    return goto("/new")


@app.action
def add_option(state: State) -> None:
    state.option_fields = min(state.option_fields + 1, polls.OPTIONS_MAX)


@app.action
def open_poll(poll: str) -> Goto:
    return goto("/poll", id=poll)


@app.action
def show_all() -> Goto:
    return goto("/")


@app.action
def create(state: State, question: str, fields: dict[str, Any], ends: Ends = Ends.NEVER, named: bool = False) -> Any:
    asked = " ".join(question.split())
    if not asked:
        raise Refuse(t("question-missing"))
    poll = Poll(
        id=polls.new_id(),
        question=asked,
        options=read_options(fields),
        creator=user.id,
        created_at=now(),
        creator_name=my_name() if named else None,
        named=named,
    )
    poll.counts = [0] * len(poll.options)
    if ends in polls.LENGTH:
        poll.ends_at = now() + polls.LENGTH[ends]
        appdata.set_timer(f"close/{poll.id}", at=poll.ends_at, payload={"poll": poll.id})
    polls.save(poll)
    state.option_fields = polls.OPTIONS_MIN
    return goto("/poll", id=poll.id), toast(t("poll-created"), tone="good")


def read_options(fields: dict[str, Any]) -> list[str]:
    """The options that were filled in, tidied; refused unless there are enough, each different."""
    typed = [" ".join(str(fields.get(f"option_{n}", "")).split()) for n in range(1, polls.OPTIONS_MAX + 1)]
    options = [option[: polls.OPTION_CHARS_MAX] for option in typed if option]
    if len(options) < polls.OPTIONS_MIN:
        raise Refuse(t("options-few"))
    if len({option.casefold() for option in options}) < len(options):
        raise Refuse(t("options-same"))
    return options


@app.action
def vote(poll: str, option: int) -> Any:
    chosen = polls.read_open(poll)
    if not 0 <= option < len(chosen.options):
        raise Refuse(t("poll-gone"))
    before = polls.my_vote(poll)
    if before == option:
        return None
    polls.count_vote(chosen, option, my_name() if chosen.named else None)
    return toast(t("vote-counted") if before is None else t("vote-changed"), tone="good")


@app.action
def share(poll: str) -> None:
    """The host asks where; the app does not learn it, and the card's votes are kept up to date."""
    chosen = polls.read_open(poll)
    try:
        messages.offer_card(**chosen.card)
    except errors.ScopeDenied:
        raise Refuse(t("share-denied")) from None
    if not chosen.shared:
        chosen.shared = True
        appdata.shared.put(f"poll/{poll}", chosen)


@app.action
def close(poll: str) -> Any:
    mine = polls.read_open(poll)
    if mine.creator != user.id:
        raise Refuse(t("not-yours"))
    mine.closed_at = now()
    appdata.cancel_timer(f"close/{poll}")
    polls.save(mine)
    return toast(t("poll-closed"))


@app.on_timer("close")
def close_at_end(poll: str) -> None:
    ending = polls.find(poll)
    if ending is not None and ending.closed_at is None:
        ending.closed_at = ending.ends_at or now()
        polls.save(ending)


def my_name() -> str:
    """My name, which a poll with names cannot do without; the host asks the first time."""
    try:
        return profile.name()
    except errors.ScopeDenied:
        raise Refuse(t("name-needed")) from None
