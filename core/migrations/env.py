"""Alembic's entry: one history for the host's own database, from the tables every slice declares."""

from __future__ import annotations

import core.appdata.tables
import core.apps.tables
import core.identity.tables
import core.kit.keyed
import core.kit.outbox
import core.messaging.cards.tables
import core.messaging.media.tables
import core.messaging.moderation.tables
import core.messaging.notifications.tables
import core.messaging.search.tables
import core.messaging.tables
import core.messaging.wallet_cards.tables
import core.places.tables  # noqa: F401  (each import declares tables)
from core.kit.db import metadata
from core.kit.migrate import run_history

run_history(metadata)
