"""Who waits gets a turn: one turn per app in rotation, whatever one of them piles up; bounded; pure."""

from __future__ import annotations

from collections import OrderedDict, deque
from collections.abc import Callable
from typing import Generic, TypeVar

Item = TypeVar("Item")


class QueueFull(Exception):
    """There is no room for another one of this app, or of any app."""


class FairQueue(Generic[Item]):
    """First in, first out within an app; round robin between apps."""

    def __init__(self, *, items_max: int, items_per_app_max: int) -> None:
        self._items_max, self._items_per_app_max = items_max, items_per_app_max
        self._apps: OrderedDict[str, deque[Item]] = OrderedDict()
        self._size = 0

    def __len__(self) -> int:
        return self._size

    def push(self, app_id: str, item: Item) -> None:
        waiting = self._apps.get(app_id, ())
        if self._size >= self._items_max or len(waiting) >= self._items_per_app_max:
            raise QueueFull(app_id)
        self._apps.setdefault(app_id, deque()).append(item)
        self._size += 1

    def pop(self, may_run: Callable[[str], bool]) -> tuple[str, Item] | None:
        """The next item of the next app that may run one; that app goes to the back."""
        for app_id, waiting in self._apps.items():
            if may_run(app_id):
                item = waiting.popleft()
                self._size -= 1
                self._apps.move_to_end(app_id)
                if not waiting:
                    del self._apps[app_id]
                return app_id, item
        return None

    def discard(self, app_id: str, item: Item) -> None:
        """Forget an item that gave up waiting; nothing happens when it is gone already."""
        waiting = self._apps.get(app_id)
        if waiting is not None and item in waiting:
            waiting.remove(item)
            self._size -= 1
            if not waiting:
                del self._apps[app_id]
