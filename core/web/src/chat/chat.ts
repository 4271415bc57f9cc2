/** Chat as the screens use it: one state that follows the host's feed, and everything a person can do in it. */
import { computed, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import { asFailure, type Failure } from "../wire/failure";
import { newRequestId } from "../wire/ids";
import type { Call } from "../wire/rpc";
import { Acts } from "./acts";
import type { Told } from "./chain";
import { Drafts } from "./drafts";
import { Marks } from "./marks";
import type { Outgoing } from "./outgoing";
import { Pages } from "./pages";
import type { Pending } from "./pending";
import { Sender } from "./sender";
import { CONTACTS, CONVERSATIONS, MESSAGES } from "./services";
import type { BatchShape, Content, ConversationShape, Happening, Hit, MarkShape, Member, Person, UpdateShape } from "./shapes";
import { num } from "./shapes";
import {
  type ChatState, emptyState, reduce, unreadConversations, withBlocked, withContacts, withDrafts, withMembers, withoutPresence, withRead,
  withThread, withView,
} from "./state";
import { addUpdates, hide, mark, type Thread } from "./thread";

export * from "./services";

const MEMBERS_MAX = 500;
const TYPING_EVERY_MS = 3_000;
const TYPING_SHOWN_MS = 6_100;

export interface ChatOptions {
  me: string;
  /** Calls over the socket; OFFLINE at once where it is down. */
  call: Call;
  /** Calls over POST: for what is asked for rarely, and before the socket is there. */
  post: Call;
  storage: Storage | null;
  nowMs?: () => number;
  /** Tells the user of something that did not work. */
  complain: (failure: Failure) => void;
}

export class Chat {
  readonly state = signal<ChatState>(emptyState(""));
  readonly outgoing: ReadonlySignal<Outgoing[]>;
  /** One's own edits and reactions that are not answered yet. */
  readonly pending: Signal<Pending[]>;
  /** The host's clock, as of the last thing that happened. */
  readonly clockMs = signal(0);
  /** Somebody else's newest message, for the live region; ids of conversation and number. */
  readonly news = signal<{ conversationId: string; seq: number } | null>(null);
  readonly unreadChats: ReadonlySignal<number> = computed(() => unreadConversations(this.state.value, this.clockMs.value));
  readonly me: string;
  readonly call: Call;
  readonly acts: Acts;
  readonly pages: Pages;
  readonly #options: ChatOptions;
  readonly #sender: Sender;
  readonly #drafts: Drafts;
  readonly #marks: Marks;
  /** The newest hash the feed told of each conversation: what a check has to pass through. */
  readonly #told = new Map<string, Told>();
  /** False once a connection is known to be lost, until there is one again. */
  readonly connected = signal(true);
  #skewMs = 0;
  #typedAtMs = 0;
  #open: string[] = [];

  constructor(options: ChatOptions) {
    const { me, call, storage, complain } = options;
    this.#options = options;
    this.me = me;
    this.call = call;
    this.clockMs.value = this.now();
    this.state.value = emptyState(me);
    const committed = (update: UpdateShape | undefined): void => this.#committed(update);
    this.#sender = new Sender({ me, call, storage, complain, committed, nowMs: () => this.now() });
    this.outgoing = this.#sender.queue;
    this.acts = new Acts({ call, complain, committed });
    this.pending = this.acts.pending;
    this.#marks = new Marks(call);
    this.#drafts = new Drafts({ me, storage, save: (id, draft) => call(`${CONVERSATIONS}/UpdateMyView`, { conversation_id: id, draft }) });
    this.pages = new Pages({ me, call, complain, state: this.state, isOpen: (id) => this.#open.includes(id), arrived: (updates) => this.#sender.arrived(updates) });
  }

  /** The host's clock: it decides how long something may be taken back. */
  now(): number {
    return (this.#options.nowMs ?? Date.now)() + this.#skewMs;
  }

  /** Whoever leaves takes what waits with them: the next person at this browser finds nothing. */
  forget(): void {
    this.#sender.forget();
    this.#drafts.forget();
    this.#marks.forget();
    this.#told.clear();
    this.state.value = emptyState(this.me);
  }

  // --- the feed ------------------------------------------------------------------------------------------------------

  receive(happening: Happening): void {
    const before = this.state.value;
    const hostMs = num(happening.synced?.now_ms);
    if (hostMs > 0) this.#skewMs += hostMs - this.now();
    this.clockMs.value = this.now();
    this.state.value = withDrafts(reduce(before, happening, this.now()), this.#drafts.unsaved);
    for (const batch of happening.synced?.updates ?? (happening.updates ? [happening.updates] : [])) this.#noticed(batch);
    for (const [id, thread] of this.state.value.threads) if (thread !== before.threads.get(id)) this.pages.chase(id);
    if (happening.behind && this.#open.includes(happening.behind.conversation_id)) void this.#loadMarks(happening.behind.conversation_id);
    if (happening.typing) setTimeout(() => (this.clockMs.value = this.now()), TYPING_SHOWN_MS);
    const { synced, peopleChanges } = this.state.value;
    if (peopleChanges !== before.peopleChanges || synced !== before.synced) this.loadPeople().catch(() => undefined);
  }

  /** The connection is gone: what was known of others' presence is too. */
  lost(): void {
    this.connected.value = false;
    this.state.value = withoutPresence(this.state.value);
  }

  /** The feed runs again: what waits goes out. */
  reopened(): void {
    this.connected.value = true;
    this.#marks.reopened();
    this.#drafts.reopened();
    this.#sender.pump();
  }

  #noticed(batch: BatchShape): void {
    const updates = batch.updates ?? [];
    this.#sender.arrived(updates);
    if (batch.to_hash) this.#told.set(batch.conversation_id, { seq: num(batch.to_seq), hash: batch.to_hash });
    const last = updates.findLast((one) => one.kind === "UPDATE_KIND_MESSAGE" && one.sender_id !== this.me);
    if (!last) return;
    this.news.value = { conversationId: batch.conversation_id, seq: num(last.seq) };
    this.#marks.tell(batch.conversation_id, num(batch.to_seq));
  }

  /** What was left out of the feed may have been marks too. */
  async #loadMarks(id: string): Promise<void> {
    const answer = await this.call<{ marks?: MarkShape[] }>(`${MESSAGES}/ListMarks`, { conversation_id: id }).catch(() => null);
    if (answer) this.#change(id, (thread) => mark(thread, answer.marks ?? []));
  }

  #change(id: string, change: (thread: Thread) => Thread): void {
    this.state.value = withThread(this.state.value, id, change);
  }

  /** An answer brings the update before the feed does, or after: either way it counts once. */
  #committed(update: UpdateShape | undefined): void {
    if (!update) return;
    const [id, seq] = [update.conversation_id, num(update.seq)];
    this.#change(id, (thread) => addUpdates(thread, { updates: [update], from: seq, to: seq, head: seq }, this.me));
    this.pages.chase(id);
  }

  /** The newest hash the feed told; null where it told none. */
  toldOf(id: string): Told | null {
    return this.#told.get(id) ?? null;
  }

  // --- reading -------------------------------------------------------------------------------------------------------

  setOpen(ids: string[]): void {
    this.#open = ids;
  }

  async loadMembers(id: string): Promise<Member[]> {
    const members: Member[] = [];
    let token = "";
    do {
      const request = { conversation_id: id, page_size: 100, page_token: token };
      const answer = await this.#options.post<{ members?: Member[]; next_page_token?: string }>(`${CONVERSATIONS}/ListMembers`, request);
      members.push(...(answer.members ?? []));
      token = answer.next_page_token ?? "";
    } while (token && members.length < MEMBERS_MAX);
    this.state.value = withMembers(this.state.value, members);
    return members;
  }

  /** Contacts and whom one has blocked: what people are called here, and whose words are covered. */
  async loadPeople(): Promise<void> {
    const [, blocked] = await Promise.all([this.loadContacts(), this.#options.post<{ people?: Person[] }>(`${CONTACTS}/ListBlocked`)]);
    this.state.value = withBlocked(this.state.value, blocked.people ?? []);
  }

  async loadContacts(): Promise<Person[]> {
    const answer = await this.#options.post<{ people?: Person[] }>(`${CONTACTS}/ListContacts`, { page_size: 500 });
    this.state.value = withContacts(this.state.value, answer.people ?? []);
    return answer.people ?? [];
  }

  /** Everything up to the number was on the screen. */
  read(id: string, seq: number): void {
    const view = this.state.value.views.get(id);
    if (!view || (seq <= view.read && !view.markedUnread)) return;
    if (view.markedUnread) void this.updateView(id, { marked_unread: false });
    this.state.value = withRead(this.state.value, id, seq);
    this.#marks.tell(id, seq, seq);
  }

  // --- writing -------------------------------------------------------------------------------------------------------

  send(conversationId: string, content: Content): void {
    this.#sender.send(conversationId, content);
  }

  tryAgain(requestId: string): void {
    this.#sender.tryAgain(requestId);
  }

  discard(requestId: string): void {
    this.#sender.discard(requestId);
  }

  async hide(id: string, seqs: number[]): Promise<void> {
    this.#change(id, (thread) => hide(thread, seqs));
    await this.call(`${MESSAGES}/HideMessages`, { conversation_id: id, seqs }).catch((error: unknown) =>
      this.#options.complain(asFailure(error)),
    );
  }

  closeOffer(): void {
    this.state.value = { ...this.state.value, offer: null };
  }

  typing(id: string, typing: boolean): void {
    const now = this.now();
    if (typing ? now - this.#typedAtMs < TYPING_EVERY_MS : this.#typedAtMs === 0) return;
    this.#typedAtMs = typing ? now : 0;
    this.call(`${MESSAGES}/SetTyping`, { conversation_id: id, typing }).catch(() => undefined);
  }

  draft(id: string, text: string): void {
    if ((this.state.value.views.get(id)?.draft ?? text) === text) return;
    this.#drafts.write(id, text);
    this.state.value = withDrafts(this.state.value, this.#drafts.unsaved);
  }

  async updateView(id: string, change: object): Promise<void> {
    await this.#conversation("UpdateMyView", { conversation_id: id, ...change });
  }

  // --- conversations -------------------------------------------------------------------------------------------------

  /** Calls a rpc whose answer holds the conversation as it is now; its id, or empty where it failed. */
  async #conversation(method: string, request: object): Promise<string> {
    try {
      const answer = await this.call<{ conversation?: ConversationShape }>(`${CONVERSATIONS}/${method}`, request);
      if (answer.conversation) this.state.value = withView(this.state.value, answer.conversation);
      return answer.conversation?.conversation_id ?? "";
    } catch (error) {
      this.#options.complain(asFailure(error));
      return "";
    }
  }

  openDirect(userId: string): Promise<string> {
    return this.#conversation("OpenDirect", { user_id: userId });
  }

  answerInvitation(id: string, accept: boolean): Promise<string> {
    return this.#conversation("AnswerInvitation", { request_id: newRequestId(), conversation_id: id, accept });
  }

  search(query: string, conversationId: string, pageToken: string): Promise<{ hits?: Hit[]; next_page_token?: string }> {
    const request = { query, conversation_id: conversationId, page_size: 30, page_token: pageToken };
    return this.call(`${MESSAGES}/SearchMessages`, request);
  }
}
