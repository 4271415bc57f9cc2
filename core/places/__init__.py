"""Places: one city, where things are in it and how to get there; and positions that people share while they move.

Rpcs: majlis.places.v1.PlacesService. Tables (tables.py): places people keep, shares of positions. The city itself is a
pack (pack.py) that is read once, or made from a number (making.py); it never changes while the host runs.

Invariants: (1) a position leaves a device only while its owner's own share lasts, and reaches only open screens of the
app it was shared with; (2) no position is stored; (3) no report of a position runs an app; (4) the same question about
the city has the same answer, on every machine.

To read: geometry.py, city.py (values) → making.py, pack.py → routing.py, finding.py → positions.py → service.py.
"""
