"""Bank: money in and out through a payment provider that answers late, twice, out of order or never.

Rpcs: majlis.wallet.v1.BankService. Tables: wallet_bank_transfers, _notices, _differences, _days.

Invariants: (1) what the bank says of a transfer carries its version of it, and only the newest version counts, so that
any order of any number of the same notices ends in the same state and balance; (2) a notice is believed for its
signature over the bytes as they came, and is stored and carried out in one act; (3) an amount that is not ours, and a
word that the bank took back otherwise than by a return, move nothing and are written down for an operator;
(4) platform/clearing owes what the bank has of us: the sum of what was done and not returned.

To read: provider.py (what a bank is asked) → judging.py (what its word means, pure) → moving.py (the money) →
hearing.py (both in one act) → notices.py (signatures) → asking.py → reconciling.py, comparing.py → service.py. The test
bank is core/testbank, a process of its own that knows nothing of this.
"""
