/** A place: by name and coordinates, or where this device is; no map service is asked. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { say } from "../../i18n/texts";
import { Button } from "../../kit/basics";
import { Field } from "../../kit/inputs";
import { Sheet } from "../../kit/surfaces";
import { useChat } from "../context";
import type { View } from "../state";

const NAME_CHARS_MAX = 128;
const FIND_WITHIN_MS = 15_000;

/** Degrees as people type them: Arabic digits and both decimal marks too. Null where it is none or beyond `most`. */
export function degreesOf(text: string, most: number): number | null {
  const plain = text
    .trim()
    .replace(/[\u0660-\u0669]/g, (digit) => String(digit.charCodeAt(0) - 0x660))
    .replace(/[,\u066b\u060c]/, ".")
    .replace("\u2212", "-");
  if (!/^[+-]?\d{1,3}(\.\d{1,12})?$/.test(plain)) return null;
  const degrees = Number(plain);
  return Math.abs(degrees) <= most ? degrees : null;
}

export function PlacePanel({ view, onClose }: { view: View; onClose: () => void }): JSX.Element {
  const { chat } = useChat();
  const [name, setName] = useState("");
  const [latitude, setLatitude] = useState("");
  const [longitude, setLongitude] = useState("");
  const [found, setFound] = useState(0);
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState("");
  const [lat, lng] = [degreesOf(latitude, 90), degreesOf(longitude, 180)];
  const here = (): void => {
    setBusy(true);
    setTrouble("");
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        setLatitude(coords.latitude.toFixed(6));
        setLongitude(coords.longitude.toFixed(6));
        setFound(found + 1);
        setBusy(false);
      },
      (error) => {
        setTrouble(say(error.code === error.PERMISSION_DENIED ? "place-denied" : "place-not-found"));
        setBusy(false);
      },
      { enableHighAccuracy: true, timeout: FIND_WITHIN_MS },
    );
  };
  const send = (): void => {
    if (lat === null || lng === null) return;
    chat.send(view.id, { location: { latitude_e7: Math.round(lat * 1e7), longitude_e7: Math.round(lng * 1e7), name: name.trim() } });
    onClose();
  };
  return (
    <Sheet
      title={say("attach-place")}
      onClose={onClose}
      testId="place-sheet"
      actions={
        <Button look="primary" wide icon="send" disabled={lat === null || lng === null} testId="place-send" onPress={send}>
          {say("send")}
        </Button>
      }
    >
      <Button icon="place" wide busy={busy} testId="place-here" onPress={here}>
        {say("place-here")}
      </Button>
      {trouble ? <p class="field-error" role="alert">{trouble}</p> : null}
      <Field name="place" label={say("place-name")} hint={say("place-name-hint")} max={NAME_CHARS_MAX} testId="place-name" onInput={setName} />
      <div class="place-fields" key={found}>
        <Field name="latitude" label={say("place-latitude")} value={latitude} ltr max={16} error={latitude && lat === null ? say("place-latitude-bad") : undefined} testId="place-latitude" onInput={setLatitude} />
        <Field name="longitude" label={say("place-longitude")} value={longitude} ltr max={16} error={longitude && lng === null ? say("place-longitude-bad") : undefined} testId="place-longitude" onInput={setLongitude} />
      </div>
    </Sheet>
  );
}
