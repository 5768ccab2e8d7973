import type {
  RegisterContainerInstanceRequest,
  RegisterContainerInstanceResponse,
} from "@aws-sdk/client-ecs";
import { hexId } from "../../../ids.ts";
import { operation, type RunContext } from "../../../operation/index.ts";
import { instanceTable, verifyInstanceIdentity } from "../../ec2/index.ts";
import { requireOwnInstance } from "../agents/own-instance.ts";
import { clusterNeed, requestTagsOf, tagOnCreateNeeds } from "../authorization-context.ts";
import { clusterArn, clusterNameOf } from "../cluster-reference.ts";
import { clusterTable } from "../clusters/table.ts";
import { clientException, clusterNotFoundForAgent } from "../errors.ts";
import { ecsArn } from "../names.ts";
import { remainingOf } from "../scheduler/resources.ts";
import { requireTags } from "../tag-values.ts";
import { taskTable } from "../tasks/table.ts";
import { containerInstanceArnOf, containerInstanceIdOf } from "./container-instance-reference.ts";
import { containerInstanceShape } from "./container-instance-shape.ts";
import { type IdentityDocument, readIdentityDocument } from "./identity-document.ts";
import { registeredResources } from "./registered-resources.ts";
import { checkedAttributes, registeredAttributes } from "./registration-attributes.ts";
import { type ContainerInstanceRow, containerInstanceTable } from "./table.ts";

/** Agents send a token that the public model leaves out; it names one start of the agent. */
export type RegisterInput = RegisterContainerInstanceRequest & { readonly clientToken?: string };

/**
 * Makes the caller's machine a container instance of a cluster, or brings one up to date that registered
 * before: an agent that restarts sends the ARN it was given. The answer repeats every attribute, because an
 * agent gives up where one of its own is missing.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RegisterContainerInstance.html
 */
export const registerContainerInstance = operation<RegisterInput, RegisterContainerInstanceResponse>(
  "RegisterContainerInstance",
  {
    needs: ({ input, scope, state }) => {
      const need = clusterNeed(state, scope, "ecs:RegisterContainerInstance", input.cluster);
      const instances = ecsArn(scope, "container-instance", clusterNameOf(need.resource), "*");
      return [
        { ...need, ...requestTagsOf(input.tags) },
        ...tagOnCreateNeeds("RegisterContainerInstance", instances, input.tags),
      ];
    },
    run: (context) => {
      const { input, scope, state } = context;
      const cluster = clusterArn(scope, input.cluster);
      if (state.table(clusterTable).get(cluster)?.status !== "ACTIVE") throw clusterNotFoundForAgent();
      const document = readIdentityDocument(scope, input.instanceIdentityDocument);
      requireOwnMachine(context, cluster, document);
      const row =
        sameRegistration(context, cluster) ??
        (input.containerInstanceArn
          ? registeredAgain(context, cluster, document, input.containerInstanceArn)
          : registeredFirst(context, cluster, document));
      state.table(containerInstanceTable).put(row);
      return { containerInstance: containerInstanceShape(state, row, { tags: true, health: false }) };
    },
  },
);

/** A repetition of a registration, which the agent's HTTP client makes when an answer is lost. */
const sameRegistration = (
  { input, state, caller }: RunContext<RegisterInput>,
  cluster: string,
): ContainerInstanceRow | undefined => {
  if (!input.clientToken || input.containerInstanceArn) return undefined;
  for (const row of state.table(containerInstanceTable).by("token", input.clientToken)) {
    const ours = row.registeredBy === caller.principal.arn;
    if (ours && row.clusterArn === cluster && row.status !== "INACTIVE") return row;
  }
  return undefined;
};

/**
 * A machine with an instance profile registers itself and no other; and nobody speaks for one of our own EC2 instances
 * without the document that its metadata service signed. For instances of other clouds there is no key to check with.
 */
const requireOwnMachine = (
  { input, scope, caller, state }: RunContext<RegisterInput>,
  cluster: string,
  { instanceId }: IdentityDocument,
): void => {
  requireOwnInstance(caller, scope, "ecs:RegisterContainerInstance", {
    arn: cluster,
    accountId: scope.accountId,
    ...(instanceId === undefined ? {} : { ec2InstanceId: instanceId }),
  });
  if (instanceId === undefined || state.table(instanceTable).get(instanceId) === undefined) return;
  const { instanceIdentityDocument = "", instanceIdentityDocumentSignature = "" } = input;
  if (!verifyInstanceIdentity(state, instanceIdentityDocument, instanceIdentityDocumentSignature)) {
    throw clientException("The signature of the instance identity document is not valid.");
  }
};

const registeredFirst = (
  { input, scope, caller, world }: RunContext<RegisterInput>,
  cluster: string,
  document: IdentityDocument,
): ContainerInstanceRow => {
  const id = hexId(world);
  const resources = registeredResources(input.totalResources, input.platformDevices);
  return {
    arn: ecsArn(scope, "container-instance", clusterNameOf(cluster), id),
    id,
    accountId: scope.accountId,
    region: scope.region,
    clusterArn: cluster,
    ...(document.instanceId === undefined ? {} : { ec2InstanceId: document.instanceId }),
    status: "ACTIVE",
    agentConnected: false,
    versionInfo: input.versionInfo ?? {},
    registeredResources: resources,
    remainingResources: resources,
    attributes: registeredAttributes([], checkedAttributes(input.attributes), document.attributes),
    tags: requireTags(input.tags),
    registeredAt: world.now(),
    version: 1,
    ...(input.clientToken ? { clientToken: input.clientToken } : {}),
    registeredBy: caller.principal.arn,
    lastSequence: 0,
  };
};

const registeredAgain = (
  { input, scope, caller, state }: RunContext<RegisterInput>,
  cluster: string,
  document: IdentityDocument,
  reference: string,
): ContainerInstanceRow => {
  const arn = containerInstanceArnOf(scope, cluster, reference);
  const row = state.table(containerInstanceTable).get(arn);
  const id = containerInstanceIdOf(arn);
  if (row === undefined) throw clientException(`Referenced container instance ${id} not registered.`);
  requireOwnInstance(caller, scope, "ecs:RegisterContainerInstance", row);
  // https://github.com/aws/amazon-ecs-agent/issues/583
  if (row.status === "INACTIVE") throw clientException(`Container instance ${id} is inactive.`);
  const attributes = registeredAttributes(
    row.attributes,
    checkedAttributes(input.attributes),
    document.attributes,
  );
  requireSameType(row, attributes);
  const resources = registeredResources(input.totalResources, input.platformDevices);
  const tasks = [...state.table(taskTable).by("live", arn)];
  return {
    ...row,
    attributes,
    registeredResources: resources,
    remainingResources: remainingOf(
      resources,
      tasks.map((task) => task.reservation),
    ),
    ...(input.versionInfo === undefined ? {} : { versionInfo: input.versionInfo }),
    ...(document.instanceId === undefined ? {} : { ec2InstanceId: document.instanceId }),
    ...(input.clientToken ? { clientToken: input.clientToken } : {}),
    registeredBy: caller.principal.arn,
    version: row.version + 1,
  };
};

/** The agent tells this text from others: it does not start again. */
const requireSameType = (row: ContainerInstanceRow, attributes: ContainerInstanceRow["attributes"]): void => {
  const typeOf = (list: ContainerInstanceRow["attributes"]): string | undefined =>
    list.find(({ name }) => name === "ecs.instance-type")?.value;
  const before = typeOf(row.attributes);
  if (before !== undefined && before !== typeOf(attributes)) {
    throw clientException("Container instance type changes are not supported.");
  }
};
