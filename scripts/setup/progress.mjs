// What a person sees while things are being set up: one line a step, a spinner only on a terminal.

const FRAMES = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"];

/**
 * Runs `work` under a headline that tells what happens and, at the end, how it went and how long it took.
 * `work` gets a function that shows a detail behind the headline (only on a terminal).
 */
export const step = async (headline, work, stream = process.stderr) => {
  const started = Date.now();
  const seconds = () => `${((Date.now() - started) / 1000).toFixed(1)} s`;
  const terminal = stream.isTTY === true && process.env.CI === undefined;
  let detail = "";
  let frame = 0;
  const draw = (mark, text) => {
    const line = `${mark} ${headline}${text === "" ? "" : `  ${text}`}`;
    stream.write(`\r\x1b[2K${line.slice(0, (stream.columns ?? 80) - 1)}`);
  };
  const timer = terminal
    ? setInterval(() => draw(FRAMES[frame++ % FRAMES.length], `${seconds()} ${detail}`), 100)
    : undefined;
  if (!terminal) stream.write(`- ${headline} …\n`);
  try {
    const value = await work((text) => {
      detail = text.trim();
    });
    clearInterval(timer);
    if (terminal) draw("✓", `${seconds()}\n`);
    else stream.write(`  done in ${seconds()}\n`);
    return value;
  } catch (error) {
    clearInterval(timer);
    if (terminal) draw("✗", `${seconds()}\n`);
    else stream.write(`  failed after ${seconds()}\n`);
    throw error;
  }
};

/** One line of plain information. */
export const say = (text, stream = process.stderr) => stream.write(`${text}\n`);
