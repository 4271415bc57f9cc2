"""Merchants: what an app earned, whom it shares with, how its developer gets it.

Owns the tables wallet_payees, wallet_payee_debts, wallet_settlements and wallet_merchant_sums.
Rpcs: majlis.wallet.v1.MerchantsService.

`store.settle` is called by whoever moves a merchant's money, in the act that does; `store.enrolled` by whoever splits,
`store.owe` when an app gives back what a payee of its orders has not got, and when their next share pays that.

Invariants: (1) a payee enrols themselves, for one app, and leaves when they like; (2) each line of a merchant's books
is written with its money, once, and adds up: gross = fee + shared + what the app's account changed by; (3) only the
developer an app belongs to sees its books; to others it does not exist.
"""
