"""Rounds of kill -9 of a host in the middle of a conversation, and what must be true of it afterwards.

Three people write at once, each by another way; every round the host is killed somewhere and asked again for all it did
not answer, with the same ids. `kill_chat` raises AssertionError where an answered update is gone, or one is there
twice, half, or out of order; where what is behind the log (search, notifications) missed an update or took one twice.
"""

from __future__ import annotations

import asyncio
import json
import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from core.kit.db import connect
from core.messaging import chain
from core.messaging.notifications.decide import Kind
from core.messaging.notifications.tables import told
from core.messaging.search.tables import documents
from core.messaging.tables import conversations, reactions, updates
from majlis.messaging.v1 import messages_pb2 as pb
from tests.support.chat_served import MESSAGES, ConnectLine, Gone, Line, ServedChat
from tests.support.waiting import until

IDENTITY, CONTACTS = "majlis.identity.v1.IdentityService", "majlis.identity.v1.ContactsService"
CONVERSATIONS = "majlis.messaging.v1.ConversationsService"
PASSWORD = "palm shade at noon"
WAYS = {"layla": "socket", "omar": "connect", "salma": "grpc"}
SILENT = "noura"  # In both groups; she reads nothing, and so counts what she is told of.
WORD = "palm"  # In every message: search must find each standing one once.
UNDER_WAY = 3  # Of each person at once.
ANSWERS_MAX = 40  # More than so many answers are not waited for before a kill.
WITHIN_S = 60.0


@dataclass(slots=True)
class Ask:
    """A request, and the number it got; 0 until it was answered."""

    who: str
    method: str
    request: dict[str, Any]
    seq: int = 0


@dataclass(slots=True)
class Load:
    chance: random.Random
    people: dict[str, tuple[str, str]] = field(default_factory=dict)  # user_id, token
    busy: str = ""  # Where everything happens.
    plain: str = ""  # Where people only send.
    asked: dict[tuple[str, str], Ask] = field(default_factory=dict)  # By user id and request id.
    standing: dict[str, list[int]] = field(default_factory=lambda: {who: [] for who in WAYS})
    over: bool = False

    @property
    def answered(self) -> int:
        return sum(each.seq > 0 for each in self.asked.values())

    def next(self, who: str) -> Ask:
        """Something to ask; an own message that is to be changed is nobody else's until that was answered."""
        number = len(self.asked)
        mine = self.standing[who]
        verb = self.chance.choice(("send", "send", "plain", "edit", "recall", "react"))
        request: dict[str, Any] = {"request_id": f"r-{number}", "conversation_id": self.busy}
        if verb in ("send", "plain") or not mine:
            request["conversation_id"] = self.plain if verb == "plain" else self.busy
            return self._ask(who, "SendMessage", request | {"content": {"text": f"{WORD} first{number}"}})
        seq = mine.pop(self.chance.randrange(len(mine)))
        if verb == "edit":
            return self._ask(who, "EditMessage", request | {"seq": seq, "content": {"text": f"{WORD} next{number}"}})
        if verb == "recall":
            return self._ask(who, "RecallMessage", request | {"seq": seq})
        return self._ask(who, "React", request | {"seq": seq, "emoji": "👍"})

    def _ask(self, who: str, method: str, request: dict[str, Any]) -> Ask:
        made = Ask(who, f"{MESSAGES}/{method}", request)
        self.asked[self.people[who][0], request["request_id"]] = made
        return made

    def done(self, ask: Ask, answer: dict[str, Any]) -> None:
        """What was answered, the first time or again."""
        update = answer["update"]
        assert not ask.seq or ask.seq == int(update["seq"]), "another answer than the first"
        ask.seq = int(update["seq"])
        assert update["request_id"] == ask.request["request_id"]
        if ask.method.endswith("SendMessage") and ask.request["conversation_id"] == self.busy:
            self.standing[ask.who].append(ask.seq)
        elif ask.method.endswith("EditMessage"):
            self.standing[ask.who].append(ask.request["seq"])


