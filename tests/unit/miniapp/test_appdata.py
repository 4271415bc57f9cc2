"""Documents, topics, timers and the profile, against the fake host that commits as the real one."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest

from miniapp import (
    App,
    Money,
    Refuse,
    appdata,
    duration,
    errors,
    money,
    now,
    profile,
    t,
    testing,
    text,
    toast,
    ui,
    user,
)
from miniapp.testing import AppCrashed
from miniapp.values import text_value


@dataclass
class Order:
    item: str
    price: Money
    notes: list[str] = field(default_factory=list)


def with_action(function: Any, *, timer: Any = None, screen: Any = None) -> App:
    """An app with one action `run`, one button for it, and what else the test needs."""
    app = App("test")
    function.__name__ = "run"
    run = app.action(function)
    if timer is not None:
        app.on_timer("tick")(timer)

    @app.screen("/")
    def home() -> ui.Node:
        if screen is not None:
            screen()
        count = appdata.shared.get("count", int, default=0)
        return ui.Screen("home", ui.Text(count), ui.Button("run", on_press=run()), topics=["count"])

    return app


def add() -> None:
    appdata.shared.put("count", appdata.shared.get("count", int, default=0) + 1)
    appdata.refresh("count")


def test_a_document_comes_back_as_the_type_it_was() -> None:
    def run() -> None:
        appdata.mine.put("order/1", Order("خبز", money("2.50", "SAR"), ["بلا سمسم"]))
        found = appdata.mine.get("order/1", Order)
        assert found == Order("خبز", money("2.50", "SAR"), ["بلا سمسم"])

    layla = testing.open(with_action(run))
    layla.tap("run")
    stored = layla.host.document("order/1", user="layla")
    assert stored["price"] == {"amount_minor": 250, "currency_code": "SAR"}


def test_a_missing_document_is_an_error_unless_there_is_a_default() -> None:
    def run() -> Any:
        with pytest.raises(errors.DocumentNotFound) as missing:
            appdata.shared.get("nowhere")
        assert missing.value.facts == {"key": "nowhere"}
        return toast(str(appdata.shared.get("nowhere", default=None)))

    layla = testing.open(with_action(run))
    layla.tap("run")
    layla.see("None")


def test_own_documents_are_seen_by_nobody_else() -> None:
    def run() -> None:
        appdata.mine.put("secret", user.id)

    layla = testing.open(with_action(run))
    omar = testing.open(with_action(run), user="omar", host=layla.host)
    layla.tap("run")
    omar.tap("run")
    assert layla.host.document("secret", user="omar") == "omar"
    assert layla.host.document("secret", user="layla") == "layla"
    assert layla.host.document("secret") is None


def test_a_failed_event_leaves_nothing_behind() -> None:
    def run() -> None:
        appdata.shared.put("count", 5)
        appdata.set_timer("tick", after=timedelta(minutes=1))
        appdata.publish("count", 5)
        raise Refuse("لا")

    layla = testing.open(with_action(run, timer=lambda: None))
    layla.tap("run")
    layla.see("لا")
    assert (layla.host.keys(), layla.host.timers, layla.host.topics) == ([], {}, {})


def test_an_event_that_met_a_newer_document_runs_again_on_it() -> None:
    layla = testing.open(with_action(add))
    layla.host.write("count", 10)
    layla.host.before_commit = lambda: layla.host.write("count", 20)
    layla.tap("run")
    assert layla.host.document("count") == 21
    layla.see(21)


def test_a_document_that_was_not_there_when_read_is_compared_too() -> None:
    layla = testing.open(with_action(add))
    layla.host.before_commit = lambda: layla.host.write("count", 7)
    layla.tap("run")
    assert layla.host.document("count") == 8


def test_if_version_names_the_version_it_must_replace() -> None:
    def run() -> Any:
        appdata.shared.put("once", 1, if_version=0)
        found = appdata.shared.find("once")
        return toast(f"version {found.version if found else None}")

    layla = testing.open(with_action(run))
    layla.tap("run")
    layla.see("version 1")
    with pytest.raises(AppCrashed) as crash:
        layla.tap("run")
    assert crash.value.facts["cause"] == "DOCUMENT_CONFLICT"


def test_query_reads_on_over_pages_and_stops_at_its_limit() -> None:
    def run() -> Any:
        keys = [document.key for document in appdata.shared.query("p/", int, limit=250)]
        assert keys == sorted(keys)
        return toast(f"{len(keys)} {keys[-1]} {len(appdata.shared.query('p/'))} {len(appdata.shared.query('p/0'))}")

    layla = testing.open(with_action(run))
    for n in range(300):
        layla.host.write(f"p/{n:03d}", n)
    layla.host.write("q", 0)
    layla.tap("run")
    layla.see("250 p/249 200 100")


def test_get_many_leaves_out_what_is_missing_and_counts_as_few_calls() -> None:
    def run() -> Any:
        found = appdata.shared.get_many((f"p/{n}" for n in range(150)), int)
        return toast(f"{len(found)}")

    layla = testing.open(with_action(run))
    for n in range(0, 150, 2):
        layla.host.write(f"p/{n}", n)
    layla.tap("run")
    layla.see("75")


def test_too_many_host_calls_are_stopped() -> None:
    def run() -> None:
        for n in range(201):
            appdata.shared.get(f"k{n}", default=None)

    with pytest.raises(AppCrashed, match="more than 200 host calls"):
        testing.open(with_action(run)).tap("run")


@pytest.mark.parametrize(
    "write",
    [
        lambda: appdata.shared.put("k", 1),
        lambda: appdata.mine.delete("k"),
        lambda: appdata.set_timer("tick", after=timedelta(1)),
        lambda: appdata.cancel_timer("tick"),
        lambda: appdata.publish("k", 1),
        lambda: appdata.refresh("k"),
    ],
)
def test_a_screen_cannot_write_and_is_told_where_to(write: Any) -> None:
    """Screens are drawn again whenever the host likes; a write there would repeat."""
    with pytest.raises(AppCrashed, match=r"a screen may read, never write. Fix: do it in an @app.action") as crash:
        testing.open(with_action(add, timer=lambda: None, screen=write))
    assert crash.value.facts["cause"] == "READ_ONLY"


def test_an_action_may_write_although_its_screen_is_drawn_in_the_same_event() -> None:
    layla = testing.open(with_action(add))
    layla.tap("run")
    layla.see(1)


def test_a_refreshed_topic_redraws_the_screens_of_others() -> None:
    app = with_action(add)
    layla = testing.open(app)
    omar = testing.open(app, user="omar", host=layla.host)
    layla.tap("run")
    omar.see(1)


def test_timers_fire_at_their_moment_without_a_user_and_only_once() -> None:
    def run() -> None:
        appdata.set_timer("tick/1", after=timedelta(minutes=5), payload={"by": 3})
        appdata.set_timer("tick/2", at=now() + timedelta(hours=1), payload={"by": 10})

    def tick(by: int) -> None:
        with pytest.raises(errors.NoUser):
            _ = user.id
        appdata.shared.put("count", appdata.shared.get("count", int, default=0) + by)
        appdata.refresh("count")

    layla = testing.open(with_action(run, timer=tick))
    layla.tap("run")
    layla.host.advance(minutes=4, seconds=59)
    layla.see(0)
    layla.host.advance(seconds=1)
    layla.see(3)
    layla.host.advance(days=1)
    layla.see(13)


def test_a_timer_nobody_hears_fails_when_it_is_set() -> None:
    def run() -> None:
        appdata.set_timer("tock/1", after=timedelta(minutes=5))

    with pytest.raises(AppCrashed, match=r'Fix: @app.on_timer\("tock"\)'):
        testing.open(with_action(run, timer=lambda: None)).tap("run")


def test_a_timer_wants_one_moment() -> None:
    def run() -> None:
        appdata.set_timer("tick", at=now(), after=timedelta(1))

    with pytest.raises(AppCrashed, match="either at="):
        testing.open(with_action(run, timer=lambda: None)).tap("run")


def test_the_host_asks_for_a_scope_once_and_the_event_runs_again() -> None:
    def run() -> Any:
        add()
        return toast(profile.name())

    layla = testing.open(with_action(run))
    layla.host.names["layla"] = "ليلى"
    layla.tap("run")
    layla.see("ليلى", 1)
    layla.tap("run")
    assert layla.asked == ["profile.name"]


def test_a_timer_has_nobody_to_ask() -> None:
    def run() -> None:
        appdata.set_timer("tick", after=timedelta(minutes=1))

    def tick() -> None:
        with pytest.raises(errors.ScopeDenied):
            profile.name()
        with pytest.raises(errors.NoUser):
            appdata.mine.get("k")

    layla = testing.open(with_action(run, timer=tick))
    layla.tap("run")
    layla.host.advance(minutes=1)


def test_who_says_no_raises_scope_denied_and_the_app_can_go_on() -> None:
    def run() -> Any:
        try:
            return toast(profile.name())
        except errors.ScopeDenied as denied:
            return toast(f"no {denied.facts['scope']}")

    shy = testing.open(with_action(run), consents=False)
    shy.tap("run")
    shy.see("no profile.name")


def test_an_app_cannot_swallow_the_hosts_question() -> None:
    def run() -> Any:
        try:
            return toast(profile.name())
        except Exception:
            return toast("swallowed")

    layla = testing.open(with_action(run))
    layla.tap("run")
    layla.see("Layla")


def test_a_scope_the_manifest_does_not_ask_for_shows_the_lines_to_add() -> None:
    def run() -> Any:
        return toast(profile.name())

    layla = testing.open(with_action(run), host=testing.FakeHost(declared=frozenset()))
    with pytest.raises(AppCrashed, match=r'"req_permissions": \[\{"name": "profile.name"'):
        layla.tap("run")


def test_a_reason_newer_than_the_sdk_is_still_typed() -> None:
    raised = errors.from_host({"reason": "MOON_FULL", "message": "wait", "metadata": {"days": "3"}})
    assert isinstance(raised, errors.HostError)
    assert (raised.reason, raised.facts, str(raised)) == ("MOON_FULL", {"days": "3"}, "wait")


def test_outside_of_an_event_there_is_no_host() -> None:
    with pytest.raises(errors.NotInEvent):
        appdata.shared.get("k")


@pytest.mark.parametrize("key", ["", "k" * 257])
def test_a_key_has_1_to_256_characters(key: str) -> None:
    with pytest.raises(AppCrashed, match="256"):
        testing.open(with_action(lambda: appdata.shared.put(key, 1))).tap("run")


def test_a_document_is_at_most_64_kib() -> None:
    fits, too_large = "x" * (64 * 1024 - 2), "x" * (64 * 1024 - 1)
    testing.open(with_action(lambda: appdata.shared.put("k", fits))).tap("run")
    with pytest.raises(AppCrashed, match="65,536"):
        testing.open(with_action(lambda: appdata.shared.put("k", too_large))).tap("run")


@pytest.mark.parametrize(
    ("value", "sent"),
    [
        (money("12.50", "SAR"), {"$money": {"currency_code": "SAR", "amount_minor": 1250}}),
        (t("left", amount=money("2", "SAR")), {"$t": "left", "args": {"amount": text_value(money("2", "SAR"))}}),
        (text("قريب", "Near"), {"$both": {"ar": "قريب", "en": "Near"}}),
        (duration(90), {"$duration": 90}),
        (5, 5),
        ({"lat_e7": 1, "points": [1, 2]}, {"lat_e7": 1, "points": [1, 2]}),
    ],
)
def test_what_a_text_may_be_may_be_live(value: Any, sent: Any) -> None:
    """Text(live=…) shows it in the user's own digits and currency, as it shows the screen's texts."""
    layla = testing.open(with_action(lambda: appdata.publish("price", value)))
    layla.tap("run")
    assert layla.host.topics == {"price": sent}
