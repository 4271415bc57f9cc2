"""Guard: PIN, step-up, limits, and the mark only true sheets show.

Rpcs: majlis.wallet.v1.GuardService.
"""
