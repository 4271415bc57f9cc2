/** The check of a conversation on the page: how far it is, and what came of it. */
import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { say } from "../i18n/texts";
import { Button, Meter } from "../kit/basics";
import { Notice, Sheet } from "../kit/surfaces";
import { explain } from "../room/complaints";
import { asFailure, type Failure } from "../wire/failure";
import { type Checked, checkConversation } from "./check";
import { useChat } from "./context";
import { threadOf, type View } from "./state";
import { count } from "./words";

/** Recomputes the conversation's chain of hashes here, from the first update the reader may see to the newest. */
export function CheckSheet({ view, onClose }: { view: View; onClose: () => void }): JSX.Element {
  const { chat } = useChat();
  const [share, setShare] = useState(0);
  const [checked, setChecked] = useState<Checked | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const able = globalThis.crypto?.subtle !== undefined;
  useEffect(() => {
    let here = true;
    if (!able) return;
    checkConversation({
      call: chat.call,
      id: view.id,
      me: chat.me,
      visibleFrom: view.visibleFrom,
      left: view.status !== "active",
      held: () => threadOf(chat.state.peek(), view.id),
      told: chat.toldOf(view.id),
      onProgress: (done, of) => here && setShare(of > 0 ? done / of : 1),
      gaveUp: () => !here,
    }).then(
      (result) => here && setChecked(result),
      (error: unknown) => here && setFailure(asFailure(error)),
    );
    return () => {
      here = false;
    };
  }, [view.id]);
  return (
    <Sheet title={say("chat-check-title")} onClose={onClose} testId="check-sheet" actions={<Button wide onPress={onClose}>{say("close")}</Button>}>
      {!able ? <Notice tone="warn">{say("chat-check-insecure")}</Notice> : failure ? <Notice tone="bad">{explain(failure)}</Notice> : null}
      {able && !checked && !failure ? <Meter value={share} label={say("chat-check-running")} text={say("chat-check-running")} /> : null}
      {checked ? <CheckResult checked={checked} /> : null}
      <p class="check-why">{say("chat-check-why")}</p>
    </Sheet>
  );
}

function CheckResult({ checked }: { checked: Checked }): JSX.Element {
  const { count: held, fault, gone, hash, last } = checked;
  if (fault) {
    return (
      <Notice tone="bad" title={say("chat-check-bad")} testId="check-bad">
        {say(`chat-check-fault-${fault.what}`, { seq: count(fault.seq, Number.MAX_SAFE_INTEGER) })}
      </Notice>
    );
  }
  return (
    <>
      <Notice tone="good" title={say("chat-check-good", { count: held, shown: count(held, Number.MAX_SAFE_INTEGER) })} testId="check-good">
        {say("chat-check-print", { seq: count(last, Number.MAX_SAFE_INTEGER) })}
      </Notice>
      {/* The first half is enough to compare by eye; nobody makes another log with the same. */}
      {gone > 0 ? <Notice tone="warn" testId="check-gone">{say("chat-check-gone", { count: gone, shown: count(gone, Number.MAX_SAFE_INTEGER) })}</Notice> : null}
      <code class="check-print" dir="ltr">{hash.slice(0, 32).replace(/(.{4})(?=.)/g, "$1 ")}</code>
    </>
  );
}
