"""Mandates: so much in so long without asking again, held by accounts of the ledger.

Rpcs: majlis.wallet.v1.MandatesService.
"""
