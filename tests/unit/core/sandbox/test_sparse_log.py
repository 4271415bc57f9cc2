"""An app that makes the host write gets a few lines a minute, and a number for the rest."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from core.sandbox.sparse_log import APPS_MAX, LINES_MAX, OTHERS, SparseLog


class Desk:
    """The lines written, and periods that end when the test says so."""

    def __init__(self) -> None:
        self.lines: list[dict[str, Any]] = []
        self.periods: list[Callable[[], None]] = []
        self.log = SparseLog(self._write, "worker_ended", later=lambda _, end: self.periods.append(end))

    def _write(self, event: str, **facts: Any) -> None:
        self.lines.append({"event": event, **facts})

    def end_periods(self) -> None:
        ending, self.periods = self.periods, []
        for end in ending:
            end()


def test_the_first_of_a_minute_are_written_and_the_rest_counted() -> None:
    desk = Desk()
    for n in range(1_000):
        desk.log.tell("org.evil", why=f"death {n}")
    assert [line["why"] for line in desk.lines] == [f"death {n}" for n in range(LINES_MAX)]
    desk.end_periods()
    assert desk.lines[-1] == {"event": "worker_ended", "app": "org.evil", "not_written": 1_000 - LINES_MAX}
    desk.log.tell("org.evil", why="again")
    assert desk.lines[-1]["why"] == "again"


def test_one_app_takes_no_line_of_another() -> None:
    desk = Desk()
    for app_id in ["org.evil"] * 100 + ["org.calm"]:
        desk.log.tell(app_id, why="it ended")
    assert desk.lines[-1] == {"event": "worker_ended", "app": "org.calm", "why": "it ended"}


def test_where_nothing_was_left_out_nothing_is_added() -> None:
    desk = Desk()
    desk.log.tell("org.calm", why="it ended")
    desk.end_periods()
    assert len(desk.lines) == 1


def test_more_apps_than_can_be_told_apart_share_their_lines() -> None:
    """A developer makes as many apps as they like."""
    desk = Desk()
    for n in range(10 * APPS_MAX):
        desk.log.tell(f"org.evil{n}", why="it ended")
    assert len(desk.lines) == len(desk.periods) + LINES_MAX - 1 == APPS_MAX + LINES_MAX
    desk.end_periods()
    assert desk.lines[-1] == {"event": "worker_ended", "app": OTHERS, "not_written": 9 * APPS_MAX - LINES_MAX}
