/** Everything chat knows, and what each thing that happens makes of it: pure, without a clock and without a page. */
import type { CardOfferShape, ConversationShape, Happening, Member, MyMarks, PersonalShape, Person, SyncShape, UpdateShape } from "./shapes";
import { num } from "./shapes";
import { readView, type View } from "./view";
import { addUpdates, type Batch, contentOf, hide, mark, type Msg, NO_THREAD, stretchAt, type Thread, topOf } from "./thread";

export interface ChatState {
  me: string;
  /** The first answer of the live feed is in. */
  synced: boolean;
  personalPos: number;
  views: ReadonlyMap<string, View>;
  threads: ReadonlyMap<string, Thread>;
  names: ReadonlyMap<string, string>;
  /** What the reader calls them; stands before what they call themselves. */
  aliases: ReadonlyMap<string, string>;
  /** Whose words are covered until one asks for them. */
  blocked: ReadonlySet<string>;
  typing: ReadonlyMap<string, { userIds: string[]; untilMs: number }>;
  presence: ReadonlyMap<string, { online: boolean; lastSeenMs: number }>;
  myMarks: MyMarks;
  /** A card that waits for where to share it; whether it still may be shared is for who shows it. */
  offer: CardOfferShape | null;
  /** Grows when contacts, requests or blocks changed. */
  peopleChanges: number;
}

export const TYPING_MS = 6_000;

export const emptyState = (me: string): ChatState => ({
  me,
  synced: false,
  personalPos: 0,
  views: new Map(),
  threads: new Map(),
  names: new Map(),
  aliases: new Map(),
  blocked: new Set(),
  typing: new Map(),
  presence: new Map(),
  myMarks: {},
  offer: null,
  peopleChanges: 0,
});

/** A copy that nobody else has seen yet: while a whole sync is folded it is changed in place, not copied for each thing. */
class OwnMap<Value> extends Map<string, Value> {}

const own = <Value>(map: ReadonlyMap<string, Value>): Map<string, Value> => (map instanceof OwnMap ? map : new Map(map));

const put = <Value>(map: ReadonlyMap<string, Value>, key: string, value: Value): ReadonlyMap<string, Value> => own(map).set(key, value);

function without<Value>(map: ReadonlyMap<string, Value>, key: string): ReadonlyMap<string, Value> {
  const left = new Map(map);
  left.delete(key);
  return left;
}

export { readView, type View };

export const threadOf = (state: ChatState, id: string): Thread => state.threads.get(id) ?? NO_THREAD;

export function withThread(state: ChatState, id: string, change: (thread: Thread) => Thread): ChatState {
  return { ...state, threads: put(state.threads, id, change(threadOf(state, id))) };
}

export function named(state: ChatState, people: [userId: string, name: string | undefined][]): ChatState {
  const news = people.filter(([id, name]) => id && name && state.names.get(id) !== name);
  if (news.length === 0) return state;
  const names = own(state.names);
  for (const [id, name] of news) names.set(id, name ?? "");
  return { ...state, names };
}

export const withMembers = (state: ChatState, members: Member[]): ChatState =>
  named(state, members.map((one) => [one.user_id, one.display_name]));

export function withContacts(state: ChatState, people: Person[]): ChatState {
  const aliases = new Map(people.flatMap((one) => (one.alias ? [[one.user_id, one.alias] as const] : [])));
  return { ...named(state, people.map((one) => [one.user_id, one.display_name])), aliases };
}

export const withBlocked = (state: ChatState, people: Person[]): ChatState =>
  ({ ...named(state, people.map((one) => [one.user_id, one.display_name])), blocked: new Set(people.map((one) => one.user_id)) });

/** What one has written here and the host does not have yet stands before what the host says. */
export function withDrafts(state: ChatState, unsaved: ReadonlyMap<string, string>): ChatState {
  let views: Map<string, View> | null = null;
  for (const [id, draft] of unsaved) {
    const view = state.views.get(id);
    if (view && view.draft !== draft) (views ??= new Map(state.views)).set(id, { ...view, draft });
  }
  return views ? { ...state, views } : state;
}

