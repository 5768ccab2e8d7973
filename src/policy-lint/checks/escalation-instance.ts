import type { LintStatement, Report } from "../document.ts";
import { grantsOf, isEverything, limitedBy, namesNone } from "./grants.ts";

const CLUSTERS = 'Name the clusters: "Resource": "arn:aws:ecs:<Region>:<Account>:cluster/<ClusterName>"';

/**
 * What a container instance's permissions reach when they are not held to a cluster. `own`: the policy is that of a
 * container instance, so it needs them; then it is only advised to name the cluster.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/instance_IAM_role.html
 */
export const checkInstanceReach = (
  statements: readonly LintStatement[],
  own: boolean,
  report: Report,
): void => {
  const granted = (name: string) =>
    grantsOf(statements, name).filter(
      (grant) =>
        !isEverything(grant) && namesNone(grant.statement) && !limitedBy(grant.statement, "ecs:cluster"),
    );
  const severity = own ? { severity: "suggestion" as const } : {};
  const [join] = granted("ecs:RegisterContainerInstance");
  if (join !== undefined && grantsOf(statements, "ecs:Poll").length > 0)
    report("escalation-container-instance", {
      at: join.at,
      message:
        "With ecs:RegisterContainerInstance and ecs:Poll on every cluster, a machine can join any of them, and is sent tasks with the credentials of their task and execution roles.",
      advice: `${CLUSTERS} for ecs:RegisterContainerInstance, and a condition on ecs:cluster for ecs:Poll.`,
      ...severity,
    });
  for (const name of ["ecs:SubmitTaskStateChange", "ecs:SubmitContainerStateChange"]) {
    const [submit] = granted(name);
    if (submit === undefined) continue;
    report("task-state-forgery", {
      at: submit.at,
      message: `${name} on every cluster lets one report that tasks of others have stopped, whereupon they are replaced.`,
      advice: `${CLUSTERS}.`,
      ...severity,
    });
    break;
  }
  for (const name of [
    "ecs:UpdateContainerInstancesState",
    "ecs:DeregisterContainerInstance",
    "ecs:PutAttributes",
  ]) {
    const [change] = granted(name);
    if (change === undefined) continue;
    report("instances-of-all-clusters", {
      at: change.at,
      message: `${name} without a limit reaches the container instances of every cluster: they can be ${VERBS[name]}.`,
      advice: `Name the cluster, or add "ArnEquals": { "ecs:cluster": "arn:aws:ecs:<Region>:<Account>:cluster/<ClusterName>" }.`,
      ...severity,
    });
    break;
  }
};

const VERBS: Readonly<Record<string, string>> = {
  "ecs:UpdateContainerInstancesState": "drained, which moves their tasks elsewhere",
  "ecs:DeregisterContainerInstance": "deregistered",
  "ecs:PutAttributes": "given attributes that draw tasks to them",
};
