/** The screen a session shows: one signal per node, so a patch redraws exactly the nodes it names. */
import { batch, signal, type Signal } from "@preact/signals";
import type { FlatNode, Json, Nodes, Op } from "../wire/frames";

const GONE_MAX = 3_000;

export class PatchMismatch extends Error {}

export class ScreenStore {
  readonly root = signal("");
  /** The node drawn in the host's bottom bar, empty where the screen has none. */
  readonly mainButton = signal("");
  readonly #nodes = new Map<string, Signal<FlatNode>>();
  readonly #live = new Map<string, Signal<Json | undefined>>();
  // A node that goes and comes back before the page is drawn again keeps its signal, and with it its component.
  readonly #gone = new Map<string, Signal<FlatNode>>();
  #parents: Map<string, string> | null = null;

  /** The signal of a node; undefined where the screen has no such node. */
  node(id: string): Signal<FlatNode> | undefined {
    return this.#nodes.get(id);
  }

  /** The newest value of a topic, undefined before the first one came. */
  live(topic: string): Signal<Json | undefined> {
    let value = this.#live.get(topic);
    if (!value) this.#live.set(topic, (value = signal<Json | undefined>(undefined)));
    return value;
  }

  get isEmpty(): boolean {
    return this.root.value === "";
  }

  ids(): IterableIterator<string> {
    return this.#nodes.keys();
  }

  /** A whole screen: nodes that stay keep their signals, so inputs keep their focus. */
  replace(root: string, nodes: Nodes): void {
    batch(() => {
      for (const id of [...this.#nodes.keys()]) if (!(id in nodes)) this.#retire(id);
      for (const [id, node] of Object.entries(nodes)) this.#put(id, node);
      this.#parents = null;
      this.root.value = root;
      this.mainButton.value = this.find("MainButton") ?? "";
    });
  }

  /** All operations of a patch at once, or PatchMismatch and nothing. */
  apply(ops: Op[]): void {
    const known = new Set(this.#nodes.keys());
    for (const op of ops) {
      if (op[0] === "n") known.add(op[1]);
      else if (!known.has(op[1])) throw new PatchMismatch(`${op[0]} ${op[1]}`);
    }
    batch(() => {
      for (const op of ops) this.#applyOne(op);
      this.#parents = null;
      this.mainButton.value = this.find("MainButton") ?? "";
    });
  }

  #applyOne(op: Op): void {
    const [kind, id] = op;
    if (kind === "n") this.#put(id, op[2]);
    else if (kind === "d") this.#retire(id);
    else {
      const node = this.#nodes.get(id);
      if (!node) return;
      const [type, props, kids] = node.peek();
      if (kind === "c") node.value = [type, props, op[2]];
      else {
        const next = { ...props, ...op[2] };
        for (const name of op[3] ?? []) delete next[name];
        node.value = [type, next, kids];
      }
    }
  }

  #put(id: string, node: FlatNode): void {
    const known = this.#nodes.get(id) ?? this.#gone.get(id);
    this.#gone.delete(id);
    this.#nodes.set(id, known ?? signal(node));
    if (known && JSON.stringify(known.peek()) !== JSON.stringify(node)) known.value = node;
  }

  #retire(id: string): void {
    const node = this.#nodes.get(id);
    this.#nodes.delete(id);
    if (this.#gone.size >= GONE_MAX) this.#gone.clear();
    if (node) this.#gone.set(id, node);
  }

  parent(id: string): string | undefined {
    if (!this.#parents) {
      this.#parents = new Map();
      for (const [parent, node] of this.#nodes) for (const kid of node.peek()[2]) this.#parents.set(kid, parent);
    }
    return this.#parents.get(id);
  }

  /** The Form around a node (or the node itself), empty where there is none. */
  formOf(id: string): string {
    for (let at: string | undefined = id; at; at = this.parent(at)) {
      if (this.#nodes.get(at)?.peek()[0] === "Form") return at;
    }
    return "";
  }

  /** The first node of this type, in no particular order. */
  find(type: string, where: (node: FlatNode) => boolean = () => true): string | null {
    for (const [id, node] of this.#nodes) if (node.peek()[0] === type && where(node.peek())) return id;
    return null;
  }
}
