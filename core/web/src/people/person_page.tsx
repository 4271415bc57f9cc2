/** One person: what one calls them, writing to them, and ending it. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { CONTACTS } from "../chat/chat";
import { Confirm } from "../chat/message_sheets";
import type { Person } from "../chat/shapes";
import { tameLine } from "../chat/text";
import { ViewSettings } from "../groups/view_settings";
import { say } from "../i18n/texts";
import { Button, Icon } from "../kit/basics";
import { Field } from "../kit/inputs";
import { Group, Notice, Row, Sheet } from "../kit/surfaces";
import { attempt } from "../host/attempt";
import { Frame, Shown } from "../host/frame";
import type { Host } from "../host/host";
import { Face } from "./face";
import { type Acquaintances, nameOf, personIn, standingOf, usePeople } from "./people";
import { Stand } from "./stand";

const ALIAS_CHARS_MAX = 64;

export function PersonPage({ host, userId, up }: { host: Host; userId: string; up: string }): JSX.Element {
  const people = usePeople(host);
  return (
    <Frame host={host} tab="chats" up={up} title={say("person-title")}>
      <Shown of={people} failedTitle={say("contacts-failed")}>
        {(all) => <OnePerson host={host} person={known(host, all, userId)} reload={people.reload} />}
      </Shown>
    </Frame>
  );
}

/** Members of one's groups are known by name even where they are no contacts. */
function known(host: Host, all: Acquaintances, userId: string): Person {
  const name = host.chat.value?.state.value.names.get(userId) ?? "";
  return personIn(all, userId) ?? { user_id: userId, display_name: name, me: userId === host.account.user.value?.user_id };
}

type Asked = "alias" | "block" | "remove" | null;

function OnePerson({ host, person, reload }: { host: Host; person: Person; reload: () => void }): JSX.Element {
  const [asked, setAsked] = useState<Asked>(null);
  const name = nameOf(person);
  const standing = standingOf(person);
  const act = async (method: string, request: object, done: string): Promise<void> => {
    setAsked(null);
    await attempt(host, () => host.account.call(`${CONTACTS}/${method}`, { user_id: person.user_id, ...request }), done);
    reload();
    void host.chat.peek()?.loadContacts().catch(() => undefined);
  };
  const view = [...(host.chat.value?.state.value.views.values() ?? [])].find((one) => one.peerId === person.user_id);
  return (
    <>
      <div class="card person-card" data-testid="person">
        <Face person={person} />
        {person.blocked ? (
          <Notice tone="warn" title={say("person-blocked")} testId="person-blocked">
            {say("person-blocked-text")}
          </Notice>
        ) : (
          <Stand host={host} person={person} by={{ user_id: person.user_id }} changed={reload} />
        )}
      </div>
      {view ? <ViewSettings host={host} view={view} /> : null}
      {person.me ? null : (
        <Group hint={say("person-report-hint")}>
          {standing === "contact" ? (
            <Row lead={<Icon name="edit" />} title={say("person-alias")} subtitle={person.alias ? <bdi>{tameLine(person.alias)}</bdi> : say("person-alias-row")} onPress={() => setAsked("alias")} testId="alias" />
          ) : null}
          {person.blocked ? (
            <Row lead={<Icon name="good" />} title={say("person-unblock")} testId="unblock" onPress={() => void act("UnblockPerson", {}, say("person-unblocked", { name }))} />
          ) : (
            <Row lead={<Icon name="back-out" />} title={<span class="words-bad">{say("person-block")}</span>} testId="block" onPress={() => setAsked("block")} />
          )}
          {standing === "contact" ? <Row lead={<Icon name="trash" />} title={<span class="words-bad">{say("person-remove")}</span>} testId="remove-contact" onPress={() => setAsked("remove")} /> : null}
        </Group>
      )}
      {asked === "alias" ? <AliasSheet person={person} onClose={() => setAsked(null)} onSave={(alias) => void act("SetAlias", { alias }, say("saved"))} /> : null}
      {asked === "block" ? (
        <Confirm title={say("person-block-title", { name })} text={say("person-block-text")} yes={say("person-block")} onClose={() => setAsked(null)} onYes={() => void act("BlockPerson", {}, say("person-blocked-done", { name }))} />
      ) : null}
      {asked === "remove" ? (
        <Confirm title={say("person-remove-title", { name })} text={say("person-remove-text")} yes={say("person-remove")} onClose={() => setAsked(null)} onYes={() => void act("RemoveContact", {}, say("person-removed", { name }))} />
      ) : null}
    </>
  );
}

function AliasSheet({ person, onSave, onClose }: { person: Person; onSave: (alias: string) => void; onClose: () => void }): JSX.Element {
  const [alias, setAlias] = useState(person.alias ?? "");
  return (
    <Sheet
      title={say("person-alias")}
      onClose={onClose}
      testId="alias-sheet"
      actions={
        <Button look="primary" wide testId="alias-save" onPress={() => onSave(alias.trim())}>
          {say("save")}
        </Button>
      }
    >
      <Field name="alias" label={say("person-alias-label", { name: tameLine(person.display_name ?? "") })} hint={say("person-alias-hint")} value={alias} max={ALIAS_CHARS_MAX} testId="alias-field" onInput={setAlias} />
    </Sheet>
  );
}
