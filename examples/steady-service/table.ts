import { styleText } from "node:util";
import type { Moment } from "./timeline.ts";

/** How a table is drawn: with colours and lines, and how wide. */
export type Look = {
  readonly styled: boolean;
  /** In characters; without it, lines are as long as they are. */
  readonly width?: number;
};

const COLOURS = { done: "yellow", event: "cyan", deployment: "magenta" } as const;
const SOURCE_WIDTH = "deployment".length;

/** The identifiers of tasks and deployments are long; their beginning tells them apart. */
const shortened = (text: string): string =>
  text.replaceAll(/\b([0-9a-f]{8})[0-9a-f]{24}\b/g, "$1…").replaceAll(/(ecs-svc\/\d{6})\d{13}/g, "$1…");

/** Breaks a text into lines of at most so many characters, between words; what is in parentheses stays together. */
const wrapped = (text: string, width: number): readonly string[] => {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(/ (?![^(]*\))/)) {
    if (line !== "" && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  return [...lines, line];
};

/** Draws what happened as a table: when, in seconds since the first line; who says so; what. */
export const tableOf = (moments: readonly Moment[], { styled, width }: Look): string => {
  const times = moments.map(({ seconds }) => seconds.toFixed(1));
  const timeWidth = Math.max("seconds".length, ...times.map((time) => time.length));
  const gap = styled ? " │ " : "  ";
  const room = Math.max(30, (width ?? Number.POSITIVE_INFINITY) - timeWidth - SOURCE_WIDTH - 2 * gap.length);
  const row = (time: string, source: string, text: string): string =>
    [time.padStart(timeWidth), source.padEnd(SOURCE_WIDTH), text].join(gap).trimEnd();
  const paint = (format: Parameters<typeof styleText>[0], text: string): string =>
    styled ? styleText(format, text, { validateStream: false }) : text;
  const head = paint("bold", row("seconds", "source", "what happened"));
  const line = styled
    ? [timeWidth, SOURCE_WIDTH, Math.min(room, 60)].map((length) => "─".repeat(length)).join("─┼─")
    : [timeWidth, SOURCE_WIDTH, "what happened".length].map((length) => "-".repeat(length)).join("  ");
  const body = moments.flatMap(({ source, text }, index) => {
    const [first = "", ...more] = wrapped(shortened(text), room);
    return [row(times[index] ?? "", source, first), ...more.map((rest) => row("", "", rest))].map((drawn) =>
      paint(COLOURS[source], drawn),
    );
  });
  return [head, line, ...body].join("\n");
};
