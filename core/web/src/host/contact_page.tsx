/** Getting to know somebody: by username or code, who asks, one's own code; and coming in by a group's link. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { CONTACTS, CONVERSATIONS } from "../chat/chat";
import { chatHref } from "../chat/context";
import type { Person } from "../chat/shapes";
import { tameLine } from "../chat/text";
import { say } from "../i18n/texts";
import { Avatar, Button, Icon } from "../kit/basics";
import { Field } from "../kit/inputs";
import { Empty, Group, Row } from "../kit/surfaces";
import { explain } from "../room/complaints";
import { asFailure } from "../wire/failure";
import { newRequestId } from "../wire/ids";
import { Frame, Shown, useLoaded } from "./frame";
import type { Host } from "./host";
import { go } from "./route";

export const nameOf = (one: Person): string => tameLine(one.alias || one.display_name || one.username || "");

export function ContactPage({ host, code }: { host: Host; code: string }): JSX.Element {
  return (
    <Frame host={host} tab="chats" up="#/chats/new" title={say("contact-add")}>
      {code ? <Found host={host} by={{ code }} /> : <Finder host={host} />}
    </Frame>
  );
}

function Finder({ host }: { host: Host }): JSX.Element {
  const [username, setUsername] = useState("");
  const [asked, setAsked] = useState("");
  const find = (event: Event): void => {
    event.preventDefault();
    setAsked(username.trim().toLowerCase().replace(/^@/, ""));
  };
  return (
    <>
      <form class="finder" onSubmit={find}>
        <Field name="username" label={say("username")} hint={say("contact-find-hint")} ltr max={32} testId="find-username" onInput={setUsername} />
        <Button type="submit" look="primary" wide disabled={!username.trim()} testId="find">
          {say("contact-find")}
        </Button>
      </form>
      {asked ? <Found key={asked} host={host} by={{ username: asked }} /> : null}
      <Asking host={host} />
      <MyCode host={host} />
    </>
  );
}

function Found({ host, by }: { host: Host; by: { username: string } | { code: string } }): JSX.Element {
  const found = useLoaded(async () => (await host.account.call<{ person: Person }>(`${CONTACTS}/FindPerson`, by)).person);
  return (
    <Shown of={found} failedTitle={say("contact-not-found")}>
      {(person) => <PersonCard host={host} person={person} by={by} changed={found.reload} />}
    </Shown>
  );
}

function PersonCard({ host, person, by, changed }: { host: Host; person: Person; by: object; changed: () => void }): JSX.Element {
  const [busy, setBusy] = useState(false);
  const name = nameOf(person);
  const state = (person.state ?? "").replace("CONTACT_STATE_", "").toLowerCase() || "none";
  const act = async (method: string, request: object): Promise<void> => {
    setBusy(true);
    try {
      await host.account.call(`${CONTACTS}/${method}`, request);
      if (method === "RequestContact") host.toasts.show(say("contact-asked", { name }), "good");
    } catch (error) {
      host.toasts.show(explain(asFailure(error)), "bad");
    }
    setBusy(false);
    changed();
  };
  const write = async (): Promise<void> => {
    const id = await host.chat.peek()?.openDirect(person.user_id);
    if (id) go(chatHref(id));
  };
  return (
    <div class="card person-card" data-testid="person">
      <div class="person">
        <Avatar name={name} size="l" />
        <div class="person-words">
          <p class="person-name">
            <bdi>{name}</bdi>
          </p>
          {person.username ? (
            <bdi class="person-username" dir="ltr">
              @{person.username}
            </bdi>
          ) : null}
        </div>
      </div>
      {state === "contact" ? (
        <Button look="primary" wide icon="chat" testId="write" onPress={() => void write()}>
          {say("contact-write")}
        </Button>
      ) : state === "asks" ? (
        <Button look="primary" wide busy={busy} testId="accept" onPress={() => void act("AnswerContact", { user_id: person.user_id, accept: true })}>
          {say("contact-accept")}
        </Button>
      ) : state === "asked" ? (
        <p class="person-waits">{say("contact-waits")}</p>
      ) : (
        <Button look="primary" wide busy={busy} icon="user-plus" testId="ask" onPress={() => void act("RequestContact", by)}>
          {say("contact-ask")}
        </Button>
      )}
    </div>
  );
}

/** Who asks to be a contact. */
export function Asking({ host }: { host: Host }): JSX.Element | null {
  const changes = host.chat.value?.state.value.peopleChanges ?? 0;
  return <AskingNow key={changes} host={host} />;
}

