/** What a person wrote, shown harmlessly: paragraphs with their own direction, safe links, marks that do not tower. */
import type { ComponentChildren, JSX } from "preact";

const LINK = /\bhttps?:\/\/[^\s<>"'`{}|\\^\u0600-\u060c\u061b\u061f\u202a-\u202e\u2066-\u2069\u200b-\u200f]+/giu;
/** They end what they are written after, more often than they belong to it. */
const AFTER_LINK = /[.,;:!?)\]}»“”'"*_~]+$/u;
/** Overrides and embeddings reorder what is around them, isolates left open swallow it; harmless marks stay. */
const TRICKS = /[\u202a-\u202e\u2066-\u2069\u00ad\u180e\u200b\u2060-\u2064\u206a-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]/gu;
/** Control characters but tab and line feed. */
const CONTROLS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/gu;
const MARKS_MAX = 4;
const TOWER = new RegExp(`(\\p{M}{${MARKS_MAX}})\\p{M}+`, "gu");
const LINES_MAX = 400;

/** The text without what could trick a reader; more than four marks on a letter are cut for the eye only. */
export function tame(text: string): string {
  return text.replace(/\r\n?/g, "\n").replace(CONTROLS, "").replace(TRICKS, "").replace(TOWER, "$1");
}

/** One line of somebody's: for lists, quotes and names. */
export const tameLine = (text: string): string => tame(text).replace(/\s+/g, " ");

interface Part {
  text: string;
  link?: string;
}

/** Only http and https, as the browser itself reads the address; anything else stays plain text. */
export function linksIn(text: string): Part[] {
  const parts: Part[] = [];
  let last = 0;
  for (const match of text.matchAll(LINK)) {
    const shown = match[0].replace(AFTER_LINK, "");
    const address = safeAddress(shown);
    if (!address) continue;
    if (match.index > last) parts.push({ text: text.slice(last, match.index) });
    parts.push({ text: shown, link: address });
    last = match.index + shown.length;
  }
  if (last < text.length) parts.push({ text: text.slice(last) });
  return parts;
}

function safeAddress(text: string): string | null {
  try {
    const url = new URL(text);
    // A name before @ makes a stranger's address look like a friend's.
    if ((url.protocol !== "http:" && url.protocol !== "https:") || url.username || url.password) return null;
    return url.href;
  } catch {
    return null;
  }
}

/** Mentions as they are written in the text: "@" and the name. */
function marked(text: string, mentions: string[]): ComponentChildren {
  if (mentions.length === 0) return text;
  const names = [...mentions].sort((one, other) => other.length - one.length);
  const pieces: ComponentChildren[] = [];
  let rest = text;
  while (rest) {
    const found = names
      .map((name) => ({ name, at: rest.indexOf(`@${name}`) }))
      .filter((one) => one.at >= 0)
      .sort((one, other) => one.at - other.at || other.name.length - one.name.length)[0];
    if (!found) break;
    pieces.push(rest.slice(0, found.at), <bdi class="mention">{`@${found.name}`}</bdi>);
    rest = rest.slice(found.at + found.name.length + 1);
  }
  return [...pieces, rest];
}

/** Letters have a direction; digits, emoji and punctuation alone do not. */
export const hasLetters = (text: string): boolean => /\p{L}/u.test(text);
const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

/** Where a text begins that is read as a whole; the page decides where it has no letters. */
function sideOf(text: string): "rtl" | "ltr" | undefined {
  const letter = /\p{L}/u.exec(text)?.[0];
  return letter === undefined ? undefined : RIGHT_TO_LEFT.test(letter) ? "rtl" : "ltr";
}

export function Written({ text, mentions = [] }: { text: string; mentions?: string[] }): JSX.Element {
  const lines = tame(text).split("\n").slice(0, LINES_MAX);
  return (
    <div class="written" dir={sideOf(lines.join(" "))}>
      {lines.map((line, index) => (
        // Each paragraph finds its own direction; a number or an emoji alone stands where the others begin.
        <p key={index} dir="auto" class={hasLetters(line) ? undefined : "written-along"}>
          {line === ""
            ? "\u00a0"
            : linksIn(line).map((part) =>
                part.link ? (
                  <a href={part.link} target="_blank" rel="noopener noreferrer nofollow" dir="ltr">
                    {part.text}
                  </a>
                ) : (
                  marked(part.text, mentions)
                ),
              )}
        </p>
      ))}
    </div>
  );
}

/** The searched text with what was found; numbers count code points, as the host does. */
export function Highlighted({ text, spots }: { text: string; spots: { start?: number; end?: number }[] }): JSX.Element {
  const points = [...text];
  const pieces: ComponentChildren[] = [];
  const first = spots[0]?.start ?? 0;
  // A long text begins shortly before what was found.
  let last = Math.max(0, first - 40);
  if (last > 0) pieces.push("… ");
  for (const spot of spots) {
    const [start, end] = [spot.start ?? 0, spot.end ?? 0];
    if (start < last) continue;
    pieces.push(tameLine(points.slice(last, start).join("")), <mark>{tameLine(points.slice(start, end).join(""))}</mark>);
    last = end;
  }
  pieces.push(tameLine(points.slice(last, last + 160).join("")));
  return <bdi class="highlighted">{pieces}</bdi>;
}
