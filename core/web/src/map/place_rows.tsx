/** Rows of the picker: what was found, what is kept, and what one may do with it. */
import type { ComponentChildren, JSX } from "preact";
import { has, say } from "../i18n/texts";
import { Icon, IconButton } from "../kit/basics";
import { DOT, glyphOf, KEPT_GLYPHS } from "./glyphs";
import { metres } from "./lengths";
import { calledBy, type Found, type Kept, moreOf, nameOf } from "./places";

export function PlaceGlyph({ kind }: { kind: string }): JSX.Element {
  const glyph = glyphOf(kind);
  return (
    <span class={`place-glyph place-glyph-${glyph.look}`} aria-hidden="true">
      <svg viewBox="0 0 24 24">
        <path d={glyph === DOT ? "M5 19 9 5M19 19 15 5M12 6v2M12 11v2M12 16v2" : glyph.path} />
      </svg>
    </span>
  );
}

export function KeptGlyph({ icon }: { icon: string }): JSX.Element {
  return (
    <span class="place-glyph place-glyph-kept" aria-hidden="true">
      <svg viewBox="0 0 24 24">
        <path d={KEPT_GLYPHS[icon] ?? KEPT_GLYPHS.other ?? ""} />
      </svg>
    </span>
  );
}

export interface LineProps {
  lead: ComponentChildren;
  title: string;
  more?: string | undefined;
  testId?: string;
  busy?: boolean;
  onPress: () => void;
  /** A second thing to do with it. */
  also?: JSX.Element;
}

export function Line({ lead, title, more, testId, busy, onPress, also }: LineProps): JSX.Element {
  return (
    <li class="row place-line">
      <button type="button" class="row-face" data-testid={testId} aria-busy={busy ? "true" : undefined} onClick={onPress}>
        <span class="row-lead">{lead}</span>
        <span class="row-words">
          <span class="row-title">
            <bdi>{title}</bdi>
          </span>
          {more ? (
            <span class="row-subtitle">
              <bdi>{more}</bdi>
            </span>
          ) : null}
        </span>
      </button>
      {also}
    </li>
  );
}

export function Action({ icon, title, more, testId, busy, onPress }: { icon: string; title: string; more: string; testId: string; busy?: boolean; onPress: () => void }): JSX.Element {
  return (
    <Line
      lead={
        <span class="place-glyph place-glyph-do" aria-hidden="true">
          <Icon name={icon} />
        </span>
      }
      title={title}
      more={more}
      testId={testId}
      busy={busy ?? false}
      onPress={onPress}
    />
  );
}

export function FoundLine({ found, at, take, keep }: { found: Found; at: number; take: () => void; keep: () => void }): JSX.Element {
  const { place, awayM } = found;
  const kind = place.kind && has(`place-kind-${place.kind}`) ? say(`place-kind-${place.kind}`) : "";
  const name = nameOf(place);
  const more = [name.includes(kind) ? "" : kind, moreOf(place), awayM ? metres(awayM) : ""].filter(Boolean).join(" · ");
  return (
    <Line
      lead={<PlaceGlyph kind={place.kind} />}
      title={name}
      more={more}
      testId={`found-${at}`}
      onPress={take}
      also={<IconButton icon="star" plain label={say("place-keep", { name })} testId={`keep-${at}`} onPress={keep} />}
    />
  );
}

export function KeptLine({ kept, at, take, forget }: { kept: Kept; at: number; take: () => void; forget: () => void }): JSX.Element {
  const name = calledBy(kept);
  return (
    <Line
      lead={<KeptGlyph icon={kept.icon} />}
      title={name}
      more={nameOf(kept.place)}
      testId={`kept-${at}`}
      onPress={take}
      also={<IconButton icon="trash" plain label={say("place-forget", { name })} testId={`forget-${at}`} onPress={forget} />}
    />
  );
}
