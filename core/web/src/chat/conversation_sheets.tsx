/** What concerns a whole conversation: its switches, going to a day, and the check of its log. */
import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { say } from "../i18n/texts";
import { Button, Icon, Meter } from "../kit/basics";
import { Notice, Row, Sheet } from "../kit/surfaces";
import { explain } from "../room/complaints";
import { asFailure, type Failure } from "../wire/failure";
import { type Checked, checkConversation } from "./check";
import { useChat } from "./context";
import { threadOf, titleOf, type View } from "./state";
import { tameLine } from "./text";
import { count } from "./words";

const MUTED_FOR_GOOD = "253402300799999";

/** A day to go to. */
export function DateSheet({ onPick, onClose }: { onPick: (ms: number) => void; onClose: () => void }): JSX.Element {
  const [day, setDay] = useState("");
  const ms = day ? new Date(`${day}T00:00:00`).getTime() : 0;
  return (
    <Sheet
      title={say("chat-to-date")}
      onClose={onClose}
      testId="to-date"
      actions={
        <Button look="primary" wide disabled={!ms} onPress={() => onPick(ms)}>
          {say("chat-go")}
        </Button>
      }
    >
      <label class="field">
        <span class="field-label">{say("chat-day")}</span>
        <input class="input" type="date" value={day} onInput={(event) => setDay(event.currentTarget.value)} />
      </label>
    </Sheet>
  );
}

interface ConversationProps {
  view: View;
  onDate: () => void;
  onSearch: () => void;
  onCheck: () => void;
  onClose: () => void;
}

/** A conversation's own switches. */
export function ConversationSheet({ view, onDate, onSearch, onCheck, onClose }: ConversationProps): JSX.Element {
  const { chat } = useChat();
  const muted = view.mutedUntilMs > chat.clockMs.value;
  const change = (what: object): void => {
    void chat.updateView(view.id, what);
    onClose();
  };
  return (
    <Sheet title={<bdi>{tameLine(titleOf(chat.state.value, view))}</bdi>} onClose={onClose} testId="conversation-menu">
      <ul class="rows">
        <Row lead={<Icon name="search" />} title={say("chat-search-here")} onPress={onSearch} />
        <Row lead={<Icon name="calendar" />} title={say("chat-to-date")} onPress={onDate} />
        <Row lead={<Icon name="pin" />} title={say(view.pinned ? "chat-unpin" : "chat-pin")} testId="pin" onPress={() => change({ pinned: !view.pinned })} />
        <Row lead={<Icon name={muted ? "bell" : "bell-off"} />} title={say(muted ? "chat-unmute" : "chat-mute")} testId="mute" onPress={() => change({ muted_until_ms: muted ? "0" : MUTED_FOR_GOOD })} />
        <Row lead={<Icon name="chat" />} title={say("chat-mark-unread")} onPress={() => change({ marked_unread: true })} />
        <Row lead={<Icon name="checks" />} title={say(view.marksPrivate ? "chat-marks-share" : "chat-marks-private")} onPress={() => change({ marks_private: !view.marksPrivate })} />
        <Row lead={<Icon name="good" />} title={say("chat-check")} subtitle={say("chat-check-hint")} testId="check" onPress={onCheck} />
      </ul>
    </Sheet>
  );
}

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
  const { count: held, fault, hash, last } = checked;
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
      <code class="check-print" dir="ltr">{hash.slice(0, 32).replace(/(.{4})(?=.)/g, "$1 ")}</code>
    </>
  );
}
