/** Draws one node by its type and its kids below it; a node redraws only when its own signal changes. */
import type { JSX } from "preact";
import { useContext } from "preact/hooks";
import { TreeContext } from "./context";
import { REGISTRY } from "./registry";
import { Txt } from "./components/words";

export function NodeView({ id }: { id: string }): JSX.Element | null {
  const { session } = useContext(TreeContext);
  const node = session.store.node(id);
  if (!node) return null;
  const [type, props, kids] = node.value;
  if (props.hidden) return null;
  const Draw = REGISTRY[type]?.draw;
  // A component of a newer host: its words in plain text.
  if (!Draw) return props.fallback ? <Txt value={props.fallback} /> : null;
  return <Draw id={id} props={props} kids={kids} />;
}

export function Kids({ ids }: { ids: string[] }): JSX.Element {
  return (
    <>
      {ids.map((id) => (
        <NodeView key={id} id={id} />
      ))}
    </>
  );
}
