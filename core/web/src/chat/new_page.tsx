/** A new conversation: tap a contact for two, pick several for a group. */
import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { fold } from "../host/fold";
import { say } from "../i18n/texts";
import { Avatar, Button, Icon, Skeleton } from "../kit/basics";
import { Field } from "../kit/inputs";
import { Empty, Group, Row } from "../kit/surfaces";
import { explain } from "../room/complaints";
import { asFailure, type Failure } from "../wire/failure";
import { chatHref, useChat } from "./context";
import type { Person } from "./shapes";
import { tameLine } from "./text";
import { count } from "./words";

const TITLE_CHARS_MAX = 64;

export function NewChat(): JSX.Element {
  const { chat, go } = useChat();
  const [people, setPeople] = useState<Person[] | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [query, setQuery] = useState("");
  const [picked, setPicked] = useState<string[] | null>(null);
  const [title, setTitle] = useState("");
  const [busy, setBusy] = useState(false);
  useEffect(() => {
    chat.loadContacts().then(setPeople, (error: unknown) => setFailure(asFailure(error)));
  }, [chat.state.value.peopleChanges]);
  const nameOf = (one: Person): string => tameLine(one.alias || one.display_name || one.username || "");
  const wanted = fold(query);
  const found = (people ?? []).filter((one) => fold(`${nameOf(one)} ${one.username ?? ""}`).includes(wanted));
  const open = async (begin: () => Promise<string>): Promise<void> => {
    if (busy) return;
    setBusy(true);
    const id = await begin();
    setBusy(false);
    if (id) go(chatHref(id));
  };
  const press = (one: Person): void => {
    if (picked) setPicked(picked.includes(one.user_id) ? picked.filter((id) => id !== one.user_id) : [...picked, one.user_id]);
    else void open(() => chat.openDirect(one.user_id));
  };
  if (failure) return <Empty icon="alert" tone="bad" title={say("contacts-failed")} text={explain(failure)} />;
  if (!people) return <Skeleton rows={5} />;
  return (
    <div class="new-chat">
      {picked ? (
        <Field name="title" label={say("chat-group-title")} max={TITLE_CHARS_MAX} testId="group-title" onInput={setTitle} />
      ) : (
        <Group>
          <Row lead={<Icon name="user-plus" />} title={say("contact-add")} subtitle={say("contact-add-hint")} href="#/c" testId="to-add-contact" />
          <Row lead={<Icon name="people" />} title={say("chat-new-group")} subtitle={say("chat-new-group-hint")} onPress={() => setPicked([])} testId="new-group" />
        </Group>
      )}
      {people.length > 6 ? <Field name="search" kind="search" label={say("contacts-search")} onInput={setQuery} /> : null}
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
              trailing={picked ? <PickMark on={picked.includes(one.user_id)} /> : undefined}
              onPress={() => press(one)}
              testId={`contact-${one.username}`}
            />
          ))}
        </Group>
      )}
      {picked ? (
        <div class="new-chat-bar">
          <Button look="primary" wide busy={busy} disabled={!title.trim() || picked.length === 0} testId="create-group" onPress={() => void open(() => chat.createGroup(title.trim(), picked))}>
            {say("chat-create-group", { count: picked.length, shown: count(picked.length) })}
          </Button>
          <Button wide onPress={() => setPicked(null)}>
            {say("cancel")}
          </Button>
        </div>
      ) : null}
    </div>
  );
}

function PickMark({ on }: { on: boolean }): JSX.Element {
  return (
    <span class={`pick-mark${on ? " is-on" : ""}`} role="img" aria-label={say(on ? "chat-pick-on" : "chat-pick-off")}>
      {on ? <Icon name="check" size="s" /> : null}
    </span>
  );
}
