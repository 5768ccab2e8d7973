const EVERY = 1000;

/** How far a long measurement is. */
export type Progress = { readonly end: () => void };

/** Writes a line that replaces itself each second, where somebody watches. */
export const createProgress = (
  all: number,
  now: () => { readonly done: number; readonly memory: number },
): Progress => {
  if (!process.stderr.isTTY) return { end: () => {} };
  const began = performance.now();
  const show = (): void => {
    const { done, memory } = now();
    const seconds = (performance.now() - began) / 1000;
    const percent = ((done / all) * 100).toFixed(1).padStart(5);
    process.stderr.write(
      `\r${percent} %  ${done} tasks RUNNING  ${seconds.toFixed(0)} s  ${(memory / 1e9).toFixed(2)} GB `,
    );
  };
  const timer = setInterval(show, EVERY);
  return {
    end: () => {
      clearInterval(timer);
      show();
      process.stderr.write("\n");
    },
  };
};
