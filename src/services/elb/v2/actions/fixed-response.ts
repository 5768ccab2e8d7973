import type { Action, FixedResponseActionConfig } from "@aws-sdk/client-elastic-load-balancing-v2";
import { invalidAction } from "../errors.ts";

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_FixedResponseActionConfig.html */
const CONTENT_TYPES: readonly string[] = [
  "text/plain",
  "text/css",
  "text/html",
  "application/javascript",
  "application/json",
];

/**
 * The configuration of a fixed response.
 *
 * @throws AwsError InvalidLoadBalancerAction
 */
export const checkedFixedResponse = ({ FixedResponseConfig: config }: Action): FixedResponseActionConfig => {
  if (config === undefined)
    throw invalidAction(
      "For actions of type 'fixed-response', you must specify the following fields: 'FixedResponseConfig'",
    );
  const { StatusCode, MessageBody, ContentType } = config;
  if (ContentType !== undefined && ContentType !== "" && !CONTENT_TYPES.includes(ContentType))
    throw invalidAction(`The ContentType must be one of:'${CONTENT_TYPES.join("','")}'`);
  return {
    StatusCode,
    ...(MessageBody === undefined ? {} : { MessageBody }),
    ...(ContentType ? { ContentType } : {}),
  };
};
