"""Every table of the wallet's database, whichever folder it is in."""

from __future__ import annotations

import wallet.bank.tables
import wallet.guard.tables
import wallet.mandates.tables
import wallet.merchants.tables
import wallet.orders.tables
import wallet.packets.tables
import wallet.payments.tables  # noqa: F401  # Importing a folder's tables is what makes them known.
from wallet.tables import metadata

__all__ = ["metadata"]
