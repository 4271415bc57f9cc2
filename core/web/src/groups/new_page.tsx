/** A new group, or a new channel: its name, what it is for, and who is in it from the start. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { chatHref } from "../chat/context";
import type { ConversationShape } from "../chat/shapes";
import { attempt } from "../host/attempt";
import { Frame, Shown, useLoaded } from "../host/frame";
import type { Host } from "../host/host";
import { go } from "../host/route";
import { say } from "../i18n/texts";
import { Button } from "../kit/basics";
import { Field } from "../kit/inputs";
import { listPeople } from "../people/people";
import { aboutHref, change } from "./group_calls";
import { DESCRIPTION_CHARS_MAX, TITLE_CHARS_MAX } from "./group_rules";
import { PickPeople } from "./pick_people";

interface Made {
  conversation?: ConversationShape;
  invited_user_ids?: string[];
}

export function NewGroupPage({ host, kind }: { host: Host; kind: "group" | "channel" }): JSX.Element {
  const [title, setTitle] = useState("");
  const [description, setDescription] = useState("");
  const [picked, setPicked] = useState<string[]>([]);
  const [busy, setBusy] = useState(false);
  const contacts = useLoaded(() => (kind === "group" ? listPeople(host.account.call, "CONTACT") : Promise.resolve([])));
  const make = async (): Promise<void> => {
    setBusy(true);
    const about = { title: title.trim(), description: description.trim() };
    const answer = await attempt(host, () =>
      kind === "group"
        ? change<Made>(host.account.call, "CreateGroup", { ...about, user_ids: picked })
        : change<Made>(host.account.call, "CreateChannel", about),
    );
    setBusy(false);
    const id = answer?.conversation?.conversation_id;
    if (!id) return;
    const invited = answer?.invited_user_ids?.length ?? 0;
    if (invited > 0) host.toasts.show(say("group-invited", { count: invited }));
    // A channel begins with nobody in it: the next thing is its link.
    go(kind === "group" ? chatHref(id) : aboutHref(id), "replace");
  };
  return (
    <Frame host={host} tab="chats" up="#/chats/new" title={say(kind === "group" ? "chat-new-group" : "channel-new")} lead={say(kind === "group" ? "group-new-lead" : "channel-new-lead")}>
      <Field name="title" label={say(kind === "group" ? "chat-group-title" : "channel-title")} max={TITLE_CHARS_MAX} testId="group-title" onInput={setTitle} />
      <Field name="description" label={say("group-description")} hint={say("group-description-hint")} multiline max={DESCRIPTION_CHARS_MAX} testId="group-description" onInput={setDescription} />
      {kind === "group" ? (
        <section class="group">
          <h2 class="group-title">{say("group-who")}</h2>
          <Shown of={contacts} failedTitle={say("contacts-failed")}>
            {(people) => <PickPeople people={people} picked={picked} onChange={setPicked} />}
          </Shown>
        </section>
      ) : null}
      <Button look="primary" wide busy={busy} disabled={!title.trim()} testId="create-group" onPress={() => void make()}>
        {kind === "group" ? say("group-make", { count: picked.length }) : say("channel-make")}
      </Button>
    </Frame>
  );
}
