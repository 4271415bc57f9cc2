"""The wallet's room: empty until the ledger moves in, with a database of its own.

What it will own and hold true: accounts, transfers and holds; every transfer debits and credits the same amount;
transfers are never updated; available >= 0; the same transfer id never moves money twice.
"""
