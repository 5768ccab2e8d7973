import type {
  DecodeAuthorizationMessageRequest,
  DecodeAuthorizationMessageResponse,
} from "@aws-sdk/client-sts";
import { decodeAuthorizationMessage as decode } from "./authorization-message.ts";
import { invalidAuthorizationMessage } from "./errors.ts";
import { stsOperation } from "./sts-operation.ts";

/**
 * Tells those who may ask why a call was refused.
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_DecodeAuthorizationMessage.html
 */
export const decodeAuthorizationMessage = stsOperation<
  DecodeAuthorizationMessageRequest,
  DecodeAuthorizationMessageResponse
>("DecodeAuthorizationMessage", {
  needs: () => ({ action: "sts:DecodeAuthorizationMessage", resource: "*" }),
  run: ({ input, caller }) => {
    const DecodedMessage = decode(input.EncodedMessage, caller.principal.accountId);
    if (DecodedMessage === undefined) throw invalidAuthorizationMessage("Message is not valid");
    return { DecodedMessage };
  },
});
