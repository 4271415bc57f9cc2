/** Who asks to be let in, and who is kept out: for those who lead it. */
import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import type { Member } from "../chat/shapes";
import type { View } from "../chat/state";
import { attempt } from "../host/attempt";
import { useLoaded } from "../host/frame";
import type { Host } from "../host/host";
import { say } from "../i18n/texts";
import { Avatar, Button } from "../kit/basics";
import { Group, Row } from "../kit/surfaces";
import { ask, change, leads } from "./group_calls";
import { memberName } from "./members";

export function JoinRequests({ host, view, changed }: { host: Host; view: View; changed: () => void }): JSX.Element | null {
  const [busy, setBusy] = useState("");
  const may = leads(view) && view.kind !== "app";
  const waiting = useLoaded(async () => {
    if (!may) return [];
    return (await ask<{ members?: Member[] }>(host.account.call, "ListJoinRequests", { conversation_id: view.id })).members ?? [];
  });
  const first = useRef(true);
  useEffect(() => {
    if (!first.current) waiting.reload();
    first.current = false;
  }, [view.joinRequests, may]);
  const answer = async (member: Member, accept: boolean): Promise<void> => {
    setBusy(member.user_id);
    const request = { conversation_id: view.id, user_id: member.user_id, accept };
    const done = say(accept ? "join-let-in" : "join-not-let-in", { name: memberName(host, member) });
    await attempt(host, () => change(host.account.call, "AnswerJoinRequest", request), done);
    setBusy("");
    waiting.reload();
    if (accept) changed();
  };
  if (!may || !waiting.value || waiting.value.length === 0) return null;
  return (
    <Group title={say("join-requests", { count: waiting.value.length })}>
      {waiting.value.map((member) => (
        <Row key={member.user_id} lead={<Avatar name={memberName(host, member)} />} title={<bdi class="one-line">{memberName(host, member)}</bdi>} testId={`requests-${member.user_id}`}>
          <div class="asks">
            <Button look="primary" wide busy={busy === member.user_id} testId="let-in" onPress={() => void answer(member, true)}>
              {say("join-yes")}
            </Button>
            <Button wide disabled={busy === member.user_id} testId="not-in" onPress={() => void answer(member, false)}>
              {say("contact-refuse")}
            </Button>
          </div>
        </Row>
      ))}
    </Group>
  );
}

/** Those who cannot come back by a link. */
export function Banned({ host, view }: { host: Host; view: View }): JSX.Element | null {
  const may = leads(view) && view.kind !== "app";
  const banned = useLoaded(async () => {
    if (!may) return [];
    const request = { conversation_id: view.id, status: "MEMBER_STATUS_BANNED", page_size: 200 };
    return (await ask<{ members?: Member[] }>(host.account.call, "ListMembers", request)).members ?? [];
  });
  const first = useRef(true);
  useEffect(() => {
    if (!first.current) banned.reload();
    first.current = false;
  }, [view.members, may]);
  const unban = async (member: Member): Promise<void> => {
    const request = { conversation_id: view.id, user_id: member.user_id };
    await attempt(host, () => ask(host.account.call, "UnbanMember", request), say("member-unbanned", { name: memberName(host, member) }));
    banned.reload();
  };
  if (!may || !banned.value || banned.value.length === 0) return null;
  return (
    <Group title={say("group-banned")} hint={say("group-banned-hint")}>
      {banned.value.map((member) => (
        <Row
          key={member.user_id}
          lead={<Avatar name={memberName(host, member)} size="s" />}
          title={<bdi class="one-line">{memberName(host, member)}</bdi>}
          trailing={
            <Button look="link" testId={`unban-${member.user_id}`} onPress={() => void unban(member)}>
              {say("member-unban")}
            </Button>
          }
        />
      ))}
    </Group>
  );
}
