"""Payments: between people: pay, take back, accept, ask, share a bill, be paid by code.

Rpcs: majlis.wallet.v1.PaymentsService.
"""
