/** Calls about a group or channel, and what the reader may do in it: the host's own rules, so that no button is refused. */
import { CONVERSATIONS } from "../chat/chat";
import type { Member } from "../chat/shapes";
import type { View } from "../chat/state";
import { newRequestId } from "../wire/ids";
import type { Call } from "../wire/rpc";

export interface Invite {
  token: string;
  expires_at_ms?: string;
  uses_max?: number;
  uses?: number;
  needs_approval?: boolean;
  created_by?: string;
}

/** A call that changes something once, however often it has to be sent. */
export const change = <Answer>(call: Call, method: string, request: object): Promise<Answer> =>
  call<Answer>(`${CONVERSATIONS}/${method}`, { request_id: newRequestId(), ...request });

export const ask = <Answer>(call: Call, method: string, request: object): Promise<Answer> =>
  call<Answer>(`${CONVERSATIONS}/${method}`, request);

export const leads = (view: View): boolean => view.status === "active" && (view.role === "owner" || view.role === "admin");

export const mayAdd = (view: View): boolean =>
  leads(view) || (view.kind === "group" && view.status === "active" && view.role === "member" && view.membersMayAdd);

/** Members are listed to all of a group, and to those who lead a channel. */
export const seesMembers = (view: View): boolean => view.status === "active" && (view.kind === "group" || leads(view));

export const roleOf = (member: Member): string => (member.role ?? "").replace("MEMBER_ROLE_", "").toLowerCase() || "member";

const RANKS: Record<string, number> = { owner: 3, admin: 2, member: 1, reader: 1 };

export type MemberAct = "silence" | "unsilence" | "make-admin" | "unmake-admin" | "transfer" | "remove" | "ban";

/** What the reader may do to this member; nothing to those who stand beside or above them. */
export function actsOn(view: View, member: Member, me: string): MemberAct[] {
  const role = roleOf(member);
  if (!leads(view) || member.user_id === me || (RANKS[view.role] ?? 0) <= (RANKS[role] ?? 0)) return [];
  const acts: MemberAct[] = [];
  if (view.role === "owner") acts.push(role === "admin" ? "unmake-admin" : "make-admin");
  if (view.kind === "group") acts.push(member.silenced ? "unsilence" : "silence");
  if (view.role === "owner") acts.push("transfer");
  return [...acts, "remove", "ban"];
}

/** The rpc and its fields for an act on a member. */
export function callOf(view: View, member: Member, act: MemberAct): [method: string, request: object] {
  const at = { conversation_id: view.id, user_id: member.user_id };
  const base = view.kind === "channel" ? "MEMBER_ROLE_READER" : "MEMBER_ROLE_MEMBER";
  const calls: Record<MemberAct, [string, object]> = {
    silence: ["SilenceMember", { ...at, silenced: true }],
    unsilence: ["SilenceMember", { ...at, silenced: false }],
    "make-admin": ["SetMemberRole", { ...at, role: "MEMBER_ROLE_ADMIN" }],
    "unmake-admin": ["SetMemberRole", { ...at, role: base }],
    transfer: ["TransferOwnership", at],
    remove: ["RemoveMember", at],
    ban: ["RemoveMember", { ...at, ban: true }],
  };
  return calls[act];
}

export const aboutHref = (id: string): string => `#/chats/${encodeURIComponent(id)}/about`;
export const linksHref = (id: string): string => `#/chats/${encodeURIComponent(id)}/links`;
