/** Components that do something: Button in the page, MainButton in the host's bar. */
import type { JSX } from "preact";
import { useContext } from "preact/hooks";
import * as kit from "../../kit/basics";
import type { Json, Props } from "../../wire/frames";
import { listens, type NodeProps, testId, TreeContext, useLabel } from "../context";
import { Txt } from "./words";

const isBusy = (props: Props): boolean => props.busy === true;

type Confirm = { title: Json; text?: Json; ok?: Json };

export function Button({ id, props }: NodeProps): JSX.Element {
  const { session, ask } = useContext(TreeContext);
  const look = (typeof props.style === "string" ? props.style : "secondary") as "primary";
  const submits = !listens(props, "press") && session.store.formOf(id) !== "";
  const press = (): void => {
    const confirm = props.confirm as Confirm | undefined;
    const yes = (): void => (submits ? session.submit(session.store.formOf(id)) : session.press(id));
    if (confirm) ask({ ...confirm, danger: props.style === "danger", yes });
    else yes();
  };
  return (
    <kit.Button
      look={look}
      icon={typeof props.icon === "string" ? props.icon : undefined}
      disabled={props.disabled === true || (!listens(props, "press") && !submits)}
      busy={isBusy(props) || session.busyNode.value === id}
      label={useLabel(props)}
      testId={testId(props)}
      nodeId={id}
      onPress={press}
    >
      <Txt value={props.text} />
    </kit.Button>
  );
}

/** Stands where the app put it in the tree, but is drawn by the host's bar, outside the scrolling page. */
export function MainButton(_: NodeProps): null {
  return null;
}

export function MainButtonBar(): JSX.Element | null {
  const { session } = useContext(TreeContext);
  const id = session.store.mainButton.value;
  const node = session.store.node(id)?.value;
  if (!node || node[1].hidden) return null;
  return <MainButtonFace id={id} props={node[1]} kids={[]} />;
}

function MainButtonFace({ id, props }: NodeProps): JSX.Element {
  const { session } = useContext(TreeContext);
  const form = session.store.formOf(id) || session.store.find("Form", (node) => listens(node[1], "submit")) || "";
  const press = (): void => (listens(props, "press") ? session.press(id) : session.submit(form));
  return (
    <div class="main-bar">
      <kit.Button
        look={props.tone === "bad" ? "danger" : "primary"}
        wide
        disabled={props.disabled === true}
        busy={isBusy(props) || session.busyNode.value === id || (form !== "" && session.busyNode.value === form)}
        label={useLabel(props)}
        testId={testId(props) ?? "main-button"}
        nodeId={id}
        onPress={press}
      >
        <Txt value={props.text} />
      </kit.Button>
    </div>
  );
}
