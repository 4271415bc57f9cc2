/** A new PIN, step by step: proof of who it is, the PIN, the PIN again. */
import type { JSX } from "preact";
import { useRef, useState } from "preact/hooks";
import { say } from "../i18n/texts";
import { Button } from "../kit/basics";
import { Field } from "../kit/inputs";
import { Notice, Sheet } from "../kit/surfaces";
import { asFailure } from "../wire/failure";
import { PIN_DIGITS, PinPad } from "./pin_pad";
import { complaintOf } from "./refusals";
import type { Guard } from "./shapes";

export interface PinSheetProps {
  title: string;
  lead: string;
  /** What proves that it is them: the account's password, or the PIN that holds. */
  proof: "password" | "pin";
  submit: (newPin: string, proof: string) => Promise<Guard>;
  onDone: (guard: Guard) => void;
  onClose: () => void;
}

type Step = "proof" | "new" | "again";

export function PinSheet({ title, lead, proof, submit, onDone, onClose }: PinSheetProps): JSX.Element {
  const [step, setStep] = useState<Step>("proof");
  const [values, setValues] = useState<Record<Step, string>>({ proof: "", new: "", again: "" });
  const [error, setError] = useState("");
  const [busy, setBusy] = useState(false);
  const running = useRef(false);
  const set = (at: Step, value: string): void => {
    setValues((before) => ({ ...before, [at]: value }));
    if (value) setError("");
  };
  const back = (to: Step, why: string): void => {
    setValues((before) => ({ proof: to === "proof" ? "" : before.proof, new: "", again: "" }));
    setStep(to);
    setError(why);
  };
  const send = async (): Promise<void> => {
    if (running.current) return;
    running.current = true;
    setBusy(true);
    try {
      onDone(await submit(values.new, values.proof));
    } catch (thrown) {
      const failure = asFailure(thrown);
      const ofProof = ["PASSWORD_WRONG", "PIN_WRONG", "PIN_LOCKED"].includes(failure.reason);
      if (ofProof || failure.reason === "PIN_TOO_EASY") back(ofProof ? "proof" : "new", complaintOf(failure));
      else setError(complaintOf(failure));
    } finally {
      running.current = false;
      setBusy(false);
    }
  };
  const full = step === "proof" && proof === "password" ? values.proof !== "" : values[step].length === PIN_DIGITS;
  const next = (): void => {
    if (!full) return;
    if (step === "proof") setStep("new");
    else if (step === "new") setStep("again");
    else if (values.again !== values.new) back("new", say("pin-differs"));
    else void send();
  };
  return (
    <Sheet
      testId="pin-sheet"
      title={title}
      onClose={() => (busy ? undefined : onClose())}
      actions={
        <Button look="primary" wide busy={busy} disabled={!full} testId="pin-next" onPress={next}>
          {say(step === "again" ? "pin-save" : "continue")}
        </Button>
      }
    >
      {step === "proof" ? <p>{lead}</p> : null}
      {step === "proof" && proof === "password" ? (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            next();
          }}
        >
          <Field
            label={say("password")}
            name="password"
            kind="password"
            autocomplete="current-password"
            ltr
            error={error || undefined}
            testId="pin-password"
            onInput={(value) => set("proof", value)}
          />
        </form>
      ) : (
        <PinPad
          key={step}
          label={say(step === "proof" ? "pin-current" : step === "new" ? "pin-new" : "pin-again")}
          value={values[step]}
          error={error || undefined}
          disabled={busy}
          onChange={(pin) => set(step, pin)}
          onEnter={next}
        />
      )}
      {step === "new" ? <Notice>{say("pin-advice")}</Notice> : null}
    </Sheet>
  );
}
