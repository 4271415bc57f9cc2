"""Payments: money between people: pay, take back, accept, ask, share a bill, be paid by code.

Rpcs: majlis.wallet.v1.PaymentsService. Tables: wallet_payments, wallet_money_requests, wallet_splits.

Invariants: (1) a payment is one hold from payer to payee, and ends as the hold does, exactly once; (2) nothing leaves
without the payer's own PIN for that payee's name; (3) what became of a payment, a request or a bill is read from the
hold every time: the rows beside it say who ended it, never how; (4) whom one blocks, or is blocked by, does not exist;
(5) the parts of a bill add up to it, to the minor unit; (6) what was put aside is paid, taken back or returned whether
or not the host was away meanwhile.

To read: words.py, payments.py, requests.py, bills.py, codes.py (values) → moves.py (money) → paying.py, asking.py,
sharing.py (rpcs) → dues.py (what happens by itself) → views.py.
"""
