/** A long list of rows of any height: only those near the screen exist, and what the reader looks at never jumps.
 *
 * Heights are measured as rows appear and guessed before. After every change the row that was first on the screen is
 * put back where it was, or the end is, where the reader was at the end.
 */
import type { ComponentChildren, JSX, RefObject } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";

export interface VirtualHandle {
  /** Brings a row to the middle of the screen; false where there is no such row. */
  show(key: string): boolean;
  toEnd(smooth?: boolean): void;
}

export interface VirtualProps<Row> {
  rows: Row[];
  keyOf: (row: Row) => string;
  /** Pixels, for rows not seen yet. */
  guess: (row: Row) => number;
  draw: (row: Row) => ComponentChildren;
  label: string;
  handle: RefObject<VirtualHandle | null>;
  /** Where the list opens; its end where there is no such row. */
  startKey?: string | undefined;
  /** New rows at the end are followed where the reader is at the end: only if it is the true end. */
  ended: boolean;
  onNear: (edge: "start" | "end") => void;
  /** The last row that is wholly on the screen, and whether the end is. */
  onSeen: (key: string, atEnd: boolean) => void;
  onKeyDown?: (event: KeyboardEvent) => void;
}

const BEYOND_PX = 700;
/** Less than is drawn: a screen stands on whole pixels and rows do not, and a row drawn for one pixel is not asked for again. */
const NEEDED_PX = 500;
const NEAR_ROWS = 12;
const END_PX = 32;

interface Anchor {
  key: string;
  /** From the top of the screen. */
  top: number;
}

interface Range {
  first: number;
  last: number;
}

/** The index of the last offset that is not after `at`. */
function indexAt(offsets: number[], at: number): number {
  let low = 0;
  let high = Math.max(0, offsets.length - 2);
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((offsets[middle] ?? 0) <= at) low = middle;
    else high = middle - 1;
  }
  return low;
}

class Layout<Row> {
  readonly heights = new Map<string, number>();
  offsets: number[] = [0];
  anchor: Anchor | null = null;
  sticks = true;
  /** Of the screen, in pixels, when it was last put where it belongs. */
  height = 0;
  #keys = new Map<string, number>();

  lay(props: VirtualProps<Row>): void {
    const { rows, keyOf, guess } = props;
    const offsets = new Array<number>(rows.length + 1);
    this.#keys = new Map();
    offsets[0] = 0;
    rows.forEach((row, index) => {
      const key = keyOf(row);
      this.#keys.set(key, index);
      offsets[index + 1] = (offsets[index] ?? 0) + (this.heights.get(key) ?? guess(row));
    });
    this.offsets = offsets;
  }

  index(key: string): number {
    return this.#keys.get(key) ?? -1;
  }

  get total(): number {
    return this.offsets.at(-1) ?? 0;
  }

  /** Rows to draw for a screen of this height. */
  range(scrollTop: number, height: number, beyondPx = BEYOND_PX): Range {
    return { first: indexAt(this.offsets, scrollTop - beyondPx), last: indexAt(this.offsets, scrollTop + height + beyondPx) };
  }

  /** Where the screen should stand, never where it cannot, or null for where it is. */
  wanted(height: number): number | null {
    const end = Math.max(0, this.total - height);
    if (this.sticks) return end;
    const index = this.anchor ? this.index(this.anchor.key) : -1;
    return index < 0 ? null : Math.min(end, Math.max(0, (this.offsets[index] ?? 0) - (this.anchor?.top ?? 0)));
  }
}