/** A conversation as the server shows it now; one of the reader's own marks here may be further. */
export function withView(state: ChatState, shape: ConversationShape): ChatState {
  const fresh = readView(shape);
  const before = state.views.get(fresh.id);
  const view = { ...fresh, read: Math.max(fresh.read, before?.read ?? 0) };
  const gone = view.status === "requested";
  let next = gone ? state : { ...state, views: put(state.views, view.id, view) };
  if (view.peerId) next = named(next, [[view.peerId, shape.peer_name]]);
  return withThread(next, view.id, (thread) => mark({ ...thread, head: Math.max(thread.head, view.head) }, shape.marks ?? []));
}

/** Without a connection nobody knows who is there or writes; the host says it again when it is back. */
export const withoutPresence = (state: ChatState): ChatState => ({ ...state, presence: new Map(), typing: new Map() });

/** The reader's own mark moves as they read, before the server has heard of it. */
export function withRead(state: ChatState, id: string, seq: number): ChatState {
  const view = state.views.get(id);
  if (!view || (seq <= view.read && !view.markedUnread)) return state;
  return { ...state, views: put(state.views, id, { ...view, read: Math.max(seq, view.read), markedUnread: false }) };
}

function withBatch(state: ChatState, shape: NonNullable<Happening["updates"]>): ChatState {
  const id = shape.conversation_id;
  const batch: Batch = {
    updates: shape.updates ?? [],
    from: num(shape.from_seq),
    to: num(shape.to_seq),
    head: num(shape.head_seq),
  };
  const view = state.views.get(id);
  // Nothing before it was ever the reader's to see: a rejoin, not a gap.
  if (view && batch.from === view.visibleFrom) batch.whole = true;
  return afterUpdates(withThread(state, id, (thread) => addUpdates(thread, batch, state.me)), id, batch.updates);
}

/** What updates say about people and the conversation beside its messages. */
export function afterUpdates(state: ChatState, id: string, updates: UpdateShape[]): ChatState {
  let next = state;
  const wrote = new Set(updates.filter((one) => one.kind === "UPDATE_KIND_MESSAGE").map((one) => one.sender_id));
  const typing = next.typing.get(id);
  if (typing?.userIds.some((one) => wrote.has(one))) {
    const userIds = typing.userIds.filter((one) => !wrote.has(one));
    next = { ...next, typing: put(next.typing, id, { ...typing, userIds }) };
  }
  const thread = threadOf(next, id);
  for (const update of updates) {
    if (update.kind !== "UPDATE_KIND_MEMBER" && update.kind !== "UPDATE_KIND_CONVERSATION") continue;
    const body = thread.messages.find((one) => one.seq === num(update.seq))?.body;
    if (body?.member) next = named(next, [[body.member.user_id, body.member.display_name]]);
    const view = next.views.get(id);
    if (body?.conversation && view && view.kind !== "direct") {
      const settings = body.conversation;
      const now: View = {
        ...view,
        title: settings.title || view.title,
        description: settings.description ?? "",
        membersMayAdd: settings.members_may_add ?? false,
        historyForJoiners: settings.history_for_joiners ?? false,
        invitesNeedApproval: settings.invites_need_approval ?? false,
      };
      next = { ...next, views: put(next.views, id, now) };
    }
  }
  return next;
}

function withPersonal(state: ChatState, shape: PersonalShape): ChatState {
  const pos = num(shape.pos);
  let next = { ...state, personalPos: Math.max(state.personalPos, pos) };
  if (shape.conversation) next = withView(next, shape.conversation);
  const { hidden, gone_conversation_id: gone } = shape;
  if (hidden) next = withThread(next, hidden.conversation_id, (thread) => hide(thread, (hidden.seqs ?? []).map(num)));
  if (gone) next = { ...next, views: without(next.views, gone), threads: without(next.threads, gone) };
  if (shape.my_marks) next = { ...next, myMarks: shape.my_marks };
  if (shape.card_offer) next = { ...next, offer: shape.card_offer };
  if (shape.people) next = { ...next, peopleChanges: next.peopleChanges + 1 };
  return next;
}

function withSync(state: ChatState, shape: SyncShape): ChatState {
  const owned = { views: new OwnMap(state.views), threads: new OwnMap(state.threads), names: new OwnMap(state.names) };
  let next: ChatState = { ...state, ...owned, synced: state.synced || !shape.more };
  for (const one of shape.conversations ?? []) next = withView(next, one);
  for (const one of shape.updates ?? []) next = withBatch(next, one);
  for (const one of shape.personal ?? []) next = withPersonal(next, one);
  return {
    ...next,
    views: new Map(next.views),
    threads: new Map(next.threads),
    names: new Map(next.names),
    personalPos: Math.max(next.personalPos, num(shape.personal_pos)),
    myMarks: shape.my_marks ?? next.myMarks,
  };
}

