/** A QR code as one SVG path: no image, no script of somebody else's, readable in both colour schemes. */
import type { JSX } from "preact";
import encodeQR from "qr";

const QUIET = 3;

export function Qr({ text, label }: { text: string; label: string }): JSX.Element {
  const rows = encodeQR(text, "raw", { ecc: "medium", border: QUIET });
  const path = rows.flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : []))).join("");
  return (
    <svg class="qr" viewBox={`0 0 ${rows.length} ${rows.length}`} role="img" aria-label={label} shapeRendering="crispEdges" data-testid="qr">
      <path d={path} />
    </svg>
  );
}
