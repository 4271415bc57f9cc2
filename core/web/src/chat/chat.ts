/** Chat as the screens use it: one state that follows the host's feed, and everything a person can do in it. */
import { computed, type ReadonlySignal, signal } from "@preact/signals";
import { asFailure, Failure } from "../wire/failure";
import { newRequestId } from "../wire/ids";
import type { Call } from "../wire/rpc";
import { compose, keep, load, nextToSend, type Outgoing, OUTGOING_MAX, remove, tryAgain, withState } from "./outgoing";
import type { BatchShape, Content, ConversationShape, Happening, Hit, Member, PageShape, Person, UpdateShape } from "./shapes";
import { num } from "./shapes";
import {
  afterUpdates, type ChatState, emptyState, reduce, threadOf, unreadConversations, withContacts, withMembers, withRead,
  withThread, withView,
} from "./state";
import { addPage, addUpdates, type Asked, hide, missingAfter, startOver, stretchAt, type Thread, topOf } from "./thread";

export const MESSAGES = "messaging.v1.MessagesService";
export const CONVERSATIONS = "messaging.v1.ConversationsService";
export const MEDIA = "messaging.v1.MediaService";
export const MODERATION = "messaging.v1.ModerationService";
export const CONTACTS = "identity.v1.ContactsService";

