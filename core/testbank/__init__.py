"""Test bank: a bank to develop against, in a process of its own, that misbehaves as real ones do.

It speaks HTTP on loopback (app.py), keeps its books in a SQLite file of its own (tables.py), does each reference once
(books.py), and tells by signed notices what became of it (courier.py): late, twice, out of order, forged or never, as
its conduct says (conduct.py), which the amount's last digits choose, or a test. It shares nothing with the wallet but
two secrets, and knows nothing of its ledger. Not part of the host: its money is worth nothing.
"""
