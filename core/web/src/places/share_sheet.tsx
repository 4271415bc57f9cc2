/** What is shared, what is sent just now, and how to change both. */
import type { JSX } from "preact";
import { say } from "../i18n/texts";
import { AppIcon, Button, Said } from "../kit/basics";
import { Notice, Row, Sheet } from "../kit/surfaces";
import type { AppNames, CityName } from "./names";
import type { Share, Shares } from "./shares";
import { until } from "./until";

export interface ShareSheetProps {
  shares: Shares;
  names: AppNames;
  city: CityName;
  end: (share: Share) => Promise<unknown>;
  byHand: () => void;
  onClose: () => void;
}

export function ShareSheet({ shares, names, city, end, byHand, onClose }: ShareSheetProps): JSX.Element {
  const source = shares.source.value;
  const own = shares.mine.value.size > 0;
  const trouble = ["denied", "failed", "outside"].includes(source);
  return (
    <Sheet title={say("share-sheet")} onClose={onClose} testId="share-sheet" actions={own ? <Ways shares={shares} byHand={byHand} /> : undefined}>
      <Notice tone={trouble ? "warn" : "neutral"} title={own ? say(`share-${source}`, { city: city.name.value }) : undefined} testId="share-now">
        {say(`share-now-${own ? source : "off"}`, { city: city.name.value })}
      </Notice>
      <ul class="rows">
        {shares.all.value.map((share) => (
          <ShareRow key={share.share_id} share={share} names={names} end={end}>
            {shares.mine.value.has(share.share_id) ? null : (
              <Button look="link" testId="share-from-here" onPress={() => shares.adopt(share.share_id)}>
                {say("share-from-here")}
              </Button>
            )}
          </ShareRow>
        ))}
      </ul>
    </Sheet>
  );
}

function Ways({ shares, byHand }: { shares: Shares; byHand: () => void }): JSX.Element {
  const isHand = shares.source.value === "hand";
  return (
    <>
      <Button look={isHand ? "secondary" : "primary"} wide icon="place" testId="share-by-hand" onPress={byHand}>
        {say(isHand ? "share-by-hand-again" : "share-by-hand")}
      </Button>
      {isHand ? (
        <Button wide testId="share-by-device" onPress={() => shares.byDevice()}>
          {say("share-by-device")}
        </Button>
      ) : null}
    </>
  );
}

export function ShareRow(props: { share: Share; names: AppNames; end: (share: Share) => Promise<unknown>; children?: JSX.Element | null }): JSX.Element {
  const { share, names, end, children } = props;
  const name = names.of(share.app_id);
  return (
    <Row
      lead={<AppIcon svg={names.app(share.app_id)?.icon_svg} name={name} size="s" />}
      title={<Said>{name}</Said>}
      subtitle={say("share-until", { until: until(Number(share.until_ms)) })}
      trailing={
        <Button label={say("share-stop-of", { app: name })} testId={`share-end-${share.app_id}`} onPress={() => void end(share)}>
          {say("share-stop")}
        </Button>
      }
    >
      {children}
    </Row>
  );
}
