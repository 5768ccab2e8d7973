import type { IamMode } from "../operation/index.ts";
import { CliError } from "./cli-error.ts";

const MODES: readonly IamMode[] = ["enforce", "audit", "off"];

/** Reads a mode; an unknown one is an error, never a silent `off`. */
export const iamMode = (text: string): IamMode => {
  const mode = MODES.find((known) => known === text);
  if (mode === undefined) {
    throw new CliError(`"${text}" is no IAM mode: it is enforce (the default), audit or off`);
  }
  return mode;
};

/** What a mode means, for the person who starts the process. */
export const modeInWords = (mode: IamMode): string =>
  ({
    enforce: "enforce: no permission, no call",
    audit: "AUDIT: every call is allowed, and what would have been denied is recorded",
    off: "OFF: every call is allowed",
  })[mode];
