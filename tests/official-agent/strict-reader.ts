import assert from "node:assert/strict";
import { payloadTask, roleCredentials } from "./payload-reader.ts";
import type { SentAttribute } from "./registration.ts";
import {
  anyText,
  boolean,
  type Check,
  integer,
  isObject,
  listOf,
  matching,
  object,
  oneOf,
  ReadingFault,
  text,
} from "./shape-check.ts";

// The agent's side of what the control plane says. Where the agent would crash, take no notice, drop a message or
// exit, reading fails with the section that tells so.

type Members = Readonly<Record<string, unknown>>;

/** A task as a payload carries it; {@link payloadTask} has looked at every member. */
export type PayloadTask = Members & {
  readonly arn: string;
  readonly desiredStatus: "RUNNING" | "STOPPED";
  readonly containers: readonly (Members & { readonly name: string })[];
};

export type Credentials = {
  readonly credentialsId: string;
  readonly roleArn: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  readonly expiration: string;
};

/** A frame of the control plane, by the types of sections 5.1 and 12. */
export type ServerFrame =
  | {
      readonly type: "HeartbeatMessage";
      readonly message: { readonly messageId?: string; readonly healthy: boolean };
    }
  | {
      readonly type: "PayloadMessage";
      readonly message: {
        readonly messageId: string;
        readonly clusterArn: string;
        readonly containerInstanceArn: string;
        readonly seqNum: number;
        readonly generatedAt: number;
        readonly tasks: readonly PayloadTask[];
      };
    }
  | {
      readonly type: "IAMRoleCredentialsMessage";
      readonly message: {
        readonly messageId: string;
        readonly taskArn: string;
        readonly roleType: "TaskApplication" | "TaskExecution";
        readonly roleCredentials: Credentials;
      };
    }
  | {
      readonly type: "TaskManifestMessage";
      readonly message: {
        readonly messageId: string;
        readonly timeline: number;
        readonly clusterArn: string;
        readonly containerInstanceArn: string;
        readonly tasks: readonly { readonly taskArn: string; readonly desiredStatus: string }[];
      };
    }
  | {
      readonly type: "TaskStopVerificationAck";
      readonly message: {
        readonly messageId: string;
        readonly stopTasks: readonly { readonly taskArn: string; readonly desiredStatus: string }[];
      };
    }
  | {
      readonly type: "AckPublishMetric" | "AckPublishHealth" | "AckPublishInstanceStatus";
      readonly message: { readonly message: string };
    };

const arn = (kind: string): Check => matching(new RegExp(`^arn:aws:ecs:[a-z0-9-]+:\\d{12}:${kind}/.+$`));

/** Section 5.4: the agent dereferences `taskArn` and `desiredStatus` unchecked. */
const taskIdentity = object({
  taskArn: arn("task"),
  taskClusterArn: arn("cluster"),
  desiredStatus: oneOf("RUNNING", "STOPPED"),
});

const acknowledgement = object({ message: anyText });

/** Sections 5.1 and 12: required members and all that may be there. */
const FRAMES: Readonly<Record<ServerFrame["type"], Check>> = {
  // On ACS with a messageId, on TCS without; what ACS needs, its conversation checks.
  HeartbeatMessage: object({ healthy: boolean }, { messageId: text }),
  PayloadMessage: object({
    messageId: text,
    clusterArn: arn("cluster"),
    containerInstanceArn: arn("container-instance"),
    seqNum: integer,
    generatedAt: integer,
    tasks: listOf(payloadTask),
  }),
  IAMRoleCredentialsMessage: object(
    {
      messageId: text,
      taskArn: arn("task"),
      roleType: oneOf("TaskApplication", "TaskExecution"),
      roleCredentials,
    },
    { taskClusterArn: arn("cluster") },
  ),
  TaskManifestMessage: object({
    messageId: text,
    timeline: integer,
    clusterArn: arn("cluster"),
    containerInstanceArn: arn("container-instance"),
    generatedAt: integer,
    tasks: listOf(taskIdentity),
  }),
  TaskStopVerificationAck: object({
    messageId: text,
    generatedAt: integer,
    stopTasks: listOf(taskIdentity),
  }),
  AckPublishMetric: acknowledgement,
  AckPublishHealth: acknowledgement,
  AckPublishInstanceStatus: acknowledgement,
};

/** Section 4: `{"type":…,"message":{…}}`, and a type that has a handler. */
export const readFrame = (frame: string): ServerFrame => {
  const value: unknown = JSON.parse(frame);
  if (!isObject(value) || typeof value["type"] !== "string")
    throw new ReadingFault("section 4", "an envelope", value);
  const { type, message, ...rest } = value;
  assert.deepEqual(rest, {}, "section 4: an envelope has two members");
  if (!Object.hasOwn(FRAMES, type as string))
    throw new ReadingFault("section 5.1", "a type of message", type);
  FRAMES[type as ServerFrame["type"]](message, type as string);
  // INVARIANT: the check above looked at every member of the type.
  return value as unknown as ServerFrame;
};

/** What the agent takes from its registration. */
export type Registered = {
  readonly containerInstanceArn: string;
  readonly attributes: readonly SentAttribute[];
};

/** Section 3.1: exits with 5 when a valued attribute does not come back with its value. */
export const readRegistered = (
  { status, body }: { readonly status: number; readonly body: Members },
  sent: readonly SentAttribute[],
): Registered => {
  assert.equal(status, 200, JSON.stringify(body));
  const instance = body["containerInstance"];
  if (!isObject(instance)) throw new ReadingFault("section 3.1", "a containerInstance", body);
  arn("container-instance")(instance["containerInstanceArn"], "section 3.1: containerInstanceArn");
  // INVARIANT: checked above and below.
  const { containerInstanceArn, attributes } = instance as unknown as Registered;
  listOf(object({ name: text }, { value: anyText, targetId: text, targetType: text }))(
    attributes,
    "section 3.1: attributes",
  );
  for (const { name, value } of sent) {
    const echoed = attributes.find((attribute) => attribute.name === name);
    assert.ok(echoed, `section 3.1: ${name} is echoed`);
    if (value !== undefined) assert.equal(echoed.value, value, `section 3.1: ${name} has its value`);
  }
  return { containerInstanceArn, attributes };
};

const endpoint = matching(/^https?:\/\/[^/]+(\/[^?#]*)?$/);

/** Section 3, `DiscoverPollEndpoint`: without a telemetryEndpoint the agent retries for ever (section 12). */
export const readEndpoints = ({
  status,
  body,
}: {
  readonly status: number;
  readonly body: Members;
}): { readonly endpoint: string; readonly telemetryEndpoint: string } => {
  assert.equal(status, 200, JSON.stringify(body));
  object(
    { endpoint, telemetryEndpoint: endpoint },
    { serviceConnectEndpoint: endpoint, systemLogsEndpoint: endpoint },
  )(body, "section 3: DiscoverPollEndpoint");
  // INVARIANT: checked above.
  return body as unknown as { readonly endpoint: string; readonly telemetryEndpoint: string };
};
