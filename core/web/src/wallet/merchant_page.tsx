/** What a developer's app earned: balances, what came in and went out, and taking it out. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { number, time } from "../i18n/format";
import { say } from "../i18n/texts";
import { AppIcon, Button, Icon, Said } from "../kit/basics";
import { Empty, Group, Row, Sheet } from "../kit/surfaces";
import { Frame, Shown, useLoaded } from "../host/frame";
import type { Host } from "../host/host";
import type { Version } from "../wire/types";
import { AmountField, moneyOf } from "./amount_field";
import { ApproveSheet } from "./approve";
import { appName, appOf, useCalls } from "./house";
import { type Merchant, type MerchantBalance, minor, type Settlement } from "./shapes";
import { Sum, shownMoney } from "./sum";

export function MerchantPage({ host, appId }: { host: Host; appId: string }): JSX.Element {
  return appId ? <OneMerchant host={host} appId={appId} /> : <MyMerchants host={host} />;
}

function MyMerchants({ host }: { host: Host }): JSX.Element {
  const { call } = host.account;
  const apps = useLoaded(async () => {
    const { versions = [] } = await call<{ versions?: Version[] }>("apps.v1.AppsService/ListVersions", { page_size: 100 });
    return [...new Set(versions.map((one) => one.app_id))];
  });
  return (
    <Frame host={host} tab="wallet" up="#/wallet" title={say("merchant-title")} lead={say("merchant-lead")}>
      <Shown of={apps} failedTitle={say("wallet-failed")}>
        {(ids) =>
          ids.length === 0 ? (
            <Empty icon="store" title={say("merchant-none")} testId="merchant-none" />
          ) : (
            <Group>
              {ids.map((id) => (
                <Row
                  key={id}
                  lead={<AppIcon svg={appOf(call, id).icon_svg} name={appName(call, id)} size="s" />}
                  title={<Said>{appName(call, id)}</Said>}
                  href={`#/wallet/merchant/${encodeURIComponent(id)}`}
                  testId={`merchant-${id}`}
                />
              ))}
            </Group>
          )
        }
      </Shown>
    </Frame>
  );
}

function OneMerchant({ host, appId }: { host: Host; appId: string }): JSX.Element {
  const calls = useCalls(host);
  const books = useLoaded(async () => {
    const [merchant, page] = await Promise.all([calls.merchant(appId), calls.settlements(appId)]);
    return { merchant, settlements: page.settlements ?? [] };
  });
  return (
    <Frame host={host} tab="wallet" up="#/wallet/merchant" title={appName(host.account.call, appId)} lead={say("merchant-title")}>
      <Shown of={books} failedTitle={say("wallet-failed")}>
        {({ merchant, settlements }) => (
          <>
            <Standing host={host} appId={appId} merchant={merchant} changed={books.reload} />
            <Settlements settlements={settlements} />
          </>
        )}
      </Shown>
    </Frame>
  );
}

function Standing({ host, appId, merchant, changed }: { host: Host; appId: string; merchant: Merchant; changed: () => void }): JSX.Element {
  const [taking, setTaking] = useState<MerchantBalance | null>(null);
  const balances = merchant.balances ?? [];
  if (balances.length === 0) return <Empty icon="store" title={say("merchant-empty")} text={say("merchant-empty-text")} testId="merchant-empty" />;
  return (
    <>
      {balances.map((balance) => {
        const facts: [string, string | undefined][] = [
          ["available", balance.available_minor],
          ["held", balance.held_minor],
          ["sales", balance.sales_minor],
          ["refunds", balance.refunds_minor],
          ["fees", balance.fees_minor],
          ["shared", balance.shared_minor],
        ];
        if (minor(balance.owed_minor) > 0n) facts.push(["owed", balance.owed_minor]);
        return (
          <section class="group" key={balance.currency_code} data-testid={`merchant-balance-${balance.currency_code}`}>
            <dl class="facts">
              {facts.map(([key, amount]) => (
                <div class="fact" key={key}>
                  <dt>{say(`merchant-${key}`)}</dt>
                  <dd>
                    <Sum currency={balance.currency_code} amount={amount} />
                  </dd>
                </div>
              ))}
            </dl>
            <Button wide icon="money-out" disabled={minor(balance.available_minor) <= 0n} testId="withdraw" onPress={() => setTaking(balance)}>
              {say("merchant-withdraw")}
            </Button>
          </section>
        );
      })}
      <p class="group-hint">{say("merchant-terms", { fee: number((merchant.fee_basis_points ?? 0) / 100), payees: merchant.payees ?? 0 })}</p>
      {taking ? (
        <Withdraw
          host={host}
          appId={appId}
          balance={taking}
          onClose={() => setTaking(null)}
          onDone={() => {
            setTaking(null);
            host.toasts.show(say("merchant-withdrawn"), "good");
            changed();
          }}
        />
      ) : null}
    </>
  );
}

interface WithdrawProps {
  host: Host;
  appId: string;
  balance: MerchantBalance;
  onDone: () => void;
  onClose: () => void;
}

function Withdraw({ host, appId, balance, onDone, onClose }: WithdrawProps): JSX.Element {
  const calls = useCalls(host);
  const currency = balance.currency_code;
  const [text, setText] = useState("");
  const [approving, setApproving] = useState(false);
  const amount = moneyOf(text, currency);
  const enough = amount !== null && minor(amount.amount_minor) <= minor(balance.available_minor);
  if (approving && amount) {
    return (
      <ApproveSheet
        call={host.account.call}
        title={say("merchant-withdraw")}
        rows={[
          { name: say("merchant-from"), text: appName(host.account.call, appId) },
          { name: say("amount"), text: shownMoney(amount) },
        ]}
        yes={say("merchant-withdraw-yes", { amount: shownMoney(amount) })}
        submit={(approval, requestId) => calls.withdraw({ request_id: requestId, app_id: appId, amount, approval })}
        onDone={onDone}
        onClose={onClose}
      />
    );
  }
  return (
    <Sheet
      testId="withdraw-sheet"
      title={say("merchant-withdraw")}
      onClose={onClose}
      actions={
        <Button look="primary" wide disabled={!enough} testId="withdraw-next" onPress={() => setApproving(true)}>
          {say("continue")}
        </Button>
      }
    >
      <AmountField currency={currency} currencies={[currency]} text={text} available={minor(balance.available_minor)} onChange={setText} onCurrency={() => undefined} />
    </Sheet>
  );
}

function Settlements({ settlements }: { settlements: Settlement[] }): JSX.Element | null {
  if (settlements.length === 0) return null;
  return (
    <Group title={say("settlements-title")}>
      {settlements.map((one) => (
        <Row
          key={one.settlement_id}
          testId="settlement"
          lead={<Icon name={minor(one.net_minor) < 0n ? "money-out" : "money-in"} />}
          title={say(`settlement-${one.kind.replace("SETTLEMENT_KIND_", "").toLowerCase()}`)}
          subtitle={
            <>
              {one.name ? (
                <>
                  <Said>{one.name}</Said>
                  {" · "}
                </>
              ) : null}
              {time(Number(one.created_at_ms), "relative")}
              {minor(one.debt_minor) > 0n ? (
                <>
                  {" · "}
                  {say(one.kind === "SETTLEMENT_KIND_REFUND" ? "settlement-stood-in" : "settlement-repaid", {
                    amount: shownMoney({ ...one.gross, amount_minor: one.debt_minor ?? "0" }),
                  })}
                </>
              ) : null}
            </>
          }
          trailing={<Sum currency={one.gross.currency_code} amount={one.net_minor} signed />}
        />
      ))}
    </Group>
  );
}
