"""Wallet: who has how much, and every reason it changed.

Owns accounts, transfers and holds in a database of its own; imports core.kit and the stubs only, so it can run alone.
Invariants: (1) every transfer debits and credits the same amount; (2) transfers are never updated;
(3) available >= 0; (4) the same transfer id never moves money twice.
"""
