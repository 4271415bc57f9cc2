/** The wallet's first page: what one has, what one can do, what waits for a yes or a no, what happened last. */
import type { ComponentChildren, JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { say } from "../i18n/texts";
import { Button, Icon } from "../kit/basics";
import { Empty, Group, Notice, Row } from "../kit/surfaces";
import { Frame, Shown, useLoaded } from "../host/frame";
import type { Host } from "../host/host";
import { go } from "../host/route";
import { CurrencySheet } from "./currency_sheet";
import { useAgain, useCalls } from "./house";
import { LineRow } from "./line_row";
import { type Line, minor, type MoneyAccount, type MoneyRequest, type Payment } from "./shapes";
import { Sum } from "./sum";
import { WaitingPayments, WaitingRequests } from "./waiting";

const LATEST = 5;

interface Home {
  accounts: MoneyAccount[];
  payments: Payment[];
  requests: MoneyRequest[];
  /** Some of it could not be had; what is shown is true, and not all. */
  partial: boolean;
}

export const accountHref = (accountId: string): string => `#/wallet/${encodeURIComponent(accountId)}`;

export function HomePage({ host }: { host: Host }): JSX.Element {
  const calls = useCalls(host);
  const home = useLoaded(async (): Promise<Home> => {
    const [accounts, payments, requests] = await Promise.allSettled([calls.accounts(), calls.waitingPayments(), calls.openMoneyRequests()]);
    if (accounts.status === "rejected") throw accounts.reason;
    return {
      accounts: accounts.value,
      payments: payments.status === "fulfilled" ? payments.value : [],
      requests: requests.status === "fulfilled" ? requests.value : [],
      partial: payments.status === "rejected" || requests.status === "rejected",
    };
  });
  useAgain(home.reload);
  return (
    <Frame
      host={host}
      tab="wallet"
      title={say("wallet-title")}
      action={
        <a class="icon-button" href="#/wallet/safety" aria-label={say("safety-title")} title={say("safety-title")} data-testid="to-safety">
          <Icon name="shield" />
        </a>
      }
    >
      <Shown of={home} failedTitle={say("wallet-failed")}>
        {(all) => (all.accounts.length === 0 ? <NoAccount opened={home.reload} host={host} /> : <Filled host={host} all={all} reload={home.reload} />)}
      </Shown>
    </Frame>
  );
}

function Filled({ host, all, reload }: { host: Host; all: Home; reload: () => void }): JSX.Element {
  const me = host.account.user.value?.user_id ?? "";
  const [choosing, setChoosing] = useState(false);
  return (
    <>
      <div class="balances">
        {all.accounts.map((account, place) => (
          <BalanceCard key={account.account_id} account={account} slim={place > 0} />
        ))}
      </div>
      <Acts />
      {all.partial ? (
        <Notice tone="warn" action={<Button onPress={reload}>{say("retry")}</Button>}>
          {say("wallet-partial")}
        </Notice>
      ) : null}
      <WaitingPayments host={host} me={me} payments={all.payments} changed={reload} />
      <WaitingRequests host={host} me={me} requests={all.requests} changed={reload} />
      <Latest host={host} accounts={all.accounts} />
      <Group>
        <Row lead={<Icon name="apps" />} title={say("my-apps-title")} subtitle={say("my-apps-row")} href="#/wallet/apps" testId="to-my-apps" />
        <Row lead={<Icon name="shield" />} title={say("safety-title")} subtitle={say("safety-row")} href="#/wallet/safety" />
        <Row lead={<Icon name="plus" />} title={say("wallet-open-more")} testId="open-account" onPress={() => setChoosing(true)} />
        {host.account.user.value?.roles?.includes("ROLE_DEVELOPER") ? (
          <Row lead={<Icon name="store" />} title={say("merchant-title")} subtitle={say("merchant-row")} href="#/wallet/merchant" testId="to-merchant" />
        ) : null}
      </Group>
      {choosing ? (
        <CurrencySheet host={host} has={all.accounts.map((one) => one.balance.currency_code)} onDone={reload} onClose={() => setChoosing(false)} />
      ) : null}
    </>
  );
}

function NoAccount({ host, opened }: { host: Host; opened: () => void }): JSX.Element {
  const [choosing, setChoosing] = useState(false);
  return (
    <>
      <Empty icon="wallet" title={say("wallet-empty-title")} text={say("wallet-empty-text")} testId="wallet-empty">
        <Button look="primary" icon="plus" testId="open-account" onPress={() => setChoosing(true)}>
          {say("wallet-open")}
        </Button>
      </Empty>
      {choosing ? <CurrencySheet host={host} has={[]} onDone={opened} onClose={() => setChoosing(false)} /> : null}
    </>
  );
}

export function BalanceCard({ account, slim }: { account: MoneyAccount; slim?: boolean }): JSX.Element {
  const { balance } = account;
  const currency = balance.currency_code;
  const aside = minor(balance.held_minor);
  const coming = minor(balance.incoming_pending_minor);
  return (
    <a class={`balance${slim ? " balance-slim" : ""}`} href={accountHref(account.account_id)} data-testid={`balance-${currency}`}>
      <span class="balance-head">
        <span>{say("balance-available")}</span>
        <bdi class="balance-currency">{currency}</bdi>
      </span>
      <Sum currency={currency} amount={balance.available_minor} look="big" testId="available" />
      {aside > 0n || coming > 0n ? (
        <span class="balance-more">
          {aside > 0n ? (
            <>
              <Part name={say("balance-held")}>
                <Sum currency={currency} amount={aside} testId="held" />
              </Part>
              <Part name={say("balance-total")}>
                <Sum currency={currency} amount={balance.total_minor} testId="total" />
              </Part>
            </>
          ) : null}
          {coming > 0n ? (
            <Part name={say("balance-coming")}>
              <Sum currency={currency} amount={coming} />
            </Part>
          ) : null}
        </span>
      ) : null}
      {balance.frozen ? (
        <span class="balance-frozen">
          <Icon name="snow" size="s" />
          {say("balance-frozen")}
        </span>
      ) : null}
    </a>
  );
}

function Part({ name, children }: { name: string; children: ComponentChildren }): JSX.Element {
  return (
    <span class="balance-part">
      <span class="balance-part-name">{name}</span>
      {children}
    </span>
  );
}

const ACTS: [id: string, icon: string][] = [
  ["pay", "send"],
  ["request", "ask"],
  ["code", "scan"],
  ["top-up", "money-in"],
  ["pay-out", "money-out"],
];

function Acts(): JSX.Element {
  return (
    <nav class="acts" aria-label={say("wallet-acts")}>
      {ACTS.map(([id, icon]) => (
        <a key={id} class="act" href={`#/wallet/${id}`} data-testid={`act-${id}`}>
          <span class="act-mark">
            <Icon name={icon} />
          </span>
          <span>{say(`act-${id}`)}</span>
        </a>
      ))}
    </nav>
  );
}

/** Of the account that moved last. */
function Latest({ host, accounts }: { host: Host; accounts: MoneyAccount[] }): JSX.Element | null {
  const calls = useCalls(host);
  const [lines, setLines] = useState<{ account: MoneyAccount; line: Line }[]>([]);
  const state = JSON.stringify(accounts);
  useEffect(() => {
    let stale = false;
    const asked = accounts.map(async (account) =>
      ((await calls.lines({ account_id: account.account_id, page_size: LATEST, moved_only: true })).lines ?? []).map((line) => ({ account, line })),
    );
    void Promise.allSettled(asked).then((all) => {
      const found = all.flatMap((one) => (one.status === "fulfilled" ? one.value : []));
      found.sort((one, other) => Number(other.line.created_at_ms) - Number(one.line.created_at_ms));
      if (!stale) setLines(found.slice(0, LATEST));
    });
    return () => {
      stale = true;
    };
  }, [state]);
  if (lines.length === 0) return null;
  return (
    <section class="group">
      <h2 class="group-title">{say("wallet-latest")}</h2>
      <ul class="rows" data-testid="latest">
        {lines.map(({ account, line }) => (
          <LineRow
            key={`${account.account_id} ${line.transfer_id}`}
            line={line}
            currency={account.balance.currency_code}
            call={host.account.call}
            open={() => go(`${accountHref(account.account_id)}/${line.transfer_id}`)}
          />
        ))}
      </ul>
    </section>
  );
}
