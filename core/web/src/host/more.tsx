/** Pages that are opened more rarely than the list and a conversation: one piece of script. */
import type { JSX } from "preact";
import { AboutPage } from "../groups/group_page";
import { JoinPage } from "../groups/join_page";
import { LinksPage } from "../groups/links_page";
import { NewGroupPage } from "../groups/new_page";
import { NoticesPage } from "../notices/notices_page";
import { AddPage, CodePage } from "../people/add_page";
import { ContactsPage } from "../people/contacts_page";
import { PersonPage } from "../people/person_page";
import { BlockedPage, ChatPrivacyPage } from "../people/privacy_page";
import { DevicesPage } from "./devices_page";
import type { Host } from "./host";
import { PrivacyPage } from "./privacy_page";
import type { Route } from "./route";

export function MorePage({ host, at }: { host: Host; at: Route }): JSX.Element | null {
  switch (at.page) {
    case "people":
      return <ContactsPage host={host} />;
    case "person":
      return <PersonPage host={host} userId={at.userId} up="#/people" />;
    case "contact":
      return at.code ? <CodePage host={host} code={at.code} /> : <AddPage host={host} />;
    case "join":
      return <JoinPage host={host} token={at.token} />;
    case "new-group":
      return <NewGroupPage host={host} kind={at.kind} />;
    case "about":
      return <AboutPage host={host} conversationId={at.conversationId} />;
    case "links":
      return <LinksPage host={host} conversationId={at.conversationId} />;
    case "notices":
      return <NoticesPage host={host} />;
    case "reach":
      return <ChatPrivacyPage host={host} />;
    case "blocked":
      return <BlockedPage host={host} />;
    case "devices":
      return <DevicesPage host={host} />;
    case "privacy":
      return <PrivacyPage host={host} />;
    default:
      return null;
  }
}
