/** A part of the page whose script is fetched when it is first needed. */
import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { say } from "../i18n/texts";
import { Button, Skeleton } from "./basics";
import { Empty } from "./surfaces";

type Component<Props> = (props: Props) => JSX.Element | null;

/** `pick` names the component in the module that `load` fetches; drawn as a skeleton, or as `meanwhile`, until it is there. */
export function lazy<Module, Props extends object>(
  load: () => Promise<Module>,
  pick: (module: Module) => Component<Props>,
  meanwhile?: Component<Props & { failed: boolean }>,
): Component<Props> {
  let known: Component<Props> | null = null;
  return function Lazy(props: Props): JSX.Element {
    const Meanwhile = meanwhile;
    const [, arrived] = useState(0);
    const [failed, setFailed] = useState(false);
    useEffect(() => {
      if (known) return;
      load().then(
        (module) => {
          known = pick(module);
          arrived(1);
        },
        () => setFailed(true),
      );
    }, []);
    if (known) {
      const Known = known;
      return <Known {...props} />;
    }
    if (Meanwhile) return <Meanwhile {...props} failed={failed} />;
    return failed ? <Late /> : <Skeleton rows={5} />;
  };
}

/** Without a network, or after the host was renewed and the old script is gone: only a new page helps. */
function Late(): JSX.Element {
  return (
    <Empty icon="offline" tone="warn" title={say("page-late")} text={say("error-offline")} testId="page-late">
      <Button look="primary" icon="refresh" onPress={() => location.reload()}>
        {say("page-reload")}
      </Button>
    </Empty>
  );
}
