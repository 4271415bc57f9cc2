/** Looks for a QR code with the device's camera: by the browser's own reader, or by ours, which is fetched then. */
import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";

/** What a picture of the camera says; null where there is no code in it. */
type Read = (view: HTMLVideoElement) => Promise<string | null>;
interface Detector {
  detect(source: HTMLVideoElement): Promise<{ rawValue: string }[]>;
}
type DetectorMaker = new (options: { formats: string[] }) => Detector;

const LOOK_EVERY_MS = 200;
/** Of the longer side: enough for a code that fills a fifth of the picture, and quick to look through. */
const SIDE_PX_MAX = 640;

/** There is a camera to ask for. */
export const mayLook = (): boolean => navigator.mediaDevices !== undefined;

async function reader(): Promise<Read> {
  const Maker = (globalThis as { BarcodeDetector?: DetectorMaker }).BarcodeDetector;
  if (Maker) {
    const detector = new Maker({ formats: ["qr_code"] });
    return async (view) => (await detector.detect(view))[0]?.rawValue ?? null;
  }
  const { default: decode } = await import("qr/decode.js");
  const paper = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  if (!paper) throw new Error("no canvas");
  return async (view) => {
    const share = Math.min(1, SIDE_PX_MAX / Math.max(view.videoWidth, view.videoHeight));
    const [width, height] = [Math.round(view.videoWidth * share), Math.round(view.videoHeight * share)];
    if (!width || !height) return null;
    [paper.canvas.width, paper.canvas.height] = [width, height];
    paper.drawImage(view, 0, 0, width, height);
    return decode({ width, height, data: paper.getImageData(0, 0, width, height).data });
  };
}

export interface CameraProps {
  label: string;
  found: (text: string) => void;
  failed: () => void;
}

export function Camera({ label, found, failed }: CameraProps): JSX.Element {
  const video = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    let stream: MediaStream | null = null;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let gone = false;
    const stop = (): void => {
      clearTimeout(timer);
      for (const track of stream?.getTracks() ?? []) track.stop();
    };
    const start = async (): Promise<void> => {
      const view = video.current;
      if (!view) return;
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
      if (gone) return stop();
      view.srcObject = stream;
      const [read] = await Promise.all([reader(), view.play()]);
      const look = async (): Promise<void> => {
        // A picture without a code, or between two others: the next one is looked at.
        const text = await read(view).catch(() => null);
        if (gone) return;
        if (text) found(text);
        else timer = setTimeout(() => void look(), LOOK_EVERY_MS);
      };
      if (!gone) await look();
    };
    start().catch(() => gone || failed());
    return () => {
      gone = true;
      stop();
    };
  }, []);
  return <video class="camera" ref={video} muted playsInline aria-label={label} />;
}
