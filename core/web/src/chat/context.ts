/** What every screen of chat reaches without being handed it. */
import { createContext } from "preact";
import { useContext, useEffect, useState } from "preact/hooks";
import type { Toasts } from "../kit/surfaces";
import type { Call } from "../wire/rpc";
import type { Uploads } from "./uploads";
import { type Chat, MEDIA } from "./chat";

export interface ChatScreens {
  chat: Chat;
  /** Calls over POST, for what is rare or large. */
  post: Call;
  toasts: Toasts;
  /** Where files can be sent. */
  uploads?: Uploads | null;
  go: (href: string) => void;
}

const Context = createContext<ChatScreens | null>(null);
export const ChatProvider = Context.Provider;

export function useChat(): ChatScreens {
  const screens = useContext(Context);
  if (!screens) throw new Error("outside of chat");
  return screens;
}

/** Where in chat something leads. */
export const chatHref = (id: string, seq = 0): string => `#/chats/${encodeURIComponent(id)}${seq ? `/${seq}` : ""}`;

interface Link {
  path?: string;
  expires_at_ms?: string;
}
const links = new Map<string, Promise<Link>>();
const RENEW_BEFORE_MS = 30_000;

/** A link to a message's file, asked for once while it works. */
export async function mediaLink(post: Call, conversationId: string, seq: number, thumbnail: boolean): Promise<string> {
  const key = `${conversationId} ${seq} ${thumbnail}`;
  const known = await links.get(key)?.catch(() => null);
  if (known?.path && Number(known.expires_at_ms ?? 0) - RENEW_BEFORE_MS > Date.now()) return known.path;
  const asked = post<Link>(`${MEDIA}/GetMediaLink`, { conversation_id: conversationId, seq, thumbnail });
  links.set(key, asked);
  asked.catch(() => links.delete(key));
  return (await asked).path ?? "";
}

/** The path of a message's file once it is known; empty before, and where there is none. */
export function useMediaLink(conversationId: string, seq: number, thumbnail: boolean): string {
  const { post } = useChat();
  const [path, setPath] = useState("");
  useEffect(() => {
    let here = true;
    if (seq > 0) {
      mediaLink(post, conversationId, seq, thumbnail).then(
        (found) => here && found.startsWith("/media/") && setPath(found),
        () => undefined, // The placeholder stays; opening it says why.
      );
    }
    return () => {
      here = false;
    };
  }, [conversationId, seq, thumbnail]);
  return path;
}