async def kill_chat(data_dir: Path, *, rounds: int, seed: int, database_url: str = "") -> Counter[str]:
    """Kill the host so often; what happened, to be shown."""
    served, load, tried_again = ServedChat(data_dir, database_url), Load(random.Random(seed)), 0
    try:
        await served.start()
        await _meet(served, load)
        for _ in range(rounds):
            wanted = load.answered + load.chance.randint(10, ANSWERS_MAX)
            lines = {who: await served.line(way, load.people[who][1]) for who, way in WAYS.items()}
            writing = [asyncio.create_task(_write(lines[who], who, load)) for who in WAYS for _ in range(UNDER_WAY)]
            await until(lambda wanted=wanted: load.answered >= wanted, within_s=WITHIN_S)  # type: ignore[misc]
            await asyncio.sleep(load.chance.uniform(0, 0.02))  # Anywhere in a commit, or behind one.
            await served.kill()
            await asyncio.gather(*writing)
            await asyncio.to_thread(_look, served.url, load)
            await served.start()
            tried_again += await _ask_again(served, load)
        await _caught_up(served.url)
        await asyncio.to_thread(_look, served.url, load)
        await asyncio.to_thread(_look_behind, served.url, load)
        await _search(served, load)
    finally:
        await served.stop()
    return Counter(kills=rounds, answered=load.answered, tried_again=tried_again)


async def _meet(served: ServedChat, load: Load) -> None:
    """Everybody signs up, and layla has them all in two groups."""
    nobody = await served.line("connect", "")
    for name in (*WAYS, SILENT):
        request = {"username": name, "password": PASSWORD, "display_name": name.title()}
        made = (await nobody.call(f"{IDENTITY}/SignUp", request))["signed_in"]
        load.people[name] = made["user"]["user_id"], made["access_token"]
    user_id, token = load.people["layla"]
    owner = ConnectLine(served.address, token)
    others = [each for each in load.people if each != "layla"]
    for name in others:
        await owner.call(f"{CONTACTS}/RequestContact", {"username": name})
        line = await served.line("connect", load.people[name][1])
        await line.call(f"{CONTACTS}/AnswerContact", {"user_id": user_id, "accept": True})
    ids = []
    for title in ("Busy", "Plain"):
        asked: dict[str, Any] = {
            "request_id": title,
            "title": title,
            "user_ids": [load.people[name][0] for name in others],
        }
        made = await owner.call(f"{CONVERSATIONS}/CreateGroup", asked)
        ids.append(made["conversation"]["conversation_id"])
    load.busy, load.plain = ids
    await owner.close()


async def _write(line: Line, who: str, load: Load) -> None:
    while True:
        ask = load.next(who)
        try:
            load.done(ask, await line.call(ask.method, ask.request))
        except Gone:
            return


async def _ask_again(served: ServedChat, load: Load) -> int:
    """All that was not answered, and some that was; each by a way that need not be the first."""
    unanswered = [each for each in load.asked.values() if not each.seq]
    answered = [each for each in load.asked.values() if each.seq and each.method.endswith("React")][-3:]
    ways = list(WAYS.values())
    for ask in (*unanswered, *answered):
        line = await served.line(load.chance.choice(ways), load.people[ask.who][1])
        load.done(ask, await line.call(ask.method, ask.request))
    return len(unanswered)


async def _caught_up(url: str) -> None:
    """Return when everything behind the log has seen all of it."""
    database = connect(url)
    behind = sa.select(sa.func.count()).where(conversations.c.trailed_seq < conversations.c.head_seq)
    try:
        async with asyncio.timeout(WITHIN_S):
            while await database.read(lambda tx: tx.execute(behind).scalar_one()):
                await asyncio.sleep(0.05)
    finally:
        database.close()


