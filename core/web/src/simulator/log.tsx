/** The simulator's event log: the frames of both phones, newest first, each openable. */
import { signal } from "@preact/signals";
import type { JSX } from "preact";
import { say } from "../i18n/texts";
import { Badge, Button } from "../kit/basics";
import type { ClientFrame, LogFrame, ServerFrame } from "../wire/frames";

interface Line {
  id: number;
  at: string;
  who: string;
  direction: "in" | "out" | "guest";
  kind: string;
  says: string;
  json: string;
}

const LINES_MAX = 300;
const SIDE = {
  in: { arrow: "↓", tone: "good", says: "sim-received" },
  out: { arrow: "↑", tone: "brand", says: "sim-sent" },
  guest: { arrow: "◆", tone: "warn", says: "sim-guest" },
} as const;
const QUIET = new Set(["ping", "pong"]);

export class FrameLog {
  readonly lines = signal<Line[]>([]);
  #last = 0;
  readonly #told = new Set<string>();

  add(who: string, direction: "in" | "out", frame: ClientFrame | ServerFrame): void {
    if (QUIET.has(frame.k)) return;
    if (frame.k === "log") this.#addServerLine(frame);
    else this.#addLine(who, direction, frame);
  }

  /** What the sandbox did; both phones are told, it is shown once. */
  #addServerLine(frame: LogFrame): void {
    const key = JSON.stringify(frame);
    if (this.#told.has(key)) return;
    this.#told.add(key);
    this.#push({
      at: new Date(frame.at_ms).toISOString().slice(11, 23),
      who: frame.user,
      direction: "guest",
      kind: frame.kind,
      says: frame.text,
      json: JSON.stringify(frame.detail ?? null, null, 2),
    });
  }

  #addLine(who: string, direction: "in" | "out", frame: ClientFrame | ServerFrame): void {
    this.#push({
      at: new Date().toISOString().slice(11, 23),
      who,
      direction,
      kind: frame.k,
      says: summary(frame),
      json: JSON.stringify(frame, null, 2),
    });
  }

  #push(line: Omit<Line, "id">): void {
    this.#last += 1;
    this.lines.value = [{ id: this.#last, ...line }, ...this.lines.value].slice(0, LINES_MAX);
  }

  clear(): void {
    this.lines.value = [];
  }
}

function summary(frame: ClientFrame | ServerFrame): string {
  switch (frame.k) {
    case "ev":
      return `${frame.on} ${frame.id}${frame.value === undefined ? "" : ` = ${JSON.stringify(frame.value)}`}`;
    case "patch":
      return `${frame.ops.length} ops → r${frame.revision} ${frame.path ?? ""}`;
    case "screen":
      return `${Object.keys(frame.nodes).length} nodes, r${frame.revision} ${frame.path ?? ""}`;
    case "error":
      return `${frame.error.reason ?? ""} ${frame.error.message ?? ""}`;
    case "live":
      return `${frame.topic} = ${JSON.stringify(frame.value)}`;
    case "open":
      return frame.path;
    default:
      return "";
  }
}

export function LogView({ log }: { log: FrameLog }): JSX.Element {
  return (
    <section class="log" aria-label={say("sim-log")}>
      <header class="log-head">
        <h2>{say("sim-log")}</h2>
        <Button look="link" onPress={() => log.clear()}>
          {say("sim-clear")}
        </Button>
      </header>
      {log.lines.value.length === 0 ? <p class="log-empty">{say("sim-empty")}</p> : null}
      <ol class="log-lines" data-testid="log" dir="ltr" lang="en" tabIndex={0} aria-label={say("sim-log")}>
        {log.lines.value.map((line) => (
          <li key={line.id}>
            <details class={`log-line log-${line.kind}`}>
              <summary>
                <span class="log-at">{line.at.slice(3)}</span>
                <span class={`log-who log-${line.who}`}>{line.who}</span>
                <span title={say(SIDE[line.direction].says)}>{SIDE[line.direction].arrow}</span>
                <Badge tone={line.kind === "error" ? "bad" : SIDE[line.direction].tone}>{line.kind}</Badge>
                <span class="log-says">{line.says}</span>
              </summary>
              <pre class="log-json">{line.json}</pre>
            </details>
          </li>
        ))}
      </ol>
    </section>
  );
}
