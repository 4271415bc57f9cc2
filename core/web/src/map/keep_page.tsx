/** A place under a name of one's own: home, work, or any word. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { say } from "../i18n/texts";
import { Button } from "../kit/basics";
import { Field, Segments } from "../kit/inputs";
import { explain } from "../room/complaints";
import { asFailure } from "../wire/failure";
import { type Place, type PlaceCalls, nameOf } from "./places";

const NAME_CHARS_MAX = 32;

export function KeepPage({ place, calls, done }: { place: Place; calls: PlaceCalls; done: () => void }): JSX.Element {
  const [as, setAs] = useState<"home" | "work" | "other">("home");
  const [name, setName] = useState("");
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState("");
  const save = async (): Promise<void> => {
    setBusy(true);
    try {
      await calls.keep(as === "other" ? name.trim() : as, as === "other" ? "" : as, place.point);
      done();
    } catch (error) {
      setTrouble(explain(asFailure(error)));
      setBusy(false);
    }
  };
  return (
    <form
      class="place-keep"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (!busy && (as !== "other" || name.trim())) void save();
      }}
    >
      <p>
        <bdi>{nameOf(place)}</bdi>
      </p>
      <Segments
        label={say("place-keep-as")}
        value={as}
        options={[
          { id: "home", text: say("place-keep-home") },
          { id: "work", text: say("place-keep-work") },
          { id: "other", text: say("place-keep-other") },
        ]}
        onChange={setAs}
      />
      {as === "other" ? <Field name="name" label={say("place-keep-name")} max={NAME_CHARS_MAX} testId="keep-name" onInput={setName} /> : null}
      {trouble ? (
        <p class="field-error" role="alert">
          {trouble}
        </p>
      ) : null}
      <p class="field-hint">{say("place-kept-note")}</p>
      <Button type="submit" look="primary" wide busy={busy} disabled={as === "other" && !name.trim()} testId="keep-save">
        {say("place-keep-save")}
      </Button>
    </form>
  );
}
