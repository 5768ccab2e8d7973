import type { LintStatement, Report } from "../document.ts";
import { findKey, keysLike } from "../reference/condition-keys.ts";
import { nearestName } from "../reference/nearest-name.ts";
import { findService, servicePrefixes } from "../reference/services.ts";

const meant = (name: string | undefined): { readonly advice?: string } =>
  name === undefined ? {} : { advice: `Did you mean "${name}"?` };

/** Services and actions that AWS does not have. */
export const checkActionNames = (statement: LintStatement, report: Report): void => {
  for (const { value, start, meaning } of statement.actions) {
    // Without a colon AWS refuses it, which is said elsewhere.
    if (meaning.kind === "everything" || !value.includes(":")) continue;
    const [prefix = "", name = ""] = value.split(":");
    if (meaning.kind === "unknownService") {
      const near = nearestName(prefix, servicePrefixes());
      report("unknown-service", {
        at: start,
        message: `There is no service "${prefix}", so "${value}" matches no action.`,
        ...meant(near === undefined ? undefined : `${near}:${nearestAction(near, name) ?? name}`),
      });
      continue;
    }
    if (meaning.actions.length > 0) continue;
    const near = nearestAction(meaning.service.prefix, name);
    report("unknown-action", {
      at: start,
      message: /[*?]/.test(name)
        ? `No action of ${meaning.service.prefix} matches "${value}".`
        : `${meaning.service.prefix} has no action "${name}".`,
      ...meant(near && `${meaning.service.prefix}:${near}`),
    });
  }
};

const nearestAction = (prefix: string, name: string): string | undefined => {
  const names = Array.from(findService(prefix)?.actions.values() ?? [], (action) =>
    action.name.slice(prefix.length + 1),
  );
  const wildcard = /[*?]+$/.exec(name)?.[0] ?? "";
  if (wildcard === "") return nearestName(name, names);
  // `ecs:Registr*`: the beginning of a name is what was misspelt.
  const stem = name.slice(0, -wildcard.length);
  const near = nearestName(stem, new Set(names.map((full) => full.slice(0, stem.length))));
  return near && near.length > 2 ? near + wildcard : undefined;
};

/** Condition keys that AWS does not have, in conditions and in policy variables. */
export const checkKeyNames = (statement: LintStatement, report: Report): void => {
  for (const { key } of statement.conditions) {
    if (!key.value.includes(":") || findKey(key.value) !== "unknown") continue;
    report("unknown-condition-key", {
      at: key.start,
      message: `There is no condition key "${key.value}", so no request ever has it.`,
      ...meant(nearestKey(key.value)),
    });
  }
  if (!statement.variables) return;
  const texts = [...statement.resources, ...statement.conditions.flatMap(({ values }) => values)];
  for (const { value, start } of texts)
    for (const [, name = ""] of value.matchAll(/\$\{([^},*?$]+)(?:,[^}]*)?\}/g)) {
      const variable = name.trim();
      if (findKey(variable) !== "unknown") continue;
      report("unknown-variable", {
        at: start,
        message: `The policy variable "\${${variable}}" names no condition key, so it never has a value.`,
        ...meant(nearestKey(variable)),
      });
    }
};

const nearestKey = (written: string): string | undefined => {
  const slash = written.indexOf("/");
  const stem = slash === -1 ? written : written.slice(0, slash);
  const names = keysLike(written).map((key) => (slash === -1 ? key : key.replace(/\/.*$/, "")));
  const near = nearestName(stem, names) ?? nearestName(`aws:${stem}`, names);
  if (near !== undefined) return slash === -1 ? near : near + written.slice(slash);
  const [prefix = ""] = written.split(":");
  const service = nearestName(prefix, servicePrefixes());
  const swapped = service && `${service}${written.slice(prefix.length)}`;
  return swapped && swapped !== written && findKey(swapped) !== "unknown" ? swapped : undefined;
};
