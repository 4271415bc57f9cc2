/** What the host's own pages share: heading, tab bar, and the bar that says the connection is gone. */
import type { ComponentChildren, JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { number } from "../i18n/format";
import { say } from "../i18n/texts";
import { Icon, IconButton, LogoMark, Sadu, Skeleton, Button } from "../kit/basics";
import { Empty } from "../kit/surfaces";
import { heading } from "../kit/title";
import { explain } from "../room/complaints";
import { ReasonCode } from "../room/reason_code";
import { asFailure, type Failure } from "../wire/failure";
import type { Host } from "./host";
import { goBack } from "./route";

const UNREAD_MAX = 99;

export type Tab = "chats" | "apps" | "wallet" | "me";

export interface FrameProps {
  host: Host;
  title: string;
  lead?: ComponentChildren;
  tab: Tab;
  /** Stands at the end of the heading. */
  action?: ComponentChildren;
  /** Where back leads; none on the first level. */
  up?: string;
  children: ComponentChildren;
}

export function Frame({ host, title, lead, tab, up, action, children }: FrameProps): JSX.Element {
  useEffect(() => {
    heading.value = `${title} · ${say("app-name")}`;
  }, [title]);
  return (
    <div class="frame">
      <Tabs current={tab} host={host} />
      <main class="frame-page">
        <OfflineBar host={host} />
        <header class="frame-head">
          {up ? <IconButton icon="back" label={say("back")} testId="back" onPress={() => goBack(up)} /> : null}
          <div>
            <h1 class="frame-title">{title}</h1>
            {lead ? <p class="frame-lead">{lead}</p> : null}
          </div>
          {action}
        </header>
        {children}
      </main>
    </div>
  );
}

const TAB_PAGES: [tab: Tab, href: string, icon: string][] = [
  ["chats", "#/", "chat"],
  ["apps", "#/apps", "apps"],
  ["wallet", "#/wallet", "wallet"],
  ["me", "#/me", "user"],
];

export function Tabs({ current, host }: { current: Tab; host: Host }): JSX.Element {
  const unread = host.chat.value?.unreadChats.value ?? 0;
  return (
    <nav class="tabs" aria-label={say("nav-label")}>
      <span class="tabs-brand">
        <LogoMark size="s" />
        <span class="tabs-name">{say("app-name")}</span>
      </span>
      {TAB_PAGES.map(([tab, href, icon]) => (
        <a key={tab} class="tab" href={href} aria-current={current === tab ? "page" : undefined} data-testid={`tab-${tab}`}>
          <span class="tab-mark">
            <Icon name={icon} />
            {tab === "chats" && unread > 0 ? (
              <span class="count tab-count" role="img" aria-label={say("nav-unread", { count: unread })} data-testid="tab-unread">
                {number(Math.min(unread, UNREAD_MAX))}
              </span>
            ) : null}
          </span>
          <span>{say(`nav-${tab}`)}</span>
        </a>
      ))}
      <Sadu />
    </nav>
  );
}

export function OfflineBar({ host }: { host: Host }): JSX.Element | null {
  if (!host.link.offline.value) return null;
  return (
    <div class="offline-bar" role="status" data-testid="offline-bar">
      <Icon name="offline" size="s" />
      <span>{say(host.link.resting.value ? "resting-bar" : "offline-bar")}</span>
      <Button look="link" onPress={() => host.link.retryNow()}>
        {say(host.link.resting.value ? "resting-end" : "reconnect-now")}
      </Button>
    </div>
  );
}

export interface Loaded<Value> {
  value: Value | null;
  failure: Failure | null;
  reload: () => void;
}

const RELOAD_EVERY_MS = 5_000;

/** Loads once when the page opens, again when asked, and by itself until a host that could not be reached is back. */
export function useLoaded<Value>(load: () => Promise<Value>): Loaded<Value> {
  const [value, setValue] = useState<Value | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const fetchIt = (): void => {
    load().then(
      (loaded) => {
        setValue(loaded);
        setFailure(null);
      },
      (error: unknown) => setFailure(asFailure(error)),
    );
  };
  const reload = (): void => {
    setFailure(null);
    fetchIt();
  };
  useEffect(reload, []);
  useEffect(() => {
    if (failure?.code !== "unavailable") return undefined;
    const timer = setTimeout(fetchIt, RELOAD_EVERY_MS);
    addEventListener("online", fetchIt);
    return () => {
      clearTimeout(timer);
      removeEventListener("online", fetchIt);
    };
  }, [failure]);
  return { value, failure, reload };
}

/** The value drawn by `children`, or what stands in its place while it is not there. */
export function Shown<Value>(props: {
  of: Loaded<Value>;
  failedTitle: string;
  children: (value: Value) => ComponentChildren;
}): JSX.Element {
  const { of, failedTitle, children } = props;
  if (of.value !== null) return <>{children(of.value)}</>;
  if (!of.failure) return <Skeleton rows={4} />;
  return (
    <Empty icon="alert" tone="bad" title={failedTitle} text={explain(of.failure)} testId="load-failed">
      <ReasonCode reason={of.failure.reason} />
      <Button icon="refresh" onPress={of.reload}>
        {say("retry")}
      </Button>
    </Empty>
  );
}
