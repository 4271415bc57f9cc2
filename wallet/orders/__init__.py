"""Orders: what an app asks for, its payer approves on the host's sheet, and nobody else can.

Owns the tables wallet_orders, wallet_order_splits, wallet_order_parts and wallet_order_refunds.
Rpcs: majlis.wallet.v1.OrdersService. Tells apps by SandboxService.DeliverPayment, payers by a receipt in chat.

Invariants: (1) nothing moves but by the payer's yes to the very total, splits and tip the sheet showed; (2) what an
order asks, of whom, and whose its parts are never changes, by triggers; (3) payer → platform/orders → app, fee, payees
is one chain, so that account is empty after every commit; (4) refunds add up to what was paid at most, and a full one
puts every unit back where it came from; (5) an order ends once, and reads as ended from the moment its time is over.

Invariant of refunds: no payee can keep a payer from getting their money back. What one has spent or may not move the
app gives, and is owed; their next shares of its orders pay that first (wallet.merchants.store.owe).

A capture may name who shares it, and how much each gets, where the order was made without splits: a driver is known
only then. What is left is the app's, as it would all have been.

A capture names what is taken without the tip, and the same share of the tip is taken with it: a payer who approved a
tip for all of it has not for half. The platform's fee is of the app's own part, never of payees' or tips.
"""
