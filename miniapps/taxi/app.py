"""Taxi: order a car at a known price, and drive one. This file only puts the parts together."""

import driver_screens
import home
import office_screens
import ride_screens
import settling
import talk_screens
from base import app

__all__ = ["app", "driver_screens", "home", "office_screens", "ride_screens", "settling", "talk_screens"]
