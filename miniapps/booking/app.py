"""Bookings: clinics, barbers, tables, fields. This file only puts the parts together."""

import booking_screens
import day_screens
import guest_screens
import owner_screens
import setup_screens
import ticking
from actions import app

__all__ = ["app", "booking_screens", "day_screens", "guest_screens", "owner_screens", "setup_screens", "ticking"]
