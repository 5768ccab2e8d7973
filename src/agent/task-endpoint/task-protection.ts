import type { ApiClient } from "../api/client.ts";
import { ApiError, describeError } from "../api/errors.ts";
import type { RoleCredentials } from "../tasks/payload-task.ts";
import type { EndpointAnswer } from "./task-endpoint.ts";

type Protection = {
  readonly taskArn?: string;
  readonly protectionEnabled?: boolean;
  readonly expirationDate?: number;
};

const refusal = (status: number, Arn: string, Code: string, Message: string): EndpointAnswer => ({
  status,
  body: { error: { Arn, Code, Message } },
});

/** The input of UpdateTaskProtection that a PUT's body asks for; a text tells what is wrong with it. */
const readWish = (body: string): { protectionEnabled: boolean; expiresInMinutes?: number } | string => {
  let wish: unknown;
  try {
    wish = JSON.parse(body);
  } catch {
    return "Invalid request: body is not JSON";
  }
  if (typeof wish !== "object" || wish === null) return "Invalid request: body is not an object";
  const { ProtectionEnabled, ExpiresInMinutes, ...others } = wish as Readonly<Record<string, unknown>>;
  const [unknown] = Object.keys(others);
  if (unknown !== undefined) return `Invalid request: unknown field ${unknown}`;
  if (typeof ProtectionEnabled !== "boolean")
    return "Invalid request: does not contain 'ProtectionEnabled' field";
  if (ExpiresInMinutes === undefined) return { protectionEnabled: ProtectionEnabled };
  if (typeof ExpiresInMinutes !== "number") return "Invalid request: ExpiresInMinutes is not a number";
  return { protectionEnabled: ProtectionEnabled, expiresInMinutes: ExpiresInMinutes };
};

/**
 * Reads or changes the protection of a task on behalf of one of its containers. The call is signed by the task's
 * role: what its policy does not allow, the container cannot do.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-scale-in-protection-endpoint.html
 */
export const taskProtection = async (
  method: string,
  body: string,
  taskArn: string,
  cluster: string,
  credentials: RoleCredentials | undefined,
  api: ApiClient,
): Promise<EndpointAnswer> => {
  if (method !== "GET" && method !== "PUT")
    return refusal(405, taskArn, "InvalidParameterException", "use GET or PUT");
  if (credentials === undefined)
    return refusal(
      403,
      taskArn,
      "AccessDeniedException",
      "Invalid Request: no task IAM role credentials available for task",
    );
  const wish = method === "GET" ? {} : readWish(body);
  if (typeof wish === "string") return refusal(400, taskArn, "InvalidParameterException", wish);
  const operation = method === "GET" ? "GetTaskProtection" : "UpdateTaskProtection";
  try {
    const answer = await api.call(operation, { cluster, tasks: [taskArn], ...wish }, { credentials });
    const [failure] = (answer["failures"] ?? []) as readonly {
      arn?: string;
      reason?: string;
      detail?: string;
    }[];
    if (failure !== undefined)
      return {
        status: 200,
        body: { failure: { Arn: failure.arn, Reason: failure.reason, Detail: failure.detail } },
      };
    const [found] = (answer["protectedTasks"] ?? []) as readonly Protection[];
    const expires = found?.expirationDate;
    return {
      status: 200,
      body: {
        protection: {
          TaskArn: found?.taskArn ?? taskArn,
          ProtectionEnabled: found?.protectionEnabled ?? false,
          ExpirationDate: expires === undefined ? undefined : new Date(expires * 1000).toISOString(),
        },
      },
    };
  } catch (error) {
    if (error instanceof ApiError)
      return refusal(Math.min(error.status, 500), taskArn, error.code, error.message);
    return refusal(500, taskArn, "ServerException", describeError(error));
  }
};
