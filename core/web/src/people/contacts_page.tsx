/** Everybody one knows: who asks stands first, then the contacts, then those who have not answered yet. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { CONTACTS } from "../chat/chat";
import type { Person } from "../chat/shapes";
import { tameLine } from "../chat/text";
import { say } from "../i18n/texts";
import { Avatar, Button, Icon } from "../kit/basics";
import { Field } from "../kit/inputs";
import { Empty, Group, Row } from "../kit/surfaces";
import { attempt } from "../host/attempt";
import { fold } from "../host/fold";
import { Frame, Shown } from "../host/frame";
import type { Host } from "../host/host";
import { go } from "../host/route";
import { type Acquaintances, nameOf, personHref, usePeople } from "./people";

const SEARCH_FROM = 8;

export function ContactsPage({ host }: { host: Host }): JSX.Element {
  const people = usePeople(host);
  return (
    <Frame host={host} tab="chats" up="#/" title={say("contacts-title")} action={<AddLink />}>
      <Shown of={people} failedTitle={say("contacts-failed")}>
        {(all) => <Everybody host={host} all={all} reload={people.reload} />}
      </Shown>
    </Frame>
  );
}

function AddLink(): JSX.Element {
  return (
    <a class="button button-primary new-link" href="#/c" data-testid="to-add-contact">
      <Icon name="user-plus" />
      {say("contact-add-short")}
    </a>
  );
}

function Everybody({ host, all, reload }: { host: Host; all: Acquaintances; reload: () => void }): JSX.Element {
  const [query, setQuery] = useState("");
  const blocked = new Set(all.blocked.map((one) => one.user_id));
  const wanted = fold(query);
  const found = all.contacts.filter((one) => fold(`${nameOf(one)} ${one.display_name ?? ""} ${one.username ?? ""}`).includes(wanted));
  return (
    <>
      <Requests host={host} asks={all.asks} changed={reload} />
      {all.contacts.length >= SEARCH_FROM ? <Field name="search" kind="search" label={say("contacts-search")} onInput={setQuery} testId="contacts-search" /> : null}
      {all.contacts.length === 0 ? (
        <Empty icon="people" title={say("contacts-empty-title")} text={say("contacts-empty-text")} testId="contacts-empty">
          <Button look="primary" icon="user-plus" onPress={() => go("#/c")}>
            {say("contact-add")}
          </Button>
        </Empty>
      ) : found.length === 0 ? (
        <Empty icon="search" title={say("apps-none-found", { query })} text={say("contacts-none-found")} />
      ) : (
        <Group title={say("contacts-count", { count: all.contacts.length })}>
          {found.map((person) => (
            <PersonRow key={person.user_id} person={person} blocked={blocked.has(person.user_id)} />
          ))}
        </Group>
      )}
      {all.asked.length > 0 ? (
        <Group title={say("contacts-sent")} hint={say("contacts-sent-hint")}>
          {all.asked.map((person) => (
            <PersonRow key={person.user_id} person={person} />
          ))}
        </Group>
      ) : null}
    </>
  );
}

function PersonRow({ person, blocked }: { person: Person; blocked?: boolean }): JSX.Element {
  return (
    <Row
      lead={<Avatar name={nameOf(person)} />}
      title={<bdi class="one-line">{nameOf(person)}</bdi>}
      subtitle={
        blocked ? (
          <span class="words-bad">{say("person-blocked-short")}</span>
        ) : person.username ? (
          <bdi class="one-line" dir="ltr">
            @{person.username}
          </bdi>
        ) : undefined
      }
      href={personHref(person.user_id)}
      testId={`contact-${person.username}`}
    />
  );
}

/** Who waits for an answer. A no is told to nobody. */
function Requests({ host, asks, changed }: { host: Host; asks: Person[]; changed: () => void }): JSX.Element | null {
  const [busy, setBusy] = useState("");
  const answer = async (person: Person, accept: boolean): Promise<void> => {
    setBusy(person.user_id);
    const done = accept ? say("contact-accepted", { name: nameOf(person) }) : say("contact-refused");
    await attempt(host, () => host.account.call(`${CONTACTS}/AnswerContact`, { user_id: person.user_id, accept }), done);
    setBusy("");
    changed();
  };
  if (asks.length === 0) return null;
  return (
    <Group title={say("contact-requests")} hint={say("contact-requests-hint")}>
      {asks.map((person) => (
        <Row
          key={person.user_id}
          lead={<Avatar name={nameOf(person)} />}
          title={<bdi class="one-line">{nameOf(person)}</bdi>}
          subtitle={
            person.note ? (
              <bdi class="two-lines">{tameLine(person.note)}</bdi>
            ) : person.username ? (
              <bdi dir="ltr">@{person.username}</bdi>
            ) : undefined
          }
          testId={`asks-${person.username}`}
        >
          <div class="asks">
            <Button look="primary" wide busy={busy === person.user_id} testId="accept" onPress={() => void answer(person, true)}>
              {say("contact-accept")}
            </Button>
            <Button wide disabled={busy === person.user_id} testId="refuse" onPress={() => void answer(person, false)}>
              {say("contact-refuse")}
            </Button>
          </div>
        </Row>
      ))}
    </Group>
  );
}
