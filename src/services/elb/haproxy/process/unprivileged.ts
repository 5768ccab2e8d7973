import { readFileSync } from "node:fs";

const has = (file: string, name: string): boolean => {
  try {
    return new RegExp(`^${name}:`, "m").test(readFileSync(file, "utf8"));
  } catch {
    return false;
  }
};

/** Who HAProxy becomes when root starts it: somebody who owns nothing. Nobody else can become anybody. */
export const unprivileged = (): { readonly user?: { readonly user: string; readonly group: string } } => {
  if (process.getuid?.() !== 0 || !has("/etc/passwd", "nobody")) return {};
  const group = ["nogroup", "nobody"].find((name) => has("/etc/group", name));
  return group === undefined ? {} : { user: { user: "nobody", group } };
};
