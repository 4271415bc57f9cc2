/** Records a voice note and how loud it was; the microphone is off again as soon as it ends. */

const STEP_MS = 100;
const DIGITS_MAX = 64;
export const LENGTH_MAX_MS = 10 * 60_000;
/** What the host takes, the smaller first. */
const TYPES = ["audio/webm;codecs=opus", "audio/ogg;codecs=opus", "audio/mp4"];

export interface Recorded {
  sound: Blob;
  durationMs: number;
  waveform: string;
}

export class Recorder {
  readonly #recorder: MediaRecorder;
  readonly #stream: MediaStream;
  readonly #sound = new AudioContext();
  readonly #pieces: Blob[] = [];
  readonly #loud: number[] = [];
  readonly #began = performance.now();
  readonly #timer: ReturnType<typeof setInterval>;

  private constructor(stream: MediaStream, onStep: (ms: number, loud: number[]) => void) {
    this.#stream = stream;
    const mimeType = TYPES.find((type) => MediaRecorder.isTypeSupported(type));
    this.#recorder = new MediaRecorder(stream, mimeType ? { mimeType, audioBitsPerSecond: 32_000 } : {});
    this.#recorder.ondataavailable = (event) => this.#pieces.push(event.data);
    this.#recorder.start(1_000);
    const ear = this.#sound.createAnalyser();
    ear.fftSize = 1024;
    this.#sound.createMediaStreamSource(stream).connect(ear);
    const heard = new Uint8Array(ear.fftSize);
    this.#timer = setInterval(() => {
      ear.getByteTimeDomainData(heard);
      this.#loud.push(Math.max(...heard.map((value) => Math.abs(value - 128))) / 128);
      onStep(this.lengthMs, this.#loud);
    }, STEP_MS);
  }

  /** Asks for the microphone; throws where there is none or the person says no. */
  static async start(onStep: (ms: number, loud: number[]) => void): Promise<Recorder> {
    const stream = await navigator.mediaDevices.getUserMedia({ audio: { echoCancellation: true, noiseSuppression: true } });
    return new Recorder(stream, onStep);
  }

  get lengthMs(): number {
    return Math.round(performance.now() - this.#began);
  }

  stop(): Promise<Recorded> {
    const durationMs = this.lengthMs;
    return new Promise((resolve) => {
      this.#recorder.onstop = () => {
        const type = this.#recorder.mimeType.split(";")[0] || "audio/webm";
        this.#off();
        resolve({ sound: new Blob(this.#pieces, { type }), durationMs, waveform: waveOf(this.#loud) });
      };
      this.#recorder.stop();
    });
  }

  drop(): void {
    if (this.#recorder.state !== "inactive") this.#recorder.stop();
    this.#off();
  }

  #off(): void {
    clearInterval(this.#timer);
    for (const track of this.#stream.getTracks()) track.stop();
    void this.#sound.close().catch(() => undefined);
  }
}

/** One digit a step, the loudest a 9, at most 64 of them. */
export function waveOf(loud: number[]): string {
  if (loud.length === 0) return "0";
  const steps = Math.min(DIGITS_MAX, loud.length);
  const top = Math.max(0.05, ...loud);
  return Array.from({ length: steps }, (_, step) => {
    const from = Math.floor((step * loud.length) / steps);
    const to = Math.max(from + 1, Math.floor(((step + 1) * loud.length) / steps));
    return Math.min(9, Math.round((9 * Math.max(...loud.slice(from, to))) / top));
  }).join("");
}
