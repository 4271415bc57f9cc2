/** Components of places and codes: Map, PlacePicker, QR, Scan. What draws them is fetched with the first one shown. */
import type { JSX } from "preact";
import { useContext, useId } from "preact/hooks";
import { say } from "../../i18n/texts";
import { Button, Icon, Skeleton } from "../../kit/basics";
import { lazy } from "../../kit/lazy";
import { Sheet } from "../../kit/surfaces";
import type { MarkerGiven } from "../../map/map_face";
import { mapPiece } from "../../map/piece";
import type { Place } from "../../map/places";
import type { Point } from "../../map/ground";
import type { Json, Props } from "../../wire/frames";
import { listens, type NodeProps, testId, TreeContext, useLabel, useText } from "../context";
import { textOf } from "../typed";
import { useComplaint, useEntered } from "./fields";
import { Txt } from "./words";

const MapFace = lazy(
  mapPiece(() => import("../../map/map_face")),
  (all) => all.MapFace,
  ({ height }) => (
    <div class={`map map-${height}`}>
      <div class="map-blank">
        <Skeleton rows={3} />
      </div>
    </div>
  ),
);
const PlaceSheet = lazy(
  mapPiece(() => import("../../map/place_sheet")),
  (all) => all.PlaceSheet,
  ({ label, onClose }) => (
    <Sheet title={label} onClose={onClose}>
      <Skeleton rows={5} />
    </Sheet>
  ),
);
const PlaceWords = lazy(mapPiece(() => import("../../map/place_words")), (all) => all.PlaceWords, () => <Skeleton rows={1} />);
const QrCode = lazy(() => import("../../kit/qr"), (all) => all.Qr);
const ScanSheet = lazy(
  mapPiece(() => import("../../map/scan_sheet")),
  (all) => all.ScanSheet,
  ({ onClose }) => (
    <Sheet title={say("loading")} onClose={onClose}>
      <Skeleton rows={3} />
    </Sheet>
  ),
);

type MarkerJson = { id: string; point: Point; kind?: string; text?: Json; tone?: string; live?: string };

export function Map({ id, props }: NodeProps): JSX.Element {
  const { session, call, texts } = useContext(TreeContext);
  const markers = ((props.markers ?? []) as unknown as MarkerJson[]).map(
    ({ text, kind, tone, live, ...one }): MarkerGiven => ({ ...one, kind, tone, live, text: textOf(text, texts.value) }),
  );
  const may = isOn(props);
  return (
    <MapFace
      call={call}
      store={session.store}
      label={useText(props.label)}
      markers={markers}
      route={props.route}
      center={props.center}
      height={typeof props.height === "string" ? props.height : "m"}
      busy={props.busy === true || session.busyNode.value === id}
      testId={testId(props)}
      nodeId={id}
      onPress={may && listens(props, "press") ? (point) => session.tell(id, "press", { ...point }) : undefined}
      onMarker={may && listens(props, "marker") ? (marker) => session.tell(id, "marker", marker) : undefined}
    />
  );
}

const isOn = (props: Props): boolean => props.disabled !== true && props.busy !== true;

export function PlacePicker(node: NodeProps): JSX.Element {
  const { id, props } = node;
  const { call, lay } = useContext(TreeContext);
  const [value, enter] = useEntered<Json>(node, props.value ?? null);
  const complaint = useComplaint(id);
  const labelId = useId();
  const place = value as unknown as Place | null;
  const label = useText(props.label);
  const placeholder = useText(props.placeholder);
  const open = (): void =>
    lay((close) => (
      <PlaceSheet
        call={call}
        label={label}
        value={place}
        near={(props.near ?? null) as unknown as Point | null}
        kinds={(props.kinds ?? []) as string[]}
        take={(chosen) => enter({ ...chosen, point: { ...chosen.point } })}
        onClose={close}
      />
    ));
  return (
    <div class={complaint ? "field field-bad" : "field"}>
      <span class="field-label" id={labelId}>
        <Txt value={props.label} />
      </span>
      <button
        type="button"
        class="input place-field"
        name={String(props.name)}
        aria-labelledby={`${labelId} ${labelId}-value`}
        aria-haspopup="dialog"
        disabled={!isOn(props)}
        data-testid={testId(props)}
        data-node={id}
        onClick={open}
      >
        <Icon name="place" />
        <span class="place-value" id={`${labelId}-value`}>
          {place ? <PlaceWords place={place} /> : <span class="place-none">{placeholder || <PlaceWords place={null} />}</span>}
        </span>
      </button>
      {complaint ? (
        <p class="field-error" role="alert">
          {complaint}
        </p>
      ) : null}
    </div>
  );
}

export function QR({ props }: NodeProps): JSX.Element {
  return (
    <figure class="code-card" data-testid={testId(props)}>
      <QrCode text={String(props.payload)} label={useText(props.label)} />
      {props.caption ? (
        <figcaption>
          <Txt value={props.caption} />
        </figcaption>
      ) : null}
    </figure>
  );
}

export function Scan({ id, props }: NodeProps): JSX.Element {
  const { session, lay } = useContext(TreeContext);
  const read = (text: string): void => session.tell(id, "scan", text);
  return (
    <Button
      icon="scan"
      disabled={props.disabled === true || !listens(props, "scan")}
      busy={props.busy === true || session.busyNode.value === id}
      label={useLabel(props)}
      testId={testId(props)}
      nodeId={id}
      onPress={() => lay((close) => <ScanSheet read={read} onClose={close} />)}
    >
      <Txt value={props.text} />
    </Button>
  );
}
