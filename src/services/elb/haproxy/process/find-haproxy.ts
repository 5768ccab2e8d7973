import { accessSync, constants } from "node:fs";
import { delimiter, isAbsolute, join } from "node:path";

/** Where HAProxy is installed by Debian, by Homebrew on either kind of Mac, and from source. */
const USUAL = ["/usr/sbin", "/usr/local/sbin", "/opt/homebrew/bin", "/usr/local/bin", "/opt/homebrew/sbin"];

const isExecutable = (file: string): boolean => {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};

/** The path of HAProxy's program, or undefined where there is none. `PORTREEVE_HAPROXY` names one before all others. */
export const findHaproxy = (
  environment: Readonly<Record<string, string | undefined>> = process.env,
): string | undefined => {
  const named = environment["PORTREEVE_HAPROXY"];
  if (named !== undefined) return isExecutable(named) ? named : undefined;
  const folders = [...(environment["PATH"] ?? "").split(delimiter).filter(isAbsolute), ...USUAL];
  return folders.map((folder) => join(folder, "haproxy")).find(isExecutable);
};

/** What to do where there is none. */
export const HOW_TO_INSTALL =
  process.platform === "darwin"
    ? "HAProxy is not installed: brew install haproxy"
    : "HAProxy is not installed: apt-get install haproxy";
