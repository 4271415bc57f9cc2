/** Files on their way to the host: in pieces, each once, going on where the last one that arrived ended.
 *
 * A lost connection makes one wait; it goes on by itself. Only what the host refuses for good is a failure. They live as
 * long as the page: a browser gives a file again only to whoever chooses it again.
 */
import { signal } from "@preact/signals";
import { asFailure, type Failure } from "../wire/failure";
import { newRequestId } from "../wire/ids";
import type { Call } from "../wire/rpc";
import { MEDIA } from "./chat";
import type { Content, Int64 } from "./shapes";
import { num } from "./shapes";

export type MediaKind = "image" | "file" | "voice" | "video";
export type UploadState = "going" | "waiting" | "paused" | "finishing" | "failed";

export interface Wanted {
  conversationId: string;
  kind: MediaKind;
  file: Blob;
  name: string;
  text?: string;
  durationMs?: number;
  waveform?: string;
  /** Of those chosen together, which arrive in the order they were chosen in. */
  batch?: string;
}

export interface Upload extends Wanted {
  /** Also the id under which the host knows the beginning. */
  id: string;
  state: UploadState;
  sentBytes: number;
  failure: Failure | null;
}

interface UploadShape {
  upload_id?: string;
  received_bytes?: Int64;
  piece_bytes_max?: number;
}
interface MediaShape {
  media_id: string;
  name?: string;
  mime_type?: string;
  size_bytes?: Int64;
  width_px?: number;
  height_px?: number;
  thumb_data?: string;
}

export const FILE_BYTES_MAX = 25 * 1024 * 1024;
/** Begins small and grows with the connection, so that a piece arrives in seconds on any. */
const PIECE_FIRST = 32 * 1024;
const PIECE_MAX = 256 * 1024;
const PIECE_WANTED_MS = 1_500;
const WAIT_MS = [1_000, 2_000, 5_000, 10_000];
/** A picture is looked at and cleaned before it is answered. */
const FINISH_TIMEOUT_MS = 60_000;

/** The host knows better how far it is; asking it is the way on. */
const ASK_AGAIN = new Set(["UPLOAD_OFFSET_WRONG", "UPLOAD_INCOMPLETE"]);

const ON_THEIR_WAY: ReadonlySet<UploadState> = new Set(["going", "waiting", "finishing"]);

export interface UploadsOptions {
  call: Call;
  send: (conversationId: string, content: Content) => void;
  nowMs?: () => number;
}

interface Running {
  uploadId: string;
  wakes: (() => void) | null;
}

export class Uploads {
  readonly all = signal<Upload[]>([]);
  readonly #options: UploadsOptions;
  readonly #running = new Map<string, Running>();
  readonly #nowMs: () => number;

  constructor(options: UploadsOptions) {
    this.#options = options;
    this.#nowMs = options.nowMs ?? Date.now;
  }

  start(wanted: Wanted): void {
    const upload: Upload = { ...wanted, id: newRequestId(), state: "going", sentBytes: 0, failure: null };
    this.all.value = [...this.all.value, upload];
    void this.#run(upload.id);
  }

  pause(id: string): void {
    this.#set(id, { state: "paused" });
  }

  /** Goes on, or begins again where the host had refused. */
  resume(id: string): void {
    const upload = this.#find(id);
    if (!upload) return;
    if (upload.state === "failed") {
      this.#remove(id);
      this.start(upload);
    } else if (this.#running.has(id)) {
      this.#set(id, { state: "going" });
      this.#running.get(id)?.wakes?.();
    } else {
      this.#set(id, { state: "going" });
      void this.#run(id);
    }
  }

  cancel(id: string): void {
    const uploadId = this.#running.get(id)?.uploadId;
    this.#remove(id);
    // The host forgets it by itself where it cannot be told.
    if (uploadId) this.#options.call(`${MEDIA}/CancelUpload`, { upload_id: uploadId }).catch(() => undefined);
  }

  /** The network is back: whatever waits goes on at once. */
  online(): void {
    for (const one of this.#running.values()) one.wakes?.();
  }

  forget(): void {
    for (const one of this.all.peek()) this.cancel(one.id);
  }

  #find(id: string): Upload | undefined {
    return this.all.peek().find((one) => one.id === id);
  }

