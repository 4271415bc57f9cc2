"""Appdata: what mini-apps remember, and the one transaction that an event is.

Owns documents (of an app, or of an app about one user), topics, timers, sessions with their event tables, and the
records of committed events. Rpcs: majlis.appdata.v1.AppdataService. Tables: appdata_*.
Invariants:
(1) `Commit` writes everything an event did, or nothing; a committed event is never carried out again.
(2) A document's versions run 1, 2, 3, …; a write that names another version than the stored one changes nothing.
(3) The used bytes of an owner always equal what its documents take, and never pass its quota by growing.
(4) Topic changes are numbered 1, 2, 3, … in the order they were committed; a watcher gets each newer one.
(5) A leased timer is settled only under that lease, so it fires once however many nodes sweep.
"""
