import { cliClient } from "../shared/clients/cli.ts";
import type { ApiCall, Client } from "../shared/clients/client.ts";
import { sdkClient } from "../shared/clients/sdk.ts";

/** What the story does to its service: it does this with the AWS CLI, and waits with it. */
const DEEDS = new Set(["CreateService", "UpdateService", "UpdateContainerInstancesState", "DeleteService"]);

/**
 * The AWS CLI for what is done to the service, the AWS SDK for what comes before and for what is looked at: many of the
 * looks come several times a second, and Debian's CLI is older than service deployments.
 */
export const cliAndSdk = (endpoint: string, region: string): Client => {
  const [cli, sdk] = [cliClient(endpoint, region), sdkClient(endpoint, region)];
  const clientOf = ({ operation }: ApiCall): Client => (DEEDS.has(operation) ? cli : sdk);
  return {
    name: "AWS CLI and the AWS SDK for JavaScript",
    show: (call) => clientOf(call).show(call),
    call: (as, call) => clientOf(call).call(as, call),
    wait: cli.wait,
  };
};
