/** A mini-app's card: what it says now, and the app behind it. */
import type { JSX } from "preact";
import { say } from "../../i18n/texts";
import { Icon } from "../../kit/basics";
import { appHref } from "../../host/route";
import { tame, tameLine } from "../text";
import type { AttachmentProps } from "./registry";

export function CardView({ content }: AttachmentProps): JSX.Element | null {
  const card = content.card;
  if (!card) return null;
  const path = card.path?.startsWith("/") ? card.path : "/";
  return (
    <a class="chat-card" href={appHref(card.app_id, path)}>
      <bdi class="chat-card-title">{tameLine(card.title ?? "") || say("chat-type-card")}</bdi>
      {card.text ? <bdi class="chat-card-text">{tame(card.text)}</bdi> : null}
      <span class="chat-card-open">
        {say("chat-open-card")}
        <Icon name="forward" size="s" />
      </span>
    </a>
  );
}
