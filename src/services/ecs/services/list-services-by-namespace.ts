import type { ListServicesByNamespaceRequest, ListServicesByNamespaceResponse } from "@aws-sdk/client-ecs";
import { AwsError, operation } from "../../../operation/index.ts";
import { invalidParameter } from "../errors.ts";

/**
 * ListServicesByNamespace. A service belongs to a Cloud Map namespace through Service Connect only, which CreateService
 * refuses here: there is no namespace to be found.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ListServicesByNamespace.html
 */
export const listServicesByNamespace = operation<
  ListServicesByNamespaceRequest,
  ListServicesByNamespaceResponse
>("ListServicesByNamespace", {
  needs: ({ input }) => ({
    action: "ecs:ListServicesByNamespace",
    resource: "*",
    context: { "ecs:namespace": input.namespace },
  }),
  run: ({ input }) => {
    if (!input.namespace) throw invalidParameter("namespace should not be null or empty.");
    throw new AwsError("NamespaceNotFoundException", "The specified namespace wasn't found.");
  },
});
