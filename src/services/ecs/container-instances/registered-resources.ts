import type { PlatformDevice, Resource } from "@aws-sdk/client-ecs";
import { invalidParameter } from "../errors.ts";

const KINDS: Readonly<Record<string, "INTEGER" | "STRINGSET">> = {
  CPU: "INTEGER",
  MEMORY: "INTEGER",
  PORTS: "STRINGSET",
  PORTS_UDP: "STRINGSET",
  GPU: "STRINGSET",
};

/**
 * The resources that an agent registers, complete: what it leaves out it has none of.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Resource.html
 *
 * @throws AwsError InvalidParameterException
 */
export const registeredResources = (
  sent: readonly Resource[] | undefined,
  devices: readonly PlatformDevice[] | undefined,
): readonly Resource[] => {
  const byName = new Map<string, Resource>();
  for (const resource of sent ?? []) {
    const name = resource.name ?? "";
    if (byName.has(name)) throw invalidParameter(`Duplicate resource: ${name}`);
    byName.set(name, checked(name, resource));
  }
  const gpus = (devices ?? []).filter(({ type }) => type === "GPU").map(({ id }) => id ?? "");
  if (gpus.length > 0)
    byName.set("GPU", { name: "GPU", type: "STRINGSET", stringSetValue: [...new Set(gpus)] });
  for (const name of ["CPU", "MEMORY"]) {
    if (!byName.has(name)) byName.set(name, { name, type: "INTEGER", integerValue: 0 });
  }
  for (const name of ["PORTS", "PORTS_UDP"]) {
    if (!byName.has(name)) byName.set(name, { name, type: "STRINGSET", stringSetValue: [] });
  }
  return [...byName.values()];
};

const checked = (name: string, resource: Resource): Resource => {
  const kind = Object.hasOwn(KINDS, name) ? KINDS[name] : undefined;
  if (kind === undefined) return resource;
  if (kind === "INTEGER") {
    const value = resource.integerValue ?? resource.longValue ?? 0;
    if (!Number.isInteger(value) || value < 0) throw invalidParameter(`Invalid amount of ${name}: ${value}`);
    return { name, type: kind, integerValue: value };
  }
  return { name, type: kind, stringSetValue: [...new Set(resource.stringSetValue ?? [])] };
};
