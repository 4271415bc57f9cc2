/** What was written and holds these words, newest first, with the words marked. */
import type { JSX } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { say } from "../i18n/texts";
import { Avatar, Button, IconButton, Skeleton } from "../kit/basics";
import { Empty } from "../kit/surfaces";
import { explain } from "../room/complaints";
import { asFailure, type Failure } from "../wire/failure";
import { chatHref, useChat } from "./context";
import type { Hit } from "./shapes";
import { num } from "./shapes";
import { titleOf } from "./state";
import { Highlighted, tameLine } from "./text";
import { listMoment, senderName } from "./words";

const AFTER_MS = 250;

interface Found {
  query: string;
  hits: Hit[];
  next: string;
  failure: Failure | null;
}

export interface SearchProps {
  query: string;
  /** Empty for everything. */
  conversationId: string;
  /** Something else was found already: say nothing where there is nothing. */
  quiet?: boolean;
}

export function SearchResults({ query, conversationId, quiet }: SearchProps): JSX.Element | null {
  const { chat } = useChat();
  const [found, setFound] = useState<Found | null>(null);
  const asked = useRef("");
  const ask = async (token: string): Promise<void> => {
    asked.current = query;
    try {
      const answer = await chat.search(query.trim(), conversationId, token);
      // An answer to what is no longer in the field is nobody's.
      if (asked.current !== query) return;
      const before = token && found ? found.hits : [];
      setFound({ query, hits: [...before, ...(answer.hits ?? [])], next: answer.next_page_token ?? "", failure: null });
    } catch (error) {
      if (asked.current === query) setFound({ query, hits: [], next: "", failure: asFailure(error) });
    }
  };
  useEffect(() => {
    asked.current = "";
    if (!query.trim()) return setFound(null);
    const timer = setTimeout(() => void ask(""), AFTER_MS);
    return () => clearTimeout(timer);
  }, [query, conversationId]);
  const lost = found?.failure?.code === "unavailable";
  useEffect(() => {
    // Nobody has to type it again once the host is back.
    if (lost && chat.connected.value) void ask("");
  }, [lost, chat.connected.value]);
  if (!found) return query.trim() ? <Skeleton rows={2} /> : null;
  if (found.failure) {
    return (
      <Empty icon="alert" tone="bad" title={say("chat-search-failed")} text={explain(found.failure)} testId="search-failed">
        <Button icon="refresh" onPress={() => void ask("")}>
          {say("retry")}
        </Button>
      </Empty>
    );
  }
  if (found.hits.length === 0) {
    return quiet ? null : <Empty icon="search" title={say("chat-search-nothing", { query: tameLine(found.query) })} text={say("apps-none-found-text")} testId="search-nothing" />;
  }
  return (
    <section class="hits">
      <h2 class="group-title">{say("chat-search-messages")}</h2>
      <ul class="chat-rows" data-testid="hits">
        {found.hits.map((hit) => (
          <HitRow key={`${hit.message.conversation_id} ${hit.message.seq}`} hit={hit} within={conversationId !== ""} />
        ))}
      </ul>
      {found.next ? (
        <Button wide onPress={() => void ask(found.next)}>
          {say("chat-search-more")}
        </Button>
      ) : null}
    </section>
  );
}

function HitRow({ hit, within }: { hit: Hit; within: boolean }): JSX.Element {
  const { chat } = useChat();
  const state = chat.state.value;
  const { conversation_id: id = "", seq, sender_id: senderId = "", created_at_ms: atMs } = hit.message;
  const view = state.views.get(id);
  const sender = senderName(state, senderId);
  const title = within || !view ? sender : titleOf(state, view);
  return (
    <li>
      <a class="chat-row" href={chatHref(id, num(seq))} data-testid="hit">
        <Avatar name={title} quiet />
        <span class="chat-row-words">
          <span class="chat-row-line">
            <bdi class="chat-row-title">{tameLine(title)}</bdi>
            <time class="chat-row-time">{listMoment(num(atMs))}</time>
          </span>
          <span class="hit-text">
            {within || view?.kind === "direct" ? null : <span class="hit-from">{say("chat-hit-from", { name: sender })} </span>}
            <Highlighted text={hit.text ?? ""} spots={hit.highlights ?? []} />
          </span>
        </span>
      </a>
    </li>
  );
}

/** Search within one conversation. */
export function SearchPage({ conversationId, onBack }: { conversationId: string; onBack: () => void }): JSX.Element {
  const { chat } = useChat();
  const [query, setQuery] = useState("");
  const field = useRef<HTMLInputElement>(null);
  useLayoutEffect(() => field.current?.focus(), []);
  const view = chat.state.value.views.get(conversationId);
  const title = view ? titleOf(chat.state.value, view) : "";
  return (
    <div class="thread">
      <header class="topbar">
        <IconButton icon="back" plain label={say("back")} testId="back" onPress={onBack} />
        <input ref={field} type="search" class="input topbar-words" aria-label={say("chat-search-in", { title: tameLine(title) })} placeholder={say("chat-search-in", { title: tameLine(title) })} data-testid="search-here" onInput={(event) => setQuery(event.currentTarget.value)} />
      </header>
      <main class="thread-scroll">
        <h1 class="for-ears">{say("chat-search-here")}</h1>
        <SearchResults query={query} conversationId={conversationId} />
      </main>
    </div>
  );
}
