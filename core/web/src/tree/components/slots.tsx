/** TimeSlots: moments to choose one from, a day at a time, on the clock of the place they are at. */
import type { JSX } from "preact";
import { useId, useState } from "preact/hooks";
import { locale } from "../../i18n/prefs";
import { has, say } from "../../i18n/texts";
import { instant } from "../../kit/days";
import { clockIn, dayIn, homeZone, offsetIn, offsetName, zoneName } from "../../kit/zones";
import type { Json } from "../../wire/frames";
import { type NodeProps, testId } from "../context";
import { Complaint } from "./complaint";
import { useComplaint, useEntered } from "./fields";
import { Txt } from "./words";

type Slot = { id: string; at: number; left?: number; disabled?: boolean };
type Day = { day: string; slots: Slot[] };

const DAYS_BELOW_EACH_OTHER = 2;

const isFree = (slot: Slot): boolean => !slot.disabled && slot.left !== 0;

function byDay(slots: Slot[], zone: string): Day[] {
  const days = new Map<string, Slot[]>();
  for (const slot of [...slots].sort((a, b) => a.at - b.at)) {
    const day = dayIn(zone, slot.at);
    days.set(day, [...(days.get(day) ?? []), slot]);
  }
  return [...days].map(([day, of]) => ({ day, slots: of }));
}

const dayWords = (day: string, options: Intl.DateTimeFormatOptions): string =>
  new Intl.DateTimeFormat(locale.value, { timeZone: "UTC", ...options }).format(instant(day));

export function TimeSlots(node: NodeProps): JSX.Element {
  const { id, props } = node;
  const [value, enter] = useEntered<Json>(node, props.value ?? null);
  const complaint = useComplaint(id);
  const [group, labelId] = [useId(), useId()];
  const zone = String(props.zone);
  const days = byDay((props.slots ?? []) as unknown as Slot[], zone);
  const holds = (wanted: Json): Day | undefined => days.find((day) => day.slots.some((slot) => slot.id === wanted));
  const [opened, open] = useState("");
  // The day of what is chosen, else the one that was opened, else the first with room.
  const shown = days.find((day) => day.day === opened) ?? holds(value) ?? days.find((day) => day.slots.some(isFree)) ?? days[0];
  const inTurns = days.length > DAYS_BELOW_EACH_OTHER;
  const away = days.some((day) => day.slots.some((slot) => offsetIn(zone, slot.at) !== offsetIn(homeZone(), slot.at)));
  const off = props.disabled === true || props.busy === true;
  return (
    <div class={`slots field${complaint ? " field-bad" : ""}${off ? " is-off" : ""}`} role="group" aria-labelledby={labelId} data-testid={testId(props)} data-node={id}>
      <span class="field-label" id={labelId}>
        <Txt value={props.label} />
      </span>
      {away ? <p class="field-hint">{placeOf(zone)}</p> : null}
      {days.length === 0 ? <p class="slots-none">{say("slots-none")}</p> : null}
      {inTurns ? <DayStrip days={days} shown={shown?.day ?? ""} zone={zone} onOpen={open} /> : null}
      {(inTurns ? [shown as Day] : days).map((day) => (
        <fieldset key={day.day} class="slots-day" disabled={off}>
          <legend class={inTurns ? "only-heard" : "slots-title"}>{titleOf(day.day, zone)}</legend>
          <div class="slots-times">
            {day.slots.map((slot) => (
              <SlotFace key={slot.id} slot={slot} day={day} zone={zone} group={`${group}-${String(props.name)}`} chosen={slot.id === value} onChoose={() => enter(slot.id)} />
            ))}
          </div>
        </fieldset>
      ))}
      <Complaint text={complaint} />
    </div>
  );
}

/** The city people know the time by, or what their language calls it. */
function placeOf(zone: string): string {
  const city = `zone-${zone.toLowerCase().replaceAll("/", "-")}`;
  return has(city) ? say("slots-zone-of", { city: say(city) }) : say("slots-zone", { zone: zoneName(zone, locale.value) });
}

function titleOf(day: string, zone: string): string {
  const words = dayWords(day, { weekday: "long", day: "numeric", month: "long" });
  return day === dayIn(zone, Date.now()) ? say("slots-today", { day: words }) : words;
}

/** One button a day, in a row that scrolls: the weekday, its number, and whether anything is left. */
function DayStrip({ days, shown, zone, onOpen }: { days: Day[]; shown: string; zone: string; onOpen: (day: string) => void }): JSX.Element {
  return (
    <div class="day-strip sideways" role="group" aria-label={say("slots-days")}>
      {days.map(({ day, slots }) => {
        const free = slots.filter(isFree).length;
        return (
          <button
            key={day}
            type="button"
            class={`day-button${free === 0 ? " is-full" : ""}`}
            aria-pressed={day === shown}
            onClick={() => onOpen(day)}
          >
            <span class="day-weekday">{day === dayIn(zone, Date.now()) ? say("slots-today-short") : dayWords(day, { weekday: "short" })}</span>{" "}
            <span class="day-number">{dayWords(day, { day: "numeric" })}</span>{" "}
            <span class="day-month">{dayWords(day, { month: "short" })}</span>
            <span class="only-heard">{" · "}{free === 0 ? say("slots-full") : say("slots-free", { count: free })}</span>
          </button>
        );
      })}
    </div>
  );
}

interface SlotFaceProps {
  slot: Slot;
  day: Day;
  zone: string;
  group: string;
  chosen: boolean;
  onChoose: () => void;
}

function SlotFace({ slot, day, zone, group, chosen, onChoose }: SlotFaceProps): JSX.Element {
  const clock = clockIn(zone, slot.at, locale.value);
  // When clocks go back an hour comes twice: both say which one they are.
  const twice = day.slots.some((other) => other.id !== slot.id && clockIn(zone, other.at, locale.value) === clock);
  const free = isFree(slot);
  return (
    <label class={`slot${free ? "" : " slot-full"}`}>
      <input type="radio" name={group} value={slot.id} checked={chosen} disabled={!free} onChange={onChoose} />
      <span class="slot-time">
        {clock}
        {twice ? <small class="slot-offset"> {offsetName(zone, slot.at, locale.value)}</small> : null}
      </span>
      {free ? slot.left === undefined ? null : <span class="slot-left">{say("slots-left", { count: slot.left })}</span> : <span class="only-heard">{say("slots-full")}</span>}
    </label>
  );
}
