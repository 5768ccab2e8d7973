import type { DiscoverPollEndpointRequest, DiscoverPollEndpointResponse } from "@aws-sdk/client-ecs";
import { operation } from "../../../operation/index.ts";

/**
 * Tells an agent where its channels are. It keeps the answer for twelve hours.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DiscoverPollEndpoint.html
 */
export const discoverPollEndpoint = operation<DiscoverPollEndpointRequest, DiscoverPollEndpointResponse>(
  "DiscoverPollEndpoint",
  {
    needs: () => ({ action: "ecs:DiscoverPollEndpoint", resource: "*" }),
    run: ({ environment }) => {
      const base = environment.endpoint.replace(/\/$/, "");
      return { endpoint: `${base}/acs/`, telemetryEndpoint: `${base}/tcs/` };
    },
  },
);
