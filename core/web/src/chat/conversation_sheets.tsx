/** What concerns a whole conversation: its switches, and going to a day. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { aboutHref } from "../groups/group_calls";
import { mutedUntil } from "../groups/mute";
import { say } from "../i18n/texts";
import { Button, Icon } from "../kit/basics";
import { Row, Sheet } from "../kit/surfaces";
import { useChat } from "./context";
import { titleOf, type View } from "./state";
import { tameLine } from "./text";

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
  onMute: () => void;
  onCheck: () => void;
  onClose: () => void;
}

/** A conversation's own switches. */
export function ConversationSheet({ view, onDate, onSearch, onMute, onCheck, onClose }: ConversationProps): JSX.Element {
  const { chat, go } = useChat();
  const muted = view.mutedUntilMs > chat.clockMs.value;
  const change = (what: object): void => {
    void chat.updateView(view.id, what);
    onClose();
  };
  return (
    <Sheet title={<bdi>{tameLine(titleOf(chat.state.value, view))}</bdi>} onClose={onClose} testId="conversation-menu">
      <ul class="rows">
        {view.kind === "app" ? null : <Row lead={<Icon name="info" />} title={say(view.kind === "direct" ? "person-title" : `${view.kind}-about`)} testId="about" onPress={() => go(aboutHref(view.id))} />}
        <Row lead={<Icon name="search" />} title={say("chat-search-here")} onPress={onSearch} />
        <Row lead={<Icon name="calendar" />} title={say("chat-to-date")} onPress={onDate} />
        <Row lead={<Icon name="pin" />} title={say(view.pinned ? "chat-unpin" : "chat-pin")} testId="pin" onPress={() => change({ pinned: !view.pinned })} />
        <Row lead={<Icon name="bell-off" />} title={say("chat-mute")} subtitle={muted ? mutedUntil(view.mutedUntilMs, chat.clockMs.value) : undefined} testId="mute" onPress={onMute} />
        <Row lead={<Icon name="chat" />} title={say("chat-mark-unread")} onPress={() => change({ marked_unread: true })} />
        <Row lead={<Icon name="checks" />} title={say(view.marksPrivate ? "chat-marks-share" : "chat-marks-private")} onPress={() => change({ marks_private: !view.marksPrivate })} />
        <Row lead={<Icon name="good" />} title={say("chat-check")} subtitle={say("chat-check-hint")} testId="check" onPress={onCheck} />
      </ul>
    </Sheet>
  );
}
