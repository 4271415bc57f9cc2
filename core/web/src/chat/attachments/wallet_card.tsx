/** A card of the wallet: how it looks and what a tap does is a piece that is fetched with the first of them. */
import { signal } from "@preact/signals";
import type { JSX } from "preact";
import { useEffect } from "preact/hooks";
import { lazy } from "../../kit/lazy";
import { piece } from "../../wallet/piece";
import { oneLine } from "../words";
import type { AttachmentProps } from "./registry";

/** As high as most of them, so that nothing jumps when it is there. */
function Meanwhile({ content, failed }: AttachmentProps & { failed: boolean }): JSX.Element {
  return <p class="money-card money-waits">{failed ? oneLine(content) : null}</p>;
}

export const WalletCardView = lazy(piece(() => import("../../wallet/chat/card")), (all) => all.MoneyCard, Meanwhile);

/** What a card opened: over the page, not in its message, which may scroll away below it. */
export const moneySheet = signal<JSX.Element | null>(null);

export function MoneySheet(): JSX.Element | null {
  useEffect(() => () => void (moneySheet.value = null), []);
  return moneySheet.value;
}
