/** Who is in it, with their roles; a tap shows what the reader may do, and what each of it means. */
import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { Confirm } from "../chat/message_sheets";
import type { Member } from "../chat/shapes";
import { nameOf as knownName, type View } from "../chat/state";
import { tameLine } from "../chat/text";
import { fold } from "../host/fold";
import { attempt } from "../host/attempt";
import type { Loaded } from "../host/frame";
import { Shown } from "../host/frame";
import type { Host } from "../host/host";
import { go } from "../host/route";
import { say } from "../i18n/texts";
import { Avatar, Badge, Icon } from "../kit/basics";
import { Field } from "../kit/inputs";
import { Group, Row, Sheet } from "../kit/surfaces";
import { personHref } from "../people/people";
import { actsOn, callOf, change, type MemberAct, roleOf } from "./group_calls";

const SEARCH_FROM = 10;
const SHOWN = 50;
const ICONS: Record<MemberAct, string> = {
  silence: "bell-off", unsilence: "chat", "make-admin": "star", "unmake-admin": "user", transfer: "share", remove: "logout", ban: "back-out",
};
/** These cannot be taken back by another tap, so they are asked about. */
const ASKED = new Set<MemberAct>(["transfer", "remove", "ban"]);

export const memberName = (host: Host, member: Member): string =>
  tameLine((host.chat.value && knownName(host.chat.value.state.value, member.user_id)) || member.display_name || "").trim() || say("chat-someone");

export function Members({ host, view, members }: { host: Host; view: View; members: Loaded<Member[]> }): JSX.Element {
  return (
    <Shown of={members} failedTitle={say("group-members-failed")}>
      {(list) => <MemberList host={host} view={view} list={list} changed={members.reload} />}
    </Shown>
  );
}

function MemberList({ host, view, list, changed }: { host: Host; view: View; list: Member[]; changed: () => void }): JSX.Element {
  const [open, setOpen] = useState<Member | null>(null);
  const [asked, setAsked] = useState<MemberAct | null>(null);
  const [query, setQuery] = useState("");
  const [all, setAll] = useState(false);
  const me = host.account.user.value?.user_id ?? "";
  const close = (): void => {
    setOpen(null);
    setAsked(null);
  };
  useEffect(() => {
    // Somebody else was quicker: what stands in the sheet is about who is not here any more.
    if (open && !list.some((one) => one.user_id === open.user_id)) close();
  }, [list]);
  const act = async (member: Member, what: MemberAct): Promise<void> => {
    close();
    const [method, request] = callOf(view, member, what);
    await attempt(host, () => change(host.account.call, method, request), say(`member-${what}-done`, { name: memberName(host, member) }));
    changed();
  };
  const wanted = fold(query);
  const found = list.filter((one) => fold(memberName(host, one)).includes(wanted));
  const shown = all || wanted ? found : found.slice(0, SHOWN);
  return (
    <>
      {list.length >= SEARCH_FROM ? <Field name="member-search" kind="search" label={say("group-members-search")} onInput={setQuery} /> : null}
      <Group title={say("chat-members", { count: list.length })}>
        {shown.map((member) => (
          <MemberRow key={member.user_id} host={host} member={member} me={me} onPress={() => setOpen(member)} />
        ))}
        {found.length > shown.length ? <Row lead={<Icon name="down" />} title={say("group-members-all", { count: found.length })} onPress={() => setAll(true)} /> : null}
      </Group>
      {open && !asked ? <MemberSheet host={host} view={view} member={open} me={me} onClose={close} onAct={(what) => (ASKED.has(what) ? setAsked(what) : void act(open, what))} /> : null}
      {open && asked ? (
        <Confirm
          title={say(`member-${asked}-title`, { name: memberName(host, open) })}
          text={say(`member-${asked}-text`, { name: memberName(host, open) })}
          yes={say(`member-${asked}`)}
          onClose={close}
          onYes={() => void act(open, asked)}
        />
      ) : null}
    </>
  );
}

function MemberRow({ host, member, me, onPress }: { host: Host; member: Member; me: string; onPress: () => void }): JSX.Element {
  const name = memberName(host, member);
  const role = roleOf(member);
  const mine = member.user_id === me;
  return (
    <Row
      lead={<Avatar name={name} />}
      title={<bdi class="one-line">{mine ? say("group-you", { name }) : name}</bdi>}
      subtitle={member.silenced ? <span class="words-warn">{say("member-silenced")}</span> : undefined}
      trailing={role === "owner" || role === "admin" ? <Badge tone={role === "owner" ? "brand" : "neutral"}>{say(`chat-role-${role}`)}</Badge> : undefined}
      onPress={mine ? undefined : onPress}
      testId={`member-${member.user_id}`}
    />
  );
}

interface MemberSheetProps {
  host: Host;
  view: View;
  member: Member;
  me: string;
  onAct: (act: MemberAct) => void;
  onClose: () => void;
}

function MemberSheet({ host, view, member, me, onAct, onClose }: MemberSheetProps): JSX.Element {
  const name = memberName(host, member);
  return (
    <Sheet title={<bdi>{name}</bdi>} onClose={onClose} testId="member-sheet">
      <p>{say(`chat-role-${roleOf(member)}`)}</p>
      <ul class="rows">
        <Row lead={<Icon name="user" />} title={say("member-open")} testId="member-open" onPress={() => go(personHref(member.user_id))} />
        {actsOn(view, member, me).map((act) => (
          <Row
            key={act}
            lead={<Icon name={ICONS[act]} />}
            title={<span class={ASKED.has(act) && act !== "transfer" ? "words-bad" : ""}>{say(`member-${act}`)}</span>}
            subtitle={say(`member-${act}-hint`)}
            testId={`member-act-${act}`}
            onPress={() => onAct(act)}
          />
        ))}
      </ul>
    </Sheet>
  );
}
