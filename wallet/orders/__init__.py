"""Orders: what an app asks for, its payer approves on the host's sheet, and nobody else can.

Rpcs: majlis.wallet.v1.OrdersService.
"""
