"""Whatever happens to the pure ledger, in whatever order, it answers as the model and its books add up."""

from __future__ import annotations

from hypothesis import settings

from tests.support.ledger_machine import LedgerMachine

TestPureLedger = LedgerMachine.TestCase
TestPureLedger.settings = settings(max_examples=120, stateful_step_count=25, deadline=None)
