import { cliClient } from "../shared/clients/cli.ts";
import type { ApiCall, Client } from "../shared/clients/client.ts";
import { sdkClient } from "../shared/clients/sdk.ts";

/**
 * The AWS CLI for what is done to the service and its machines, and for waiting. The AWS SDK for the roles, and for what
 * is looked at: many of the looks come several times a second, and Debian's CLI is older than service deployments.
 */
export const cliAndSdk = (endpoint: string, region: string): Client => {
  const [cli, sdk] = [cliClient(endpoint, region), sdkClient(endpoint, region)];
  const clientOf = ({ service, operation }: ApiCall): Client =>
    service === "iam" || /^(Describe|List)/.test(operation) ? sdk : cli;
  return {
    name: "AWS CLI and the AWS SDK for JavaScript",
    show: (call) => clientOf(call).show(call),
    call: (as, call) => clientOf(call).call(as, call),
    wait: cli.wait,
  };
};
