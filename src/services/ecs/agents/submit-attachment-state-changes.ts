import type {
  SubmitAttachmentStateChangesRequest,
  SubmitAttachmentStateChangesResponse,
} from "@aws-sdk/client-ecs";
import { operation } from "../../../operation/index.ts";
import { clusterNeed } from "../authorization-context.ts";

/**
 * Reports of a container instance's own attachments, such as the trunk interface of AWS's network. There are
 * none here, so nothing that is reported is known: it is accepted, as late reports are.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_SubmitAttachmentStateChanges.html
 */
export const submitAttachmentStateChanges = operation<
  SubmitAttachmentStateChangesRequest,
  SubmitAttachmentStateChangesResponse
>("SubmitAttachmentStateChanges", {
  needs: ({ input, scope, state }) =>
    clusterNeed(state, scope, "ecs:SubmitAttachmentStateChanges", input.cluster),
  run: () => ({ acknowledgment: "ACCEPT" }),
});
