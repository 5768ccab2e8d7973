import type { Cancel, World } from "../world.ts";

/** A world whose arrangements for later can all be cancelled at once: an agent that stops leaves no timer behind. */
export const createScopedWorld = (
  world: World,
): { readonly world: World; readonly cancelAll: () => void } => {
  const pending = new Set<Cancel>();
  let closed = false;
  return {
    world: {
      ...world,
      after: (milliseconds, action) => {
        if (closed) return () => {};
        const stop = world.after(milliseconds, () => {
          pending.delete(cancel);
          action();
        });
        const cancel = () => {
          pending.delete(cancel);
          stop();
        };
        pending.add(cancel);
        return cancel;
      },
    },
    cancelAll: () => {
      closed = true;
      for (const cancel of [...pending]) cancel();
    },
  };
};
