"""Food: restaurants near you, ordered alone or with friends, cooked, carried, paid when it comes.

This file only puts the parts together.
"""

import courier_screens
import group_screens
import guest_screens
import hearing
import kitchen_screens
import menu_screens
import order_screens
import owner_screens
from shell import app

__all__ = [
    "app", "courier_screens", "group_screens", "guest_screens", "hearing", "kitchen_screens", "menu_screens",
    "order_screens", "owner_screens",
]  # fmt: skip
