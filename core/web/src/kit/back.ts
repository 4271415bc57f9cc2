/** The browser's Back closes an open sheet: a step with the same address stands before the page while one is open. */

interface Guard {
  guard?: boolean;
}

const open: (() => void)[] = [];
let onGuard = Boolean((history.state as Guard | null)?.guard);
let guarded = location.hash;
let waiting: (() => void) | null = null;

/** Has Back call `close` until the returned function is called. */
export function closeOnBack(close: () => void): () => void {
  open.push(close);
  if (!onGuard) {
    guarded = location.hash;
    history.pushState({ ...(history.state as object | null), guard: true }, "");
    onGuard = true;
  }
  return () => {
    open.splice(open.indexOf(close), 1);
  };
}

/** True where a step is left over from a sheet; a new page takes that step's place. */
export function takeGuard(): boolean {
  const had = onGuard;
  onGuard = false;
  return had;
}

/** Runs `then` on the page's own step, for it is the one to be replaced. */
export function beforeGuard(then: () => void): void {
  if (!onGuard) return then();
  waiting = then;
  history.back();
}

// Imported before the page's own listener: steps that are only a sheet's are nobody else's business.
addEventListener("popstate", (event) => {
  const cameFromGuard = onGuard;
  onGuard = Boolean((history.state as Guard | null)?.guard);
  if (onGuard && open.length === 0) {
    // Back from a later page, or forward, onto the step of a sheet that is closed.
    guarded = location.hash;
    event.stopImmediatePropagation();
    history.back();
  } else if (cameFromGuard && !onGuard && location.hash === guarded) {
    event.stopImmediatePropagation();
    const then = waiting;
    waiting = null;
    if (then) then();
    else if (open.length > 0) open.at(-1)?.();
    else history.back();
  }
});
