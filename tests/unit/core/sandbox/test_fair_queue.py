"""Waiting events take turns between apps, and the line has an end."""

from __future__ import annotations

import pytest

from core.sandbox.fair_queue import FairQueue, QueueFull


def everyone(app_id: str) -> bool:
    return True


def test_apps_take_turns_whatever_one_of_them_piles_up() -> None:
    queue: FairQueue[int] = FairQueue(items_max=10, items_per_app_max=10)
    for number in range(4):
        queue.push("busy", number)
    queue.push("quiet", 100)
    queue.push("other", 200)
    taken = []
    while len(queue):
        taken.append(queue.pop(everyone))
    assert taken == [("busy", 0), ("quiet", 100), ("other", 200), ("busy", 1), ("busy", 2), ("busy", 3)]


def test_an_app_that_may_not_run_is_passed_over_and_keeps_its_place() -> None:
    queue: FairQueue[int] = FairQueue(items_max=10, items_per_app_max=10)
    queue.push("held", 1)
    queue.push("free", 2)
    assert queue.pop(lambda app_id: app_id == "free") == ("free", 2)
    assert queue.pop(lambda app_id: app_id == "free") is None
    assert queue.pop(everyone) == ("held", 1)


def test_the_line_ends_for_one_app_and_for_all() -> None:
    queue: FairQueue[int] = FairQueue(items_max=3, items_per_app_max=2)
    queue.push("a", 1)
    queue.push("a", 2)
    with pytest.raises(QueueFull):
        queue.push("a", 3)
    queue.push("b", 4)
    with pytest.raises(QueueFull):
        queue.push("c", 5)


def test_who_gives_up_leaves_room() -> None:
    queue: FairQueue[int] = FairQueue(items_max=1, items_per_app_max=1)
    queue.push("a", 1)
    queue.discard("a", 1)
    queue.discard("a", 1)
    assert len(queue) == 0
    queue.push("b", 2)
    assert queue.pop(everyone) == ("b", 2)
