/** What those who lead a group or channel set for everybody: its name, its description, its rules. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { View } from "../chat/state";
import { attempt } from "../host/attempt";
import type { Host } from "../host/host";
import { say } from "../i18n/texts";
import { Button } from "../kit/basics";
import { Field, Switch } from "../kit/inputs";
import { Group, Sheet } from "../kit/surfaces";
import { change } from "./group_calls";

export const TITLE_CHARS_MAX = 64;
export const DESCRIPTION_CHARS_MAX = 512;

export function EditSheet({ host, view, onClose }: { host: Host; view: View; onClose: () => void }): JSX.Element {
  const [title, setTitle] = useState(view.title);
  const [description, setDescription] = useState(view.description);
  const [busy, setBusy] = useState(false);
  const save = async (): Promise<void> => {
    setBusy(true);
    const request = { conversation_id: view.id, title: title.trim(), description: description.trim() };
    const saved = await attempt(host, () => change(host.account.call, "UpdateConversation", request), say("saved"));
    setBusy(false);
    if (saved) onClose();
  };
  return (
    <Sheet
      title={say("group-edit")}
      onClose={onClose}
      testId="edit-sheet"
      actions={
        <Button look="primary" wide busy={busy} disabled={!title.trim()} testId="edit-save" onPress={() => void save()}>
          {say("save")}
        </Button>
      }
    >
      <Field name="title" label={say(view.kind === "channel" ? "channel-title" : "chat-group-title")} value={title} max={TITLE_CHARS_MAX} testId="edit-title" onInput={setTitle} />
      <Field name="description" label={say("group-description")} hint={say("group-description-hint")} value={description} max={DESCRIPTION_CHARS_MAX} multiline testId="edit-description" onInput={setDescription} />
    </Sheet>
  );
}

const RULES = [
  ["history", "history_for_joiners", "historyForJoiners"],
  ["adding", "members_may_add", "membersMayAdd"],
  ["approval", "invites_need_approval", "invitesNeedApproval"],
] as const;

export function GroupRules({ host, view }: { host: Host; view: View }): JSX.Element {
  // What was just switched stands until the feed says the same.
  const [asked, setAsked] = useState<Partial<Record<(typeof RULES)[number][0], boolean>>>({});
  const set = async (id: (typeof RULES)[number][0], field: string, value: boolean): Promise<void> => {
    setAsked({ ...asked, [id]: value });
    const done = await attempt(host, () => change(host.account.call, "UpdateConversation", { conversation_id: view.id, [field]: value }));
    if (!done) setAsked({ ...asked, [id]: undefined });
  };
  return (
    <Group title={say("group-rules")}>
      {RULES.filter(([id]) => id !== "adding" || view.kind === "group").map(([id, field, name]) => (
        <li key={id} class="row switch-row">
          <Switch
            label={
              <span class="row-words">
                <span class="row-title">{say(`group-rule-${id}`)}</span>
                <span class="row-subtitle">{say(`group-rule-${id}-hint`)}</span>
              </span>
            }
            value={asked[id] ?? view[name]}
            testId={`rule-${id}`}
            onChange={(value) => void set(id, field, value)}
          />
        </li>
      ))}
    </Group>
  );
}
