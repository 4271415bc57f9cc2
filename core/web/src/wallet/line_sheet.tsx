/** One line with everything that is known of it, and where it stands in the ledger's history. */
import type { ComponentChildren, JSX } from "preact";
import { useState } from "preact/hooks";
import { fullMoment } from "../chat/words";
import { say } from "../i18n/texts";
import { Button, Said } from "../kit/basics";
import { Sheet } from "../kit/surfaces";
import { attempt } from "../host/attempt";
import { Shown, useLoaded } from "../host/frame";
import type { Host } from "../host/host";
import { saveFile } from "../kit/download";
import { useCalls } from "./house";
import { lineDetail, lineTitle } from "./line_words";
import { type Line, minor, type Receipt } from "./shapes";
import { Sum } from "./sum";

const hex = (base64: string): string => [...atob(base64)].map((char) => char.charCodeAt(0).toString(16).padStart(2, "0")).join("");

export function LineSheet({ host, transferId, onClose }: { host: Host; transferId: string; onClose: () => void }): JSX.Element {
  const calls = useCalls(host);
  const found = useLoaded(() => calls.transfer(transferId));
  const [busy, setBusy] = useState(false);
  const prove = async (accountId: string, atMs: number): Promise<void> => {
    setBusy(true);
    const json = await attempt(host, () => calls.provenStatement(accountId, atMs, atMs), say("line-proved"));
    setBusy(false);
    if (json) saveFile(`${transferId}.json`, "application/json", Uint8Array.from(atob(json), (char) => char.charCodeAt(0)));
  };
  return (
    <Sheet
      testId="line-sheet"
      title={found.value ? <Said>{lineTitle(found.value.line, host.account.call)}</Said> : say("loading")}
      onClose={onClose}
      actions={
        <Button
          wide
          icon="shield"
          busy={busy}
          disabled={!found.value}
          testId="line-prove"
          onPress={() => {
            if (found.value) void prove(found.value.account_id, Number(found.value.line.created_at_ms));
          }}
        >
          {say("line-prove")}
        </Button>
      }
    >
      <Shown of={found} failedTitle={say("wallet-failed")}>
        {({ line, receipt, currency_code }) => (
          <>
            <p class="approve-amount">
              <Sum currency={currency_code} amount={minor(line.moved_minor) || minor(line.amount_minor)} signed={minor(line.moved_minor) > 0n} look="big" />
            </p>
            <Facts host={host} line={line} currency={currency_code} />
            <Trail line={line} receipt={receipt} />
          </>
        )}
      </Shown>
    </Sheet>
  );
}

function Fact({ name, children }: { name: string; children: ComponentChildren }): JSX.Element {
  return (
    <div class="fact">
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Facts({ host, line, currency }: { host: Host; line: Line; currency: string }): JSX.Element {
  const detail = lineDetail(line, host.account.call);
  const expires = Number(line.expires_at_ms ?? 0);
  return (
    <dl class="facts">
      {detail ? (
        <Fact name={say("line-for")}>
          <Said>{detail}</Said>
        </Fact>
      ) : null}
      <Fact name={say("line-when")}>
        <bdi>{fullMoment(Number(line.created_at_ms))}</bdi>
      </Fact>
      {minor(line.captured_minor) > 0n ? (
        <Fact name={say("line-captured")}>
          <Sum currency={currency} amount={line.captured_minor} />
        </Fact>
      ) : null}
      {line.hold_state === "HOLD_STATE_PENDING" && expires > 0 ? (
        <Fact name={say("line-expires")}>
          <bdi>{fullMoment(expires)}</bdi>
        </Fact>
      ) : null}
      <Fact name={say("line-after")}>
        <Sum currency={currency} amount={line.total_minor} />
      </Fact>
    </dl>
  );
}

/** For whoever checks: keep it, and the history cannot be changed unseen. */
function Trail({ line, receipt }: { line: Line; receipt: Receipt | undefined }): JSX.Element {
  return (
    <details class="trail" data-testid="receipt">
      <summary>{say("receipt-title")}</summary>
      <p class="trail-text">{say("receipt-text")}</p>
      <dl class="facts">
        <Fact name={say("receipt-id")}>
          <bdi class="code trail-code" dir="ltr">
            {line.transfer_id}
          </bdi>
        </Fact>
        <Fact name={say("receipt-row")}>
          <bdi class="code">{receipt?.seq ?? "0"}</bdi>
        </Fact>
        <Fact name={say("receipt-block")}>
          <bdi class="code">{receipt?.block_number ?? "0"}</bdi>
        </Fact>
        <Fact name={say("receipt-hash")}>
          <bdi class="code trail-code" dir="ltr">
            {hex(receipt?.block_hash ?? "")}
          </bdi>
        </Fact>
      </dl>
    </details>
  );
}
