"""Pieces that several screens draw alike: a fare with its parts, people, maps, a ride in a list."""

from __future__ import annotations

from datetime import datetime

from rider_acts import PART_TEXTS
from rides import OVER, DriverFace, Ride, Stage
from tariff import FEES, SEATS, CarClass, Fare

from miniapp import ActionRef, TextLike, TextValue, code, number, places, t, text, time, ui

NAMES = {
    CarClass.ECONOMY: text("اقتصادية", "Economy"),
    CarClass.COMFORT: text("مريحة", "Comfort"),
    CarClass.FAMILY: text("عائلية", "Family"),
}


def seats(car: CarClass) -> TextValue:
    return t("seats", count=SEATS[car])


def fare_summary(fare: Fare, *, label: TextLike | None = None) -> ui.Node:
    """The price with everything it is made of."""
    lines = [
        {
            "text": PART_TEXTS[part.kind],
            "amount": fare.money(part),
            "kind": "fee" if part.kind in FEES else "item",
        }
        for part in fare.parts
    ]
    return ui.Summary(lines, fare.total, label=label, key="fare", test_id="fare")


def way_map(
    start: places.Place | None,
    end: places.Place | None,
    line: list[places.Point],
    *,
    label: TextLike,
    car: places.Point | None = None,
    name: TextLike | None = None,
    live: str | None = None,
    height: str = "m",
) -> ui.Node:
    """Where from, where to, the way between, and the car, which moves by itself."""
    markers: list[dict[str, object]] = []
    if start is not None:
        markers.append({"id": "from", "point": start.point, "kind": "from", "text": start.text})
    if end is not None:
        markers.append({"id": "to", "point": end.point, "kind": "to", "text": end.text})
    if car is not None:
        markers.append({"id": "car", "point": car, "kind": "car", "text": name or t("the-car"), "live": live})
    return ui.Map(
        label,
        markers=[{name: value for name, value in marker.items() if value is not None} for marker in markers],
        route=line or None,
        center=start.point if start else None,
        height="l" if height == "l" else "s" if height == "s" else "m",
        key="map",
        test_id="map",
    )


def stars(total: int, count: int, *, key: str, label: str = "stars-label") -> ui.Node | None:
    """What others gave; nothing before anybody did."""
    if not count:
        return None
    return ui.Stars(round(total / count, 1), t(label), count=count, key=key)


def face(shown: DriverFace, *, key: str = "driver") -> ui.Node:
    """The driver as a rider knows them: enough to find the car, no more."""
    return ui.Card(
        None,
        ui.Row(
            ui.Avatar(shown.name),
            ui.Column(
                ui.Text(shown.name, style="strong"),
                ui.Text(shown.car, style="caption"),
                stars(shown.stars_sum, shown.stars_count, key="stars"),
                gap="s",
            ),
            ui.Text(code(shown.plate), style="title", test_id="plate"),
            gap="m",
            align="between",
        ),
        key=key,
    )


def from_to(start: places.Place, end: places.Place) -> ui.Node:
    """The two ends, one below the other."""
    return ui.List(
        ui.Item(start.text, key="from", subtitle=t("from"), icon="pin"),
        ui.Item(end.text, key="to", subtitle=t("to"), icon="flag"),
        key="ends",
    )


def way_words(length_m: int, duration_s: int) -> TextValue:
    """So far and so long: 7.4 km · 12 minutes."""
    return t("way", km=number(round(length_m / 1000, 1)), minutes=max(1, round(duration_s / 60)))


def tone_of(stage: Stage) -> str:
    if stage is Stage.FINISHED:
        return "good"
    return "neutral" if stage in OVER else "brand"


def ride_item(ride: Ride, amount: TextLike, on_press: ActionRef) -> ui.Node:
    """A ride in somebody's history."""
    at: datetime = ride.ended_at or ride.asked_at
    return ui.Item(
        ride.end.text,
        key=ride.id,
        subtitle=t("ride-line", at=time(at), stage=t(f"stage-{ride.stage.value}")),
        trailing=amount,
        icon="car",
        on_press=on_press,
    )