export function reduce(state: ChatState, happening: Happening, nowMs: number): ChatState {
  const { synced, updates, personal, marks, typing, presence, behind } = happening;
  if (synced) return withSync(state, synced);
  if (updates) return withBatch(state, updates);
  if (personal) return withPersonal(state, personal);
  if (marks) return withThread(state, marks.conversation_id, (thread) => mark(thread, marks.marks ?? []));
  if (typing) {
    const userIds = (typing.user_ids ?? []).filter((one) => one !== state.me);
    return { ...state, typing: put(state.typing, typing.conversation_id, { userIds, untilMs: nowMs + TYPING_MS }) };
  }
  if (presence) {
    const seen = { online: presence.online ?? false, lastSeenMs: num(presence.last_seen_at_ms) };
    return { ...state, presence: put(state.presence, presence.user_id, seen) };
  }
  if (behind) {
    const head = num(behind.head_seq);
    return withThread(state, behind.conversation_id, (thread) => ({ ...thread, head: Math.max(thread.head, head) }));
  }
  return state;
}

// --- what the screens ask --------------------------------------------------------------------------------------------

export const nameOf = (state: ChatState, userId: string): string =>
  state.aliases.get(userId) ?? state.names.get(userId) ?? "";

export const titleOf = (state: ChatState, view: View): string =>
  view.peerId ? nameOf(state, view.peerId) || view.title : view.title;

export const calls = (msg: Msg, me: string): boolean => {
  const content = contentOf(msg);
  return content.mentions_all === true || (content.mention_user_ids?.includes(me) ?? false);
};

const isNews = (msg: Msg, me: string): boolean => msg.kind === "UPDATE_KIND_MESSAGE" && msg.senderId !== me && !msg.recalled;

/** Unread messages and mentions: counted here where all of them are held, else as the server counted, plus what came since. */
export function unreadOf(state: ChatState, view: View): { unread: number; mentions: number } {
  const thread = threadOf(state, view.id);
  const whole = stretchAt(thread, view.read + 1)?.to === thread.head || view.read >= thread.head;
  const since = whole ? view.read : Math.max(view.read, view.head);
  const news = thread.messages.filter((one) => one.seq > since && isNews(one, state.me) && !thread.hidden.has(one.seq));
  const called = news.filter((one) => calls(one, state.me)).length;
  if (whole) return { unread: news.length, mentions: called };
  return { unread: view.unread + news.length, mentions: view.mentions + called };
}

/** The newest message that the reader sees. */
export function newestOf(state: ChatState, view: View): Msg | null {
  const thread = threadOf(state, view.id);
  if (topOf(thread) < (view.newest?.seq ?? 0)) return view.newest;
  const top = thread.held.at(-1);
  for (let index = thread.messages.length - 1; index >= 0; index -= 1) {
    const msg = thread.messages[index];
    if (!msg || msg.seq < (top?.from ?? 0)) break;
    if (msg.seq <= (top?.to ?? 0) && !thread.hidden.has(msg.seq)) return msg;
  }
  return view.newest;
}

/** The list: pinned first, then the newest first. Those one was only asked into stand apart. */
export function listed(state: ChatState): View[] {
  const at = (view: View): number => newestOf(state, view)?.atMs ?? 0;
  const moments = new Map([...state.views.values()].map((view) => [view.id, at(view)]));
  return [...state.views.values()]
    .filter((view) => view.status !== "invited")
    .sort((one, other) => Number(other.pinned) - Number(one.pinned) || (moments.get(other.id) ?? 0) - (moments.get(one.id) ?? 0));
}

export const invitations = (state: ChatState): View[] =>
  [...state.views.values()].filter((view) => view.status === "invited");

export const unreadConversations = (state: ChatState, nowMs: number): number =>
  listed(state).filter((view) => (unreadOf(state, view).unread > 0 || view.markedUnread) && view.mutedUntilMs <= nowMs).length;

/** What the live feed is asked to go on from. */
export const knownOf = (state: ChatState): [string, number][] =>
  [...state.threads].filter(([, thread]) => topOf(thread) > 0).map(([id, thread]) => [id, topOf(thread)]);
