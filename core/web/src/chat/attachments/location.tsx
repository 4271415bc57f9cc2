/** A place: its name and where it is, in degrees, without asking any map service. */
import type { JSX } from "preact";
import { say } from "../../i18n/texts";
import { Icon } from "../../kit/basics";
import { tameLine } from "../text";
import type { AttachmentProps } from "./registry";

const degrees = (e7: number | undefined): string => ((e7 ?? 0) / 1e7).toFixed(5);

export function LocationView({ content }: AttachmentProps): JSX.Element {
  const place = content.location;
  return (
    <div class="attached">
      <span class="attached-mark">
        <Icon name="place" />
      </span>
      <span class="attached-words">
        <bdi class="attached-title">{tameLine(place?.name ?? "") || say("chat-type-location")}</bdi>
        <bdi class="attached-more" dir="ltr">
          {degrees(place?.latitude_e7)}, {degrees(place?.longitude_e7)}
        </bdi>
      </span>
    </div>
  );
}
