/** The simulator's event log: the frames of both phones, newest first, each openable. */
import { signal } from "@preact/signals";
import type { JSX } from "preact";
import { say } from "../i18n/texts";
import { Badge, Button } from "../kit/basics";
import type { ClientFrame, ServerFrame } from "../wire/frames";

interface Line {
  id: number;
  at: string;
  who: string;
  direction: "in" | "out";
  kind: string;
  says: string;
  json: string;
}

const LINES_MAX = 300;
const QUIET = new Set(["ping", "pong"]);

export class FrameLog {
  readonly lines = signal<Line[]>([]);
  #last = 0;

  add(who: string, direction: "in" | "out", frame: ClientFrame | ServerFrame): void {
    if (QUIET.has(frame.k)) return;
    this.#last += 1;
    const line: Line = {
      id: this.#last,
      at: new Date().toISOString().slice(11, 23),
      who,
      direction,
      kind: frame.k,
      says: summary(frame),
      json: JSON.stringify(frame, null, 2),
    };
    this.lines.value = [line, ...this.lines.value].slice(0, LINES_MAX);
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
                <span aria-label={say(line.direction === "in" ? "sim-received" : "sim-sent")}>
                  {line.direction === "in" ? "↓" : "↑"}
                </span>
                <Badge tone={line.kind === "error" ? "bad" : line.direction === "in" ? "good" : "brand"}>{line.kind}</Badge>
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