export function VirtualList<Row>(props: VirtualProps<Row>): JSX.Element {
  const scroller = useRef<HTMLDivElement>(null);
  const before = useRef<HTMLDivElement>(null);
  const after = useRef<HTMLDivElement>(null);
  const [layout] = useState(() => startLayout(props));
  const [, redraw] = useState(0);
  const drawn = useRef<Range>({ first: 0, last: 0 });
  const latest = useRef(props);
  latest.current = props;
  layout.lay(props);
  const height = scroller.current?.clientHeight || 800;
  const at = layout.wanted(height) ?? scroller.current?.scrollTop ?? 0;
  drawn.current = layout.range(at, height);
  const { first, last } = drawn.current;

  /** Measures what is drawn, puts the screen where it belongs, and draws more where it is needed. */
  const settle = (): void => {
    const box = scroller.current;
    if (!box) return;
    for (const row of box.querySelectorAll<HTMLElement>(".virtual-row")) {
      layout.heights.set(row.dataset.key ?? "", row.getBoundingClientRect().height);
    }
    layout.lay(latest.current);
    layout.height = box.clientHeight;
    const { first: from, last: to } = drawn.current;
    before.current?.style.setProperty("block-size", `${layout.offsets[from] ?? 0}px`);
    after.current?.style.setProperty("block-size", `${Math.max(0, layout.total - (layout.offsets[to + 1] ?? layout.total))}px`);
    const wanted = layout.wanted(box.clientHeight);
    if (wanted !== null && Math.abs(box.scrollTop - wanted) > 0.5) box.scrollTop = wanted;
    // Where everything fits nobody has to scroll to be at the end.
    if (latest.current.ended && layout.total <= box.clientHeight) layout.sticks = true;
    look();
  };

  const look = (): void => {
    const box = scroller.current;
    if (!box) return;
    const { rows, keyOf, onNear, onSeen } = latest.current;
    const needed = layout.range(box.scrollTop, box.clientHeight, NEEDED_PX);
    if (needed.first < drawn.current.first || needed.last > drawn.current.last) redraw((count) => count + 1);
    if (rows.length === 0) return;
    if (needed.first <= NEAR_ROWS) onNear("start");
    if (needed.last >= rows.length - 1 - NEAR_ROWS) onNear("end");
    const bottom = box.scrollTop + box.clientHeight;
    const seen = indexAt(layout.offsets, bottom + 1) - (layout.total <= bottom + 1 ? 0 : 1);
    const row = rows[Math.max(0, seen)];
    if (row) onSeen(keyOf(row), layout.total - bottom < END_PX);
  };

  const scrolled = (): void => {
    const box = scroller.current;
    if (!box) return;
    // Told a frame late: of a screen of another height it does not say what the reader wants to see.
    if (box.clientHeight !== layout.height) return settle();
    layout.sticks = latest.current.ended && layout.total - box.scrollTop - box.clientHeight < END_PX;
    const top = Math.max(0, box.scrollTop);
    const index = indexAt(layout.offsets, top);
    const row = latest.current.rows[index];
    layout.anchor = row ? { key: latest.current.keyOf(row), top: (layout.offsets[index] ?? 0) - box.scrollTop } : null;
    look();
  };

  useLayoutEffect(settle);
  useEffect(() => {
    // Fonts, pictures and the keyboard change heights after the drawing.
    const watcher = new ResizeObserver(() => settle());
    if (scroller.current) watcher.observe(scroller.current);
    if (scroller.current?.firstElementChild) watcher.observe(scroller.current.firstElementChild);
    return () => watcher.disconnect();
  }, []);

  props.handle.current = {
    show: (key) => {
      const index = layout.index(key);
      const box = scroller.current;
      if (index < 0 || !box) return false;
      layout.sticks = false;
      const own = (layout.offsets[index + 1] ?? 0) - (layout.offsets[index] ?? 0);
      layout.anchor = { key, top: Math.max(8, (box.clientHeight - own) / 2) };
      redraw((count) => count + 1);
      return true;
    },
    toEnd: () => {
      layout.sticks = true;
      redraw((count) => count + 1);
    },
  };

  return (
    <div
      class="virtual"
      ref={scroller}
      role="group"
      aria-label={props.label}
      tabIndex={0}
      onScroll={scrolled}
      onKeyDown={props.onKeyDown}
      data-testid="messages"
    >
      <div class="virtual-rows">
        <div ref={before} class="virtual-gap" aria-hidden="true" />
        {props.rows.slice(first, last + 1).map((row) => {
          const key = props.keyOf(row);
          return (
            <div key={key} class="virtual-row" data-key={key}>
              {props.draw(row)}
            </div>
          );
        })}
        <div ref={after} class="virtual-gap" aria-hidden="true" />
      </div>
    </div>
  );
}

function startLayout<Row>(props: VirtualProps<Row>): Layout<Row> {
  const layout = new Layout<Row>();
  if (props.startKey && props.rows.some((row) => props.keyOf(row) === props.startKey)) {
    layout.sticks = false;
    layout.anchor = { key: props.startKey, top: 72 };
  }
  return layout;
}
