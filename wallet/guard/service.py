"""The rpcs of a person's own safety. Secrets come in, none ever goes out."""

from __future__ import annotations

from collections.abc import Callable

from core.kit.db import Transaction
from core.kit.errors import ResourceExhausted
from core.kit.rpc import Call
from majlis.wallet.v1 import guard_service_pb2 as pb
from wallet.desk import Desk
from wallet.effects import Effects
from wallet.guard import limits, mark, notices, pins, store
from wallet.guard.errors import PinAlreadySet, PinNotSet, StepUpRequired
from wallet.guard.guard import Guard, mark_of
from wallet.guard.limits import DayLimit
from wallet.guard.pins import Pin
from wallet.guard.proofs import Proofs, known

OWN_LIMITS_MAX = 1_000  # Of one person, over all apps and currencies.


class GuardService:
    """Implements majlis.wallet.v1.GuardService."""

    def __init__(self, *, desk: Desk, guard: Guard, effects: Effects) -> None:
        self._desk = desk
        self._guard = guard
        self._effects = effects
        self._proofs: Proofs = guard.proofs

    async def get_guard(self, _: pb.GetGuardRequest, call: Call) -> pb.GetGuardResponse:
        user_id = call.caller.user_id
        return pb.GetGuardResponse(guard=await self._desk.read(lambda tx: self._standing(tx, user_id)))

    async def set_pin(self, request: pb.SetPinRequest, call: Call) -> pb.SetPinResponse:
        user_id = call.caller.user_id
        pins.check_strength(request.pin)
        # Asked first: whoever has one is told before a password is tried.
        if await self._desk.read(lambda tx: store.find_pin(tx, user_id)) is not None:
            raise _already_set()
        await self._proofs.password(user_id, request.password)
        pin = Pin(await self._proofs.hashes.hash(user_id, request.pin))

        def add(tx: Transaction) -> pb.Guard:
            if store.find_pin(tx, user_id) is not None:
                raise _already_set()
            store.add_pin(tx, user_id, pin)
            return self._standing(tx, user_id)

        return pb.SetPinResponse(guard=await self._desk.write(add))

    async def change_pin(self, request: pb.ChangePinRequest, call: Call) -> pb.ChangePinResponse:
        user_id = call.caller.user_id
        pins.check_strength(request.new_pin)
        async with self._proofs.turn(user_id):  # From the proof to the change nobody proves anything by the old one.
            await self._proofs.pin_in_turn(user_id, request.old_pin, lambda tx: None)
            pin = Pin(await self._proofs.hashes.hash(user_id, request.new_pin))
            return pb.ChangePinResponse(guard=await self._change(user_id, lambda _: pin))

    async def reset_pin(self, request: pb.ResetPinRequest, call: Call) -> pb.ResetPinResponse:
        user_id = call.caller.user_id
        pins.check_strength(request.new_pin)
        known(await self._desk.read(lambda tx: store.find_pin(tx, user_id)))
        await self._proofs.password(user_id, request.password)
        made = await self._proofs.hashes.hash(user_id, request.new_pin)
        changed = await self._change(user_id, lambda pin: pins.with_reset(pin, made, self._proofs.now_ms()))
        return pb.ResetPinResponse(guard=changed)

    async def cancel_pin_reset(self, _: pb.CancelPinResetRequest, call: Call) -> pb.CancelPinResetResponse:
        user_id = call.caller.user_id
        try:
            return pb.CancelPinResetResponse(guard=await self._change(user_id, pins.without_reset))
        except PinNotSet:
            return pb.CancelPinResetResponse(guard=await self._desk.read(lambda tx: self._standing(tx, user_id)))

    async def set_mark(self, request: pb.SetMarkRequest, call: Call) -> pb.SetMarkResponse:
        user_id = call.caller.user_id
        asked = store.MarkRow(mark.clean_emoji(request.mark.emoji), mark.clean_phrase(request.mark.phrase))

        def change(tx: Transaction) -> pb.Guard:
            store.change_mark(tx, user_id, asked)
            return self._standing(tx, user_id)

        return pb.SetMarkResponse(guard=await self._proofs.pin(user_id, request.pin, change))

    async def list_limits(self, request: pb.ListLimitsRequest, call: Call) -> pb.ListLimitsResponse:
        limits.check_currency(request.currency_code)
        found = await self._desk.read(
            lambda tx: store.day_limits(tx, call.caller.user_id, request.currency_code, self._proofs.now_ms())
        )
        return pb.ListLimitsResponse(limits=map(_limit, found))

    async def set_limit(self, request: pb.SetLimitRequest, call: Call) -> pb.SetLimitResponse:
        user_id, asked_minor = call.caller.user_id, request.daily_max_minor
        limits.check_currency(request.currency_code)

        def now(tx: Transaction) -> DayLimit:
            return store.day_limit(tx, user_id, request.app_id, request.currency_code, self._proofs.now_ms())

        raises = asked_minor > (await self._desk.read(now)).daily_max_minor
        await self._guard.approve(call, request.approval, None, always_password=raises)

        def change(tx: Transaction) -> DayLimit:
            # Lowered meanwhile by another request, it would be raised by this one.
            if asked_minor > now(tx).daily_max_minor and not request.approval.password:
                raise StepUpRequired("this takes the account's password too")
            store.set_limit(tx, user_id, request.app_id, request.currency_code, asked_minor)
            if store.count_own_limits(tx, user_id) > OWN_LIMITS_MAX:
                raise ResourceExhausted("too many limits", waiting=OWN_LIMITS_MAX)
            return now(tx)

        return pb.SetLimitResponse(limit=_limit(await self._desk.write(change)))

    async def _change(self, user_id: str, change: Callable[[Pin], Pin]) -> pb.Guard:
        """The PIN as it stands, changed, and its owner told where a reset begins or ends by it; PIN_NOT_SET."""

        def write(tx: Transaction) -> pb.Guard:
            before = pins.as_of(known(store.find_pin(tx, user_id)), self._proofs.now_ms())
            after = change(before)
            store.change_pin(tx, user_id, after)
            notices.tell_change(tx, self._effects, user_id, before, after)
            return self._standing(tx, user_id)

        guard = await self._desk.write(write)
        self._effects.wake()
        return guard

    def _standing(self, tx: Transaction, user_id: str) -> pb.Guard:
        pin = store.find_pin(tx, user_id)
        if pin is None:
            return pb.Guard()
        pin = pins.as_of(pin, self._proofs.now_ms())
        return pb.Guard(
            has_pin=True, locked_until_ms=pin.locked_until_ms, tries_left=pin.tries_left, reset_at_ms=pin.reset_at_ms,
            mark=mark_of(tx, user_id),
        )  # fmt: skip


def _limit(limit: DayLimit) -> pb.Limit:
    return pb.Limit(
        app_id=limit.app_id, currency_code=limit.currency_code, daily_max_minor=limit.daily_max_minor,
        left_minor=limit.left_minor,
    )  # fmt: skip


def _already_set() -> PinAlreadySet:
    return PinAlreadySet("there is a PIN already")
