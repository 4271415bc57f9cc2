/** Every component of the vocabulary with its renderer and the properties and events that renderer draws. */
import type { FunctionComponent } from "preact";
import { Button, MainButton } from "./components/actions";
import { Choice, Form, Stepper, TextField, Toggle } from "./components/fields";
import { Card, Column, Divider, Empty, Item, List, Row, Screen, Section } from "./components/layout";
import { Map, PlacePicker, QR, Scan } from "./components/places";
import { Avatar, Badge, Banner, Progress, Text } from "./components/words";
import type { NodeProps } from "./context";
import { Countdown, DatePicker, Image, Message, Rating, Stars, Stat, Summary, TimeSlots, Tracker } from "./trade";

interface Entry {
  draw: FunctionComponent<NodeProps>;
  props: string[];
  events: string[];
}

const entry = (draw: FunctionComponent<NodeProps>, props: string[] = [], events: string[] = []): Entry => ({
  draw,
  props,
  events,
});

// One line each: tests/unit/web/test_vocabulary.py holds this table against miniapp.vocabulary.
export const REGISTRY: Record<string, Entry> = {
  Screen: entry(Screen, ["title", "subtitle", "topics"], ["refresh"]),
  Section: entry(Section, ["title", "hint"]),
  Row: entry(Row, ["gap", "align", "wrap"]),
  Column: entry(Column, ["gap", "align", "wrap"]),
  Card: entry(Card, ["title", "subtitle", "badge", "image"], ["press"]),
  Text: entry(Text, ["text", "style", "live"]),
  Badge: entry(Badge, ["text"]),
  List: entry(List),
  Item: entry(Item, ["title", "subtitle", "trailing", "icon", "image"], ["press"]),
  Button: entry(Button, ["text", "style", "icon", "confirm"], ["press"]),
  MainButton: entry(MainButton, ["text"], ["press"]),
  Form: entry(Form, ["name"], ["submit"]),
  TextField: entry(
    TextField,
    ["name", "label", "value", "kind", "max", "required", "placeholder", "multiline"],
    ["change"],
  ),
  Choice: entry(Choice, ["name", "label", "options", "value", "values", "multi", "display"], ["change"]),
  Toggle: entry(Toggle, ["name", "label", "value"], ["change"]),
  Stepper: entry(Stepper, ["name", "label", "value", "min", "max", "step"], ["change"]),
  Progress: entry(Progress, ["value", "label", "text"]),
  Banner: entry(Banner, ["title", "text"]),
  Empty: entry(Empty, ["title", "text", "icon"]),
  Divider: entry(Divider),
  Avatar: entry(Avatar, ["name"]),
  Image: entry(Image, ["src", "label", "ratio"], ["press"]),
  Message: entry(Message, ["text", "by", "at", "mine"]),
  Rating: entry(Rating, ["name", "label", "value"], ["change"]),
  Stars: entry(Stars, ["value", "label", "count"]),
  Tracker: entry(Tracker, ["label", "steps", "current"]),
  Countdown: entry(Countdown, ["until", "label", "style"], ["expire"]),
  Summary: entry(Summary, ["lines", "total"]),
  Stat: entry(Stat, ["value", "label", "hint"]),
  TimeSlots: entry(TimeSlots, ["name", "label", "slots", "value", "zone"], ["change"]),
  DatePicker: entry(DatePicker, ["name", "label", "value", "min", "max", "closed", "calendar"], ["change"]),
  Map: entry(Map, ["label", "markers", "route", "center", "height"], ["press", "marker"]),
  PlacePicker: entry(PlacePicker, ["name", "label", "value", "placeholder", "kinds", "near"], ["change"]),
  QR: entry(QR, ["payload", "label", "caption"]),
  Scan: entry(Scan, ["text"], ["scan"]),
};

/** What every component takes; `hidden` and `fallback` are drawn by the node itself. */
export const COMMON: string[] = ["label", "hidden", "disabled", "busy", "tone", "test_id", "fallback"];
