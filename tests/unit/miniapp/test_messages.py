"""Cards from an app's side: what the SDK refuses at once, and a fake host that treats them as the real one."""

from __future__ import annotations

import pytest

from miniapp import App, errors, limits, messages, testing, ui, user
from miniapp.testing import Card

app = App("cards")
asked: dict[str, str] = {}


@app.action
def send(to: str = "") -> None:
    messages.send_card(**asked, to=to or None)


@app.action
def change() -> None:
    messages.update_card(**asked)


@app.action
def offer() -> None:
    messages.offer_card(**asked)


@app.action
def fail() -> None:
    messages.send_card(**asked)
    raise errors.Refuse("no")


@app.screen("/")
def home() -> ui.Node:
    people = [ui.Button(f"to-{name}", on_press=send(to=name)) for name in ("omar", "nobody")]
    return ui.Screen(
        user.id, ui.Button("send", on_press=send()), ui.Button("change", on_press=change()),
        ui.Button("offer", on_press=offer()), ui.Button("fail", on_press=fail()), *people,
    )  # fmt: skip


@pytest.fixture
def layla() -> testing.User:
    asked.clear()
    asked.update(key="order-17", title="Near", text="2 min", path="/order?id=17")
    return testing.open(app, user="layla")


def test_a_card_is_asked_for_once_and_changes_in_place(layla: testing.User) -> None:
    layla.tap("send")
    assert layla.asked == ["messages.send"]
    asked["title"] = "Here"
    layla.tap("send")
    assert layla.host.cards.sent == {
        ("layla", "order-17"): Card("order-17", "Here", "2 min", "/order?id=17", revision=2)
    }


def test_an_event_that_fails_sends_nothing(layla: testing.User) -> None:
    layla.tap("fail")
    assert layla.host.cards.sent == {}


def test_who_did_not_allow_it_gets_nothing_and_the_app_is_not_told(layla: testing.User) -> None:
    testing.open(app, user="omar", host=layla.host)
    layla.tap("to-omar")
    assert (layla.asked, layla.host.cards.sent) == ([], {})
    assert layla.host.cards.dropped == [("omar", "CARDS_OFF")]
    layla.host.grants["omar", "messages.send"] = True
    layla.tap("to-omar")
    assert list(layla.host.cards.sent) == [("omar", "order-17")]


def test_a_stranger_cannot_be_named(layla: testing.User) -> None:
    with pytest.raises(testing.AppCrashed, match="nobody this app has met"):
        layla.tap("to-nobody")


def test_an_update_reaches_what_was_sent_and_shared(layla: testing.User) -> None:
    layla.tap("send")
    layla.tap("offer")
    layla.host.cards.share("layla")
    asked["text"] = "now"
    layla.tap("change")
    shown = [*layla.host.cards.sent.values(), *layla.host.cards.shared.values()]
    assert [(card.text, card.revision) for card in shown] == [("now", 2), ("now", 2)]


def test_a_day_has_room_for_so_many_new_cards(layla: testing.User) -> None:
    for number in range(limits.CARDS_NEW_MAX + 1):
        asked["key"] = f"order-{number}"
        layla.tap("send")
    assert len(layla.host.cards.sent) == limits.CARDS_NEW_MAX
    assert layla.host.cards.dropped == [("layla", "CARD_QUOTA_EXCEEDED")]


@pytest.mark.parametrize(
    ("field", "value"),
    [("key", ""), ("key", "k" * 65), ("title", " "), ("title", "t" * 65), ("text", "t" * 257), ("path", "poll"),
     ("path", "/" + "p" * 512), ("path", "/\n")],
    ids=["no-key", "long-key", "no-title", "long-title", "long-text", "no-slash", "long-path", "control"],
)  # fmt: skip
def test_what_the_host_would_refuse_is_refused_at_once(layla: testing.User, field: str, value: str) -> None:
    asked[field] = value
    with pytest.raises(testing.AppCrashed) as refused:
        layla.tap("send")
    assert refused.value.facts["reason"] in ("INVALID_ARGUMENT", "APP_CRASHED")
    assert layla.host.cards.sent == {}
