/** Looks for a QR code with the device's camera. */
import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";

interface Detector {
  detect(source: HTMLVideoElement): Promise<{ rawValue: string }[]>;
}
type DetectorMaker = new (options: { formats: string[] }) => Detector;
const detectorMaker = (): DetectorMaker | undefined => (globalThis as { BarcodeDetector?: DetectorMaker }).BarcodeDetector;

const LOOK_EVERY_MS = 250;

/** There is a camera to ask for, and something that reads its pictures. */
export const mayLook = (): boolean => detectorMaker() !== undefined && navigator.mediaDevices !== undefined;

export interface CameraProps {
  label: string;
  found: (text: string) => void;
  failed: () => void;
}

export function Camera({ label, found, failed }: CameraProps): JSX.Element {
  const video = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    let stream: MediaStream | null = null;
    let timer: ReturnType<typeof setInterval> | undefined;
    let gone = false;
    const start = async (): Promise<void> => {
      const Maker = detectorMaker();
      const view = video.current;
      if (!Maker || !view) return failed();
      const detector = new Maker({ formats: ["qr_code"] });
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
      if (gone) return stop();
      view.srcObject = stream;
      await view.play();
      timer = setInterval(() => {
        detector.detect(view).then(
          ([code]) => code && !gone && found(code.rawValue),
          () => undefined, // Between two pictures: the next one is looked at.
        );
      }, LOOK_EVERY_MS);
    };
    const stop = (): void => {
      clearInterval(timer);
      for (const track of stream?.getTracks() ?? []) track.stop();
    };
    start().catch(() => gone || failed());
    return () => {
      gone = true;
      stop();
    };
  }, []);
  return <video class="camera" ref={video} muted playsInline aria-label={label} />;
}
