/** A group or channel: what it is, who is in it, how one comes in, and how one leaves. */
import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { chatHref } from "../chat/context";
import { Confirm } from "../chat/message_sheets";
import type { Member } from "../chat/shapes";
import type { View } from "../chat/state";
import { tame, tameLine } from "../chat/text";
import { attempt } from "../host/attempt";
import { Frame, type Loaded, useLoaded } from "../host/frame";
import type { Host } from "../host/host";
import { go } from "../host/route";
import { say } from "../i18n/texts";
import { Avatar, Button, Icon, Skeleton } from "../kit/basics";
import { Empty, Group, Row, Sheet } from "../kit/surfaces";
import { listPeople } from "../people/people";
import { PersonPage } from "../people/person_page";
import { EditSheet, GroupRules } from "./group_rules";
import { change, leads, linksHref, mayAdd, seesMembers } from "./group_calls";
import { Banned, JoinRequests } from "./join_requests";
import { Members } from "./members";
import { PickPeople } from "./pick_people";
import { ViewSettings } from "./view_settings";

export function AboutPage({ host, conversationId }: { host: Host; conversationId: string }): JSX.Element {
  const state = host.chat.value?.state.value;
  const view = state?.views.get(conversationId);
  if (view?.kind === "direct") return <PersonPage host={host} userId={view.peerId} up={chatHref(view.id)} />;
  return (
    <Frame host={host} tab="chats" up={chatHref(conversationId)} title={say(view?.kind === "channel" ? "channel-about" : "group-about")}>
      {view ? <About key={view.id} host={host} view={view} /> : state?.synced ? <Empty icon="chat" title={say("error-conversation-not-found")} /> : <Skeleton rows={6} />}
    </Frame>
  );
}

/** The members, and again whenever the feed brings something about them. */
function useMembers(host: Host, view: View): Loaded<Member[]> {
  const chat = host.chat.value;
  const loaded = useLoaded(() => (seesMembers(view) && chat ? chat.loadMembers(view.id) : Promise.resolve([])));
  const lines = chat?.state.value.threads.get(view.id)?.messages.findLast((one) => one.body.member)?.seq ?? 0;
  const first = useRef(true);
  useEffect(() => {
    if (!first.current) loaded.reload();
    first.current = false;
  }, [lines, view.members, view.role, view.status]);
  return loaded;
}

type Open = "edit" | "add" | "leave" | null;

function About({ host, view }: { host: Host; view: View }): JSX.Element {
  const [open, setOpen] = useState<Open>(null);
  const members = useMembers(host, view);
  const close = (): void => setOpen(null);
  const title = tameLine(view.title);
  const app = view.kind === "app";
  const leave = async (): Promise<void> => {
    close();
    const left = await attempt(host, () => change(host.account.call, "LeaveConversation", { conversation_id: view.id }), say("group-left", { title }));
    if (left) go("#/");
  };
  return (
    <>
      <div class="card person-card">
        <div class="face">
          <Avatar name={title} size="l" />
          <p class="face-name" data-testid="group-name">
            <bdi>{title}</bdi>
          </p>
          <p class="face-more">{say(app ? "chat-app" : view.kind === "channel" ? "chat-channel" : "chat-members", { count: view.members })}</p>
          {view.description ? <p class="face-text" dir="auto">{tame(view.description)}</p> : null}
        </div>
        {leads(view) && !app ? (
          <Button icon="edit" wide testId="group-edit" onPress={() => setOpen("edit")}>
            {say("group-edit")}
          </Button>
        ) : null}
      </div>
      {view.status === "active" ? null : <p class="person-waits">{say("chat-closed-left")}</p>}
      <JoinRequests host={host} view={view} changed={members.reload} />
      {view.status === "active" ? <ViewSettings host={host} view={view} /> : null}
      {mayAdd(view) || (leads(view) && !app) ? (
        <Group>
          {mayAdd(view) ? <Row lead={<Icon name="user-plus" />} title={say("group-add")} testId="group-add" onPress={() => setOpen("add")} /> : null}
          {leads(view) ? <Row lead={<Icon name="share" />} title={say("group-links")} subtitle={say("group-links-row")} href={linksHref(view.id)} testId="group-links" /> : null}
        </Group>
      ) : null}
      {leads(view) && !app ? <GroupRules host={host} view={view} /> : null}
      {seesMembers(view) && !app ? <Members host={host} view={view} members={members} /> : null}
      <Banned host={host} view={view} />
      {view.status === "active" && !app ? (
        <Group>
          <Row lead={<Icon name="logout" />} title={<span class="words-bad">{say(view.kind === "channel" ? "channel-leave" : "group-leave")}</span>} testId="group-leave" onPress={() => setOpen("leave")} />
        </Group>
      ) : null}
      {open === "edit" ? <EditSheet host={host} view={view} onClose={close} /> : null}
      {open === "add" ? <AddSheet host={host} view={view} members={members.value ?? []} onClose={close} changed={members.reload} /> : null}
      {open === "leave" ? <Leave view={view} alone={view.members <= 1 || (members.value?.length ?? 2) <= 1} onClose={close} onYes={() => void leave()} /> : null}
    </>
  );
}

/** An owner hands it on first: said before the host would have to refuse. */
function Leave({ view, alone, onYes, onClose }: { view: View; alone: boolean; onYes: () => void; onClose: () => void }): JSX.Element {
  const title = tameLine(view.title);
  if (view.role === "owner" && !alone) {
    return (
      <Sheet title={say("group-leave-owner-title")} onClose={onClose} testId="leave-owner" actions={<Button look="primary" wide onPress={onClose}>{say("ok")}</Button>}>
        <p>{say("group-leave-owner-text")}</p>
      </Sheet>
    );
  }
  return <Confirm title={say("group-leave-title", { title })} text={say("group-leave-text")} yes={say("group-leave-yes")} onClose={onClose} onYes={onYes} />;
}

interface AddSheetProps {
  host: Host;
  view: View;
  members: Member[];
  changed: () => void;
  onClose: () => void;
}

function AddSheet({ host, view, members, changed, onClose }: AddSheetProps): JSX.Element {
  const [picked, setPicked] = useState<string[]>([]);
  const [busy, setBusy] = useState(false);
  const contacts = useLoaded(() => listPeople(host.account.call, "CONTACT"));
  const inside = new Set(members.map((one) => one.user_id));
  const add = async (): Promise<void> => {
    setBusy(true);
    const request = { conversation_id: view.id, user_ids: picked };
    const answer = await attempt(host, () => change<{ added_user_ids?: string[]; invited_user_ids?: string[] }>(host.account.call, "AddMembers", request));
    setBusy(false);
    if (!answer) return;
    const [added, invited] = [answer.added_user_ids?.length ?? 0, answer.invited_user_ids?.length ?? 0];
    if (added > 0) host.toasts.show(say("group-added", { count: added }), "good");
    if (invited > 0) host.toasts.show(say("group-invited", { count: invited }));
    changed();
    onClose();
  };
  return (
    <Sheet
      title={say("group-add")}
      onClose={onClose}
      testId="add-sheet"
      actions={
        <Button look="primary" wide busy={busy} disabled={picked.length === 0} testId="add-yes" onPress={() => void add()}>
          {say("group-add-yes", { count: picked.length })}
        </Button>
      }
    >
      {contacts.value ? <PickPeople people={contacts.value.filter((one) => !inside.has(one.user_id))} picked={picked} onChange={setPicked} /> : <Skeleton rows={4} />}
    </Sheet>
  );
}
