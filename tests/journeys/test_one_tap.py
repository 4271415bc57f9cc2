"""One tap, all the way: sign up, open, consent, tap, commit, patch, and everybody else's screen.

With every role in this process on SQLite and on PostgreSQL, and with the roles split over processes that speak gRPC.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from majlis_devkit.build import Artifact
from tests.support.hosts import RunningHost, data_dir, split_host, whole_host
from tests.support.web_user import Refused, Screen, WebUser

POLLS = "org.majlis.polls"
PASSWORD = "a tent by the sea 7"
DINNER = {"question": "أين نتعشّى الخميس؟", "option_1": "مطعم البحر", "option_2": "نشوي في البرّ"}


@pytest.fixture(params=["whole", "postgresql", "split"])
async def host(request: pytest.FixtureRequest, tmp_path: Path, runner_artifact: Artifact) -> AsyncIterator[RunningHost]:
    folder = data_dir(tmp_path)
    if request.param == "split":
        made = split_host(folder, runner_artifact)
    else:
        url: str = request.getfixturevalue("postgres_url") if request.param == "postgresql" else ""
        made = whole_host(folder, runner_artifact, database_url=url)
    async with made as running:
        yield running


async def ask(user: WebUser, screen: Screen, *, named: bool) -> None:
    """Make the dinner poll; the maker stands on its screen afterwards."""
    await user.tap(screen, "ask")
    await user.tap(screen, "poll", "submit", fields=DINNER | {"named": named})


@pytest.mark.timeout(240)
async def test_layla_votes_and_omar_sees_it_without_reloading(host: RunningHost) -> None:
    """The whole platform in one story: two people, one poll, one consent, live results."""
    layla, omar = WebUser(host.address), WebUser(host.address)
    await layla.sign_up("layla.new", "ليلى", PASSWORD)
    await omar.sign_up("omar.new", "عمر", PASSWORD)
    apps = await layla.call("majlis.apps.v1.AppsService", "ListApps")
    assert POLLS in [app["app_id"] for app in apps["apps"]]

    async with layla.connected(), omar.connected():
        hers = await layla.open(POLLS)
        await layla.tap(hers, "ask")
        before = hers.nodes
        with pytest.raises(Refused) as asked:
            await layla.tap(hers, "poll", "submit", fields=DINNER | {"named": True}, request_id="the-same-tap")
        assert (asked.value.reason, asked.value.metadata["scope"]) == ("CONSENT_REQUIRED", "profile.name")
        assert hers.nodes == before, "nothing happened before she was asked"
        await layla.allow(POLLS, "profile.name")
        await layla.tap(hers, "poll", "submit", fields=DINNER | {"named": True}, request_id="the-same-tap")
        assert hers.path.startswith("/poll?id=")
        assert hers.sees(DINNER["question"])

        his = await omar.open(POLLS)
        await omar.tap(his, DINNER["question"])
        await omar.allow(POLLS, "profile.name")
        await omar.tap(his, DINNER["option_1"])
        assert his.sees("عمر")
        await layla.tap(hers, DINNER["option_2"])
        await omar.until(lambda: his.sees("ليلى"), "Omar sees Layla's vote arrive")


@pytest.mark.timeout(240)
async def test_a_tap_sent_again_after_a_lost_connection_counts_once(host: RunningHost) -> None:
    """The train leaves the tunnel: the phone sends the same tap again and the vote is one vote."""
    layla = WebUser(host.address)
    await layla.log_in("layla", "majlis-demo-2026")
    async with layla.connected():
        screen = await layla.open(POLLS)
        await ask(layla, screen, named=False)
        seen, node = screen.revision, screen.find(DINNER["option_1"], "press")
        event = {"id": node, "on": "press"}
        await layla.send(screen, event, request_id="vote-once", revision=seen)
    async with layla.connected():
        answer = await layla.send(screen, event, request_id="vote-once", revision=seen)
        assert answer["effects"] == [{"toast": {"text": {"$t": "vote-counted"}, "tone": "good"}}]
        assert screen.sees('"count": 1'), "one vote, whatever was sent twice"
        with pytest.raises(Refused) as reused:
            await layla.send(screen, {"id": node, "on": "submit"}, request_id="vote-once", revision=seen)
        assert reused.value.reason == "REQUEST_ID_REUSED"


@pytest.mark.timeout(240)
async def test_everybody_votes_at_once_and_every_vote_counts(host: RunningHost) -> None:
    """Ten people on one document: each commit that was too late runs again on what is true."""
    people = [WebUser(host.address) for _ in range(10)]
    for n, person in enumerate(people):
        await person.sign_up(f"guest{n}", f"ضيف {n}", PASSWORD)
    first = people[0]
    async with first.connected():
        screen = await first.open(POLLS)
        await ask(first, screen, named=False)
        link = screen.path

    async def vote(person: WebUser) -> None:
        async with person.connected():
            own = await person.open(POLLS)
            await person.tap(own, DINNER["question"])
            await person.tap(own, DINNER["option_1"])

    await asyncio.gather(*(vote(person) for person in people))
    async with first.connected():
        await first.until(lambda: screen.sees('"count": 10'), f"all ten votes on {link}")
