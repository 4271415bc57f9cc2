/** A mini-app's card: what it says now, and the app behind it. One whose app is gone says so and leads nowhere. */
import type { JSX } from "preact";
import { appHref } from "../../host/route";
import { lang } from "../../i18n/prefs";
import { say } from "../../i18n/texts";
import { Icon } from "../../kit/basics";
import { cardApp } from "../card_apps";
import { useChat } from "../context";
import { tame, tameLine } from "../text";
import type { AttachmentProps } from "./registry";

export function CardView({ content }: AttachmentProps): JSX.Element | null {
  const { post } = useChat();
  const card = content.card;
  if (!card) return null;
  const app = cardApp(card.app_id, post).value;
  const title = <bdi class="chat-card-title">{tameLine(card.title ?? "") || say("chat-type-card")}</bdi>;
  if (app === "gone") {
    return (
      <div class="chat-card" data-testid="card-gone">
        {title}
        <span class="chat-card-text">{say("chat-card-gone")}</span>
      </div>
    );
  }
  const path = card.path?.startsWith("/") ? card.path : "/";
  const name = (lang.value === "ar" ? app?.name_ar : app?.name_en) ?? "";
  return (
    <a class="chat-card" href={appHref(card.app_id, path)} data-testid="card">
      {title}
      {card.text ? <bdi class="chat-card-text">{tame(card.text)}</bdi> : null}
      <span class="chat-card-open">
        {app?.icon_svg ? <img class="chat-card-icon" src={`data:image/svg+xml,${encodeURIComponent(app.icon_svg)}`} alt="" width="20" height="20" /> : null}
        {name ? <bdi>{tameLine(name)}</bdi> : say("chat-open-card")}
        <Icon name="forward" size="s" />
      </span>
    </a>
  );
}
