/** DatePicker: a field that unfolds into a month, in the user's calendar or the app's. */
import type { JSX } from "preact";
import { useEffect, useId, useRef, useState } from "preact/hooks";
import { number } from "../../i18n/format";
import { calendar as usersCalendar, type Calendar, lang, locale } from "../../i18n/prefs";
import { say } from "../../i18n/texts";
import { Icon, IconButton } from "../../kit/basics";
import { type Day, instant, inWeek, later, type Month, monthOf, monthsLater, nextMonth, partsOf, today, weeksOf, weekStart } from "../../kit/days";
import type { Json } from "../../wire/frames";
import { type NodeProps, testId } from "../context";
import { Complaint } from "./complaint";
import { useComplaint, useEntered } from "./fields";
import { Txt } from "./words";

const NAMED: Record<string, Calendar> = { gregorian: "gregory", hijri: "islamic-umalqura" };

/** The user's locale with this calendar. */
const localeWith = (calendar: Calendar): string => locale.value.replace(/-ca-(?:gregory|islamic-umalqura)/, `-ca-${calendar}`);

const words = (day: Day, calendar: Calendar, options: Intl.DateTimeFormatOptions): string =>
  new Intl.DateTimeFormat(localeWith(calendar), { timeZone: "UTC", ...options }).format(instant(day));

const longWords = (day: Day, calendar: Calendar): string => words(day, calendar, { weekday: "long", day: "numeric", month: "long", year: "numeric" });

export function DatePicker(node: NodeProps): JSX.Element {
  const { id, props } = node;
  const [value, enter] = useEntered<Json>(node, props.value ?? null);
  const complaint = useComplaint(id);
  const [isOpen, open] = useState(value === null);
  const [labelId, valueId, gridId] = [useId(), useId(), useId()];
  const face = useRef<HTMLButtonElement>(null);
  const calendar = NAMED[String(props.calendar)] ?? usersCalendar.value;
  const other: Calendar = calendar === "gregory" ? "islamic-umalqura" : "gregory";
  const chosen = typeof value === "string" ? value : null;
  const off = props.disabled === true || props.busy === true;
  const bounds = { min: String(props.min), max: String(props.max), closed: new Set((props.closed ?? []) as string[]) };
  const choose = (day: Day): void => {
    enter(day);
    open(false);
    face.current?.focus();
  };
  return (
    <div class={`date-field field${complaint ? " field-bad" : ""}`} data-testid={testId(props)} data-node={id}>
      <span class="field-label" id={labelId}>
        <Txt value={props.label} />
      </span>
      <button
        type="button"
        ref={face}
        class="input date-face"
        name={String(props.name)}
        aria-labelledby={`${labelId} ${valueId}`}
        aria-expanded={isOpen && !off}
        aria-controls={isOpen && !off ? gridId : undefined}
        disabled={off}
        onClick={() => open(!isOpen)}
      >
        <Icon name="calendar" />
        <span class="date-words" id={valueId}>
          {chosen ? (
            <>
              <span>{longWords(chosen, calendar)}</span>{" "}
              <span class="date-other">{words(chosen, other, { day: "numeric", month: "long", year: "numeric" })}</span>
            </>
          ) : (
            <span class="date-none">{say("days-choose")}</span>
          )}
        </span>
        <Icon name="down" size="s" />
      </button>
      {isOpen && !off ? <MonthGrid id={gridId} calendar={calendar} other={other} chosen={chosen} {...bounds} onChoose={choose} /> : null}
      <Complaint text={complaint} />
    </div>
  );
}

interface MonthGridProps {
  id: string;
  calendar: Calendar;
  other: Calendar;
  chosen: Day | null;
  min: Day;
  max: Day;
  closed: Set<string>;
  onChoose: (day: Day) => void;
}

const within = (day: Day, min: Day, max: Day): Day => (day < min ? min : day > max ? max : day);

