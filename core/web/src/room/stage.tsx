/** The host's frame around a mini-app: title, back, capsule, banners above, the main button below, sheets over it. */
import type { JSX } from "preact";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { time } from "../i18n/format";
import { say } from "../i18n/texts";
import { AppIcon, Button, IconButton, Said, Skeleton, Spinner } from "../kit/basics";
import { Empty, Notice, ToastStack } from "../kit/surfaces";
import { listens, TreeContext, useText } from "../tree/context";
import { MainButtonBar } from "../tree/components/actions";
import { Txt } from "../tree/components/words";
import { NodeView } from "../tree/node";
import { explain } from "./complaints";
import { ReasonCode } from "./reason_code";
import type { Room } from "./room";
import { RoomSheets } from "./sheets";

export interface StageProps {
  room: Room;
  /** The link has been down for a while; the screen may be out of date. */
  offline: boolean;
  canGoBack: boolean;
  onBack: () => void;
  onClose: () => void;
  onReconnect: () => void;
}

export function Stage(props: StageProps): JSX.Element {
  const { room } = props;
  const scroll = useRef<HTMLElement>(null);
  const path = room.session.path.value;
  // Another screen starts at its top; a patch of the same one leaves the finger where it is.
  useLayoutEffect(() => scroll.current?.scrollTo(0, 0), [path]);
  const sheetOpen = Boolean(room.consent.value || room.question.value || room.laid.value || room.sheet.value);
  return (
    <TreeContext.Provider
      value={{
        session: room.session,
        texts: room.texts,
        call: room.call,
        lay: (sheet) => (room.laid.value = sheet),
        ask: (question) => (room.question.value = question),
      }}
    >
      <div class="stage" data-testid="stage">
        <div class="stage-page" inert={sheetOpen}>
          <TopBar {...props} />
          <main class="stage-scroll" ref={scroll} tabIndex={0}>
            <Trouble {...props} />
            <Body room={room} stale={props.offline} />
          </main>
          <MainButtonBar />
        </div>
        <RoomSheets room={room} />
        <ToastStack toasts={room.toasts} />
      </div>
    </TreeContext.Provider>
  );
}

function TopBar({ room, canGoBack, onBack, onClose }: StageProps): JSX.Element {
  const { session } = room;
  const root = session.store.node(session.store.root.value)?.value;
  const title = useText(root?.[1].title);
  const heading = useRef<HTMLHeadingElement>(null);
  const path = session.path.value;
  const first = useRef(true);
  useEffect(() => {
    // A new screen starts at its title, for the eye and for the screen reader.
    if (!first.current) heading.current?.focus({ preventScroll: true });
    first.current = false;
  }, [path]);
  const waiting = session.wait.value;
  return (
    <header class="topbar">
      {canGoBack ? <IconButton icon="back" plain label={say("back")} testId="back" onPress={onBack} /> : null}
      <AppIcon svg={room.app.value?.icon_svg} name={room.name.value} size="s" />
      <div class="topbar-words">
        <h1 class="topbar-title" tabIndex={-1} ref={heading} data-testid="screen-title">
          {title ? <Txt value={root?.[1].title} /> : <Said>{room.name.value}</Said>}
        </h1>
        {root?.[1].subtitle ? (
          <p class="topbar-subtitle">
            <Txt value={root[1].subtitle} />
          </p>
        ) : null}
      </div>
      {root && listens(root[1], "refresh") ? (
        <IconButton
          icon="refresh"
          plain
          label={say("refresh")}
          testId="refresh"
          onPress={() => session.press(session.store.root.value, "refresh")}
        />
      ) : null}
      <div class="capsule" role="group" aria-label={say("capsule")}>
        <IconButton icon="more" plain label={say("more")} testId="capsule-more" onPress={() => (room.sheet.value = "menu")} />
        <span class="capsule-line" aria-hidden="true" />
        <IconButton icon="close" plain label={say("close-app")} testId="capsule-close" onPress={onClose} />
      </div>
      {waiting === "slow" || waiting === "still" ? <div class="topbar-wait" aria-hidden="true" /> : null}
    </header>
  );
}

/** What stands between the user and a fresh screen, above the last good one. */
function Trouble({ room, offline, onReconnect }: StageProps): JSX.Element | null {
  const { session } = room;
  const failure = session.failure.value;
  if (offline) return <OfflineNotice room={room} onReconnect={onReconnect} />;
  if (failure && !session.store.isEmpty) {
    return (
      <Notice tone="bad" title={say("trouble-title")} action={<Retry room={room} />} testId="trouble">
        {explain(failure, room.texts.value)} <ReasonCode reason={failure.reason} />
      </Notice>
    );
  }
  if (session.wait.value === "still" && !session.opening.value) {
    return (
      <Notice
        action={
          <Button look="link" onPress={() => session.stopWaiting()}>
            {say("stop-waiting")}
          </Button>
        }
      >
        {say("still-working")}
      </Notice>
    );
  }
  if (session.wait.value === "late" && !session.store.isEmpty) {
    return (
      <Notice tone="warn" title={say("late-title")} action={<Retry room={room} />} testId="late">
        {say("late-text")}
      </Notice>
    );
  }
  return null;
}

function OfflineNotice({ room, onReconnect }: { room: Room; onReconnect: () => void }): JSX.Element {
  const at = room.session.lastAnswerAt.value;
  return (
    <Notice
      tone="warn"
      testId="offline"
      title={say("offline-title")}
      action={
        <Button look="link" onPress={onReconnect}>
          {say("reconnect-now")}
        </Button>
      }
    >
      {at ? say("offline-seen", { when: time(at, "relative") }) : say("offline-text")}
    </Notice>
  );
}

function Retry({ room }: { room: Room }): JSX.Element {
  return (
    <Button icon="refresh" testId="retry" onPress={() => room.session.retry()}>
      {say("retry")}
    </Button>
  );
}

function Body({ room, stale }: { room: Room; stale: boolean }): JSX.Element {
  const { session } = room;
  const failure = session.failure.value;
  const root = session.store.root.value;
  if (root) {
    return (
      <div class={`stage-body${stale ? " is-stale" : ""}`} data-testid="screen" data-path={session.path.value}>
        <NodeView key={session.path.value} id={root} />
      </div>
    );
  }
  if (failure) {
    return (
      <div class="stage-body">
        <Empty icon="alert" tone="bad" title={say("open-failed", { app: room.name.value })} text={explain(failure, room.texts.value)} testId="open-failed">
          <ReasonCode reason={failure.reason} />
          <Retry room={room} />
        </Empty>
      </div>
    );
  }
  return (
    <div class="stage-body">
      {session.wait.value === "none" || session.wait.value === "busy" ? <Opening room={room} /> : <Skeleton rows={5} />}
      {session.wait.value === "still" || session.wait.value === "late" ? (
        <Notice action={<Retry room={room} />}>{say("still-opening")}</Notice>
      ) : null}
    </div>
  );
}

function Opening({ room }: { room: Room }): JSX.Element {
  return (
    <div class="opening" role="status">
      <AppIcon svg={room.app.value?.icon_svg} name={room.name.value} size="l" />
      <p>{say("opening", { app: room.name.value })}</p>
      <Spinner />
    </div>
  );
}
