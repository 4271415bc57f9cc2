/** Why the host did not take what an input holds, below it. */
import type { JSX } from "preact";
import { Icon } from "../../kit/basics";

export function Complaint({ text }: { text: string | undefined }): JSX.Element | null {
  return text ? (
    <p class="field-error" role="alert">
      <Icon name="alert" size="s" />
      {text}
    </p>
  ) : null;
}
