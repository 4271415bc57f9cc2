/** Everything that moved one account, newest first, by days; searched, filtered, exported, and asked for any past day. */
import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { dayName, dayOf } from "../chat/words";
import { say } from "../i18n/texts";
import { Badge, Button, IconButton, Skeleton } from "../kit/basics";
import { Empty, Notice } from "../kit/surfaces";
import { Frame, Shown, useLoaded } from "../host/frame";
import type { Host } from "../host/host";
import { go } from "../host/route";
import { explain } from "../room/complaints";
import { asFailure, Failure } from "../wire/failure";
import { currencyName } from "./currency_sheet";
import { accountHref, BalanceCard } from "./home";
import { useAgain, useCalls } from "./house";
import { LineRow } from "./line_row";
import { LineSheet } from "./line_sheet";
import type { Line, MoneyAccount } from "./shapes";
import { EVERYTHING, FilterSheet, type Filters, filtersOn, lineFilters } from "./statement_filter";
import { TakeAwaySheet } from "./take_away";

const PAGE_SIZE = 50;
const SEARCH_AFTER_MS = 300;

export function StatementPage({ host, accountId, lineId }: { host: Host; accountId: string; lineId: string }): JSX.Element {
  const calls = useCalls(host);
  const account = useLoaded(async () => {
    const found = (await calls.accounts()).find((one) => one.account_id === accountId);
    if (!found) throw new Failure("not_found", "ACCOUNT_NOT_FOUND", "there is no such account");
    return found;
  });
  useAgain(account.reload);
  const currency = account.value?.balance.currency_code;
  return (
    <Frame host={host} tab="wallet" up="#/wallet" title={say("statement-title")} lead={currency ? currencyName(currency) : undefined}>
      <Shown of={account} failedTitle={say("wallet-failed")}>
        {(found) => <Statement key={accountId} host={host} account={found} lineId={lineId} />}
      </Shown>
    </Frame>
  );
}

function Statement({ host, account, lineId }: { host: Host; account: MoneyAccount; lineId: string }): JSX.Element {
  const [filters, setFilters] = useState<Filters>(EVERYTHING);
  const [sheet, setSheet] = useState<"filter" | "take" | null>(null);
  const pages = useLines(host, account, filters);
  const currency = account.balance.currency_code;
  const on = filtersOn(filters);
  const shut = (): void => go(accountHref(account.account_id), "replace");
  return (
    <>
      <BalanceCard account={account} />
      <div class="statement-bar">
        <Search value={filters.query} set={(query) => setFilters((before) => ({ ...before, query }))} />
        <span class="statement-filter">
          <IconButton icon="filter" label={say("statement-filter")} testId="filter" onPress={() => setSheet("filter")} />
          {on > 0 ? <Badge tone="brand">{on}</Badge> : null}
        </span>
        <IconButton icon="save" label={say("statement-take")} testId="take-away" onPress={() => setSheet("take")} />
      </div>
      <Days pages={pages} currency={currency} host={host} account={account} filtered={on > 0 || filters.query !== ""} />
      {sheet === "filter" ? <FilterSheet filters={filters} set={setFilters} onClose={() => setSheet(null)} /> : null}
      {sheet === "take" ? <TakeAwaySheet host={host} account={account} filters={filters} onClose={() => setSheet(null)} /> : null}
      {lineId ? <LineSheet host={host} transferId={lineId} onClose={shut} /> : null}
    </>
  );
}

function Search({ value, set }: { value: string; set: (query: string) => void }): JSX.Element {
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  return (
    <label class="statement-search">
      <span class="only-heard">{say("statement-search")}</span>
      <input
        class="input"
        type="search"
        maxLength={64}
        placeholder={say("statement-search")}
        defaultValue={value}
        data-testid="statement-search"
        onInput={(event) => {
          const typed = event.currentTarget.value;
          clearTimeout(timer.current);
          timer.current = setTimeout(() => set(typed.trim()), SEARCH_AFTER_MS);
        }}
      />
    </label>
  );
}

