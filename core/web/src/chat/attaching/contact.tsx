/** One's own contact, handed to whoever reads here; others' codes are theirs to hand on. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { say } from "../../i18n/texts";
import { Button } from "../../kit/basics";
import { Sheet } from "../../kit/surfaces";
import { explain } from "../../room/complaints";
import { asFailure } from "../../wire/failure";
import { CONTACTS } from "../chat";
import { useChat } from "../context";
import { nameOf, type View } from "../state";

export function ContactPanel({ view, onClose }: { view: View; onClose: () => void }): JSX.Element {
  const { chat, post, toasts } = useChat();
  const [busy, setBusy] = useState(false);
  const send = async (): Promise<void> => {
    setBusy(true);
    try {
      const { code } = await post<{ code: string }>(`${CONTACTS}/GetMyCode`);
      chat.send(view.id, { contact: { code, display_name: nameOf(chat.state.peek(), chat.me) } });
      onClose();
    } catch (error) {
      toasts.show(explain(asFailure(error)), "bad");
      setBusy(false);
    }
  };
  return (
    <Sheet
      title={say("attach-contact")}
      onClose={onClose}
      testId="contact-sheet"
      actions={
        <Button look="primary" wide icon="send" busy={busy} testId="contact-send" onPress={() => void send()}>
          {say("send")}
        </Button>
      }
    >
      <p>{say("attach-contact-text")}</p>
    </Sheet>
  );
}
