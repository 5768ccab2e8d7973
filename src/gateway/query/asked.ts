import type { AwsError } from "../../operation/index.ts";
import type { ApiRequest, Asked } from "../protocols/protocol.ts";
import { formText, parseForm } from "./form.ts";

/** The errors of a Query protocol for a request that names no operation it has. */
export type QueryNaming = {
  readonly version: string;
  readonly missingAction: () => AwsError;
  readonly unknownAction: (action: string, version: string) => AwsError;
};

/** Reads `Action` and `Version` from the query and the form-encoded body. */
export const askQuery = (request: ApiRequest, naming: QueryNaming): Asked => {
  const root = parseForm([request.query, formText(request.body)]);
  const action = root.children?.get("Action")?.value;
  if (action === undefined || action === "") throw naming.missingAction();
  const version = root.children?.get("Version")?.value;
  return {
    operation: version === naming.version ? action : undefined,
    unknown: () => naming.unknownAction(action, version ?? "NO_VERSION_SPECIFIED"),
    parameters: root,
  };
};
