/** Says on every page that this person's position is shared, with whom and until when, and ends it. */
import type { JSX } from "preact";
import { effect, useSignal } from "@preact/signals";
import { useEffect, useState } from "preact/hooks";
import { say } from "../i18n/texts";
import { Button, Icon, Said } from "../kit/basics";
import { lazy } from "../kit/lazy";
import { mapPiece } from "../map/piece";
import { attempt } from "../host/attempt";
import type { Host } from "../host/host";
import { current } from "./current";
import { AppNames, CityName } from "./names";
import { ShareSheet } from "./share_sheet";
import { type Share, Shares } from "./shares";
import { sharesTold } from "./told";
import { until } from "./until";

const PlaceSheet = lazy(mapPiece(() => import("../map/place_sheet")), (all) => all.PlaceSheet, () => null);

function deviceStorage(): Storage | null {
  try {
    return localStorage;
  } catch {
    return null;
  }
}

/** Nothing where nothing is shared. */
export function Sharing({ host }: { host: Host }): JSX.Element | null {
  const { call } = host.account;
  const [shares] = useState(() => new Shares({ call, storage: deviceStorage(), geolocation: navigator.geolocation }));
  const [names] = useState(() => new AppNames(call));
  const [city] = useState(() => new CityName(call));
  const open = useSignal<"sheet" | "place" | null>(null);
  useEffect(() => attend(shares), []);
  const all = shares.all.value;
  if (all.length === 0) return null;
  const end = (share: Share): Promise<unknown> =>
    attempt(host, async () => {
      await shares.end(share.share_id);
      host.toasts.show(say("share-ended"));
    });
  const own = all.filter((share) => shares.mine.value.has(share.share_id));
  const first = own[0] ?? (all[0] as Share);
  const trouble = ["denied", "failed", "outside"].includes(shares.source.value);
  return (
    <>
      <aside class={`sharing ${trouble ? "sharing-trouble" : ""}`} aria-label={say("share-bar-label")} data-testid="sharing">
        <button type="button" class="sharing-face" data-testid="sharing-open" onClick={() => (open.value = "sheet")}>
          <span class="sharing-mark" aria-hidden="true">
            <Icon name="place" />
          </span>
          <span class="sharing-words" role="status">
            <Said>{headline(all, own, first, names.of(first.app_id))}</Said>
            <span class="sharing-more" data-testid="sharing-source">
              {own.length === 0 ? say("share-elsewhere") : say(`share-${shares.source.value}`, { city: city.name.value })}
            </span>
          </span>
        </button>
        {all.length === 1 ? (
          <Button label={say("share-stop-of", { app: names.of(first.app_id) })} testId="sharing-stop" onPress={() => void end(first)}>
            {say("share-stop")}
          </Button>
        ) : null}
      </aside>
      {open.value === "sheet" ? (
        <ShareSheet shares={shares} names={names} city={city} end={end} byHand={() => (open.value = "place")} onClose={() => (open.value = null)} />
      ) : null}
      {open.value === "place" ? (
        <PlaceSheet
          call={call}
          label={say("share-map-me")}
          value={null}
          near={shares.here.value}
          kinds={[]}
          take={(place) => shares.put(place.point)}
          onClose={() => (open.value = null)}
        />
      ) : null}
    </>
  );
}

function headline(all: Share[], own: Share[], first: Share, app: string): string {
  if (all.length > 1) return say("share-bar-many", { count: new Set(all.map((share) => share.app_id)).size });
  if (own.length === 0) return say("share-bar-elsewhere", { app });
  return say("share-bar", { app, until: until(Number(first.until_ms)) });
}

/** Looks when the page opens, when an app here began or ended a share, and when somebody comes back to the page. */
function attend(shares: Shares): () => void {
  let told = sharesTold.peek();
  current.value = shares;
  void shares.load();
  const stopListening = effect(() => {
    if (sharesTold.value === told) return;
    told = sharesTold.value;
    void shares.load(true);
  });
  const back = (): void => {
    if (document.visibilityState === "visible") void shares.load();
  };
  document.addEventListener("visibilitychange", back);
  return () => {
    stopListening();
    document.removeEventListener("visibilitychange", back);
    shares.stop();
    current.value = null;
  };
}
