/** Which lines of a statement are shown: way, kind, days, and whether what was only put aside stands among them. */
import type { JSX } from "preact";
import { useId, useState } from "preact/hooks";
import { say } from "../i18n/texts";
import { Button } from "../kit/basics";
import { Choice, Segments, Switch } from "../kit/inputs";
import { Sheet } from "../kit/surfaces";
import { KINDS, kindKey } from "./line_words";
import type { Direction, LabelKind, LinesAsked } from "./shapes";

export interface Filters {
  query: string;
  direction: Direction;
  kind: LabelKind;
  /** Days of the reader's own calendar, as date fields write them: "2026-11-22"; empty for no edge. */
  from: string;
  to: string;
  aside: boolean;
}

export const EVERYTHING: Filters = {
  query: "",
  direction: "DIRECTION_UNSPECIFIED",
  kind: "LABEL_KIND_UNSPECIFIED",
  from: "",
  to: "",
  aside: false,
};

const DAY_MS = 86_400_000;

/** The first moment of that day here; 0 for none. */
export const dayStart = (day: string): number => (day ? new Date(`${day}T00:00:00`).getTime() : 0);
/** Its last moment, over changes of summer time too. */
export const dayEnd = (day: string): number => {
  if (!day) return 0;
  const next = new Date(dayStart(day) + DAY_MS + DAY_MS / 2);
  return new Date(next.getFullYear(), next.getMonth(), next.getDate()).getTime() - 1;
};

export const filtersOn = (of: Filters): number =>
  [of.direction !== EVERYTHING.direction, of.kind !== EVERYTHING.kind, of.from, of.to, of.aside].filter(Boolean).length;

export function lineFilters(of: Filters): Omit<LinesAsked, "account_id"> {
  return {
    query: of.query,
    direction: of.direction,
    label_kind: of.kind,
    from_ms: dayStart(of.from),
    to_ms: dayEnd(of.to),
    moved_only: !of.aside,
  };
}

export interface FilterSheetProps {
  filters: Filters;
  set: (filters: Filters) => void;
  onClose: () => void;
}

export function FilterSheet({ filters, set, onClose }: FilterSheetProps): JSX.Element {
  const [chosen, setChosen] = useState(filters);
  const change = (part: Partial<Filters>): void => setChosen((before) => ({ ...before, ...part }));
  const use = (next: Filters): void => {
    set(next);
    onClose();
  };
  return (
    <Sheet
      testId="filter-sheet"
      title={say("statement-filter")}
      onClose={onClose}
      actions={
        <>
          <Button look="primary" wide testId="filter-use" onPress={() => use(chosen)}>
            {say("filter-use")}
          </Button>
          <Button wide testId="filter-clear" onPress={() => use({ ...EVERYTHING, query: filters.query })}>
            {say("filter-clear")}
          </Button>
        </>
      }
    >
      <Segments
        label={say("filter-direction")}
        value={chosen.direction}
        options={[
          { id: "DIRECTION_UNSPECIFIED", text: say("filter-both") },
          { id: "DIRECTION_IN", text: say("filter-in"), icon: "money-in" },
          { id: "DIRECTION_OUT", text: say("filter-out"), icon: "money-out" },
        ]}
        onChange={(direction) => change({ direction })}
      />
      <Choice
        label={say("filter-kind")}
        name="kind"
        display="chips"
        chosen={[chosen.kind]}
        options={(["LABEL_KIND_UNSPECIFIED", ...KINDS] as LabelKind[]).map((kind) => ({
          id: kind,
          text: say(kind === "LABEL_KIND_UNSPECIFIED" ? "filter-all" : kindKey(kind)),
        }))}
        onChange={([kind]) => change({ kind: (kind ?? "LABEL_KIND_UNSPECIFIED") as LabelKind })}
      />
      <div class="day-pair">
        <DayField label={say("filter-from")} name="from" value={chosen.from} onChange={(from) => change({ from })} />
        <DayField label={say("filter-to")} name="to" value={chosen.to} onChange={(to) => change({ to })} />
      </div>
      <Switch label={say("filter-aside")} value={chosen.aside} testId="filter-aside" onChange={(aside) => change({ aside })} />
    </Sheet>
  );
}

export function DayField(props: { label: string; name: string; value: string; max?: string; onChange: (day: string) => void }): JSX.Element {
  const id = useId();
  return (
    <div class="field">
      <label class="field-label" for={id}>
        {props.label}
      </label>
      <input
        id={id}
        class="input"
        type="date"
        name={props.name}
        max={props.max}
        value={props.value}
        data-testid={`day-${props.name}`}
        onInput={(event) => props.onChange(event.currentTarget.value)}
      />
    </div>
  );
}
