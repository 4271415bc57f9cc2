/** Who may find one, add one to groups, and see that one read or is here; and whom one blocks. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { CONTACTS, MESSAGES } from "../chat/chat";
import type { MyMarks, Person } from "../chat/shapes";
import { say } from "../i18n/texts";
import { Avatar, Button, Icon } from "../kit/basics";
import { Switch } from "../kit/inputs";
import { Empty, Group, Row } from "../kit/surfaces";
import { attempt } from "../host/attempt";
import { Frame, Shown, useLoaded } from "../host/frame";
import type { Host } from "../host/host";
import { nameOf, personHref, useLoadedPeople } from "./people";

interface Privacy {
  found_by_username?: boolean;
  found_by_code?: boolean;
  added_to_groups?: boolean;
}

export function ChatPrivacyPage({ host }: { host: Host }): JSX.Element {
  const privacy = useLoaded(async () => (await host.account.call<{ privacy?: Privacy }>(`${CONTACTS}/GetPrivacy`)).privacy ?? {});
  return (
    <Frame host={host} tab="me" up="#/me" title={say("reach-title")} lead={say("reach-lead")}>
      <Shown of={privacy} failedTitle={say("error-unavailable")}>
        {(now) => <Reach host={host} first={now} />}
      </Shown>
      <Marks host={host} />
      <Group>
        <Row lead={<Icon name="back-out" />} title={say("blocked-title")} subtitle={say("blocked-row")} href="#/me/blocked" testId="to-blocked" />
      </Group>
    </Frame>
  );
}

const REACH: (keyof Privacy)[] = ["found_by_username", "found_by_code", "added_to_groups"];

function Reach({ host, first }: { host: Host; first: Privacy }): JSX.Element {
  const [privacy, setPrivacy] = useState(first);
  const change = async (field: keyof Privacy, value: boolean): Promise<void> => {
    const before = privacy;
    // The switch moves at once, and back where the host did not take it.
    setPrivacy({ ...before, [field]: value });
    const answer = await attempt(host, () => host.account.call<{ privacy?: Privacy }>(`${CONTACTS}/UpdatePrivacy`, { [field]: value }));
    setPrivacy(answer ? (answer.privacy ?? {}) : before);
  };
  return (
    <Group title={say("reach-find")}>
      {REACH.map((field) => (
        <SwitchRow key={field} name={field} value={privacy[field] ?? false} onChange={(value) => void change(field, value)} />
      ))}
    </Group>
  );
}

function Marks({ host }: { host: Host }): JSX.Element {
  const marks = host.chat.value?.state.value.myMarks ?? {};
  const [changing, setChanging] = useState<MyMarks>({});
  const change = async (field: keyof MyMarks, value: boolean): Promise<void> => {
    setChanging({ ...changing, [field]: value });
    const answer = await attempt(host, () => host.account.call(`${MESSAGES}/UpdateMyMarks`, { [field]: value }));
    if (!answer) setChanging({});
  };
  const now = { ...marks, ...changing };
  return (
    <Group title={say("reach-marks")} hint={say("reach-marks-hint")}>
      <SwitchRow name="read_marks" value={now.read_marks ?? false} onChange={(value) => void change("read_marks", value)} />
      <SwitchRow name="presence" value={now.presence ?? false} onChange={(value) => void change("presence", value)} />
    </Group>
  );
}

function SwitchRow({ name, value, onChange }: { name: string; value: boolean; onChange: (value: boolean) => void }): JSX.Element {
  const id = name.replaceAll("_", "-");
  return (
    <li class="row switch-row">
      <Switch
        label={
          <span class="row-words">
            <span class="row-title">{say(`reach-${id}`)}</span>
            <span class="row-subtitle">{say(`reach-${id}-hint`)}</span>
          </span>
        }
        value={value}
        testId={`reach-${id}`}
        onChange={onChange}
      />
    </li>
  );
}

export function BlockedPage({ host }: { host: Host }): JSX.Element {
  const blocked = useLoadedPeople(host, async () => (await host.account.call<{ people?: Person[] }>(`${CONTACTS}/ListBlocked`)).people ?? []);
  const unblock = async (person: Person): Promise<void> => {
    await attempt(host, () => host.account.call(`${CONTACTS}/UnblockPerson`, { user_id: person.user_id }), say("person-unblocked", { name: nameOf(person) }));
    blocked.reload();
  };
  return (
    <Frame host={host} tab="me" up="#/me/reach" title={say("blocked-title")} lead={say("blocked-lead")}>
      <Shown of={blocked} failedTitle={say("error-unavailable")}>
        {(people) =>
          people.length === 0 ? (
            <Empty icon="good" title={say("blocked-empty")} text={say("blocked-empty-text")} testId="blocked-empty" />
          ) : (
            <Group>
              {people.map((person) => (
                <Row
                  key={person.user_id}
                  lead={<Avatar name={nameOf(person)} />}
                  title={
                    <a class="plain-link one-line" href={personHref(person.user_id)}>
                      <bdi>{nameOf(person)}</bdi>
                    </a>
                  }
                  trailing={
                    <Button look="link" testId={`unblock-${person.username}`} onPress={() => void unblock(person)}>
                      {say("person-unblock")}
                    </Button>
                  }
                />
              ))}
            </Group>
          )
        }
      </Shown>
    </Frame>
  );
}