function AskingNow({ host }: { host: Host }): JSX.Element | null {
  const asking = useLoaded(async () => {
    const answer = await host.account.call<{ people?: Person[] }>(`${CONTACTS}/ListContacts`, { state: "CONTACT_STATE_ASKS", page_size: 100 });
    return answer.people ?? [];
  });
  const answer = async (person: Person, accept: boolean): Promise<void> => {
    try {
      await host.account.call(`${CONTACTS}/AnswerContact`, { user_id: person.user_id, accept });
    } catch (error) {
      host.toasts.show(explain(asFailure(error)), "bad");
    }
    asking.reload();
  };
  if (!asking.value || asking.value.length === 0) return null;
  return (
    <Group title={say("contact-requests")}>
      {asking.value.map((person) => (
        <Row key={person.user_id} lead={<Avatar name={nameOf(person)} />} title={<bdi>{nameOf(person)}</bdi>} subtitle={person.note ? <bdi>{tameLine(person.note)}</bdi> : undefined} testId={`asks-${person.username}`}>
          <div class="asks">
            <Button look="primary" testId="accept" onPress={() => void answer(person, true)}>
              {say("contact-accept")}
            </Button>
            <Button onPress={() => void answer(person, false)}>{say("contact-refuse")}</Button>
          </div>
        </Row>
      ))}
    </Group>
  );
}

function MyCode({ host }: { host: Host }): JSX.Element {
  const code = useLoaded(async () => (await host.account.call<{ code: string }>(`${CONTACTS}/GetMyCode`)).code);
  const link = `${location.origin}/#/c/${encodeURIComponent(code.value ?? "")}`;
  const copy = (): void => void navigator.clipboard?.writeText(link).then(() => host.toasts.show(say("chat-copied"), "good"));
  return (
    <Group title={say("contact-my-link")} hint={say("contact-my-link-hint")}>
      <Row
        lead={<Icon name="share" />}
        title={<bdi dir="ltr" class="code">{code.value ? link : "…"}</bdi>}
        trailing={<Button look="link" disabled={!code.value} onPress={copy}>{say("chat-act-copy")}</Button>}
      />
    </Group>
  );
}

interface Invite {
  title?: string;
  kind?: string;
  member_count?: number;
  needs_approval?: boolean;
  conversation_id?: string;
}

export function JoinPage({ host, token }: { host: Host; token: string }): JSX.Element {
  const [asked, setAsked] = useState(false);
  const invite = useLoaded(() => host.account.call<Invite>(`${CONVERSATIONS}/GetInvite`, { token }));
  const join = async (): Promise<void> => {
    try {
      const answer = await host.account.call<{ status?: string; conversation?: { conversation_id: string } }>(`${CONVERSATIONS}/JoinByInvite`, { request_id: newRequestId(), token });
      if (answer.conversation?.conversation_id) go(chatHref(answer.conversation.conversation_id), "replace");
      else setAsked(true);
    } catch (error) {
      host.toasts.show(explain(asFailure(error)), "bad");
    }
  };
  return (
    <Frame host={host} tab="chats" up="#/" title={say("join-title")}>
      <Shown of={invite} failedTitle={say("join-failed")}>
        {(found) =>
          asked ? (
            <Empty icon="clock" title={say("join-asked-title")} text={say("join-asked-text")} />
          ) : (
            <div class="card person-card">
              <div class="person">
                <Avatar name={found.title ?? ""} size="l" />
                <div class="person-words">
                  <p class="person-name">
                    <bdi>{tameLine(found.title ?? "")}</bdi>
                  </p>
                  {found.member_count ? <p class="person-username">{say("chat-members", { count: found.member_count })}</p> : null}
                </div>
              </div>
              {found.conversation_id ? (
                <Button look="primary" wide onPress={() => go(chatHref(found.conversation_id ?? ""), "replace")}>
                  {say("contact-write")}
                </Button>
              ) : (
                <Button look="primary" wide testId="join" onPress={() => void join()}>
                  {say(found.needs_approval ? "join-ask" : "chat-join")}
                </Button>
              )}
            </div>
          )
        }
      </Shown>
    </Frame>
  );
}
