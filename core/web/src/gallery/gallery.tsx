/** Every component of the kit on one page, for eyes and for the layout tests. Never served to users.
 *
 * ?story=words|layout|fields|poll|order|way|booking|choices &lang=ar|en &theme=light|dark &dir=ltr|rtl (words of one language, layout of the other)
 * &sheet=menu|about|permissions|consent|question (with poll)
 */
import type { JSX } from "preact";
import { calendar, digits, lang, theme } from "../i18n/prefs";
import { Room } from "../room/room";
import { Stage } from "../room/stage";
import type { App } from "../wire/types";
import { Failure } from "../wire/failure";
import { Link } from "../wire/link";
import { flatten, STORIES, TEXTS } from "./fixtures";
import { PICTURES, TRADE_STORIES } from "./trade_fixtures";
import { aboutTown } from "./map_fixtures";

const params = new URLSearchParams(location.search);
export const forcedDir = params.get("dir");

export function readParams(): void {
  lang.value = params.get("lang") === "en" ? "en" : "ar";
  theme.value = params.get("theme") === "dark" ? "dark" : "light";
  digits.value = "latn";
  calendar.value = "gregory";
}

const ICON = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64"><rect width="64" height="64" fill="#1f6a63"/><path d="M18 44V30M32 44V18M46 44V36" stroke="#fff" stroke-width="5" stroke-linecap="round"/></svg>`;

const APP: App = {
  app_id: "org.majlis.gallery",
  name_ar: "المعرض",
  name_en: "Gallery",
  description_ar: "كل مكوّن في مكان واحد",
  description_en: "Every component in one place",
  icon_svg: ICON,
  version_name: "1.0.0",
  developer_name: "Majlis مجلس",
  reviewed_at_ms: String(Date.UTC(2026, 10, 20)),
  scopes: [
    { scope: "profile.name", reason_ar: "ليظهر اسمك بجانب صوتك", reason_en: "To show your name beside your vote", state: "GRANT_STATE_GRANTED" },
    { scope: "wallet.order", reason_ar: "لتحصيل حصتك", reason_en: "To collect your share" },
  ],
};

/** Answers the calls a room and its maps make, from the fixtures. */
async function call<Answer>(method: string, request: object = {}): Promise<Answer> {
  const town = aboutTown(method, request);
  if (town) return town as Answer;
  if (method.endsWith("/GetApp")) return { app: APP } as Answer;
  if (method.endsWith("/GetAsset")) return pictureOf((request as { path: string }).path) as Answer;
  return { ftl: TEXTS[(request as { lang: "ar" | "en" }).lang] } as Answer;
}

/** One that is not there is refused, so that its place can be looked at too. */
function pictureOf(path: string): object {
  const svg = PICTURES[path];
  if (!svg) throw new Failure("not_found", "ASSET_NOT_FOUND", path);
  return { content: btoa(svg), media_type: "image/svg+xml" };
}

function showSheet(room: Room, sheet: string | null): void {
  if (sheet === "menu" || sheet === "about" || sheet === "permissions") room.sheet.value = sheet;
  if (sheet === "consent") room.consent.value = { scope: APP.scopes?.[0] ?? { scope: "" }, answer: () => undefined };
  if (sheet === "question") {
    room.question.value = { title: { $t: "title" }, text: { $t: "long" }, ok: { $t: "action" }, danger: true, yes: () => undefined };
  }
}

export function makeRoom(): Room {
  const link = new Link({ url: () => "", token: async () => null, onBye: () => undefined });
  const room = new Room({ appId: APP.app_id, link, call });
  const story = { ...STORIES, ...TRADE_STORIES }[params.get("story") ?? "words"] ?? STORIES.words;
  if (story) {
    room.session.show({
      k: "screen",
      session_id: "ses_gallery",
      version: "ver_gallery",
      revision: 1,
      root: "s",
      nodes: flatten(story),
      path: "/",
      runtime: "snapshot",
    });
  }
  showSheet(room, params.get("sheet"));
  return room;
}

export function Gallery({ room }: { room: Room }): JSX.Element {
  const nothing = (): void => undefined;
  return (
    <Stage room={room} offline={params.get("offline") === "1"} canGoBack={params.get("back") === "1"} onBack={nothing} onClose={nothing} onReconnect={nothing} />
  );
}