interface Pages {
  lines: Line[];
  /** There is more, further back. */
  more: boolean;
  loading: boolean;
  failure: Failure | null;
  next: () => void;
}

/** The pages one after the other; another filter begins again, and so does an account that moved. */
function useLines(host: Host, account: MoneyAccount, filters: Filters): Pages {
  const calls = useCalls(host);
  const [state, setState] = useState<{ lines: Line[]; token: string | null; loading: boolean; failure: Failure | null }>({
    lines: [],
    token: "",
    loading: true,
    failure: null,
  });
  const run = useRef(0);
  const load = (token: string, before: Line[]): void => {
    run.current += 1;
    const mine = run.current;
    setState((now) => ({ ...now, loading: true, failure: null }));
    calls.lines({ account_id: account.account_id, page_size: PAGE_SIZE, page_token: token, ...lineFilters(filters) }).then(
      (page) => {
        if (mine !== run.current) return;
        setState({ lines: [...before, ...(page.lines ?? [])], token: page.next_page_token || null, loading: false, failure: null });
      },
      (error: unknown) => {
        if (mine === run.current) setState((now) => ({ ...now, loading: false, failure: asFailure(error) }));
      },
    );
  };
  const asked = JSON.stringify([filters, account.balance]);
  useEffect(() => load("", []), [asked]);
  const { lines, token, loading, failure } = state;
  const next = (): void => {
    if (!loading && token !== null) load(token, token === "" ? [] : lines);
  };
  return { lines, more: token !== null, loading, failure, next };
}

interface DaysProps {
  pages: Pages;
  currency: string;
  host: Host;
  account: MoneyAccount;
  filtered: boolean;
}

function Days({ pages, currency, host, account, filtered }: DaysProps): JSX.Element {
  const days: [day: number, lines: Line[]][] = [];
  for (const line of pages.lines) {
    const day = dayOf(Number(line.created_at_ms));
    if (days.at(-1)?.[0] === day) days.at(-1)?.[1].push(line);
    else days.push([day, [line]]);
  }
  return (
    <div class="statement" data-testid="statement" aria-busy={pages.loading}>
      {days.map(([day, lines]) => (
        <section key={day} class="group">
          <h2 class="group-title statement-day">{dayName(day)}</h2>
          <ul class="rows">
            {lines.map((line) => (
              <LineRow
                key={line.transfer_id}
                line={line}
                currency={currency}
                call={host.account.call}
                open={() => go(`${accountHref(account.account_id)}/${line.transfer_id}`)}
              />
            ))}
          </ul>
        </section>
      ))}
      {pages.failure ? (
        <Notice tone="bad" action={<Button onPress={pages.next}>{say("retry")}</Button>}>
          {explain(pages.failure)}
        </Notice>
      ) : pages.loading ? (
        <Skeleton rows={pages.lines.length > 0 ? 1 : 5} />
      ) : pages.more ? (
        <End seen={pages.next} />
      ) : pages.lines.length === 0 ? (
        <Empty
          icon={filtered ? "search" : "list"}
          title={say(filtered ? "statement-none-found" : "statement-empty")}
          text={say(filtered ? "statement-none-found-text" : "statement-empty-text")}
          testId="statement-empty"
        />
      ) : null}
    </div>
  );
}

/** Whoever comes near the end has the next page fetched; the button is for whoever does not scroll. */
function End({ seen }: { seen: () => void }): JSX.Element {
  const mark = useRef<HTMLDivElement>(null);
  const tell = useRef(seen);
  tell.current = seen;
  useEffect(() => {
    if (!mark.current) return undefined;
    const watch = new IntersectionObserver((found) => found.some((one) => one.isIntersecting) && tell.current(), { rootMargin: "600px" });
    watch.observe(mark.current);
    return () => watch.disconnect();
  }, []);
  return (
    <div ref={mark}>
      <Button wide testId="statement-more" onPress={seen}>
        {say("statement-more")}
      </Button>
    </div>
  );
}
