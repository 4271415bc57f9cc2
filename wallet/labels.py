"""What a line of a statement was for, written with the transfer it labels."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict, dataclass
from enum import StrEnum

from core.kit.db import Transaction
from majlis.wallet.v1 import wallet_service_pb2 as pb
from wallet import labels_store
from wallet.records import Transfer


class LabelKind(StrEnum):
    """As in the proto."""

    PAYMENT = "payment"
    RED_PACKET = "red_packet"
    ORDER = "order"
    REFUND = "refund"
    MANDATE = "mandate"
    TOP_UP = "top_up"
    PAY_OUT = "pay_out"
    WITHDRAWAL = "withdrawal"


@dataclass(frozen=True, slots=True)
class Label:
    """What a transfer was for. `from_…` and `to_…` are the people it was between; each side reads the other."""

    kind: str
    ref_id: str
    note: str = ""
    title_ar: str = ""
    title_en: str = ""
    app_id: str = ""
    from_user_id: str = ""
    from_name: str = ""
    to_user_id: str = ""
    to_name: str = ""

    def seen_by(self, owner: str) -> pb.Label:
        """As the owner of one side reads it."""
        is_payer = owner == f"user/{self.from_user_id}"
        return pb.Label(
            kind=pb.LabelKind.Value(f"LABEL_KIND_{self.kind.upper()}"), ref_id=self.ref_id, note=self.note,
            title_ar=self.title_ar, title_en=self.title_en, app_id=self.app_id,
            user_id=self.to_user_id if is_payer else self.from_user_id,
            name=self.to_name if is_payer else self.from_name,
        )  # fmt: skip


def add(tx: Transaction, row: Transfer, label: Label) -> None:
    """Label a transfer, in the commit that makes it."""
    labels_store.add(tx, {"seq": row.seq, **asdict(label)})


def of(tx: Transaction, seqs: Collection[int]) -> dict[int, Label]:
    """The labels of those of the transfers that have one."""
    return {seq: Label(*rest) for seq, *rest in labels_store.of(tx, seqs)}
