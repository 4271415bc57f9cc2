"""The rules of the trade, values in and values out: who may move an order on, what it costs, who gets what of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from model import CURRENCY, CartLine, Dish, Line, Menu, Order, Part, Stage, Terms

from miniapp import Money, Text

BASIS_POINTS = 10_000
QUANTITY_MAX = 20
LINES_MAX = 40
TRIES_MAX = 5  # Of the code at the door.

# Who may do what to an order, and what it is then. Whatever is not here is refused.
MOVES: dict[tuple[Stage, str], tuple[str, Stage]] = {
    (Stage.PAYING, "place"): ("wallet", Stage.PLACED),
    (Stage.PAYING, "drop"): ("guest timer wallet", Stage.DROPPED),
    (Stage.PLACED, "accept"): ("kitchen", Stage.ACCEPTED),
    (Stage.PLACED, "reject"): ("kitchen timer owner", Stage.REJECTED),
    (Stage.PLACED, "cancel"): ("guest owner timer wallet", Stage.CANCELLED),
    (Stage.ACCEPTED, "ready"): ("kitchen", Stage.READY),
    (Stage.ACCEPTED, "cancel"): ("guest kitchen owner timer wallet", Stage.CANCELLED),
    (Stage.READY, "cancel"): ("owner timer wallet", Stage.CANCELLED),
    (Stage.READY, "pick"): ("courier", Stage.PICKED),
    (Stage.PICKED, "deliver"): ("courier owner", Stage.DELIVERED),
    (Stage.PICKED, "cancel"): ("owner timer wallet", Stage.CANCELLED),
}
LIVE = (Stage.PLACED, Stage.ACCEPTED, Stage.READY, Stage.PICKED)


def may(stage: Stage, act: str, by: str) -> bool:
    return (stage, act) in MOVES and by in MOVES[stage, act][0].split()


class Wrong(ValueError):
    """A wish that a menu cannot fulfil; `word` says why: gone, choose, many."""

    def __init__(self, word: str, name: Text | None = None) -> None:
        super().__init__(word)
        self.word, self.name = word, name or Text("", "")


@dataclass(frozen=True)
class Shares:
    """Who gets what of what is taken; together it is all of it."""

    kitchen_minor: int
    courier_minor: int
    own_minor: int


def sar(minor: int) -> Money:
    return Money(minor, CURRENCY)


def delivery_minor(terms: Terms, away_m: int) -> int:
    """The fee for so far: the near one, and more for every kilometre begun after that."""
    far_m = max(0, away_m - terms.near_m)
    return terms.delivery_minor + -(-far_m // 1_000) * terms.per_km_minor


def reaches(terms: Terms, away_m: int) -> bool:
    return away_m <= terms.reach_m


def unit_minor(dish: Dish, chosen: Sequence[str]) -> int:
    """What one costs with these options ("size:large"); Wrong where they do not fit."""
    wanted = list(dict.fromkeys(chosen))
    price = dish.price_minor
    for group in dish.options:
        ids = [choice.id for choice in group.choices if f"{group.id}:{choice.id}" in wanted]
        if len(ids) < group.least:
            raise Wrong("choose", group.name)
        if len(ids) > group.most:
            raise Wrong("many", group.name)
        price += sum(choice.extra_minor for choice in group.choices if choice.id in ids)
    known = {f"{group.id}:{choice.id}" for group in dish.options for choice in group.choices}
    if not known.issuperset(wanted):
        raise Wrong("gone", dish.name)
    return price


def chosen_text(dish: Dish, chosen: Sequence[str]) -> Text:
    """The options in words, both languages."""
    names = [
        choice.name for group in dish.options for choice in group.choices if f"{group.id}:{choice.id}" in chosen
    ]  # fmt: skip
    return Text("، ".join(name.ar for name in names), ", ".join(name.en for name in names))


def priced(menu: Menu, wish: CartLine) -> Line:
    """The wish as the menu has it now. Wrong: gone, choose, many."""
    dish = menu.dish(wish.dish)
    if dish is None:
        raise Wrong("gone")
    price = unit_minor(dish, wish.choices)
    return Line(
        wish.id, dish.id, dish.name, price, wish.quantity, chosen_text(dish, wish.choices), list(wish.choices),
        wish.note, wish.member,
    )  # fmt: skip


def commission_minor(food_minor: int, commission_bp: int) -> int:
    """The developer's part of the dishes, to the nearest unit, half a unit being the kitchen's."""
    return (2 * food_minor * commission_bp + BASIS_POINTS - 1) // (2 * BASIS_POINTS)


def shares(food_minor: int, delivery: int, service: int, commission_bp: int) -> Shares:
    """Of a meal that came: the kitchen its dishes less commission, the courier the delivery, the developer the rest."""
    commission = commission_minor(food_minor, commission_bp)
    return Shares(food_minor - commission, delivery, service + commission)


def cancel_minor(order: Order) -> int:
    """What a guest pays for cancelling now: nothing before the kitchen accepted, then a stated part of the dishes."""
    if order.stage is not Stage.ACCEPTED:
        return 0
    return order.food_minor * order.cancel_bp // BASIS_POINTS


def allot(amount: int, weights: Sequence[int]) -> list[int]:
    """The amount by weight, in whole units that add up to it; nobody gets more than an even share rounded up.

    Units left over go to those who lost most by rounding down, the first of them where several lost as much.
    """
    whole = sum(weights)
    if whole <= 0:
        return [amount if at == 0 else 0 for at in range(len(weights))]
    floors, losses = zip(*(divmod(amount * weight, whole) for weight in weights), strict=True)
    left = amount - sum(floors)
    lucky = sorted(range(len(weights)), key=lambda at: (-losses[at], at))[:left]
    return [floor + (at in lucky) for at, floor in enumerate(floors)]


def split_bill(lines: Sequence[Line], fees: int, members: Sequence[str], *, equal: bool) -> list[int]:
    """What each member pays: their own dishes, or an equal part; fees are shared equally by who eats."""
    food = [sum(line.sum_minor for line in lines if line.member == member) for member in members]
    if equal:
        return allot(sum(food) + fees, [1] * len(members))
    eats = [int(minor > 0) for minor in food]
    return [mine + fee for mine, fee in zip(food, allot(fees, eats), strict=True)]


def share_out(takes: Sequence[int], whole: Shares) -> list[Shares]:
    """The whole's shares over several payers, each payer's being exactly what is taken of them."""
    couriers = allot(whole.courier_minor, takes)
    rests = [take - courier for take, courier in zip(takes, couriers, strict=True)]
    kitchens = allot(whole.kitchen_minor, rests)
    return [
        Shares(kitchen, courier, rest - kitchen)
        for kitchen, courier, rest in zip(kitchens, couriers, rests, strict=True)
    ]  # fmt: skip


def take(order: Order, whole: Shares) -> None:
    """Mean to take this of its payers, each as much of it as of the bill."""
    amount = whole.kitchen_minor + whole.courier_minor + whole.own_minor
    taken = allot(amount, [part.minor for part in order.parts])
    for part, minor, mine in zip(order.parts, taken, share_out(taken, whole), strict=True):
        part.goal, part.take_minor = ("take", minor) if minor else ("void", 0)
        part.kitchen_minor, part.courier_minor = mine.kitchen_minor, mine.courier_minor


def give_back(order: Order) -> None:
    """Mean to take nothing of anybody."""
    for part in order.parts:
        part.goal, part.take_minor, part.kitchen_minor, part.courier_minor = "void", 0, 0, 0


def refund(order: Order, minor: int) -> int:
    """Mean to give so much more back, each payer as much of it as they paid; what it comes to, never above that."""
    room = [part.take_minor - part.refund_minor if part.goal == "take" else 0 for part in order.parts]
    back = min(minor, sum(room))
    for part, more in zip(order.parts, allot(back, room), strict=True):
        part.refund_minor += more
    return back


def missing_minor(order: Order, line_ids: Sequence[str]) -> int:
    """What these dishes cost."""
    return sum(line.sum_minor for line in order.lines if line.id in line_ids)


def agrees(order: Order, parts: Sequence[Part]) -> bool:
    """The bill is its lines and fees, and its parts are the bill."""
    return sum(part.minor for part in parts) == order.total_minor
