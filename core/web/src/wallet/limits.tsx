/** How much may leave in a day, in all and to each app: what is left today, and changing it. */
import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { say } from "../i18n/texts";
import { AppIcon, Button, Icon, Meter, Said } from "../kit/basics";
import { Segments } from "../kit/inputs";
import { Group, Row, Sheet } from "../kit/surfaces";
import { Shown, useLoaded } from "../host/frame";
import type { Host } from "../host/host";
import { AmountField } from "./amount_field";
import { ApproveSheet } from "./approve";
import { parseAmount, typedAmount } from "./digits";
import { appName, appOf, useCalls } from "./house";
import { type Limit, minor } from "./shapes";
import { shown } from "./sum";

export function Limits({ host }: { host: Host }): JSX.Element {
  const calls = useCalls(host);
  const currencies = useLoaded(async () => (await calls.accounts()).map((one) => one.balance.currency_code));
  return (
    <Shown of={currencies} failedTitle={say("wallet-failed")}>
      {(all) => <OfCurrencies host={host} currencies={all.length > 0 ? all : ["SAR"]} />}
    </Shown>
  );
}

function OfCurrencies({ host, currencies }: { host: Host; currencies: string[] }): JSX.Element {
  const calls = useCalls(host);
  const [currency, setCurrency] = useState(currencies[0] ?? "SAR");
  const limits = useLoaded(async () => ({ of: currency, all: await calls.limits(currency) }));
  const [changing, setChanging] = useState<Limit | null>(null);
  useEffect(() => limits.reload(), [currency]);
  return (
    <>
      {currencies.length > 1 ? (
        <Segments label={say("amount-currency")} value={currency} options={currencies.map((code) => ({ id: code, text: code }))} onChange={setCurrency} />
      ) : null}
      <Shown of={limits} failedTitle={say("wallet-failed")}>
        {({ all }) => (
          <Group title={say("limits-title")} hint={say("limits-hint")}>
            {all.map((limit) => (
              <LimitRow key={limit.app_id ?? ""} host={host} limit={limit} change={() => setChanging(limit)} />
            ))}
          </Group>
        )}
      </Shown>
      {changing ? (
        <ChangeLimit
          host={host}
          limit={changing}
          onDone={() => {
            setChanging(null);
            host.toasts.show(say("limit-saved"), "good");
            limits.reload();
          }}
          onClose={() => setChanging(null)}
        />
      ) : null}
    </>
  );
}

function LimitRow({ host, limit, change }: { host: Host; limit: Limit; change: () => void }): JSX.Element {
  const [max, left] = [minor(limit.daily_max_minor), minor(limit.left_minor)];
  const name = limit.app_id ? appName(host.account.call, limit.app_id) : say("limit-all");
  const words = say("limit-left-of", { left: shown(limit.currency_code, left), max: shown(limit.currency_code, max) });
  return (
    <Row
      testId={limit.app_id ? `limit-${limit.app_id}` : "limit-all"}
      lead={limit.app_id ? <AppIcon svg={appOf(host.account.call, limit.app_id).icon_svg} name={name} size="s" /> : <Icon name="shield" />}
      title={<Said>{name}</Said>}
      subtitle={words}
      onPress={change}
    >
      <Meter value={max > 0n ? Number(left) / Number(max) : 0} label={name} text={words} />
    </Row>
  );
}

function ChangeLimit({ host, limit, onDone, onClose }: { host: Host; limit: Limit; onDone: () => void; onClose: () => void }): JSX.Element {
  const calls = useCalls(host);
  const currency = limit.currency_code;
  const [text, setText] = useState(typedAmount(minor(limit.daily_max_minor), currency));
  const [approving, setApproving] = useState(false);
  const wanted = parseAmount(text, currency);
  const name = limit.app_id ? appName(host.account.call, limit.app_id) : say("limit-all");
  if (approving && wanted !== null) {
    return (
      <ApproveSheet
        call={host.account.call}
        title={say("limit-change-title", { name })}
        rows={[
          { name: say("limit-now"), text: shown(currency, limit.daily_max_minor) },
          { name: say("limit-then"), text: shown(currency, wanted) },
        ]}
        stepUp={wanted > minor(limit.daily_max_minor)}
        yes={say("save")}
        submit={(approval) => calls.setLimit({ app_id: limit.app_id ?? "", currency_code: currency, daily_max_minor: wanted.toString(), approval })}
        onDone={onDone}
        onClose={onClose}
      />
    );
  }
  return (
    <Sheet
      testId="limit-sheet"
      title={say("limit-change-title", { name })}
      onClose={onClose}
      actions={
        <Button look="primary" wide disabled={wanted === null} testId="limit-next" onPress={() => setApproving(true)}>
          {say("continue")}
        </Button>
      }
    >
      <AmountField label={say("limit-per-day")} currency={currency} currencies={[currency]} text={text} onChange={setText} onCurrency={() => undefined} />
      <p>{say("limit-change-text")}</p>
    </Sheet>
  );
}
