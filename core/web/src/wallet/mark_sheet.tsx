/** Choosing the mark: one emoji and a few words of one's own, then the PIN. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { say } from "../i18n/texts";
import { Button } from "../kit/basics";
import { Choice, Field } from "../kit/inputs";
import { Sheet } from "../kit/surfaces";
import type { Host } from "../host/host";
import { asFailure } from "../wire/failure";
import { useCalls } from "./house";
import { PIN_DIGITS, PinPad } from "./pin_pad";
import { complaintOf } from "./refusals";
import type { Mark } from "./shapes";

const EMOJI = ["🌴", "☕", "🐪", "🌙", "🦅", "🌹", "⛵", "🍇", "🔔", "🌊", "🧭", "🎈", "🍋", "🐈", "📚", "🏔️"];
const PHRASE_CHARS_MAX = 32;

export interface MarkSheetProps {
  host: Host;
  mark: Mark | undefined;
  onDone: () => void;
  onClose: () => void;
}

export function MarkSheet({ host, mark, onDone, onClose }: MarkSheetProps): JSX.Element {
  const calls = useCalls(host);
  const [emoji, setEmoji] = useState(mark?.emoji ?? "");
  const [phrase, setPhrase] = useState(mark?.phrase ?? "");
  const [pin, setPin] = useState("");
  const [step, setStep] = useState<"choose" | "pin">("choose");
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState("");
  const chosen = emoji !== "" && phrase.trim() !== "";
  const save = async (): Promise<void> => {
    if (busy) return;
    setBusy(true);
    setTrouble("");
    try {
      await calls.setMark({ emoji, phrase: phrase.trim() }, pin);
      onDone();
    } catch (error) {
      setTrouble(complaintOf(asFailure(error)));
      setPin("");
    }
    setBusy(false);
  };
  const next = (): void => {
    if (step === "choose" && chosen) setStep("pin");
    else if (step === "pin" && pin.length === PIN_DIGITS) void save();
  };
  return (
    <Sheet
      testId="mark-sheet"
      title={say("mark-title")}
      onClose={() => (busy ? undefined : onClose())}
      actions={
        <Button look="primary" wide busy={busy} disabled={step === "choose" ? !chosen : pin.length < PIN_DIGITS} testId="mark-next" onPress={next}>
          {say(step === "choose" ? "continue" : "save")}
        </Button>
      }
    >
      {step === "choose" ? (
        <>
          <p>{say("mark-lead")}</p>
          <div class="mark-emoji">
            <Choice label={say("mark-emoji")} name="emoji" display="chips" chosen={[emoji]} options={EMOJI.map((one) => ({ id: one, text: one }))} onChange={([one]) => setEmoji(one ?? "")} />
          </div>
          <Field name="phrase" label={say("mark-phrase")} hint={say("mark-phrase-hint")} value={phrase} max={PHRASE_CHARS_MAX} testId="mark-phrase" onInput={setPhrase} />
        </>
      ) : (
        <PinPad label={say("approve-pin")} value={pin} error={trouble || undefined} disabled={busy} onChange={setPin} onEnter={next} />
      )}
    </Sheet>
  );
}
