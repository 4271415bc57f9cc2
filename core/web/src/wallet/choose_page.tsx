/** Whom to pay or to ask: a contact, or for paying anybody whose username one knows. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { CONTACTS } from "../chat/chat";
import type { Person } from "../chat/shapes";
import { say } from "../i18n/texts";
import { Avatar, Button, Icon } from "../kit/basics";
import { Field } from "../kit/inputs";
import { Empty, Group, Row } from "../kit/surfaces";
import { fold } from "../host/fold";
import { Frame, Shown } from "../host/frame";
import type { Host } from "../host/host";
import { go } from "../host/route";
import { listPeople, nameOf, useLoadedPeople } from "../people/people";
import { explain } from "../room/complaints";
import { asFailure } from "../wire/failure";

const SEARCH_FROM = 8;

export type Verb = "pay" | "request";
export const personPath = (verb: Verb, userId: string): string => `#/wallet/${verb}/${encodeURIComponent(userId)}`;

export function ChoosePage({ host, verb }: { host: Host; verb: Verb }): JSX.Element {
  const people = useLoadedPeople(host, () => listPeople(host.account.call, "CONTACT"));
  return (
    <Frame host={host} tab="wallet" up="#/wallet" title={say(`${verb}-choose`)} lead={verb === "request" ? say("request-lead") : undefined}>
      {verb === "pay" ? (
        <>
          <Group>
            <Row lead={<Icon name="scan" />} title={say("pay-by-code")} href="#/wallet/code" testId="to-code" />
          </Group>
          <Finder host={host} />
        </>
      ) : null}
      <Shown of={people} failedTitle={say("contacts-failed")}>
        {(all) => <Contacts people={all} verb={verb} />}
      </Shown>
    </Frame>
  );
}

function Contacts({ people, verb }: { people: Person[]; verb: Verb }): JSX.Element {
  const [query, setQuery] = useState("");
  const wanted = fold(query);
  const found = people.filter((one) => fold(`${nameOf(one)} ${one.display_name ?? ""} ${one.username ?? ""}`).includes(wanted));
  if (people.length === 0) {
    return (
      <Empty icon="people" title={say("contacts-empty-title")} text={say("pay-nobody-text")} testId="nobody">
        <Button icon="user-plus" onPress={() => go("#/c")}>
          {say("contact-add")}
        </Button>
      </Empty>
    );
  }
  return (
    <>
      {people.length >= SEARCH_FROM ? <Field name="search" kind="search" label={say("contacts-search")} onInput={setQuery} /> : null}
      <Group title={say("contacts-title")}>
        {found.map((person) => (
          <Row
            key={person.user_id}
            lead={<Avatar name={nameOf(person)} quiet />}
            title={<bdi class="one-line">{nameOf(person)}</bdi>}
            subtitle={person.username ? <bdi dir="ltr">@{person.username}</bdi> : undefined}
            href={personPath(verb, person.user_id)}
            testId={`choose-${person.username ?? person.user_id}`}
          />
        ))}
      </Group>
    </>
  );
}

function Finder({ host }: { host: Host }): JSX.Element {
  const [typed, setTyped] = useState("");
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState("");
  const find = async (): Promise<void> => {
    setBusy(true);
    setTrouble("");
    try {
      const username = typed.trim().toLowerCase().replace(/^@/, "");
      const { person } = await host.account.call<{ person: Person }>(`${CONTACTS}/FindPerson`, { username });
      go(personPath("pay", person.user_id));
    } catch (error) {
      setTrouble(explain(asFailure(error)));
    }
    setBusy(false);
  };
  return (
    <form
      class="finder"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (typed.trim() && !busy) void find();
      }}
    >
      <Field name="username" label={say("pay-by-username")} hint={say("pay-by-username-hint")} error={trouble} ltr max={33} testId="pay-username" onInput={setTyped} />
      <Button type="submit" wide busy={busy} disabled={!typed.trim()} testId="pay-find">
        {say("contact-find")}
      </Button>
    </form>
  );
}