def _look(url: str, load: Load) -> None:
    """The rows of the log: dense, chained, each asked for once, each as whole as its transaction."""
    database = connect(url)
    try:
        with database.engine.connect() as tx:
            placed: dict[tuple[str, str], int] = {}
            for head in tx.execute(sa.select(conversations)).all():
                rows = tx.execute(
                    updates.select().where(updates.c.conversation_id == head.conversation_id).order_by(updates.c.seq)
                ).all()
                _look_at_chain(head, rows)
                given = reactions.select().where(reactions.c.conversation_id == head.conversation_id)
                _look_at_messages(rows, {(row.seq, row.emoji, row.user_id) for row in tx.execute(given)})
                placed |= {(row.sender_id, row.request_id): row.seq for row in rows if row.request_id}
    finally:
        database.close()
    for key, ask in load.asked.items():
        seq = placed.pop(key, 0)
        assert seq == ask.seq or (seq and not ask.seq), f"{ask} was answered and is at {seq}"
    assert {request_id for _, request_id in placed} <= {"Busy", "Plain"}, "nobody asked for these"


def _look_at_chain(head: Any, rows: Sequence[Any]) -> None:
    assert [row.seq for row in rows] == list(range(1, head.head_seq + 1))
    rolling = chain.FIRST_HASH
    for row in rows:
        if row.body_json:
            assert chain.commitment(bytes(row.salt), row.body_json) == bytes(row.commitment)
        rolling = chain.next_hash(
            rolling, conversation_id=row.conversation_id, seq=row.seq, kind=row.kind, sender_id=row.sender_id,
            target_seq=row.target_seq, created_at_ms=row.created_at_ms, committed=bytes(row.commitment),
        )  # fmt: skip
        assert rolling == bytes(row.hash)
    assert rolling == bytes(head.head_hash)


def _look_at_messages(rows: Sequence[Any], given: set[tuple[int, str, str]]) -> None:
    """Whatever an update does besides being in the log was done with it."""
    recalled = {row.target_seq: row.seq for row in rows if row.kind == pb.UPDATE_KIND_RECALL}
    edited = {row.target_seq: row.seq for row in rows if row.kind == pb.UPDATE_KIND_EDIT}
    reacted = [row for row in rows if row.kind == pb.UPDATE_KIND_REACTION and row.target_seq not in recalled]
    for row in rows:
        if row.kind == pb.UPDATE_KIND_MESSAGE:
            assert row.recalled_seq == recalled.get(row.seq, 0)
            assert row.edited_seq == edited.get(row.seq, 0)
        if row.kind in (pb.UPDATE_KIND_MESSAGE, pb.UPDATE_KIND_EDIT):
            assert bool(row.body_json) == ((row.target_seq or row.seq) not in recalled)
    said = {(row.target_seq, json.loads(row.body_json)["reaction"]["emoji"], row.sender_id) for row in reacted}
    assert given == said


def _look_behind(url: str, load: Load) -> None:
    """Search holds each standing message once, with its newest words; noura was told of every message once."""
    database = connect(url)
    try:
        with database.engine.connect() as tx:
            messages = tx.execute(updates.select().where(updates.c.kind == pb.UPDATE_KIND_MESSAGE)).all()
            stand = {
                (row.conversation_id, row.seq, row.edited_seq or row.seq) for row in messages if not row.recalled_seq
            }
            found = [
                (row.conversation_id, row.seq, row.content_seq)
                for row in tx.execute(documents.select().where(sa.not_(documents.c.gone)))
            ]
            hers = told.select().where(
                told.c.user_id == load.people[SILENT][0], told.c.conversation_id == load.plain,
                told.c.kind == int(Kind.MESSAGE),
            )  # fmt: skip
            counts: list[int] = [row._mapping["count"] for row in tx.execute(hers)]
    finally:
        database.close()
    assert sorted(found) == sorted(stand)
    assert sum(counts) == sum(row.conversation_id == load.plain for row in messages) > 0


async def _search(served: ServedChat, load: Load) -> None:
    """By the rpc, page by page: every sent message that stands, once, newest first."""
    line = await served.line("connect", load.people[SILENT][1])
    hits: list[int] = []
    token = ""
    while True:
        request = {"query": WORD, "conversation_id": load.plain, "page_size": 20, "page_token": token}
        answer = await line.call(f"{MESSAGES}/SearchMessages", request)
        hits += [int(hit["message"]["seq"]) for hit in answer.get("hits", [])]
        if not (token := answer.get("next_page_token", "")):
            break
    sent = [each.seq for each in load.asked.values() if each.request["conversation_id"] == load.plain]
    assert hits == sorted(sent, reverse=True)
