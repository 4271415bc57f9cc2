/** The pictures of mini-apps' packages as addresses an image can show: asked of the host once, kept by the browser. */
import type { Call } from "../wire/rpc";

const SHOWN_MAX = 200;
const SHELF = "majlis-assets";

export interface Wanted {
  call: Call;
  appId: string;
  version: string;
  path: string;
}

type Answer = { content?: string; media_type?: string };

const shown = new Map<string, Promise<string>>();

/** A blob: address of the picture; rejects where the version has none of this name, or nobody can be asked. */
export function assetUrl(wanted: Wanted): Promise<string> {
  const key = addressOf(wanted);
  const known = shown.get(key);
  if (known) return known;
  const url = fetched(wanted).then((blob) => URL.createObjectURL(blob));
  shown.set(key, url);
  url.catch(() => shown.delete(key));
  forgetOldest();
  return url;
}

/** What is on a screen stays there: an image that was drawn needs its address no more. */
function forgetOldest(): void {
  for (const [key, url] of shown) {
    if (shown.size <= SHOWN_MAX) return;
    shown.delete(key);
    url.then((address) => URL.revokeObjectURL(address), () => undefined);
  }
}

// A version never changes: what was fetched once is true for ever. The host itself answers nothing at this address.
const addressOf = ({ appId, version, path }: Wanted): string => `/kept/${encodeURIComponent(appId)}/${version}/${path}`;

async function fetched(wanted: Wanted): Promise<Blob> {
  const shelf = await openShelf();
  const kept = await shelf?.match(addressOf(wanted)).catch(() => undefined);
  if (kept) return kept.blob();
  const { content, media_type } = await wanted.call<Answer>("apps.v1.AppsService/GetAsset", {
    app_id: wanted.appId,
    version_id: wanted.version,
    path: wanted.path,
  });
  const blob = new Blob([bytesOf(content ?? "")], { type: media_type ?? "" });
  void keep(shelf, wanted, blob);
  return blob;
}

/** Null where the browser keeps nothing for this page. */
async function openShelf(): Promise<Cache | null> {
  try {
    return await caches.open(SHELF);
  } catch {
    return null;
  }
}

/** Keeps it, and lets go of what the app's other versions left. */
async function keep(shelf: Cache | null, wanted: Wanted, blob: Blob): Promise<void> {
  try {
    await shelf?.put(addressOf(wanted), new Response(blob));
    const ofApp = `/kept/${encodeURIComponent(wanted.appId)}/`;
    for (const { url } of (await shelf?.keys()) ?? []) {
      const { pathname } = new URL(url);
      if (pathname.startsWith(ofApp) && !pathname.startsWith(`${ofApp}${wanted.version}/`)) await shelf?.delete(url);
    }
  } catch {
    // The disk is full, or it is a private window: asked for again next time.
  }
}

function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  const text = atob(base64);
  const bytes = new Uint8Array(text.length);
  for (let at = 0; at < text.length; at++) bytes[at] = text.charCodeAt(at);
  return bytes;
}
