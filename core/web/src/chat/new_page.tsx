/** A new conversation: tap a contact for two; groups, channels and new people have pages of their own. */
import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { fold } from "../host/fold";
import { say } from "../i18n/texts";
import { Avatar, Icon, Skeleton } from "../kit/basics";
import { Field } from "../kit/inputs";
import { Empty, Group, Row } from "../kit/surfaces";
import { explain } from "../room/complaints";
import { asFailure, type Failure } from "../wire/failure";
import { chatHref, useChat } from "./context";
import type { Person } from "./shapes";
import { tameLine } from "./text";

const SEARCH_FROM = 7;

export function NewChat(): JSX.Element {
  const { chat, go } = useChat();
  const [people, setPeople] = useState<Person[] | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [query, setQuery] = useState("");
  const [busy, setBusy] = useState(false);
  useEffect(() => {
    chat.loadContacts().then(setPeople, (error: unknown) => setFailure(asFailure(error)));
  }, [chat.state.value.peopleChanges]);
  const nameOf = (one: Person): string => tameLine(one.alias || one.display_name || one.username || "");
  const wanted = fold(query);
  const found = (people ?? []).filter((one) => fold(`${nameOf(one)} ${one.username ?? ""}`).includes(wanted));
  const open = async (one: Person): Promise<void> => {
    if (busy) return;
    setBusy(true);
    const id = await chat.openDirect(one.user_id);
    setBusy(false);
    if (id) go(chatHref(id));
  };
  if (failure) return <Empty icon="alert" tone="bad" title={say("contacts-failed")} text={explain(failure)} />;
  if (!people) return <Skeleton rows={5} />;
  return (
    <div class="new-chat">
      <Group>
        <Row lead={<Icon name="user-plus" />} title={say("contact-add")} subtitle={say("contact-add-hint")} href="#/c" testId="to-add-contact" />
        <Row lead={<Icon name="people" />} title={say("chat-new-group")} subtitle={say("chat-new-group-hint")} href="#/chats/new/group" testId="new-group" />
        <Row lead={<Icon name="megaphone" />} title={say("channel-new")} subtitle={say("channel-new-hint")} href="#/chats/new/channel" testId="new-channel" />
      </Group>
      {people.length >= SEARCH_FROM ? <Field name="search" kind="search" label={say("contacts-search")} onInput={setQuery} /> : null}
      {people.length === 0 ? (
        <Empty icon="people" title={say("contacts-empty-title")} text={say("contacts-empty-text")} testId="contacts-empty" />
      ) : (
        <Group title={say("contacts-title")}>
          {found.map((one) => (
            <Row
              key={one.user_id}
              lead={<Avatar name={nameOf(one)} />}
              title={<bdi>{nameOf(one)}</bdi>}
              subtitle={one.username ? <bdi dir="ltr">@{one.username}</bdi> : undefined}
              onPress={() => void open(one)}
              testId={`contact-${one.username}`}
            />
          ))}
        </Group>
      )}
    </div>
  );
}