  #set(id: string, change: Partial<Upload>): void {
    this.all.value = this.all.peek().map((one) => (one.id === id ? { ...one, ...change } : one));
  }

  #remove(id: string): void {
    this.all.value = this.all.peek().filter((one) => one.id !== id);
    this.#running.get(id)?.wakes?.();
    this.#running.delete(id);
  }

  async #run(id: string): Promise<void> {
    const running: Running = { uploadId: "", wakes: null };
    this.#running.set(id, running);
    for (let tries = 0; ; ) {
      const upload = this.#find(id);
      if (!upload || this.#running.get(id) !== running) return;
      if (upload.state === "paused") {
        await this.#sleep(running, null);
        continue;
      }
      try {
        const before = upload.sentBytes;
        if (await this.#through(upload, running)) return this.#remove(id);
        if ((this.#find(id)?.sentBytes ?? 0) > before) tries = 0;
      } catch (error) {
        const failure = asFailure(error);
        if (!failure.mayRetry && !ASK_AGAIN.has(failure.reason)) {
          this.#running.delete(id);
          return this.#set(id, { state: "failed", failure });
        }
        if (this.#find(id)?.state !== "paused") this.#set(id, { state: "waiting" });
        await this.#sleep(running, WAIT_MS[Math.min(tries, WAIT_MS.length - 1)] ?? null);
        tries += 1;
        if (this.#find(id)?.state === "waiting") this.#set(id, { state: "going" });
      }
    }
  }

  #sleep(running: Running, ms: number | null): Promise<void> {
    return new Promise((resolve) => {
      const timer = ms === null ? undefined : setTimeout(resolve, ms);
      running.wakes = () => {
        clearTimeout(timer);
        running.wakes = null;
        resolve();
      };
    });
  }

  /** Sends what is missing; false where it was paused on the way. */
  async #through(upload: Upload, running: Running): Promise<boolean> {
    const { call } = this.#options;
    let state = await this.#where(upload, running);
    let piece = PIECE_FIRST;
    while (num(state.received_bytes) < upload.file.size) {
      if (this.#find(upload.id)?.state !== "going") return false;
      const offset = num(state.received_bytes);
      const bytes = upload.file.slice(offset, offset + Math.min(piece, state.piece_bytes_max || PIECE_MAX));
      const beganMs = this.#nowMs();
      const request = { upload_id: running.uploadId, offset_bytes: offset, piece: await base64(bytes) };
      state = (await call<{ upload: UploadShape }>(`${MEDIA}/AppendUpload`, request)).upload;
      const quick = this.#nowMs() - beganMs < PIECE_WANTED_MS;
      piece = quick ? Math.min(PIECE_MAX, piece * 2) : Math.max(PIECE_FIRST, piece / 2);
      this.#set(upload.id, { sentBytes: num(state.received_bytes) });
    }
    if (this.#find(upload.id)?.state !== "going") return false;
    this.#set(upload.id, { state: "finishing" });
    const { media } = await call<{ media: MediaShape }>(`${MEDIA}/FinishUpload`, { upload_id: running.uploadId }, FINISH_TIMEOUT_MS);
    await this.#turn(upload);
    // Whoever gave it up while it was looked at does not want it sent.
    if (this.#find(upload.id)) this.#options.send(upload.conversationId, contentWith(upload, media));
    return true;
  }

  /** Until those chosen before it are through; one that is paused, refused or given up holds nobody up. */
  #turn({ id, batch }: Upload): Promise<void> {
    const isNext = (): boolean => {
      const first = this.all.peek().find((one) => one.id === id || (one.batch === batch && ON_THEIR_WAY.has(one.state)));
      return batch === undefined || first === undefined || first.id === id;
    };
    if (isNext()) return Promise.resolve();
    return new Promise((resolve) => {
      const stop = this.all.subscribe(() => {
        if (!isNext()) return;
        resolve();
        queueMicrotask(() => stop());
      });
    });
  }

  /** Where to go on, asked of the host: only it knows which pieces arrived. */
  async #where(upload: Upload, running: Running): Promise<UploadShape> {
    const { call } = this.#options;
    this.#set(upload.id, { state: "going" });
    const { upload: state } = running.uploadId
      ? await call<{ upload: UploadShape }>(`${MEDIA}/GetUpload`, { upload_id: running.uploadId })
      : await call<{ upload: UploadShape }>(`${MEDIA}/StartUpload`, {
          request_id: upload.id,
          kind: `MEDIA_KIND_${upload.kind.toUpperCase()}`,
          name: upload.name,
          size_bytes: upload.file.size,
          duration_ms: upload.durationMs ?? 0,
          waveform: upload.waveform ?? "",
        });
    running.uploadId = state.upload_id ?? running.uploadId;
    this.#set(upload.id, { sentBytes: num(state.received_bytes) });
    return state;
  }
}

function contentWith(upload: Upload, media: MediaShape): Content {
  // The host says all of this again; until then one's own page shows what it answered.
  const { media_id, mime_type = "", size_bytes = "0", width_px, height_px, thumb_data } = media;
  const known = { media_id, mime_type, size_bytes };
  const text = upload.text ? { text: upload.text } : {};
  switch (upload.kind) {
    case "image":
      return { ...text, image: { ...known, width_px: width_px ?? 0, height_px: height_px ?? 0, thumb_data: thumb_data ?? "" } };
    case "voice":
      return { voice: { ...known, duration_ms: upload.durationMs ?? 0, waveform: upload.waveform ?? "" } };
    case "video":
      return { ...text, video: known };
    case "file":
      return { ...text, file: { ...known, name: media.name || upload.name } };
  }
}

/** As protobuf JSON wants bytes; the reader does it without a copy for each byte. */
function base64(bytes: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result).replace(/^[^,]*,/, ""));
    reader.onerror = () => reject(reader.error ?? new Error("the file cannot be read"));
    reader.readAsDataURL(bytes);
  });
}
