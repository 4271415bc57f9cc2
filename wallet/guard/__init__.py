"""Guard: PIN, step-up, limits, and the mark only true sheets show.

Rpcs: majlis.wallet.v1.GuardService. The other verbs ask `guard.Guard`: `approve` before an act, `spend` within it.
Tables: wallet_pins (PIN, tries, lock, reset, mark), wallet_pin_approvals (what the PIN alone let out), wallet_limits,
wallet_spent (what left by day).

Invariants: (1) a try is on the disk before its PIN is looked at: no crash and no crowd of requests makes a free guess;
(2) one PIN of a person is checked at a time; (3) a PIN is worth nothing without `wallet-pin.key` of the data directory,
so a stolen database cannot be searched; (4) what the PIN alone approved in any 24 hours stays within the threshold;
(5) nothing leaves beyond a daily limit: it is counted in the act that moves the money.
"""
