/** An account in one more currency: nothing is in it yet, nothing has to be. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { locale } from "../i18n/prefs";
import { say } from "../i18n/texts";
import { Group, Row, Sheet } from "../kit/surfaces";
import { attempt } from "../host/attempt";
import type { Host } from "../host/host";
import { useCalls } from "./house";

/** Those of the region first; others are opened by whoever is paid in them. */
export const CURRENCIES = ["SAR", "AED", "KWD", "QAR", "BHD", "OMR", "EGP", "JOD", "IQD", "MAD", "TND", "DZD", "TRY", "USD", "EUR", "GBP"];

export const currencyName = (code: string): string => new Intl.DisplayNames(locale.value, { type: "currency" }).of(code) ?? code;

export interface CurrencySheetProps {
  host: Host;
  has: string[];
  onDone: () => void;
  onClose: () => void;
}

export function CurrencySheet({ host, has, onDone, onClose }: CurrencySheetProps): JSX.Element {
  const calls = useCalls(host);
  const [busy, setBusy] = useState("");
  const open = async (code: string): Promise<void> => {
    setBusy(code);
    const opened = await attempt(host, () => calls.openAccount(code), say("wallet-opened", { currency: currencyName(code) }));
    setBusy("");
    if (!opened) return;
    onClose();
    onDone();
  };
  return (
    <Sheet testId="currency-sheet" title={say("wallet-open-title")} onClose={onClose}>
      <Group>
        {CURRENCIES.filter((code) => !has.includes(code)).map((code) => (
          <Row
            key={code}
            title={currencyName(code)}
            trailing={<bdi class="code">{code}</bdi>}
            busy={busy === code}
            testId={`currency-${code}`}
            onPress={() => {
              if (!busy) void open(code);
            }}
          />
        ))}
      </Group>
    </Sheet>
  );
}
