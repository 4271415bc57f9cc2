/** Somebody's contact: their name, and the page where one asks to know them. */
import type { JSX } from "preact";
import { say } from "../../i18n/texts";
import { Avatar } from "../../kit/basics";
import { tameLine } from "../text";
import type { AttachmentProps } from "./registry";

export function ContactView({ content }: AttachmentProps): JSX.Element {
  const name = tameLine(content.contact?.display_name ?? "") || say("chat-someone");
  return (
    <a class="attached" href={`#/c/${encodeURIComponent(content.contact?.code ?? "")}`}>
      <Avatar name={name} />
      <span class="attached-words">
        <bdi class="attached-title">{name}</bdi>
        <span class="attached-more">{say("chat-type-contact")}</span>
      </span>
    </a>
  );
}
