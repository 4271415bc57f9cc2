"""Polls: ask the people around you, watch the votes come in. This file only puts the parts together."""

import screens
from actions import app

__all__ = ["app", "screens"]
