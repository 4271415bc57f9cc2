"""Chat played over the wire by a test: a conversation as the host would show it, and updates as they would come."""

from __future__ import annotations

import json
import time
from typing import Any

from tests.browser.wire import Frame, Wire

ME, LAYLA, OMAR = "usr_1", "usr_layla", "usr_omar"
DIRECT, GROUP = "conv_1", "conv_2"
MINUTE_MS = 60_000


def now_ms() -> int:
    return int(time.time() * 1000)


def update(
    seq: int, body: Frame | None, *, of: str = DIRECT, kind: str = "MESSAGE", by: str = LAYLA, **more: Any
) -> Frame:
    """One update as the log has it; a body of None was recalled."""
    return {
        "conversation_id": of, "seq": str(seq), "kind": f"UPDATE_KIND_{kind}", "sender_id": by,
        "created_at_ms": str(now_ms() - 30 * MINUTE_MS + seq),
        "body_json": "" if body is None else json.dumps(body, ensure_ascii=False), **more,
    }  # fmt: skip


def text(seq: int, words: str, **more: Any) -> Frame:
    return update(seq, {"message": {"text": words}}, **more)


def direct(name: str = "ليلى", **more: Any) -> Frame:
    return {
        "conversation_id": DIRECT, "kind": "CONVERSATION_KIND_DIRECT", "status": "MEMBER_STATUS_ACTIVE", "open": True,
        "role": "MEMBER_ROLE_MEMBER", "peer_user_id": LAYLA, "peer_name": name, "visible_from_seq": "1", **more,
    }  # fmt: skip


def group(title: str = "الرحلة", **more: Any) -> Frame:
    return {
        "conversation_id": GROUP, "kind": "CONVERSATION_KIND_GROUP", "status": "MEMBER_STATUS_ACTIVE",
        "role": "MEMBER_ROLE_MEMBER", "settings": {"title": title}, "member_count": 3, "visible_from_seq": "1", **more,
    }  # fmt: skip


def batch(updates: list[Frame]) -> Frame:
    """A push of updates of one conversation, without a gap."""
    first, last = updates[0]["seq"], updates[-1]["seq"]
    of = updates[0]["conversation_id"]
    return {"conversation_id": of, "updates": updates, "from_seq": first, "to_seq": last, "head_seq": last}


def synced(conversations: list[Frame], *batches: list[Frame]) -> Frame:
    """What the feed begins with: the conversations, each with the head its updates give it."""
    heads = {one[0]["conversation_id"]: one[-1]["seq"] for one in batches}
    views = [{"head_seq": heads.get(one["conversation_id"], "0"), **one} for one in conversations]
    return {"conversations": views, "updates": [batch(one) for one in batches], "now_ms": str(now_ms())}


def sent(request: Frame, seq: int) -> Frame:
    """The answer to SendMessage."""
    body = {"message": request["content"]}
    return {"update": update(seq, body, by=ME, of=request["conversation_id"], request_id=request["request_id"])}


async def open_chat(page: Any, wire: Wire, url: str, first: Frame, of: str = DIRECT) -> None:
    """Opens the conversation on the page."""
    wire.synced = first
    await wire.attach(page)
    await page.goto(f"{url}/index.html#/chats/{of}")
    await page.get_by_test_id("thread-title").wait_for()


async def menu(page: Any, seq: int) -> None:
    await page.get_by_test_id(f"message-{seq}").click(button="right")
    await page.get_by_test_id("message-menu").wait_for()