export const TEXT_CHARS_MAX = 4096;
const PAGE = 60;
/** More than this is not filled in: the conversation is read anew from its newest page. */
const FILL_MAX = 600;
const FILL_PAGE = 200;
const MEMBERS_MAX = 500;
const TYPING_EVERY_MS = 3_000;
const TELL_READ_MS = 300;
const DRAFT_AFTER_MS = 1_200;
const RETRY_MS = 4_000;

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
  readonly outgoing = signal<Outgoing[]>([]);
  readonly clockMs = signal(0);
  /** Somebody else's newest message, for the live region; ids of conversation and number. */
  readonly news = signal<{ conversationId: string; seq: number } | null>(null);
  readonly unreadChats: ReadonlySignal<number> = computed(() => unreadConversations(this.state.value, this.clockMs.value));
  readonly me: string;
  readonly call: Call;
  readonly #options: ChatOptions;
  readonly #nowMs: () => number;
  readonly #busy = new Set<string>();
  readonly #told = new Map<string, number>();
  readonly #drafts = new Map<string, ReturnType<typeof setTimeout>>();
  #typedAtMs = 0;
  #open: string[] = [];

  constructor(options: ChatOptions) {
    this.#options = options;
    this.#nowMs = options.nowMs ?? Date.now;
    this.me = options.me;
    this.call = options.call;
    this.clockMs.value = this.#nowMs();
    this.state.value = emptyState(options.me);
    this.outgoing.value = load(options.storage, options.me);
  }

  /** Whoever leaves takes what waits with them: the next person at this browser finds nothing. */
  forget(): void {
    keep(this.#options.storage, this.me, []);
    for (const timer of this.#drafts.values()) clearTimeout(timer);
    this.state.value = emptyState(this.me);
  }

  // --- the feed ------------------------------------------------------------------------------------------------------

  receive(happening: Happening): void {
    const before = this.state.value;
    this.clockMs.value = this.#nowMs();
    this.state.value = reduce(before, happening, this.#nowMs());
    for (const batch of happening.synced?.updates ?? (happening.updates ? [happening.updates] : [])) this.#noticed(batch);
    for (const [id, thread] of this.state.value.threads) if (thread !== before.threads.get(id)) this.#chase(id);
    if (happening.typing) setTimeout(() => (this.clockMs.value = this.#nowMs()), 6_100);
    if (this.state.value.peopleChanges !== before.peopleChanges) void this.loadContacts();
  }

  /** The feed runs again: what waits goes out. */
  reopened(): void {
    this.#told.clear();
    this.#pump();
  }

  #noticed(batch: BatchShape): void {
    const updates = batch.updates ?? [];
    this.#forgetSent(updates);
    const last = updates.findLast((one) => one.kind === "UPDATE_KIND_MESSAGE" && one.sender_id !== this.me);
    if (!last) return;
    this.news.value = { conversationId: batch.conversation_id, seq: num(last.seq) };
    this.#tell(batch.conversation_id, { delivered_seq: num(batch.to_seq) });
  }

  /** Asks for what is missing between what is held and the newest. */
  #chase(id: string): void {
    const thread = threadOf(this.state.value, id);
    const after = missingAfter(thread);
    if (after === null || this.#busy.has(`fill ${id}`)) return;
    if (after === 0 && !this.#open.includes(id)) return; // Nothing is held and nobody looks.
    void this.#once(`fill ${id}`, async () => {
      if (after === 0 || thread.head - after > FILL_MAX) {
        this.#change(id, startOver);
        await this.#page(id, {});
        return;
      }
      const request = { conversation_id: id, after_seq: after, page_size: FILL_PAGE };
      const answer = await this.call<BatchShape>(`${MESSAGES}/ListUpdates`, request);
      const [from, to, head] = [num(answer.from_seq), num(answer.to_seq), num(answer.head_seq)];
      // The server's word that there is nothing for this reader in between.
      this.#change(id, (held) => addUpdates(held, { updates: answer.updates ?? [], from, to, head, whole: true }, this.me));
      this.state.value = afterUpdates(this.state.value, id, answer.updates ?? []);
      this.#forgetSent(answer.updates ?? []);
    }).then((done) => done && this.#chase(id));
  }

  #change(id: string, change: (thread: Thread) => Thread): void {
    this.state.value = withThread(this.state.value, id, change);
  }

  /** Runs it unless it runs already; true where it ended well. */
  async #once(name: string, work: () => Promise<void>): Promise<boolean> {
    if (this.#busy.has(name)) return false;
    this.#busy.add(name);
    try {
      await work();
      return true;
    } catch (error) {
      const failure = asFailure(error);
      if (!failure.mayRetry) this.#options.complain(failure);
      return false;
    } finally {
      this.#busy.delete(name);
    }
  }

  // --- reading -------------------------------------------------------------------------------------------------------

  setOpen(ids: string[]): void {
    this.#open = ids;
  }

  async #page(id: string, asked: Asked): Promise<void> {
    const request = { conversation_id: id, before_seq: asked.before, after_seq: asked.after, at_ms: asked.atMs, page_size: PAGE };
    const page = await this.call<PageShape>(`${MESSAGES}/ListMessages`, request);
    const visibleFrom = this.state.value.views.get(id)?.visibleFrom ?? 0;
    this.#change(id, (thread) => addPage(thread, page, asked, visibleFrom, this.me));
  }

  /** Makes sure that something around the number is held: the newest page for 0. */
  async loadAround(id: string, seq: number): Promise<boolean> {
    const thread = threadOf(this.state.value, id);
    if (seq === 0 ? topOf(thread) > 0 : stretchAt(thread, seq)) return true;
    const asked = seq === 0 ? {} : { before: Math.min(seq + PAGE / 2, Math.max(thread.head, seq) + 1) };
    return this.#once(`page ${id}`, () => this.#page(id, asked));
  }

  /** The newest page, wherever one has been reading. */
  async loadNewest(id: string): Promise<void> {
    if (missingAfter(threadOf(this.state.value, id)) === null) return;
    await this.#once(`page ${id}`, async () => {
      this.#change(id, startOver);
      await this.#page(id, {});
    });
  }

  loadBefore(id: string, seq: number): Promise<boolean> {
    return this.#once(`page ${id}`, () => this.#page(id, { before: seq }));
  }

  loadAfter(id: string, seq: number): Promise<boolean> {
    return this.#once(`page ${id}`, () => this.#page(id, { after: seq }));
  }

  /** The number of the first message at or after a moment, loaded with what is around it; 0 where there is none. */
  async loadAt(id: string, atMs: number): Promise<number> {
    await this.#once(`page ${id}`, () => this.#page(id, { atMs }));
    return threadOf(this.state.value, id).messages.find((one) => one.atMs >= atMs)?.seq ?? 0;
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
    this.#tell(id, { read_seq: seq, delivered_seq: seq });
  }

  #tell(id: string, marks: { read_seq?: number; delivered_seq?: number }): void {
    const key = `${id} ${marks.read_seq ? "read" : "delivered"}`;
    const seq = marks.read_seq ?? marks.delivered_seq ?? 0;
    if ((this.#told.get(key) ?? 0) >= seq) return;
    const waits = this.#told.has(`${key} timer`);
    this.#told.set(key, seq);
    if (waits) return;
    this.#told.set(`${key} timer`, 1);
    setTimeout(() => {
      this.#told.delete(`${key} timer`);
      const newest = this.#told.get(key) ?? seq;
      const request = { conversation_id: id, ...(marks.read_seq ? { read_seq: newest } : {}), delivered_seq: newest };
      // Told again with the next message where it was lost; a mark never goes back.
      this.call(`${MESSAGES}/MarkRead`, request).catch(() => this.#told.delete(key));
    }, TELL_READ_MS);
  }

  // --- writing -------------------------------------------------------------------------------------------------------

  send(conversationId: string, content: Content): void {
    if (this.outgoing.value.length >= OUTGOING_MAX) {
      this.#options.complain(new Failure("resource_exhausted", "RESOURCE_EXHAUSTED", ""));
      return;
    }
    this.#queue([...this.outgoing.value, compose(conversationId, content, this.#nowMs())]);
    this.#pump();
  }

  tryAgain(requestId: string): void {
    this.#queue(tryAgain(this.outgoing.value, requestId));
    this.#pump();
  }

  discard(requestId: string): void {
    this.#queue(remove(this.outgoing.value, new Set([requestId])));
  }

  #queue(queue: Outgoing[]): void {
    if (queue === this.outgoing.value) return;
    this.outgoing.value = queue;
    keep(this.#options.storage, this.me, queue);
  }

  #forgetSent(updates: UpdateShape[]): void {
    const own = updates.flatMap((one) => (one.sender_id === this.me && one.request_id ? [one.request_id] : []));
    if (own.length > 0) this.#queue(remove(this.outgoing.value, new Set(own)));
  }

  #pump(): void {
    for (const one of nextToSend(this.outgoing.value)) void this.#sendOne(one);
  }

  async #sendOne(one: Outgoing): Promise<void> {
    this.#queue(withState(this.outgoing.value, one.requestId, "sending"));
    try {
      const request = { request_id: one.requestId, conversation_id: one.conversationId, content: one.content };
      const answer = await this.call<{ update: UpdateShape }>(`${MESSAGES}/SendMessage`, request);
      this.#committed(answer.update);
      this.#queue(remove(this.outgoing.value, new Set([one.requestId])));
      this.#pump();
    } catch (error) {
      const failure = asFailure(error);
      if (failure.mayRetry) {
        // Sent again under its own id when the link is back, or after a moment where it never went.
        this.#queue(withState(this.outgoing.value, one.requestId, "waiting"));
        if (failure.reason !== "OFFLINE") setTimeout(() => this.#pump(), RETRY_MS);
      } else {
        this.#queue(withState(this.outgoing.value, one.requestId, "failed", failure.reason));
        this.#pump();
      }
    }
  }

  /** An answer brings the update before the feed does, or after: either way it counts once. */
  #committed(update: UpdateShape | undefined): void {
    if (!update) return;
    const [id, seq] = [update.conversation_id, num(update.seq)];
    this.#change(id, (thread) => addUpdates(thread, { updates: [update], from: seq, to: seq, head: seq }, this.me));
    this.#chase(id);
  }

  async #act(method: string, request: object): Promise<boolean> {
    try {
      const answer = await this.call<{ update?: UpdateShape }>(method, { request_id: newRequestId(), ...request });
      this.#committed(answer.update);
      return true;
    } catch (error) {
      this.#options.complain(asFailure(error));
      return false;
    }
  }

  edit(id: string, seq: number, content: Content): Promise<boolean> {
    return this.#act(`${MESSAGES}/EditMessage`, { conversation_id: id, seq, content });
  }

  recall(id: string, seq: number): Promise<boolean> {
    return this.#act(`${MESSAGES}/RecallMessage`, { conversation_id: id, seq });
  }

  react(id: string, seq: number, emoji: string, removed: boolean): Promise<boolean> {
    return this.#act(`${MESSAGES}/React`, { conversation_id: id, seq, emoji, removed });
  }

  forward(id: string, seq: number, to: string[]): Promise<boolean> {
    return this.#act(`${MESSAGES}/ForwardMessage`, { conversation_id: id, seq, to_conversation_ids: to });
  }

  async hide(id: string, seqs: number[]): Promise<void> {
    this.#change(id, (thread) => hide(thread, seqs));
    await this.call(`${MESSAGES}/HideMessages`, { conversation_id: id, seqs }).catch((error: unknown) =>
      this.#options.complain(asFailure(error)),
    );
  }

  report(id: string, seq: number, reason: string, note: string): Promise<boolean> {
    return this.#act(`${MODERATION}/ReportMessage`, { conversation_id: id, seq, reason, note });
  }

  typing(id: string, typing: boolean): void {
    const now = this.#nowMs();
    if (typing && now - this.#typedAtMs < TYPING_EVERY_MS) return;
    this.#typedAtMs = typing ? now : 0;
    this.call(`${MESSAGES}/SetTyping`, { conversation_id: id, typing }).catch(() => undefined);
  }

  /** Kept here at once and on the other devices a moment later. */
  draft(id: string, text: string): void {
    const view = this.state.value.views.get(id);
    if (!view || view.draft === text) return;
    const views = new Map(this.state.value.views).set(id, { ...view, draft: text });
    this.state.value = { ...this.state.value, views };
    clearTimeout(this.#drafts.get(id));
    this.#drafts.set(
      id,
      setTimeout(() => void this.call(`${CONVERSATIONS}/UpdateMyView`, { conversation_id: id, draft: text }).catch(() => undefined), DRAFT_AFTER_MS),
    );
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

  createGroup(title: string, userIds: string[]): Promise<string> {
    return this.#conversation("CreateGroup", { request_id: newRequestId(), title, user_ids: userIds });
  }

  answerInvitation(id: string, accept: boolean): Promise<string> {
    return this.#conversation("AnswerInvitation", { request_id: newRequestId(), conversation_id: id, accept });
  }

  search(query: string, conversationId: string, pageToken: string): Promise<{ hits?: Hit[]; next_page_token?: string }> {
    const request = { query, conversation_id: conversationId, page_size: 30, page_token: pageToken };
    return this.call(`${MESSAGES}/SearchMessages`, request);
  }
}
