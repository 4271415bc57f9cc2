/** A QR code as one SVG path: no image, no script of somebody else's, readable in both colour schemes. */
import type { JSX } from "preact";
import { encode } from "uqr";

const QUIET = 3;

export function Qr({ text, label }: { text: string; label: string }): JSX.Element {
  const { size, data } = encode(text, { ecc: "M", border: QUIET });
  const path = data.flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : []))).join("");
  return (
    <svg class="qr" viewBox={`0 0 ${size} ${size}`} role="img" aria-label={label} shapeRendering="crispEdges" data-testid="qr">
      <path d={path} />
    </svg>
  );
}
