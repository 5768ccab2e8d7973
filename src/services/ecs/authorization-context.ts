import type { Tag } from "@aws-sdk/client-ecs";
import { iamArn, type Scope } from "../../arn.ts";
import type { Need } from "../../operation/index.ts";
import type { Reader } from "../../state/index.ts";
import { clusterArn } from "./cluster-reference.ts";
import { clusterTable } from "./clusters/table.ts";
import { cpuUnits, memoryMib } from "./scheduler/task-size.ts";
import { tagsAsRecord } from "./tag-values.ts";
import { findTaskDefinition, taskDefinitionArn } from "./task-definition-reference.ts";

/** The part of a need that tells of the tags its resource has. */
export const resourceTagsOf = (
  row: { readonly tags: readonly Tag[] } | undefined,
): Pick<Need, "resourceTags"> =>
  row === undefined || row.tags.length === 0 ? {} : { resourceTags: tagsAsRecord(row.tags) };

/** The part of a need that tells of the tags the request carries; nothing when it carries none. */
export const requestTagsOf = (tags: readonly Tag[] | undefined): Pick<Need, "requestTags"> =>
  tags === undefined || tags.length === 0 ? {} : { requestTags: tagsAsRecord(tags) };

/**
 * An action on a cluster, with the cluster's tags.
 *
 * @throws AwsError InvalidParameterException for a reference that names nothing
 */
export const clusterNeed = (
  state: Reader,
  scope: Scope,
  action: string,
  reference: string | undefined,
): Need => {
  const resource = clusterArn(scope, reference);
  return { action, resource, ...resourceTagsOf(state.table(clusterTable).get(resource)) };
};

/**
 * `ecs:TagResource` on what a call is about to make; needed only when the call carries tags.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/supported-iam-actions-tagging.html
 */
export const tagOnCreateNeeds = (
  createAction: string,
  resource: string,
  tags: readonly Tag[] | undefined,
): readonly Need[] =>
  tags === undefined || tags.length === 0
    ? []
    : [
        {
          action: "ecs:TagResource",
          resource,
          context: { "ecs:CreateAction": createAction },
          ...requestTagsOf(tags),
        },
      ];

/**
 * The condition keys of a task's size, in CPU units and MiB. A size that cannot be read is left out: the call is refused
 * for it once it is allowed.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerservice.html
 */
export const taskSizeKeys = ({
  cpu,
  memory,
}: {
  readonly cpu?: string | undefined;
  readonly memory?: string | undefined;
}): NonNullable<Need["context"]> => ({
  "ecs:task-cpu": readSize(cpu, cpuUnits),
  "ecs:task-memory": readSize(memory, memoryMib),
});

const readSize = (size: string | undefined, read: (text: string) => number): string | undefined => {
  if (!size) return undefined;
  try {
    return String(read(size));
  } catch {
    return undefined;
  }
};

/**
 * `iam:PassRole`: handing the role of this ARN to `service`, for example `ecs-tasks.amazonaws.com`.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html
 */
export const passRoleNeed = (arn: string, service: string): Need => ({
  action: "iam:PassRole",
  resource: arn,
  context: { "iam:PassedToService": service },
});

/** One {@link passRoleNeed} for each role that is given, by ARN or by name, without repetition. */
export const passRoleNeeds = (
  scope: Scope,
  roles: readonly (string | undefined)[],
  service = "ecs-tasks.amazonaws.com",
): readonly Need[] => {
  const arns = new Set<string>();
  for (const role of roles) if (role !== undefined && role !== "") arns.add(roleArn(scope, role));
  return [...arns].map((arn) => passRoleNeed(arn, service));
};

const ROLE_ARN = /^arn:[^:]+:iam::[0-9]{12}:role\/.+$/;

/**
 * The ARN of a role that a task definition or a call names by its ARN, or by its name with its path. What is
 * no role's ARN is taken for a name, as AWS does, so that it can only ever be a role of this account.
 * https://github.com/aws/containers-roadmap/issues/1390
 */
export const roleArn = (scope: Scope, role: string): string =>
  ROLE_ARN.test(role) ? role : iamArn(scope, `role/${role.replace(/^\//, "")}`);

/**
 * The ARN on which an action on a task definition is decided: `family` stands for its latest ACTIVE
 * revision. A family that has none is decided on `family:*`, as there is no revision to name.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/security_iam_id-based-policy-examples.html
 *
 * @throws AwsError for a reference that cannot be
 */
export const taskDefinitionNeedArn = (state: Reader, scope: Scope, reference: string): string =>
  findTaskDefinition(state, scope, reference)?.arn ?? taskDefinitionArn(scope, reference);
