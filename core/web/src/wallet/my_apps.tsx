/** What each app holds of the person's money, may still take, took and gave back; permissions to take, and orders. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { duration, time } from "../i18n/format";
import { pick, say } from "../i18n/texts";
import { AppIcon, Badge, Button, Said, type Tone } from "../kit/basics";
import { Empty, Group, Row, Sheet } from "../kit/surfaces";
import { attempt } from "../host/attempt";
import { Frame, Shown, useLoaded } from "../host/frame";
import type { Host } from "../host/host";
import { appName, appOf, useCalls } from "./house";
import { OrderFacts } from "./order_facts";
import { OrderSheet } from "./order_sheet";
import { type AppStanding, type Mandate, minor, type Order } from "./shapes";
import { shown, shownMoney, Sum } from "./sum";

const titleOf = (one: { title_ar?: string | undefined; title_en?: string | undefined }): string => pick(one.title_ar, one.title_en);

export function MyAppsPage({ host }: { host: Host }): JSX.Element {
  const calls = useCalls(host);
  const mine = useLoaded(async () => {
    const [standings, mandates] = await Promise.all([calls.standings(), calls.mandates()]);
    return { standings, mandates: mandates.filter((one) => one.state === "MANDATE_STATE_ACTIVE") };
  });
  return (
    <Frame host={host} tab="wallet" up="#/wallet" title={say("my-apps-title")} lead={say("my-apps-lead")}>
      <Shown of={mine} failedTitle={say("wallet-failed")}>
        {({ standings, mandates }) =>
          standings.length === 0 && mandates.length === 0 ? (
            <Empty icon="apps" title={say("my-apps-empty")} text={say("my-apps-empty-text")} testId="my-apps-empty" />
          ) : (
            <>
              <Mandates host={host} mandates={mandates} changed={mine.reload} />
              {standings.map((one) => (
                <Standing key={`${one.app_id} ${one.currency_code}`} host={host} standing={one} />
              ))}
            </>
          )
        }
      </Shown>
    </Frame>
  );
}

function Standing({ host, standing }: { host: Host; standing: AppStanding }): JSX.Element {
  const app = appOf(host.account.call, standing.app_id);
  const name = appName(host.account.call, standing.app_id);
  const facts: [key: string, amount: string | undefined][] = [
    ["held", standing.held_minor],
    ["may-take", standing.mandate_left_minor],
    ["paid", standing.paid_minor],
    ["refunded", standing.refunded_minor],
  ];
  return (
    <section class="group" data-testid={`standing-${standing.app_id}`}>
      <ul class="rows">
        <Row
          lead={<AppIcon svg={app.icon_svg} name={name} size="s" />}
          title={<Said>{name}</Said>}
          subtitle={standing.open_orders ? say("standing-open", { count: standing.open_orders }) : say("standing-orders")}
          href={`#/wallet/apps/${encodeURIComponent(standing.app_id)}`}
        />
      </ul>
      <dl class="facts">
        {facts
          .filter(([key, amount]) => key === "paid" || minor(amount) > 0n)
          .map(([key, amount]) => (
            <div class="fact" key={key}>
              <dt>{say(`standing-${key}`)}</dt>
              <dd>
                <Sum currency={standing.currency_code} amount={amount} />
              </dd>
            </div>
          ))}
      </dl>
    </section>
  );
}

function Mandates({ host, mandates, changed }: { host: Host; mandates: Mandate[]; changed: () => void }): JSX.Element | null {
  const calls = useCalls(host);
  const [ending, setEnding] = useState<Mandate | null>(null);
  const [busy, setBusy] = useState(false);
  const end = async (mandate: Mandate): Promise<void> => {
    setBusy(true);
    const done = await attempt(host, () => calls.endMandate("RevokeMandate", mandate.mandate_id), say("mandate-ended"));
    setBusy(false);
    if (!done) return;
    setEnding(null);
    changed();
  };
  if (mandates.length === 0) return null;
  return (
    <>
      <Group title={say("mandates-title")} hint={say("mandates-hint")}>
        {mandates.map((one) => (
          <Row
            key={one.mandate_id}
            testId="mandate"
            lead={<AppIcon svg={appOf(host.account.call, one.app_id).icon_svg} name={appName(host.account.call, one.app_id)} size="s" />}
            title={<Said>{titleOf(one) || appName(host.account.call, one.app_id)}</Said>}
            subtitle={say("mandate-words", { max: shownMoney(one.max), window: duration(one.window_s ?? 0), spent: shown(one.max.currency_code, one.spent_minor) })}
            trailing={
              <Button look="link" testId="mandate-end" onPress={() => setEnding(one)}>
                {say("mandate-end")}
              </Button>
            }
          />
        ))}
      </Group>
      {ending ? (
        <Sheet
          testId="mandate-end-sheet"
          title={say("mandate-end-title", { app: appName(host.account.call, ending.app_id) })}
          onClose={() => setEnding(null)}
          actions={
            <>
              <Button look="danger" wide busy={busy} testId="mandate-end-yes" onPress={() => void end(ending)}>
                {say("mandate-end-yes")}
              </Button>
              <Button wide disabled={busy} onPress={() => setEnding(null)}>
                {say("cancel")}
              </Button>
            </>
          }
        >
          <p>{say("mandate-end-text")}</p>
        </Sheet>
      ) : null}
    </>
  );
}

const TONES: Partial<Record<Order["state"], Tone>> = { ORDER_STATE_OPEN: "brand", ORDER_STATE_HELD: "warn", ORDER_STATE_PAID: "good" };
export const orderWord = (order: Order): string => `order-${order.state.replace("ORDER_STATE_", "").toLowerCase()}`;

export function AppOrdersPage({ host, appId }: { host: Host; appId: string }): JSX.Element {
  const calls = useCalls(host);
  const [more, setMore] = useState<{ orders: Order[]; token: string } | null>(null);
  const first = useLoaded(async () => {
    const page = await calls.orders(appId);
    return { orders: page.orders ?? [], token: page.next_page_token ?? "" };
  });
  const [shownOrder, setShown] = useState<Order | null>(null);
  const [paying, setPaying] = useState("");
  const [busy, setBusy] = useState(false);
  const next = async (orders: Order[], token: string): Promise<void> => {
    setBusy(true);
    const page = await attempt(host, () => calls.orders(appId, token));
    setBusy(false);
    if (page) setMore({ orders: [...orders, ...(page.orders ?? [])], token: page.next_page_token ?? "" });
  };
  return (
    <Frame host={host} tab="wallet" up="#/wallet/apps" title={appName(host.account.call, appId)} lead={say("orders-lead")}>
      <Shown of={first} failedTitle={say("wallet-failed")}>
        {(page) => {
          const { orders, token } = more ?? page;
          if (orders.length === 0) return <Empty icon="receipt" title={say("orders-empty")} testId="orders-empty" />;
          return (
            <>
              <Group>
                {orders.map((order) => (
                  <Row
                    key={order.order_id}
                    testId="order"
                    title={
                      <>
                        <Said>{titleOf(order)}</Said> <Badge tone={TONES[order.state] ?? "neutral"}>{say(orderWord(order))}</Badge>
                      </>
                    }
                    subtitle={time(Number(order.created_at_ms), "relative")}
                    trailing={<Sum currency={order.total.currency_code} amount={order.paid_minor && minor(order.paid_minor) > 0n ? order.paid_minor : order.total.amount_minor} />}
                    onPress={() => setShown(order)}
                  />
                ))}
              </Group>
              {token ? (
                <Button wide busy={busy} onPress={() => void next(orders, token)}>
                  {say("statement-more")}
                </Button>
              ) : null}
            </>
          );
        }}
      </Shown>
      {shownOrder ? (
        <Sheet
          testId="order-sheet"
          title={<Said>{titleOf(shownOrder)}</Said>}
          onClose={() => setShown(null)}
          actions={
            shownOrder.state === "ORDER_STATE_OPEN" ? (
              <Button
                look="primary"
                wide
                testId="order-pay"
                onPress={() => {
                  setPaying(shownOrder.order_id);
                  setShown(null);
                }}
              >
                {say("order-pay")}
              </Button>
            ) : null
          }
        >
          <p>
            <Badge tone={TONES[shownOrder.state] ?? "neutral"}>{say(orderWord(shownOrder))}</Badge>
          </p>
          <OrderFacts order={shownOrder} after />
        </Sheet>
      ) : null}
      {paying ? (
        <OrderSheet
          call={host.account.call}
          appId={appId}
          appName={appName(host.account.call, appId)}
          face={<AppIcon svg={appOf(host.account.call, appId).icon_svg} name={appName(host.account.call, appId)} />}
          toasts={host.toasts}
          orderId={paying}
          onClose={() => setPaying("")}
          onDone={() => {
            setMore(null);
            first.reload();
          }}
        />
      ) : null}
    </Frame>
  );
}
