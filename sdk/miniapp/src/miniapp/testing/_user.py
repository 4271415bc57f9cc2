"""One person with the app open: taps, types and looks, against the same entry the sandbox runs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from miniapp import _effects, limits, places, vocabulary, wallet
from miniapp._wire import size
from miniapp.errors import CONSENT_REQUIRED
from miniapp.testing import _screen
from miniapp.testing._refused import Refused
from miniapp.testing._stage import Stage, check_ran
from miniapp.values import Money, TextLike, to_ms

__tracebackhide__ = True  # pytest shows the author's line, not ours.


class User:
    """A session of one user. What it sees changes with its own events and with topics others refresh."""

    def __init__(self, stage: Stage, name: str, *, lang: str, consents: bool, owner: bool = False) -> None:
        self.stage, self.name, self.lang, self.consents = stage, name, lang, consents
        self.owner = owner
        self.host = stage.host
        self.path = "/"
        self.query: dict[str, Any] = {}
        self.state: Any = None
        self.tree: dict[str, Any] = {}
        self.toasts: list[Any] = []  # Of the last event.
        self.files: dict[str, str] = {}  # What they saved, by name.
        self.refusal: Any = None  # The message of the last event, when the app refused it.
        self.asked: list[str] = []  # Scopes the host asked this user for.
        self.sheet: str | None = None  # The id of the order or mandate they are shown, until they answer or leave it.
        self.session = stage.new_event()
        self._typed: dict[str, Any] = {}
        stage.users.append(self)

    # --- doing ---

    def open(self, path: str = "/", **query: _effects.QueryValue) -> None:
        """Open the app, or a link into it."""
        self._typed.clear()
        self.path, self.query = path, {name: _effects.query_text(value) for name, value in query.items()}
        self.session = self.session or self.stage.new_event()
        self._send({"kind": "open"})

    def close(self) -> None:
        """Leave the app: the session is over, and what comes later the app hears by itself."""
        self.session, self.state, self.tree, self.sheet = "", None, {}, None

    def goto(self, path: str, **query: _effects.QueryValue) -> None:
        """Look at another screen, as by the back button or a link."""
        self._typed.clear()
        self.path, self.query = path, {name: _effects.query_text(value) for name, value in query.items()}
        self.redraw()

    def redraw(self) -> None:
        """Draw the screen again, as the host does when a topic is refreshed."""
        self._send({"kind": "screen"})

    def tap(self, what: TextLike, *, within: TextLike | None = None) -> None:
        """Press the one thing called `what`: its test_id, key, or text (a string, t(…), a message key).

        Of several, the one `within` something so called: `tap("add", within="كبسة")`.
        """
        node, above = _screen.pressable(self.tree, what, within)
        if node["props"].get("disabled") or node["props"].get("busy"):
            raise AssertionError(f"{what!r} is disabled")
        submitted = _screen.submitted_by(node, above, self.tree)
        if submitted is not None:
            return self.submit(submitted["props"]["name"])
        return self._act(node["on"]["press"], self._touched(_screen.form_of(above, self.tree)))

    def type(self, field: str, text: str) -> None:
        """Type into a TextField."""
        props = self._input(field, "TextField")["props"]
        if len(text) > props["max"]:
            raise AssertionError(f"the field {field!r} takes {props['max']} characters, not {len(text)}")
        self._enter(field, text)

    def choose(self, field: str, *options: str) -> None:
        """Choose an option of a Choice by its id, several when it is `multi`; or a slot of TimeSlots."""
        node = self._input(field, "Choice", "TimeSlots")
        props = node["props"]
        if node["type"] == "TimeSlots":
            return self._choose_slot(field, props["slots"], options)
        known = [option["id"] for option in props["options"]]
        unknown = [option for option in options if option not in known]
        if unknown or (len(options) != 1 and not props.get("multi")):
            raise AssertionError(f"{field!r} has the options {known}, not {list(options)}")
        return self._enter(field, list(options) if props.get("multi") else options[0])

    def _choose_slot(self, field: str, slots: list[dict[str, Any]], chosen: tuple[str, ...]) -> None:
        free = [slot["id"] for slot in slots if not slot.get("disabled") and slot.get("left") != 0]
        if len(chosen) != 1 or chosen[0] not in free:
            raise AssertionError(f"{field!r} has the free slots {free}, not {list(chosen)}")
        self._enter(field, chosen[0])

    def toggle(self, field: str, on: bool = True) -> None:
        """Set a Toggle."""
        self._input(field, "Toggle")
        self._enter(field, on)

    def step(self, field: str, value: int) -> None:
        """Set a Stepper."""
        props = self._input(field, "Stepper")["props"]
        if not props["min"] <= value <= props["max"]:
            raise AssertionError(f"{field!r} goes from {props['min']} to {props['max']}, not {value}")
        self._enter(field, value)

    def rate(self, field: str, stars: int) -> None:
        """Give a Rating its stars."""
        self._input(field, "Rating")
        if type(stars) is not int or not 1 <= stars <= 5:
            raise AssertionError(f"{field!r} takes one to five stars, not {stars!r}")
        self._enter(field, stars)

    def pick_date(self, field: str, day: date) -> None:
        """Choose a day of a DatePicker."""
        props, text = self._input(field, "DatePicker")["props"], day.isoformat()
        if not props["min"] <= text <= props["max"]:
            raise AssertionError(f"{field!r} goes from {props['min']} to {props['max']}, not {text}")
        if text in props.get("closed", ()):
            raise AssertionError(f"{text} is closed in {field!r}")
        self._enter(field, text)

    def expire(self, what: TextLike) -> None:
        """Be there when a Countdown ends: its client says so. Let the time pass first, `host.advance(…)`."""
        node, above = _screen.sender(self.tree, "Countdown", "expire", what)
        left_ms = node["props"]["until"] - to_ms(self.host.now)
        if left_ms > 0:
            raise AssertionError(f"{what!r} has {left_ms / 1000:g} seconds left. Fix: host.advance(seconds=…) before")
        self._act(node["on"]["expire"], self._touched(_screen.form_of(above, self.tree)))

    def pick_place(self, field: str, place: places.Place) -> None:
        """Choose a place in a PlacePicker, as found or pointed out on the map."""
        self._input(field, "PlacePicker")
        if not isinstance(place, places.Place):
            raise AssertionError(f"{field!r} takes a places.Place, such as places.find('…')[0], not {place!r}")
        picked = _screen.place_json(place)
        if why := vocabulary.why_not(vocabulary.PLACE, picked):
            raise AssertionError(f"{field!r} takes a place, but this one {why}")
        self._enter(field, picked)

    def tap_map(self, point: places.Point, *, on: TextLike | None = None) -> None:
        """Tap a spot of the screen's map, or of the one called `on` where there are several."""
        node, above = _screen.sender(self.tree, "Map", "press", on)
        value = {"lat_e7": point.lat_e7, "lng_e7": point.lng_e7}
        if why := vocabulary.why_not(vocabulary.POINT, value):
            raise AssertionError(f"no map has this point: it {why}")
        self._tell("press", node, above, value)

    def tap_marker(self, marker_id: str, *, on: TextLike | None = None) -> None:
        """Tap a marker of the screen's map by its id."""
        node, above = _screen.sender(self.tree, "Map", "marker", on)
        known = [marker["id"] for marker in node["props"].get("markers", ())]
        if marker_id not in known:
            raise AssertionError(f"the map has the markers {known}, not {marker_id!r}")
        self._tell("marker", node, above, marker_id)

    def scan(self, text: str, *, on: TextLike | None = None) -> None:
        """Hold a code in front of the screen's Scan, or of the one called `on`; or type what it says."""
        node, above = _screen.sender(self.tree, "Scan", "scan", on)
        if not text.strip() or len(text) > limits.QR_CHARS_MAX:
            raise AssertionError(f"a code says 1 to {limits.QR_CHARS_MAX} characters, not {len(text)}")
        self._tell("scan", node, above, text)

    def submit(self, form: str | None = None) -> None:
        """Send a form, as Enter does; without a name the only one of the screen."""
        forms = [node for node, _ in _screen.visible(self.tree) if node["type"] == "Form"]
        chosen = [node for node in forms if form in (None, node["props"]["name"])]
        if len(chosen) != 1:
            raise AssertionError(f"this screen has the forms {[node['props']['name'] for node in forms]}")
        if "submit" not in chosen[0].get("on", {}):
            raise AssertionError(f"the form {chosen[0]['props']['name']!r} has no on_submit")
        given = _screen.inputs(chosen[0]).items()
        fields = {name: self._typed.get(name, _screen.value_of(node)) for name, node in given}
        for name, node in given:
            if node["props"].get("required") and not str(fields[name]).strip():
                raise AssertionError(f"the field {name!r} is required; the client does not send the form without it")
        self._act(chosen[0]["on"]["submit"], fields)

    def moves_to(self, point: places.Point, *, heading_deg: int = 0) -> list[str]:
        """Go there: the device tells the topics this user shares their position with, as it does once a second.

        Answers those topics; `host.topics[topic]` is what a marker with that `live` topic shows. No event runs.
        """
        return self.host.move(self.name, point.lat_e7, point.lng_e7, heading_deg)

    def approve(self, asked: wallet.Order | wallet.Mandate | str | None = None, *, tip: Money | None = None) -> None:
        """Say yes on the host's sheet, to what the app asked for last or to this; the app hears of it at once."""
        asked_id, now_ms = self._shown(asked), to_ms(self.host.now)
        if asked_id.startswith("man_"):
            self._decide(lambda: self.host.wallet.mandates.answer(asked_id, self.name, now_ms, yes=True))
        else:
            tip_minor = tip.amount_minor if tip else 0
            self._decide(lambda: self.host.wallet.orders.approve(asked_id, self.name, tip_minor, now_ms))

    def decline(self, asked: wallet.Order | wallet.Mandate | str | None = None) -> None:
        """Say no on the host's sheet."""
        asked_id, now_ms = self._shown(asked), to_ms(self.host.now)
        if asked_id.startswith("man_"):
            self._decide(lambda: self.host.wallet.mandates.answer(asked_id, self.name, now_ms, yes=False))
        else:
            self._decide(lambda: self.host.wallet.orders.decline(asked_id, self.name, now_ms))

    def revoke(self, mandate: wallet.Mandate | str) -> None:
        """End a mandate, on the host's own page."""
        mandate_id, now_ms = self._shown(mandate), to_ms(self.host.now)
        self._decide(lambda: self.host.wallet.mandates.revoke(mandate_id, self.name, now_ms))

    def _shown(self, asked: wallet.Order | wallet.Mandate | str | None) -> str:
        if asked is None and self.sheet is None:
            raise AssertionError(f"{self.name} is asked for nothing. Does the action `return wallet.ask(order)`?")
        return str(self.sheet if asked is None else asked if isinstance(asked, str) else asked.id)

    def _decide(self, decide: Callable[[], None]) -> None:
        try:
            decide()
        except Refused as refused:
            raise AssertionError(f"the host would not let {self.name}: {refused}") from None
        self.sheet = None
        self.stage.settle()

    # --- looking ---

    def see(self, *what: TextLike) -> None:
        """Fails unless all of these stand on the screen, in a toast or in the refusal."""
        for wanted in what:
            if not self.sees(wanted):
                raise AssertionError(f"{self.name} does not see {wanted!r} on {self.path}:\n{self.outline()}")

    def dont_see(self, *what: TextLike) -> None:
        """Fails if any of these stands there."""
        for unwanted in what:
            if self.sees(unwanted):
                raise AssertionError(f"{self.name} sees {unwanted!r} on {self.path}:\n{self.outline()}")

    def sees(self, what: TextLike) -> bool:
        """Whether this stands there: part of a string, a typed value, or t("key") whatever its arguments."""
        shown = [text for node, _ in _screen.visible(self.tree) for text in _screen.own_texts(node)]
        return any(_screen.shows(text, what) for text in [*shown, *self.toasts, self.refusal or ""])

    def outline(self) -> str:
        """The screen as indented lines, toasts and refusal below."""
        said = [f"toast: {toast}" for toast in self.toasts] + ([f"refused: {self.refusal}"] if self.refusal else [])
        return "\n".join([_screen.outline(self.tree), *said])

    # --- underneath ---

    def _input(self, field: str, *kinds: str) -> dict[str, Any]:
        scopes = [node for node, _ in _screen.visible(self.tree) if node["type"] in ("Screen", "Form")]
        found = [inputs[field] for scope in scopes if field in (inputs := _screen.inputs(scope))]
        if len(found) != 1 or found[0]["type"] not in kinds:
            raise AssertionError(f"no single {' or '.join(kinds)} is named {field!r} on this screen:\n{self.outline()}")
        if found[0]["props"].get("disabled"):
            raise AssertionError(f"the field {field!r} is disabled")
        return found[0]

    def _enter(self, field: str, value: Any) -> None:
        self._typed[field] = value
        for node, above in list(_screen.visible(self.tree)):
            if node["type"] in vocabulary.INPUTS and node["props"]["name"] == field:
                change = node.get("on", {}).get("change")
                if change is not None:
                    touched = self._touched(_screen.form_of(above, self.tree))
                    others = {name: entered for name, entered in touched.items() if name != field}
                    self._act(change, others, value=value)

    def _tell(self, event: str, node: dict[str, Any], above: tuple[dict[str, Any], ...], value: Any) -> None:
        touched = self._touched(_screen.form_of(above, self.tree))
        self._act(_screen.awake(node)["on"][event], touched, value=value)

    def _touched(self, form: dict[str, Any]) -> dict[str, Any]:
        return {name: self._typed[name] for name in _screen.inputs(form) if name in self._typed}

    def _act(self, action: dict[str, Any], fields: dict[str, Any], **carried: Any) -> None:
        if size([fields, carried]) > limits.EVENT_INPUT_BYTES_MAX:
            raise AssertionError(f"fields and value are larger than {limits.EVENT_INPUT_BYTES_MAX} bytes")
        call = {"name": action["action"], "args": action["args"], "fields": fields, **carried}
        self._send({"kind": "action", "action": call})

    def _send(self, event: dict[str, Any]) -> None:
        event_id = "" if event["kind"] == "screen" else self.stage.new_event()
        answered = self._run(event, event_id)
        error = answered.get("error", {})
        while error.get("reason") == CONSENT_REQUIRED and error["metadata"]["scope"] not in self.asked:
            scope = error["metadata"]["scope"]
            self.asked.append(scope)
            self.host.grants[self.name, scope] = self.consents
            answered = self._run(event, event_id)
            error = answered.get("error", {})
        self.toasts, self.refusal = [], None
        if error.get("reason") == "APP_REFUSED":
            self.refusal = error["text"]
        else:
            check_ran(answered)
            self.toasts = [effect["toast"]["text"] for effect in answered["effects"] if "toast" in effect]
            self.files |= {file["name"]: file["text"] for effect in answered["effects"] if (file := effect.get("save"))}
            self._take(answered)
        if event_id:
            self.stage.settle()

    def hear(self, event: dict[str, Any]) -> None:
        """Take what the app heard while this user looked; nobody tapped, so toasts stay."""
        answered = self._run(event, self.stage.new_event())
        check_ran(answered)
        self._take(answered)

    def _run(self, event: dict[str, Any], event_id: str) -> dict[str, Any]:
        place = {"path": self.path, "query": self.query, "state": self.state, "lang": self.lang, "owner": self.owner}
        return self.stage.run(self.name, event | place, event_id=event_id, session=self.session)

    def _take(self, answered: dict[str, Any]) -> None:
        if answered["path"] != self.path:
            self._typed.clear()
        self.state, self.tree = answered["state"], answered["tree"]
        self.path, self.query = answered["path"], answered["query"]
        for effect in answered["effects"]:
            for asked in effect.values():
                self.sheet = asked.get("order_id") or asked.get("mandate_id") or self.sheet
        self.stage.refresh_others(self)
