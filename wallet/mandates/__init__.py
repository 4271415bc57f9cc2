"""Mandates: so much in so long without asking again, held by accounts of the ledger.

Rpcs: majlis.wallet.v1.MandatesService. Tables: wallet_mandates, wallet_mandate_charges.

A mandate has two accounts in its currency's limit ledger: its limit, and what is spent of it. Approval credits the
limit with the maximum; a charge is one chain of the ledger, whose first leg holds its amount on the limit for a window,
and whose others pay. So a charge slides out of the window when its hold expires.

Invariants: (1) in no window is more taken than the maximum, for the ledger refuses it, however many charges come at
once and whatever the code above counted; (2) a charge is all of it or nothing: limit, payment, fee, day limit, rows;
(3) an ended mandate's limit account is closed: the ledger itself takes no charge under it any more; (4) only its payer
approves, declines and revokes one, and approval takes PIN and password.
"""
