/** For the page of permissions: who knows where this person is now. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { attempt } from "../host/attempt";
import type { Host } from "../host/host";
import { say } from "../i18n/texts";
import { Group } from "../kit/surfaces";
import { current } from "./current";
import { AppNames } from "./names";
import { ShareRow } from "./share_sheet";

export function SharedNow({ host }: { host: Host }): JSX.Element | null {
  const [names] = useState(() => new AppNames(host.account.call));
  const shares = current.value;
  if (!shares || shares.all.value.length === 0) return null;
  return (
    <Group title={say("share-list")} hint={say("share-list-hint")}>
      {shares.all.value.map((share) => (
        <ShareRow key={share.share_id} share={share} names={names} end={() => attempt(host, () => shares.end(share.share_id), say("share-ended"))} />
      ))}
    </Group>
  );
}
