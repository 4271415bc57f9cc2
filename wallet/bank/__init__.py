"""Bank: money in and out through a payment provider that answers when it likes.

Rpcs: majlis.wallet.v1.BankService.
"""