/** A month as WAI-ARIA has a grid of dates: one day is in the tab order, arrows move it, Page keys turn the month. */
function MonthGrid({ id, calendar, other, chosen, min, max, closed, onChoose }: MonthGridProps): JSX.Element {
  const [at, setAt] = useState(within(chosen ?? today(), min, max));
  const moved = useRef(false);
  const grid = useRef<HTMLTableElement>(null);
  const month = monthOf(calendar, at);
  const first = weekStart(locale.value);
  const weeks = weeksOf(month, first);
  useEffect(() => {
    if (moved.current) grid.current?.querySelector<HTMLElement>(`[data-day="${at}"]`)?.focus();
    moved.current = false;
  }, [at]);
  const turn = (along: 1 | -1): void => setAt(within(nextMonth(month, along).days[0] as Day, min, max));
  const move = (event: KeyboardEvent): void => {
    const to = keyed(event, at, calendar, first);
    if (to === null) return;
    event.preventDefault();
    moved.current = true;
    setAt(within(to, min, max));
  };
  return (
    <div class="month" id={id} role="group" aria-label={say("days-calendar")}>
      <div class="month-head">
        <IconButton icon="back" plain label={say("days-before")} disabled={(month.days[0] as Day) <= min} onPress={() => turn(-1)} />
        <p class="month-title" aria-live="polite">
          <span>{words(at, calendar, { month: "long", year: "numeric" })}</span>
          <span class="month-other">{otherMonths(month, other)}</span>
        </p>
        <IconButton icon="forward" plain label={say("days-after")} disabled={(month.days.at(-1) as Day) >= max} onPress={() => turn(1)} />
      </div>
      <table class="month-grid" role="grid" aria-label={words(at, calendar, { month: "long", year: "numeric" })} ref={grid} onKeyDown={move}>
        <thead>
          <tr>
            {(weeks[1] as (Day | null)[]).map((day) => (
              <th key={day} scope="col" abbr={words(day as Day, calendar, { weekday: "long" })}>
                {words(day as Day, calendar, { weekday: lang.value === "ar" ? "narrow" : "short" })}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {weeks.map((week, n) => (
            <tr key={n}>
              {week.map((day, column) =>
                day === null ? (
                  <td key={column} />
                ) : (
                  <DayCell key={day} day={day} calendar={calendar} isAt={day === at} isChosen={day === chosen} isOut={day < min || day > max} isClosed={closed.has(day)} onChoose={onChoose} />
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
      {month.days.some((day) => closed.has(day)) ? (
        <p class="month-legend">
          <span class="month-legend-mark" aria-hidden="true" />
          {say("days-closed-legend")}
        </p>
      ) : null}
    </div>
  );
}

function keyed(event: KeyboardEvent, at: Day, calendar: Calendar, first: number): Day | null {
  const along = getComputedStyle(event.currentTarget as Element).direction === "rtl" ? -1 : 1;
  const months = event.shiftKey ? 12 : 1;
  switch (event.key) {
    case "ArrowLeft":
      return later(at, -along);
    case "ArrowRight":
      return later(at, along);
    case "ArrowUp":
      return later(at, -7);
    case "ArrowDown":
      return later(at, 7);
    case "Home":
      return later(at, -inWeek(at, first));
    case "End":
      return later(at, 6 - inWeek(at, first));
    case "PageUp":
      return monthsLater(calendar, at, -months);
    case "PageDown":
      return monthsLater(calendar, at, months);
    default:
      return null;
  }
}

/** The months of the other calendar that this month is part of. */
function otherMonths({ days }: Month, other: Calendar): string {
  const [from, to] = [days[0] as Day, days.at(-1) as Day];
  const named = (day: Day): string => words(day, other, { month: "long" });
  const end = words(to, other, { month: "long", year: "numeric" });
  return named(from) === named(to) ? end : `${named(from)} – ${end}`;
}

interface DayCellProps {
  day: Day;
  calendar: Calendar;
  isAt: boolean;
  isChosen: boolean;
  isOut: boolean;
  isClosed: boolean;
  onChoose: (day: Day) => void;
}

/** A closed day can be reached and says that it is closed; it cannot be chosen. */
function DayCell({ day, calendar, isAt, isChosen, isOut, isClosed, onChoose }: DayCellProps): JSX.Element {
  const no = isOut || isClosed;
  const state = `${isChosen ? " is-chosen" : ""}${isClosed ? " is-closed" : ""}${isOut ? " is-out" : ""}${day === today() ? " is-today" : ""}`;
  return (
    <td role="gridcell" aria-selected={isChosen}>
      <button
        type="button"
        class={`month-day${state}`}
        data-day={day}
        tabIndex={isAt ? 0 : -1}
        aria-label={isClosed ? say("days-closed", { day: longWords(day, calendar) }) : longWords(day, calendar)}
        aria-current={day === today() ? "date" : undefined}
        aria-disabled={no ? "true" : undefined}
        onClick={() => no || onChoose(day)}
      >
        {number(partsOf(calendar, day).day)}
      </button>
    </td>
  );
}
