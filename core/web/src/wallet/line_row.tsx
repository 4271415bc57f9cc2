/** One line of a statement in a list: what, who, how much, and what was there after it. */
import type { JSX } from "preact";
import { clock } from "../chat/words";
import { say } from "../i18n/texts";
import { Icon, Said } from "../kit/basics";
import type { Call } from "../wire/rpc";
import { lineDetail, lineIcon, lineTitle } from "./line_words";
import { type Line, minor } from "./shapes";
import { Sum, shown } from "./sum";

export interface LineRowProps {
  line: Line;
  currency: string;
  call: Call;
  open: () => void;
}

export function LineRow({ line, currency, call, open }: LineRowProps): JSX.Element {
  const moved = minor(line.moved_minor);
  const detail = lineDetail(line, call);
  return (
    <li class="row">
      <button type="button" class="row-face" data-testid="line" data-transfer={line.transfer_id} onClick={open}>
        <span class={`line-mark${moved > 0n ? " line-mark-in" : ""}`}>
          <Icon name={lineIcon(line)} />
        </span>
        <span class="row-words">
          <span class="row-title one-line">
            <Said>{lineTitle(line, call)}</Said>
          </span>
          <span class="row-subtitle line-detail">
            <bdi>{clock(Number(line.created_at_ms))}</bdi>
            {detail ? (
              <>
                {" · "}
                <Said>{detail}</Said>
              </>
            ) : null}
          </span>
        </span>
        <span class="line-sums">
          <span class={moved === 0n ? "line-aside" : ""}>
            <Sum currency={currency} amount={moved === 0n ? line.amount_minor : moved} signed={moved !== 0n} {...(moved > 0n ? { look: "good" as const } : {})} />
          </span>
          <span class="line-after">
            <span class="only-heard">{say("line-after")} </span>
            <bdi>{shown(currency, line.total_minor)}</bdi>
          </span>
        </span>
      </button>
    </li>
  );
}
