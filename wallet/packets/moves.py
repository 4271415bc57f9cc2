"""The money of packets: into their escrow, out to who claims, back to who sent. Each is one labelled transfer.

Ids follow from the packet and the person, so that nothing moves twice; a frozen account is asked about before, for the
ledger never takes an id again that it refused.
"""

from __future__ import annotations

from core.kit.db import Transaction
from wallet import labels
from wallet.accounts import Purpose, owner_of_user
from wallet.books import Books
from wallet.errors import AccountFrozen
from wallet.ids import derived_id
from wallet.labels import Label, LabelKind
from wallet.packets.packet import Packet
from wallet.records import Account, NewTransfer

ESCROW = "platform/red-packets"


def put_in(tx: Transaction, books: Books, packet: Packet) -> None:
    """All of it, from the sender. INSUFFICIENT_FUNDS, ACCOUNT_FROZEN."""
    sender, escrow = _sender(books, packet), _escrow(books, packet)
    label = Label(
        LabelKind.RED_PACKET, packet.packet_id, note=packet.greeting, from_user_id=packet.sender_user_id,
        from_name=packet.sender_name,
    )  # fmt: skip
    _move(tx, books, packet, sender, escrow, packet.total_minor, Purpose.RED_PACKET, label, b"sent")


def take_out(tx: Transaction, books: Books, packet: Packet, user_id: str, name: str, share_minor: int) -> None:
    """A share, to who claims it. ACCOUNT_FROZEN."""
    claimer = books.account(owner_of_user(user_id), packet.currency_code)
    label = Label(
        LabelKind.RED_PACKET, packet.packet_id, note=packet.greeting, from_user_id=packet.sender_user_id,
        from_name=packet.sender_name, to_user_id=user_id, to_name=name,
    )  # fmt: skip
    step = b"share", user_id.encode()
    _move(tx, books, packet, _escrow(books, packet), claimer, share_minor, Purpose.RED_PACKET_SHARE, label, *step)


def give_back(tx: Transaction, books: Books, packet: Packet, left_minor: int) -> None:
    """What nobody took, to the sender; asked only where `can_give_back`."""
    label = Label(
        LabelKind.RED_PACKET, packet.packet_id, note=packet.greeting, to_user_id=packet.sender_user_id,
        to_name=packet.sender_name,
    )  # fmt: skip
    escrow, sender = _escrow(books, packet), _sender(books, packet)
    _move(tx, books, packet, escrow, sender, left_minor, Purpose.RED_PACKET_REFUND, label, b"refund")


def can_give_back(books: Books, packet: Packet) -> bool:
    """Whether no account of it is frozen."""
    return not (_sender(books, packet).closed or _escrow(books, packet).closed)


def _sender(books: Books, packet: Packet) -> Account:
    return books.account(owner_of_user(packet.sender_user_id), packet.currency_code)


def _escrow(books: Books, packet: Packet) -> Account:
    return books.account(ESCROW, packet.currency_code)


def _move(
    tx: Transaction, books: Books, packet: Packet, debit: Account, credit: Account, amount_minor: int,
    purpose: Purpose, label: Label, *step: bytes,
) -> None:  # fmt: skip
    for account in (debit, credit):
        if account.closed:
            raise AccountFrozen("an account of this is frozen", account_id=account.id)
    transfer_id = derived_id(b"red packet", packet.packet_id.encode(), *step)
    asked = NewTransfer(transfer_id, debit.id, credit.id, amount_minor, ledger=debit.ledger, code=purpose)
    (row,) = books.make(asked)
    labels.add(tx, row, label)
