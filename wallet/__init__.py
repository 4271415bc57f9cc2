"""Wallet: who has how much, and every reason it changed. A service of its own: kit and stubs are all it imports.

Rpcs (majlis.wallet.v1): people see their own accounts, services move money, operators freeze and reopen.
Tables (tables.py): accounts, transfers, burnt ids, holds, refunds; blocks, nodes and marks over them; requests, actions
of operators, outbox. Always in a database of their own.

Invariants: (1) every transfer debits one account and credits another by the same amount, in one currency; (2) what
happened is never changed, and the chain of hashes over it would show it; (3) who has a limit never has less than
nothing, what is held counting as spent; (4) a hold ends once; (5) the same request, or the same transfer id, never
moves money twice, and what was refused once stays refused; (6) nobody is answered before it is on disk.

To read: records.py (values) → rules.py, ledger.py (what may happen) → chain.py (its proof) → writer.py (the one writer,
commit.py and posting*.py under it) → border.py, service.py, views.py, answers.py (rpcs) → running.py (all of it).
"""
