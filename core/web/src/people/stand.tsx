/** What one can do about somebody: ask, answer, write; and what they wrote with their request. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { CONTACTS } from "../chat/chat";
import { chatHref } from "../chat/context";
import type { Person } from "../chat/shapes";
import { tame } from "../chat/text";
import { say } from "../i18n/texts";
import { Button } from "../kit/basics";
import { Field } from "../kit/inputs";
import { attempt } from "../host/attempt";
import type { Host } from "../host/host";
import { go } from "../host/route";
import { nameOf, standingOf } from "./people";

const NOTE_CHARS_MAX = 128;

/** Opens the conversation with a contact. */
export async function write(host: Host, person: Person): Promise<void> {
  const id = await host.chat.peek()?.openDirect(person.user_id);
  if (id) go(chatHref(id));
}

export interface StandProps {
  host: Host;
  person: Person;
  /** How the host is told who is asked: by username, code or id. */
  by: object;
  changed: () => void;
}

export function Stand({ host, person, by, changed }: StandProps): JSX.Element {
  const [busy, setBusy] = useState(false);
  const [note, setNote] = useState("");
  const act = async (method: string, request: object, done = ""): Promise<void> => {
    setBusy(true);
    await attempt(host, () => host.account.call(`${CONTACTS}/${method}`, request), done);
    setBusy(false);
    changed();
  };
  if (person.me) return <p class="face-more">{say("person-me")}</p>;
  switch (standingOf(person)) {
    case "contact":
      return (
        <Button look="primary" wide icon="chat" testId="write" onPress={() => void write(host, person)}>
          {say("contact-write")}
        </Button>
      );
    case "asks":
      return (
        <div class="stand">
          <p>{say("person-asks", { name: nameOf(person) })}</p>
          {person.note ? <blockquote class="stand-note" dir="auto">{tame(person.note)}</blockquote> : null}
          <div class="asks">
            <Button look="primary" wide busy={busy} testId="accept" onPress={() => void act("AnswerContact", { user_id: person.user_id, accept: true })}>
              {say("contact-accept")}
            </Button>
            <Button wide disabled={busy} testId="refuse" onPress={() => void act("AnswerContact", { user_id: person.user_id, accept: false })}>
              {say("contact-refuse")}
            </Button>
          </div>
        </div>
      );
    case "asked":
      return (
        <div class="stand">
          <p class="person-waits">{say("contact-waits")}</p>
          <Button wide busy={busy} testId="take-back" onPress={() => void act("RemoveContact", { user_id: person.user_id }, say("contact-taken-back"))}>
            {say("contact-take-back")}
          </Button>
        </div>
      );
    default:
      return (
        <div class="stand">
          <Field name="note" label={say("contact-note")} hint={say("contact-note-hint")} max={NOTE_CHARS_MAX} testId="contact-note" onInput={setNote} />
          <Button
            look="primary"
            wide
            busy={busy}
            icon="user-plus"
            testId="ask"
            onPress={() => void act("RequestContact", { ...by, note: note.trim() }, say("contact-asked", { name: nameOf(person) }))}
          >
            {say("contact-ask")}
          </Button>
        </div>
      );
  }
}
