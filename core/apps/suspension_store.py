"""Rows of suspensions: what each was for, beside the step that says so. Takes a transaction, never commits."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

import sqlalchemy as sa
from google.protobuf.json_format import MessageToDict, ParseDict

from core.apps import tables as t
from core.kit.db import Transaction
from majlis.apps.v1 import apps_service_pb2 as pb


def add(tx: Transaction, version_id: str, number: int, traps: pb.Traps) -> None:
    """Keep what the step of this number suspended the version for."""
    kept = json.dumps(MessageToDict(traps, preserving_proto_field_name=True))
    tx.execute(t.suspensions.insert().values(version_id=version_id, number=number, traps_json=kept))


def newest(tx: Transaction, version_ids: Sequence[str]) -> Mapping[str, pb.Suspension]:
    """The newest suspension of each; one that never was suspended is not there."""
    if not version_ids:
        return {}
    steps, mine = t.version_steps, t.suspensions
    same = (steps.c.version_id == mine.c.version_id) & (steps.c.number == mine.c.number)
    query = sa.select(mine.c.version_id, mine.c.traps_json, steps.c.at_ms).join(steps, same)
    rows = tx.execute(query.where(mine.c.version_id.in_(list(version_ids))).order_by(mine.c.number))
    return {
        row.version_id: pb.Suspension(
            suspended_at_ms=row.at_ms, traps=ParseDict(json.loads(row.traps_json), pb.Traps())
        )
        for row in rows
    }
