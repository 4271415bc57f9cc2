"""Merchants: what an app earned, whom it shares with, how its developer gets it.

Rpcs: majlis.wallet.v1.MerchantsService.
"""
