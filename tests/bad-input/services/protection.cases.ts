import { api, type BadRow, ELSEWHERE, INVALID, NO_CLUSTER, PARSER, UNREADABLE } from "./row.ts";

const LENGTH = "taskId length should be one of [32,36]";
const LENGTH_SOURCE = "https://github.com/aws/amazon-ecs-cli/issues/570";
const PAGE = api("UpdateTaskProtection");

const update = (
  what: string,
  changes: object,
  code: string,
  text: string | RegExp,
  source = PAGE,
): BadRow => [
  what,
  "UpdateTaskProtection",
  { cluster: "demo", tasks: ["{serviceTask}"], protectionEnabled: true, ...changes },
  code,
  text,
  source,
];

/** Task scale-in protection. */
export const protectionRows: readonly BadRow[] = [
  [
    "nothing at all",
    "UpdateTaskProtection",
    {},
    INVALID,
    /should not be null or empty\.$|cannot be empty\.$/,
    PAGE,
  ],
  [
    "no switch",
    "UpdateTaskProtection",
    { cluster: "demo", tasks: ["{serviceTask}"] },
    INVALID,
    "ProtectionEnabled should not be null or empty.",
    PAGE,
  ],
  update(
    "no tasks",
    { tasks: [] },
    INVALID,
    "Tasks cannot be empty.",
    "https://github.com/sil-org/ecs-deploy/issues/63",
  ),
  update(
    "eleven tasks",
    { tasks: Array.from({ length: 11 }, (_, index) => `${index}`.padStart(32, "0")) },
    INVALID,
    "Tasks can have at most 10 items.",
  ),
  update("a task that cannot be", { tasks: ["short"] }, INVALID, LENGTH, LENGTH_SOURCE),
  update(
    "a task of another cluster",
    { tasks: ["{arn}:task/empty/{serviceTask}"] },
    INVALID,
    "Invalid identifier: Identifier is for cluster empty. Your cluster is demo",
    ELSEWHERE,
  ),
  update("no minutes", { expiresInMinutes: 0 }, INVALID, /expiresInMinutes/),
  update("minutes before now", { expiresInMinutes: -5 }, INVALID, /expiresInMinutes/),
  update("more than 48 hours", { expiresInMinutes: 2881 }, INVALID, /2880/),
  update(
    "minutes in words",
    { expiresInMinutes: "60" },
    UNREADABLE,
    "STRING_VALUE cannot be converted to Integer (at 'expiresInMinutes')",
    PARSER,
  ),
  update(
    "a switch in words",
    { protectionEnabled: "on" },
    UNREADABLE,
    "STRING_VALUE cannot be converted to Boolean (at 'protectionEnabled')",
    PARSER,
  ),
  update(
    "no cluster of that name",
    { cluster: "none" },
    "ClusterNotFoundException",
    "Cluster not found.",
    NO_CLUSTER,
  ),
  [
    "nothing at all",
    "GetTaskProtection",
    {},
    INVALID,
    "Cluster should not be null or empty.",
    api("GetTaskProtection"),
  ],
  [
    "101 tasks",
    "GetTaskProtection",
    { cluster: "demo", tasks: Array.from({ length: 101 }, () => "{none}") },
    INVALID,
    /at most 100/,
    api("GetTaskProtection"),
  ],
  [
    "no cluster of that name",
    "GetTaskProtection",
    { cluster: "none", tasks: ["{none}"] },
    "ClusterNotFoundException",
    "Cluster not found.",
    NO_CLUSTER,
  ],
];
