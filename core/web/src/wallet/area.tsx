/** Every page of the wallet: which one, by what stands after "#/wallet". One piece of script, fetched when first opened. */
import type { JSX } from "preact";
import type { Host } from "../host/host";
import { BankPage } from "./bank_page";
import { CodePage } from "./code_page";
import { HomePage } from "./home";
import "./icons";
import { AppOrdersPage, MyAppsPage } from "./my_apps";
import { MerchantPage } from "./merchant_page";
import { ChoosePage } from "./choose_page";
import { PayPage } from "./pay_page";
import { RequestPage } from "./request_page";
import { SafetyPage } from "./safety_page";
import { StatementPage } from "./statement";

export function WalletArea({ host, path }: { host: Host; path: string }): JSX.Element {
  const [, first = "", second = ""] = path.replace(/\?.*$/, "").split("/").map(decoded);
  const query = new URLSearchParams(/\?(.*)$/.exec(path)?.[1] ?? "");
  switch (first) {
    case "":
      return <HomePage key="home" host={host} />;
    case "pay":
      return second || query.get("code") ? (
        <PayPage key={path} host={host} userId={second} payCode={query.get("code") ?? ""} />
      ) : (
        <ChoosePage key="pay" host={host} verb="pay" />
      );
    case "request":
      return second ? <RequestPage key={path} host={host} userId={second} /> : <ChoosePage key="request" host={host} verb="request" />;
    case "code":
      return <CodePage key="code" host={host} />;
    case "top-up":
    case "pay-out":
      return <BankPage key={first} host={host} way={first} />;
    case "safety":
      return <SafetyPage key="safety" host={host} />;
    case "apps":
      return second ? <AppOrdersPage key={path} host={host} appId={second} /> : <MyAppsPage key="apps" host={host} />;
    case "merchant":
      return <MerchantPage key={path} host={host} appId={second} />;
    default:
      return <StatementPage key={first} host={host} accountId={first} lineId={second} />;
  }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return "";
  }
}
