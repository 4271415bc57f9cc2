"""The floor: config, clock, ids, money, errors, caller, rpc, db, bus, outbox, log, folding. No business words.

Everybody above imports it; it imports nothing of ours but the generated stubs.
"""
