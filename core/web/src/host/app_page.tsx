/** One mini-app on the page: its screens are steps of the browser's own history, so back works everywhere. */
import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { heading } from "../kit/title";
import { Room } from "../room/room";
import { Stage } from "../room/stage";
import type { Host } from "./host";
import { appHref, go, goBack } from "./route";

export function AppPage({ host, appId, path }: { host: Host; appId: string; path: string }): JSX.Element {
  const [room] = useState(
    () =>
      new Room({
        appId,
        link: host.link,
        call: host.account.call,
        onMoved: (moved, replaces) => go(appHref(appId, moved), replaces ? "replace" : "push"),
      }),
  );
  const first = useRef(true);
  useEffect(() => {
    // The address moved by itself (back, a link): show that screen. Where the app moved, they agree already.
    if (first.current || room.session.path.value !== path) room.enter(path);
    first.current = false;
  }, [path]);
  useEffect(() => () => room.leave(), []);
  useEffect(() => {
    heading.value = room.name.value;
  }, [room.name.value]);
  return (
    <Stage
      room={room}
      offline={host.link.offline.value}
      canGoBack={path !== "/"}
      onBack={() => goBack(appHref(appId))}
      onClose={() => go("#/apps")}
      onReconnect={() => host.link.retryNow()}
    />
  );
}
