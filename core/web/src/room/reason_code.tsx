/** The reason's own word, small. */
import type { JSX } from "preact";

/** For the support; where there is no connection there is nothing to support. */
export function ReasonCode({ reason }: { reason: string }): JSX.Element | null {
  if (reason === "OFFLINE") return null;
  return (
    <bdi class="code reason-code" dir="ltr">
      {reason}
    </bdi>
  );
}
