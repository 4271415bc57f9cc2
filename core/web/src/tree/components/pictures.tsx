/** Pictures of the app's package: Image, and what Card and Item show of one. */
import type { JSX } from "preact";
import { useContext, useEffect, useState } from "preact/hooks";
import { Icon, Spinner } from "../../kit/basics";
import { assetUrl } from "../assets";
import { listens, type NodeProps, testId, TreeContext, useText } from "../context";

type Ratio = "wide" | "square" | "photo" | "thumb";

/** The picture in a box of its shape, which is there before it; `label` is empty where the words beside it say all. */
export function Picture({ src, label = "", ratio }: { src: string; label?: string; ratio: Ratio }): JSX.Element {
  const { session, call } = useContext(TreeContext);
  const version = session.version.value;
  const [url, setUrl] = useState("");
  const [broken, setBroken] = useState(false);
  useEffect(() => {
    let gone = false;
    setBroken(false);
    assetUrl({ call, appId: session.appId, version, path: src }).then(
      (address) => gone || setUrl(address),
      () => gone || setBroken(true),
    );
    return () => void (gone = true);
  }, [src, version]);
  const said = broken && label ? { role: "img" as const, "aria-label": label } : {};
  return (
    <span class={`asset asset-${ratio}${broken ? " asset-broken" : ""}`} {...said}>
      {broken ? <Icon name="image" /> : url ? <img src={url} alt={label} onError={() => setBroken(true)} /> : null}
    </span>
  );
}

export function Image({ id, props }: NodeProps): JSX.Element {
  const { session } = useContext(TreeContext);
  const label = useText(props.label);
  const ratio = (typeof props.ratio === "string" ? props.ratio : "wide") as Ratio;
  const picture = <Picture src={String(props.src)} label={label} ratio={ratio} />;
  const off = props.disabled ? " is-off" : "";
  if (!listens(props, "press")) {
    return (
      <div class={`asset-slot${off}`} data-testid={testId(props)}>
        {picture}
      </div>
    );
  }
  const busy = props.busy === true || session.busyNode.value === id;
  return (
    <button
      type="button"
      class={`asset-slot asset-press${off}`}
      aria-label={label}
      aria-busy={busy ? "true" : undefined}
      disabled={props.disabled === true}
      data-testid={testId(props)}
      data-node={id}
      onClick={() => session.press(id)}
    >
      {picture}
      {busy ? <Spinner /> : null}
    </button>
  );
}
