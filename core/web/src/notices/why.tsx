/** Why one was, or was not, told about a message: the rule that decided, in plain words, and where to change it. */
import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { useChat } from "../chat/context";
import type { Msg } from "../chat/thread";
import type { View } from "../chat/state";
import { has, say } from "../i18n/texts";
import { Button, Icon, Skeleton } from "../kit/basics";
import { Sheet } from "../kit/surfaces";
import { explain } from "../room/complaints";
import { asFailure } from "../wire/failure";
import { NOTIFICATIONS } from "./prefs";

interface Explained {
  told?: boolean;
  silent?: boolean;
  rule?: string;
}

/** Where what decided can be changed; the rest are facts. */
const CHANGED_AT: Record<string, "here" | "everywhere"> = {
  setting_conversation: "here", default_channel: "here", conversation_muted: "here", setting_global: "everywhere",
  quiet_hours: "everywhere", mentions_pierce: "everywhere", payments_pierce: "everywhere", default_on: "everywhere",
  default_silent: "everywhere",
};

export function WhySheet({ view, msg, onClose }: { view: View; msg: Msg; onClose: () => void }): JSX.Element {
  const { post, go } = useChat();
  const [answer, setAnswer] = useState<Explained | null>(null);
  const [trouble, setTrouble] = useState("");
  useEffect(() => {
    post<Explained>(`${NOTIFICATIONS}/ExplainNotification`, { conversation_id: view.id, seq: msg.seq }).then(setAnswer, (error: unknown) =>
      setTrouble(explain(asFailure(error))),
    );
  }, []);
  const rule = (answer?.rule ?? "").replaceAll("_", "-");
  const where = CHANGED_AT[answer?.rule ?? ""];
  return (
    <Sheet
      title={say("why-title")}
      onClose={onClose}
      testId="why"
      actions={
        where ? (
          <Button wide onPress={() => go(where === "here" ? `#/chats/${encodeURIComponent(view.id)}/about` : "#/me/notices")}>
            {say(where === "here" ? "why-change-here" : "why-change-everywhere")}
          </Button>
        ) : undefined
      }
    >
      {trouble ? (
        <p>{trouble}</p>
      ) : answer ? (
        <div class="why">
          <span class={`empty-mark tone-${answer.told ? (answer.silent ? "neutral" : "good") : "warn"}`}>
            <Icon name={answer.told ? "bell" : "bell-off"} size="l" />
          </span>
          <p class="why-answer" data-testid="why-answer">
            {say(answer.told ? (answer.silent ? "why-told-silently" : "why-told") : "why-not-told")}
          </p>
          <p data-testid="why-rule">{has(`why-rule-${rule}`) ? say(`why-rule-${rule}`) : say("why-rule-other")}</p>
          <p class="share-hint">{say("why-now")}</p>
        </div>
      ) : (
        <Skeleton rows={2} />
      )}
    </Sheet>
  );
}
