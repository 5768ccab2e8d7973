import {
  type Need,
  type NeedsContext,
  type Operation,
  operation,
  type RunContext,
} from "../../operation/index.ts";
import { type ConstraintTable, checkMembers, type Given, range, text } from "../iam/index.ts";

const TAG_CHARACTERS = "[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]";

/** https://docs.aws.amazon.com/STS/latest/APIReference/API_Operations.html (each operation's parameters) */
const CONSTRAINTS: ConstraintTable = {
  members: {
    RoleArn: text(20, 2048, "[\\u0009\\u000A\\u000D\\u0020-\\u007E\\u0085\\u00A0-\\uD7FF\\uE000-\\uFFFD]+"),
    RoleSessionName: text(2, 64, "[\\w+=,.@-]*"),
    Policy: text(1, 2048, "[\\u0009\\u000A\\u000D\\u0020-\\u00FF]+"),
    ExternalId: text(2, 1224, "[\\w+=,.@:\\/-]*"),
    SerialNumber: text(9, 256, "[\\w+=/:,.@-]*"),
    TokenCode: text(6, 6, "[\\d]*"),
    SourceIdentity: text(2, 64, "[\\w+=,.@-]*"),
    Name: text(2, 32, "[\\w+=,.@-]*"),
    EncodedMessage: text(1, 10_240, "[\\s\\S]*"),
    AccessKeyId: text(16, 128, "[\\w]*"),
  },
  ofOperations: {
    AssumeRole: { DurationSeconds: range(900, 43_200) },
    GetSessionToken: { DurationSeconds: range(900, 129_600) },
    GetFederationToken: { DurationSeconds: range(900, 129_600) },
  },
  lists: {
    Tags: {
      count: range(0, 50),
      entry: { Key: text(1, 128, `${TAG_CHARACTERS}+`), Value: text(0, 256, `${TAG_CHARACTERS}*`) },
    },
    TransitiveTagKeys: { count: range(0, 50), entry: text(1, 128, `${TAG_CHARACTERS}+`) },
    PolicyArns: { count: range(0, 10), entry: { arn: text(20, 2048) } },
  },
  showsValues: true,
};

/** Declares an operation of STS; its members are checked after authorization. */
export const stsOperation = <Request, Response>(
  name: string,
  parts: {
    readonly needs: (context: NeedsContext<Given<Request>>) => Need | readonly Need[] | "none";
    readonly run: (context: RunContext<Given<Request>>) => Given<Response>;
  },
): Operation<Given<Request>, Given<Response>> =>
  operation(name, {
    needs: parts.needs,
    run: (context) => {
      checkMembers(CONSTRAINTS, name, context.input);
      return parts.run(context);
    },
  });
