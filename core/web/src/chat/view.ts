/** A conversation as its reader has it: from the host's shape, with every field there. */
import type { ConversationShape } from "./shapes";
import { num } from "./shapes";
import { type Msg, readMessage } from "./thread";

export interface View {
  id: string;
  kind: "direct" | "group" | "channel" | "app";
  title: string;
  description: string;
  peerId: string;
  appId: string;
  head: number;
  role: string;
  status: string;
  silenced: boolean;
  open: boolean;
  visibleFrom: number;
  members: number;
  read: number;
  unread: number;
  mentions: number;
  markedUnread: boolean;
  pinned: boolean;
  mutedUntilMs: number;
  draft: string;
  marksPrivate: boolean;
  membersMayAdd: boolean;
  historyForJoiners: boolean;
  invitesNeedApproval: boolean;
  joinRequests: number;
  newest: Msg | null;
}

const KINDS: Record<string, View["kind"]> = {
  CONVERSATION_KIND_GROUP: "group",
  CONVERSATION_KIND_CHANNEL: "channel",
  CONVERSATION_KIND_APP: "app",
};

export function readView(shape: ConversationShape): View {
  const head = num(shape.head_seq);
  return {
    id: shape.conversation_id,
    kind: KINDS[shape.kind ?? ""] ?? "direct",
    title: shape.peer_name || shape.settings?.title || "",
    description: shape.settings?.description ?? "",
    peerId: shape.peer_user_id ?? "",
    appId: shape.app_id ?? "",
    head,
    role: (shape.role ?? "").replace("MEMBER_ROLE_", "").toLowerCase(),
    status: (shape.status ?? "").replace("MEMBER_STATUS_", "").toLowerCase(),
    silenced: shape.silenced ?? false,
    open: shape.open ?? false,
    visibleFrom: num(shape.visible_from_seq),
    members: shape.member_count ?? 0,
    read: num(shape.read_seq),
    unread: shape.unread_count ?? 0,
    mentions: shape.mention_count ?? 0,
    markedUnread: shape.marked_unread ?? false,
    pinned: shape.pinned ?? false,
    mutedUntilMs: num(shape.muted_until_ms),
    draft: shape.draft ?? "",
    marksPrivate: shape.marks_private ?? false,
    membersMayAdd: shape.settings?.members_may_add ?? false,
    historyForJoiners: shape.settings?.history_for_joiners ?? false,
    invitesNeedApproval: shape.settings?.invites_need_approval ?? false,
    joinRequests: shape.join_request_count ?? 0,
    newest: shape.newest ? readMessage(shape.newest, head) : null,
  };
}
