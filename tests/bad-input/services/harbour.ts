import { createGateway } from "../../../src/gateway/index.ts";
import { ecs } from "../../../src/services/ecs/index.ts";
import { Fleet } from "../../../src/services/ecs/scheduler/services/testing/fleet.ts";
import { ensureAccount } from "../../../src/services/iam/index.ts";
import { createCredentialResolver, createSessionIssuer } from "../../../src/services/sts/index.ts";
import { signRequest } from "../../../src/signature/index.ts";
import type { Storage, StoredChange } from "../../../src/state/index.ts";

/** What an answer says. */
export type Answer = { readonly status: number; readonly code: string; readonly text: string };

/**
 * A control plane with something of every kind, behind the real gateway: what is there, what was, what is on its way
 * out. `names` tells the identifiers that a row of a table may ask for.
 */
export type Harbour = {
  readonly names: Readonly<Record<string, string>>;
  /** Sends a call as the account's root, signed. */
  readonly send: (operation: string, body: unknown) => Promise<Answer>;
  /** Every row that was written since the last question. */
  readonly written: () => readonly StoredChange[];
  readonly close: () => Promise<void>;
};

const ACCOUNT = "123456789012";
const REGION = "us-west-2";

/** A storage that forgets, but remembers what was written. */
const recordingStorage = (changes: StoredChange[]): Storage => ({
  forgets: true,
  load: async () => [],
  commit: async (batch) => {
    changes.push(...batch);
  },
  close: async () => {},
});

const lastPart = (arn: string): string => arn.slice(arn.lastIndexOf("/") + 1);

/** Makes the harbour's contents, and answers their names. */
const furnish = async (fleet: Fleet): Promise<Readonly<Record<string, string>>> => {
  const { call } = fleet.plane;
  const demo = { cluster: "demo" };
  await call("CreateCluster", { clusterName: "empty" });
  await call("CreateCluster", { clusterName: "past" });
  await call("DeleteCluster", { cluster: "past" });
  await fleet.plane.define(undefined, { family: "old" });
  await call("DeregisterTaskDefinition", { taskDefinition: "old:1" });
  await fleet.create({ desiredCount: 2, clientToken: "first" });
  await fleet.create({ serviceName: "daemon", desiredCount: undefined, schedulingStrategy: "DAEMON" });
  await fleet.create({ serviceName: "gone", desiredCount: 0 });
  await fleet.create({ serviceName: "leaving", desiredCount: 1 });
  await fleet.settle();
  await call("DeleteService", { ...demo, service: "gone" });
  await fleet.update({ taskDefinition: "web:2" });
  await fleet.settle();
  const { tasks } = await call<{ tasks: { taskArn: string }[] }>("RunTask", {
    ...demo,
    taskDefinition: "web",
  });
  const inactive = await fleet.addInstance();
  await fleet.settle();
  await call("DeregisterContainerInstance", { ...demo, containerInstance: inactive, force: true });
  await fleet.settle();
  await call("DeleteService", { ...demo, service: "leaving", force: true });
  const { serviceDeployments } = await call<{ serviceDeployments: { serviceDeploymentArn: string }[] }>(
    "ListServiceDeployments",
    { ...demo, service: "web", maxResults: 1 },
  );
  const page = await call<{ nextToken: string }>("ListServiceDeployments", {
    ...demo,
    service: "web",
    maxResults: 1,
  });
  const [instance = ""] = fleet.agents.keys();
  const [serviceTask = ""] = await fleet.tasks();
  const [stopped = ""] = await fleet.tasks("STOPPED");
  return {
    account: ACCOUNT,
    arn: `arn:aws:ecs:${REGION}:${ACCOUNT}`,
    task: lastPart(tasks[0]?.taskArn ?? ""),
    serviceTask: lastPart(serviceTask),
    stoppedTask: lastPart(stopped),
    instance: lastPart(instance),
    inactive: lastPart(inactive),
    none: "0".repeat(32),
    deployment: serviceDeployments[0]?.serviceDeploymentArn ?? "",
    staleToken: page.nextToken,
  };
};

/** Opens a {@link Harbour}. */
export const openHarbour = async (): Promise<Harbour> => {
  const changes: StoredChange[] = [];
  const fleet = await Fleet.open(2, { storage: recordingStorage(changes) });
  const { plane, state, world } = fleet.plane;
  const root = await state.transact((transaction) =>
    ensureAccount(transaction, { accountId: ACCOUNT, world }),
  );
  const names = await furnish(fleet);
  const issuer = createSessionIssuer({ key: new Uint8Array(32).fill(5), world });
  const gateway = createGateway({
    plane,
    services: [ecs],
    resolveCredentials: createCredentialResolver(issuer),
  });
  const { port } = await gateway.listen({ host: "127.0.0.1", port: 0 });
  const url = `http://127.0.0.1:${port}/`;
  return {
    names,
    send: async (operation, input) => {
      const body = typeof input === "string" ? input : JSON.stringify(input);
      const headers = {
        "content-type": "application/x-amz-json-1.1",
        "x-amz-target": `AmazonEC2ContainerServiceV20141113.${operation}`,
      };
      const signed = signRequest({
        method: "POST",
        url,
        headers,
        body,
        credentials: root,
        region: REGION,
        service: "ecs",
        date: world.now(),
      });
      const response = await fetch(url, { method: "POST", headers: { ...headers, ...signed }, body });
      const answer = (await response.json()) as { __type?: string; message?: string; Message?: string };
      const text = answer.message ?? answer.Message ?? JSON.stringify(answer);
      return { status: response.status, code: answer.__type ?? "none", text };
    },
    written: () => changes.splice(0),
    close: async () => {
      await gateway.close();
      await fleet.plane.close();
    },
  };
};
