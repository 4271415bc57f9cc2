/** Fingers, mouse, wheel and keys on a map, as pans and zooms of its camera. */
import type { Camera } from "./camera";

const TAP_PX = 8;
const TAP_MS = 600;
const DOUBLE_MS = 320;
const KEY_PX = 90;
export const STEP = 2;
/** A wheel that was turning elsewhere goes on scrolling the page. */
const WHEEL_PAUSE_MS = 300;

let wheelElsewhereMs = -WHEEL_PAUSE_MS;
addEventListener(
  "wheel",
  (event) => {
    if (!(event.target instanceof Element && event.target.closest(".map-canvas"))) wheelElsewhereMs = event.timeStamp;
  },
  { passive: true, capture: true },
);

interface Finger {
  x: number;
  y: number;
}

export interface Listener {
  /** A tap that was no drag, on no mark. Where taps mean nothing, two of them zoom. */
  tap: ((x: number, y: number) => void) | null;
}

/** Listens until the returned function is called. */
export function listen(canvas: HTMLElement, camera: Camera, listener: () => Listener): () => void {
  const fingers = new Map<number, Finger>();
  let [startedMs, movedPx, lastTapMs, velocity] = [0, 0, -DOUBLE_MS, { x: 0, y: 0, atMs: 0 }];
  let onMark = false;
  let spread = 0;

  const inside = (event: PointerEvent | WheelEvent): Finger => {
    const box = canvas.getBoundingClientRect();
    return { x: event.clientX - box.x, y: event.clientY - box.y };
  };
  const spreadOf = (): { far: number; x: number; y: number } => {
    const [a, b] = [...fingers.values()] as [Finger, Finger];
    return { far: Math.hypot(a.x - b.x, a.y - b.y), x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 };
  };

  const down = (event: PointerEvent): void => {
    if (event.button !== 0) return;
    fingers.set(event.pointerId, inside(event));
    if (fingers.size === 1) {
      [startedMs, movedPx] = [event.timeStamp, 0];
      onMark = event.target instanceof Element && event.target.closest(".mark-pressable") !== null;
    } else if (fingers.size === 2) {
      movedPx = TAP_PX + 1;
      spread = spreadOf().far;
    }
    velocity = { x: 0, y: 0, atMs: event.timeStamp };
  };
  const move = (event: PointerEvent): void => {
    const before = fingers.get(event.pointerId);
    if (!before) return;
    const now = inside(event);
    const was = fingers.size === 2 ? spreadOf() : null;
    fingers.set(event.pointerId, now);
    movedPx += Math.hypot(now.x - before.x, now.y - before.y);
    // Not before it is a drag: a captured finger presses no mark.
    if (movedPx > TAP_PX && !canvas.hasPointerCapture(event.pointerId)) canvas.setPointerCapture(event.pointerId);
    if (was) {
      const is = spreadOf();
      camera.pan(is.x - was.x, is.y - was.y);
      if (spread > 0 && was.far > 0) camera.zoom(is.far / was.far, is.x, is.y);
    } else if (fingers.size === 1 && movedPx > TAP_PX) {
      camera.pan(now.x - before.x, now.y - before.y);
      const ms = Math.max(1, event.timeStamp - velocity.atMs);
      velocity = { x: (now.x - before.x) / ms, y: (now.y - before.y) / ms, atMs: event.timeStamp };
    }
  };
  const up = (event: PointerEvent): void => {
    if (!fingers.delete(event.pointerId) || fingers.size > 0) return;
    const at = inside(event);
    if (movedPx > TAP_PX) {
      // A flick goes on a little.
      const fresh = event.timeStamp - velocity.atMs < 60;
      if (fresh && Math.hypot(velocity.x, velocity.y) > 0.3) camera.pan(velocity.x * 160, velocity.y * 160, true);
      return;
    }
    if (onMark || event.type === "pointercancel" || event.timeStamp - startedMs > TAP_MS) return;
    const { tap } = listener();
    if (tap) tap(at.x, at.y);
    else if (event.timeStamp - lastTapMs < DOUBLE_MS) camera.zoom(STEP, at.x, at.y, true);
    lastTapMs = event.timeStamp;
  };
  const wheel = (event: WheelEvent): void => {
    if (event.timeStamp - wheelElsewhereMs < WHEEL_PAUSE_MS && !event.ctrlKey) {
      wheelElsewhereMs = event.timeStamp;
      return;
    }
    event.preventDefault();
    const at = inside(event);
    const lines = event.deltaMode === 1 ? event.deltaY * 16 : event.deltaY;
    camera.zoom(Math.exp(-Math.max(-120, Math.min(120, lines)) * (event.ctrlKey ? 0.01 : 0.003)), at.x, at.y);
  };

  canvas.addEventListener("pointerdown", down);
  canvas.addEventListener("pointermove", move);
  canvas.addEventListener("pointerup", up);
  canvas.addEventListener("pointercancel", up);
  canvas.addEventListener("wheel", wheel, { passive: false });
  return () => {
    canvas.removeEventListener("pointerdown", down);
    canvas.removeEventListener("pointermove", move);
    canvas.removeEventListener("pointerup", up);
    canvas.removeEventListener("pointercancel", up);
    canvas.removeEventListener("wheel", wheel);
  };
}

/** Arrows go that way on the ground, in every language; true where the key was the map's. */
export function byKey(camera: Camera, key: string): boolean {
  const ways: Record<string, [number, number]> = { ArrowLeft: [1, 0], ArrowRight: [-1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };
  const way = ways[key];
  if (way) camera.pan(way[0] * KEY_PX, way[1] * KEY_PX, true);
  else if (key === "+" || key === "=") camera.zoom(STEP, undefined, undefined, true);
  else if (key === "-" || key === "_") camera.zoom(1 / STEP, undefined, undefined, true);
  else return false;
  return true;
}
