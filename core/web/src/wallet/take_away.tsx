/** What one takes along from a statement: a table for a spreadsheet, a proof for a stranger, the balance of a past day. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { say } from "../i18n/texts";
import { Button, Icon } from "../kit/basics";
import { Group, Row, Sheet } from "../kit/surfaces";
import { attempt } from "../host/attempt";
import type { Host } from "../host/host";
import { table } from "./csv";
import { saveFile } from "../kit/download";
import { useCalls } from "./house";
import type { BalanceThen, Line, MoneyAccount } from "./shapes";
import { dayEnd, DayField, type Filters, lineFilters } from "./statement_filter";
import { Sum } from "./sum";

const PAGE_SIZE = 200;
/** A year of fifty lines a day; more is for the proof, or for a shorter time. */
const LINES_MAX = 20_000;

export interface TakeAwayProps {
  host: Host;
  account: MoneyAccount;
  filters: Filters;
  onClose: () => void;
}

export function TakeAwaySheet({ host, account, filters, onClose }: TakeAwayProps): JSX.Element {
  const calls = useCalls(host);
  const [busy, setBusy] = useState("");
  const currency = account.balance.currency_code;
  const name = `majlis-${currency}-${new Date().toISOString().slice(0, 10)}`;

  const allLines = async (): Promise<Line[]> => {
    const lines: Line[] = [];
    let page_token = "";
    do {
      const page = await calls.lines({ account_id: account.account_id, page_size: PAGE_SIZE, page_token, ...lineFilters(filters) });
      lines.push(...(page.lines ?? []));
      page_token = page.next_page_token ?? "";
    } while (page_token && lines.length < LINES_MAX);
    return lines;
  };
  const run = async (what: string, work: () => Promise<void>): Promise<void> => {
    setBusy(what);
    await attempt(host, work);
    setBusy("");
  };
  const saveTable = async (): Promise<void> => saveFile(`${name}.csv`, "text/csv;charset=utf-8", table(await allLines(), currency, host.account.call));
  const saveProof = async (): Promise<void> => {
    const { from_ms, to_ms } = lineFilters(filters);
    const json = await calls.provenStatement(account.account_id, from_ms, to_ms);
    saveFile(`${name}.json`, "application/json", Uint8Array.from(atob(json), (char) => char.charCodeAt(0)));
  };
  return (
    <Sheet testId="take-sheet" title={say("statement-take")} onClose={onClose}>
      <Group hint={say("take-hint")}>
        <Row lead={<Icon name="list" />} title={say("take-csv")} subtitle={say("take-csv-text")} busy={busy === "csv"} testId="take-csv" onPress={() => void run("csv", saveTable)} />
        <Row lead={<Icon name="shield" />} title={say("take-proof")} subtitle={say("take-proof-text")} busy={busy === "proof"} testId="take-proof" onPress={() => void run("proof", saveProof)} />
      </Group>
      <PastDay host={host} account={account} />
    </Sheet>
  );
}

function PastDay({ host, account }: { host: Host; account: MoneyAccount }): JSX.Element {
  const calls = useCalls(host);
  const [day, setDay] = useState("");
  const [busy, setBusy] = useState(false);
  const [then, setThen] = useState<BalanceThen | null>(null);
  const ask = async (): Promise<void> => {
    setBusy(true);
    setThen(await attempt(host, () => calls.balanceAt(account.account_id, dayEnd(day))));
    setBusy(false);
  };
  return (
    <section class="group">
      <h3 class="group-title">{say("past-title")}</h3>
      <div class="past">
        <DayField
          label={say("past-day")}
          name="past"
          value={day}
          onChange={(chosen) => {
            setDay(chosen);
            setThen(null);
          }}
        />
        <Button disabled={!day} busy={busy} testId="past-ask" onPress={() => void ask()}>
          {say("past-ask")}
        </Button>
      </div>
      {then ? (
        <dl class="facts" data-testid="past-balance">
          <div class="fact">
            <dt>{say("balance-total")}</dt>
            <dd>
              <Sum currency={then.currency_code} amount={then.total_minor} testId="past-total" />
            </dd>
          </div>
          <div class="fact">
            <dt>{say("balance-held")}</dt>
            <dd>
              <Sum currency={then.currency_code} amount={then.held_minor} />
            </dd>
          </div>
        </dl>
      ) : null}
    </section>
  );
}
