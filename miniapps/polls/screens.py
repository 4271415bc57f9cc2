"""What people see: all polls, the form for a new one, and one poll with its results."""

from __future__ import annotations

from collections.abc import Iterable

import polls
from actions import State, add_option, app, close, create, open_poll, share, show_all, start_poll, vote
from polls import Ends, Poll

from miniapp import TextValue, t, time, ui, user

NAMES_SHOWN = 6


@app.screen("/")
def all_polls() -> ui.Node:
    listed = polls.newest()
    voted = polls.my_votes(listed)
    still_open = [poll for poll in listed if poll.is_open]
    closed = [poll for poll in listed if not poll.is_open]
    ask = ui.Button(t("ask"), style="primary", icon="plus", on_press=start_poll())
    return ui.Screen(
        t("polls"),
        not listed and ui.Empty(t("no-polls"), ask, text=t("no-polls-text"), icon="poll"),
        still_open and ui.Section(t("open-now"), cards(still_open, voted), key="open"),
        closed and ui.Section(t("closed-before"), cards(closed, voted), key="closed"),
        listed and ui.MainButton(t("ask"), on_press=start_poll()),
        topics=[polls.TOPIC],
    )


def cards(listed: Iterable[Poll], voted: set[str]) -> list[ui.Node]:
    return [card(poll, poll.id in voted) for poll in listed]


def card(poll: Poll, voted: bool) -> ui.Node:
    badge = t("you-voted") if voted else t("your-turn") if poll.is_open else None
    return ui.Card(
        poll.question,
        ui.Text(result(poll), style="caption"),
        key=poll.id,
        subtitle=when(poll),
        badge=badge,
        tone="good" if voted else "brand" if poll.is_open else None,
        on_press=open_poll(poll=poll.id),
    )


def when(poll: Poll) -> TextValue:
    """Open until when, or closed since when; who asked, if that is known."""
    if poll.ended_at is not None:
        return t("closed-at", at=time(poll.ended_at))
    if poll.ends_at is not None:
        return t("ends-at", at=time(poll.ends_at))
    if poll.creator_name is not None:
        return t("asked-by", name=poll.creator_name, at=time(poll.created_at))
    return t("asked-at", at=time(poll.created_at))


def result(poll: Poll) -> TextValue:
    """How many voted; once it is closed, for what."""
    leaders = poll.leaders()
    if poll.is_open or not leaders:
        return t("votes", count=poll.total)
    if len(leaders) > 1:
        return t("tie", count=poll.total)
    return t("winner", option=poll.options[leaders[0]], count=poll.total)


@app.screen("/new")
def new_poll(state: State) -> ui.Node:
    more = state.option_fields < polls.OPTIONS_MAX
    return ui.Screen(
        t("new-poll"),
        ui.Form(
            "poll",
            ui.TextField(
                "question",
                t("question"),
                placeholder=t("question-example"),
                max=polls.QUESTION_CHARS_MAX,
                required=True,
            ),
            ui.Section(
                t("options"),
                [option_field(n) for n in range(1, state.option_fields + 1)],
                more and ui.Button(t("add-option"), style="link", icon="plus", on_press=add_option()),
                hint=None if more else t("options-full"),
            ),
            ui.Choice(
                "ends",
                t("ends"),
                [{"id": ends.value, "text": t(f"ends-{ends.value}")} for ends in Ends],
                value=Ends.NEVER.value,
                display="chips",
            ),
            ui.Toggle("named", t("named")),
            ui.Text(t("named-hint"), style="caption"),
            ui.MainButton(t("publish")),
            on_submit=create(),
        ),
    )


def option_field(n: int) -> ui.Node:
    return ui.TextField(
        f"option_{n}",
        t("option", n=n),
        key=f"option-{n}",
        max=polls.OPTION_CHARS_MAX,
        required=n <= polls.OPTIONS_MIN,
        placeholder=t("option-example", n=n),
    )


@app.screen("/poll")
def one_poll(id: str) -> ui.Node:
    poll = polls.find(id)
    if poll is None:
        back = ui.Button(t("all-polls"), on_press=show_all())
        return ui.Screen(t("poll"), ui.Empty(t("poll-gone"), back, icon="poll"))
    mine = polls.my_vote(poll.id)
    voting = poll.is_open and mine is None
    return ui.Screen(
        t("poll"),
        ui.Text(poll.question, style="title"),
        ui.Row(marks(poll), gap="s", wrap=True, align="center"),
        not poll.is_open and ui.Banner(result(poll), title=t("poll-closed"), tone="neutral"),
        ballot(poll) if voting else results(poll, mine),
        ui.Text(t("votes", count=poll.total), style="caption", key="total"),
        poll.is_open and mine is not None and ui.Text(t("change-hint"), style="caption", key="hint"),
        poll.is_open and ui.Button(t("share-poll"), style="secondary", icon="share", on_press=share(poll=poll.id)),
        poll.is_open and poll.creator == user.id and close_button(poll),
        topics=[poll.topic],
    )


def marks(poll: Poll) -> list[ui.Node | None]:
    return [
        ui.Badge(t("with-names") if poll.named else t("anonymous")),
        ui.Badge(t("open"), tone="good") if poll.is_open else None,
        ui.Text(when(poll), style="caption"),
    ]


def ballot(poll: Poll) -> ui.Node:
    options = [
        ui.Item(option, key=f"option-{n}", on_press=vote(poll=poll.id, option=n))
        for n, option in enumerate(poll.options)
    ]
    return ui.Section(t("your-turn"), ui.List(*options), key="ballot", hint=t("vote-hint"))


def results(poll: Poll, mine: int | None) -> ui.Node:
    names, percents, leaders = polls.names_by_option(poll), poll.percents(), poll.leaders()
    bars = [
        ui.Card(
            None,
            ui.Progress(
                poll.share(n),
                option,
                text=t("share", percent=percents[n], count=poll.counts[n]),
                tone="brand" if n in leaders else "neutral",
            ),
            voters(names[n]),
            key=f"option-{n}",
            badge=t("your-vote") if n == mine else None,
            tone="good" if n == mine else None,
            on_press=vote(poll=poll.id, option=n) if poll.is_open and n != mine else None,
        )
        for n, option in enumerate(poll.options)
    ]
    return ui.Column(bars, key="results", gap="s")


def voters(names: list[str]) -> ui.Node | None:
    if not names:
        return None
    more = len(names) - NAMES_SHOWN
    return ui.Row(
        [
            ui.Row(ui.Avatar(name), ui.Text(name, style="caption"), gap="s", align="center")
            for name in names[:NAMES_SHOWN]
        ],
        more > 0 and ui.Text(t("and-more", count=more), style="caption"),
        gap="m",
        wrap=True,
    )


def close_button(poll: Poll) -> ui.Node:
    return ui.Button(
        t("close-poll"),
        style="danger",
        icon="lock",
        confirm={"title": t("close-title"), "text": t("close-text"), "ok": t("close-poll")},
        on_press=close(poll=poll.id),
    )
