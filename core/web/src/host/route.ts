/** Where the user is in the host, kept in the address after #: back, reload and links work without the server's help. */
import { signal } from "@preact/signals";
import { beforeGuard, takeGuard } from "../kit/back";

export type Route =
  | { page: "apps" }
  | { page: "chats" }
  | { page: "new-chat" }
  | { page: "new-group"; kind: "group" | "channel" }
  | { page: "about" | "links"; conversationId: string }
  | { page: "people" }
  | { page: "person"; userId: string }
  | { page: "chat"; conversationId: string; seq: number; search: boolean }
  | { page: "contact"; code: string }
  | { page: "join"; token: string }
  | { page: "me" }
  | { page: "devices" }
  | { page: "privacy" }
  | { page: "notices" }
  | { page: "reach" }
  | { page: "blocked" }
  /** What stands after "/wallet"; the wallet reads it itself. */
  | { page: "wallet"; path: string }
  | { page: "app"; appId: string; path: string };

/** "#/app/org.majlis.polls/poll?id=p1", "#/chats/conv_1/42" and their like; anything unknown is the list of chats. */
export function parseRoute(hash: string): Route {
  const path = hash.replace(/^#/, "");
  const app = /^\/app\/([^/?]+)(\/[^]*)?$/.exec(path);
  if (app?.[1]) return { page: "app", appId: decodeURIComponent(app[1]), path: app[2] ?? "/" };
  if (path === "/me") return { page: "me" };
  const mine = /^\/me\/(devices|privacy|notices|reach|blocked)$/.exec(path)?.[1];
  if (mine) return { page: mine as "devices" | "privacy" | "notices" | "reach" | "blocked" };
  if (path === "/apps") return { page: "apps" };
  if (/^\/wallet(?![^/?])/.test(path)) return { page: "wallet", path: path.slice("/wallet".length) };
  return chatRoute(path) ?? { page: "chats" };
}

/** A conversation, maybe at a message or with a page of its own open; people; a contact's code; an invitation's token. */
function chatRoute(path: string): Route | null {
  if (path === "/chats/new") return { page: "new-chat" };
  if (path === "/chats/new/group" || path === "/chats/new/channel") {
    return { page: "new-group", kind: path.endsWith("group") ? "group" : "channel" };
  }
  const [, of = "", which = ""] = /^\/chats\/([^/?]+)\/(about|links)$/.exec(path) ?? [];
  if (decoded(of)) return { page: which as "about" | "links", conversationId: decoded(of) };
  if (path === "/people") return { page: "people" };
  const userId = decoded(/^\/people\/([^/?]+)$/.exec(path)?.[1] ?? "");
  if (userId) return { page: "person", userId };
  const [, page = "", id = "", rest = ""] = /^\/(chats|c|g)(?:\/([^/?]+))?(?:\/(\d+|search))?$/.exec(path) ?? [];
  const named = decoded(id);
  if (page === "c") return { page: "contact", code: named };
  if (page === "g" && named) return { page: "join", token: named };
  if (page !== "chats" || !named) return null;
  return { page: "chat", conversationId: named, seq: Number(rest) || 0, search: rest === "search" };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return ""; // A link that somebody cut in the middle of a letter.
  }
}

export const appHref = (appId: string, path = "/"): string => `#/app/${encodeURIComponent(appId)}${path === "/" ? "" : path}`;

export const route = signal<Route>(parseRoute(location.hash));

interface Step {
  depth: number;
}
/** How many steps back stay inside Majlis. */
let depth = (history.state as Step | null)?.depth ?? 0;

addEventListener("popstate", () => {
  const step = history.state as Step | null;
  // A step without our mark is a link that was just followed.
  depth = step ? step.depth : depth + 1;
  if (!step) history.replaceState({ depth }, "");
  route.value = parseRoute(location.hash);
});

export function go(hash: string, how: "push" | "replace" = "push"): void {
  if (location.hash === hash) return;
  if (how === "replace") {
    beforeGuard(() => {
      history.replaceState({ depth }, "", hash);
      route.value = parseRoute(hash);
    });
    return;
  }
  depth += 1;
  history[takeGuard() ? "replaceState" : "pushState"]({ depth }, "", hash);
  route.value = parseRoute(hash);
}

/** One step back, or to `fallback` where that would leave Majlis. */
export function goBack(fallback: string): void {
  if (depth > 0) history.back();
  else go(fallback, "replace");
}
