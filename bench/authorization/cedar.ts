import {
  type CedarValueJson,
  preparsePolicySet,
  statefulIsAuthorized,
} from "@cedar-policy/cedar-wasm/nodejs";
import type { AuthorizationRequest } from "../../src/authorization/types.ts";
import { ACCOUNT, arn } from "./workload.ts";

// Cedar has no wildcards in actions, so that each policy names those of the workload that it is about; resources are
// ARNs of the context, as an entity's name can not be matched.
const actions = (...names: readonly string[]): string =>
  names.map((name) => `Action::"ecs:${name}"`).join(", ");

/** The five statements of one team in Cedar's language. */
const policiesOf = (team: number): string => `
permit (principal, action in [${actions("RunTask", "StartTask")}], resource)
when { context.resource like "arn:aws:ecs:*:${ACCOUNT}:task-definition/team${team}-*:*"
  && context has "ecs:cluster" && context["ecs:cluster"] == "${arn(`cluster/team${team}`)}" };
permit (principal, action in [${actions("StopTask", "DescribeTasks", "ExecuteCommand")}], resource)
when { context.resource like "${arn(`task/team${team}/*`)}"
  && context has "aws:ResourceTag/team" && context["aws:ResourceTag/team"] == "team${team}"
  && (context["aws:SourceIp"].isInRange(ip("10.0.0.0/8")) || context["aws:SourceIp"].isInRange(ip("192.168.0.0/16"))) };
permit (principal, action in [${actions("CreateService", "UpdateService", "DeleteService")}], resource)
when { (context.resource == "${arn(`service/team${team}/web`)}" || context.resource like "${arn(`service/team${team}/api-*`)}")
  && (context["aws:PrincipalTag/team"] like "team*" || context["aws:PrincipalTag/team"] == "platform")
  && context["aws:SecureTransport"] };
permit (principal, action in [${actions("ListClusters", "ListTasks", "DescribeClusters", "DescribeTasks")}], resource);
forbid (principal, action in [${actions("DeleteCluster", "DeleteService", "UpdateService")}], resource)
when { context["aws:MultiFactorAuthAge"] > 3600 && context["aws:EpochTime"] < 1767225600 };
`;

const typed = (key: string, value: string): CedarValueJson => {
  if (key === "aws:SourceIp") return { __extn: { fn: "ip", arg: value } };
  if (key === "aws:SecureTransport") return value === "true";
  return key === "aws:MultiFactorAuthAge" || key === "aws:EpochTime" ? Number(value) : value;
};

/** Parses the policies of `teams` teams, once; answers what asks Cedar about a request, made ready beforehand. */
export const openCedar = (teams: number): ((request: AuthorizationRequest) => boolean) => {
  const parsed = preparsePolicySet("teams", {
    staticPolicies: Array.from({ length: teams }, (_, team) => policiesOf(team)).join("\n"),
  });
  if (parsed.type === "failure") throw new Error(parsed.errors.map(({ message }) => message).join("\n"));
  const calls = new Map<AuthorizationRequest, Parameters<typeof statefulIsAuthorized>[0]>();
  return (request) => {
    let call = calls.get(request);
    if (call === undefined) {
      const entries = Object.entries(request.context).map(([key, value]) => [key, typed(key, String(value))]);
      call = {
        principal: { type: "User", id: request.principal.arn },
        action: { type: "Action", id: request.action },
        resource: { type: "Resource", id: request.resource },
        context: { ...Object.fromEntries(entries), resource: request.resource },
        preparsedPolicySetId: "teams",
        entities: [],
      };
      calls.set(request, call);
    }
    const answer = statefulIsAuthorized(call);
    if (answer.type === "failure") throw new Error(answer.errors.map(({ message }) => message).join("\n"));
    return answer.response.decision === "allow";
  };
};
