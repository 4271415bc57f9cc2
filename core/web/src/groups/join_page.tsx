/** Where an invitation's link leads: what it is, and one way in. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { chatHref } from "../chat/context";
import { tameLine } from "../chat/text";
import { attempt } from "../host/attempt";
import { Frame, Shown, useLoaded } from "../host/frame";
import type { Host } from "../host/host";
import { go } from "../host/route";
import { say } from "../i18n/texts";
import { Avatar, Button } from "../kit/basics";
import { Empty } from "../kit/surfaces";
import { ask, change } from "./group_calls";

interface Preview {
  title?: string;
  kind?: string;
  member_count?: number;
  needs_approval?: boolean;
  conversation_id?: string;
}
interface Joined {
  status?: string;
  conversation?: { conversation_id: string };
}

export function JoinPage({ host, token }: { host: Host; token: string }): JSX.Element {
  const [asked, setAsked] = useState(false);
  const [busy, setBusy] = useState(false);
  const invite = useLoaded(() => ask<Preview>(host.account.call, "GetInvite", { token }));
  const join = async (): Promise<void> => {
    setBusy(true);
    const answer = await attempt(host, () => change<Joined>(host.account.call, "JoinByInvite", { token }));
    setBusy(false);
    if (answer?.conversation?.conversation_id) go(chatHref(answer.conversation.conversation_id), "replace");
    else if (answer) setAsked(true);
  };
  return (
    <Frame host={host} tab="chats" up="#/" title={say("join-title")}>
      <Shown of={invite} failedTitle={say("join-failed")}>
        {(found) =>
          asked ? (
            <Empty icon="clock" title={say("join-asked-title")} text={say("join-asked-text")} testId="join-asked" />
          ) : (
            <Invitation found={found} busy={busy} join={() => void join()} />
          )
        }
      </Shown>
    </Frame>
  );
}

function Invitation({ found, busy, join }: { found: Preview; busy: boolean; join: () => void }): JSX.Element {
  const title = tameLine(found.title ?? "").trim() || say("chat-someone");
  const channel = found.kind === "CONVERSATION_KIND_CHANNEL";
  return (
    <div class="card person-card" data-testid="invite">
      <div class="face">
        <Avatar name={title} size="l" />
        <p class="face-name">
          <bdi>{title}</bdi>
        </p>
        <p class="face-more">{channel ? say("chat-channel") : say("chat-members", { count: found.member_count ?? 0 })}</p>
        <p class="face-text">{say(found.conversation_id ? "join-inside" : channel ? "join-text-channel" : "join-text")}</p>
      </div>
      {found.conversation_id ? (
        <Button look="primary" wide icon="chat" onPress={() => go(chatHref(found.conversation_id ?? ""), "replace")}>
          {say("contact-write")}
        </Button>
      ) : (
        <Button look="primary" wide busy={busy} testId="join" onPress={join}>
          {say(found.needs_approval ? "join-ask" : "chat-join")}
        </Button>
      )}
      {found.needs_approval && !found.conversation_id ? <p class="share-hint">{say("join-approval")}</p> : null}
    </div>
  );
}
