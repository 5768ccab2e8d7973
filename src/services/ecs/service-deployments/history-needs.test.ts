import assert from "node:assert/strict";
import { beforeEach, describe, it } from "node:test";
import { createCluster } from "../clusters/create-cluster.ts";
import { createService } from "../services/create-service.ts";
import { registerTaskDefinition } from "../task-definitions/register-task-definition.ts";
import { rejectsWith } from "../testing/rejects-with.ts";
import { openTestPlane, type TestPlane } from "../testing/test-plane.ts";
import { describeServiceDeployments } from "./describe-service-deployments.ts";
import { describeServiceRevisions } from "./describe-service-revisions.ts";
import { stopServiceDeployment } from "./stop-service-deployment.ts";

const ARN = "arn:aws:ecs:us-east-1:123456789012";
const CLUSTER = `${ARN}:cluster/web`;
const SERVICE = `${ARN}:service/web/good`;

let plane: TestPlane;
let deployment: string;
let revision: string;

beforeEach(async () => {
  plane = await openTestPlane();
  await plane.call(createCluster, { clusterName: "web" });
  await plane.call(registerTaskDefinition, {
    family: "web",
    containerDefinitions: [{ name: "c", image: "i", memory: 8 }],
  });
  const { service } = await plane.call(createService, {
    cluster: "web",
    serviceName: "good",
    taskDefinition: "web",
    desiredCount: 1,
    tags: [{ key: "team", value: "a" }],
  });
  deployment = service?.currentServiceDeployment ?? "";
  revision = service?.currentServiceRevisions?.[0]?.arn ?? "";
});

const allow = (resources: readonly string[], condition: object = {}): void =>
  plane.allow({
    Effect: "Allow",
    Action: ["ecs:DescribeServiceDeployments", "ecs:DescribeServiceRevisions", "ecs:StopServiceDeployment"],
    Resource: resources,
    ...condition,
  });

type Look = readonly [action: string, at: () => string, look: (arn: string) => Promise<unknown>];

const looks: readonly Look[] = [
  [
    "ecs:DescribeServiceDeployments",
    () => deployment,
    (arn) => plane.call(describeServiceDeployments, { serviceDeploymentArns: [arn] }),
  ],
  [
    "ecs:DescribeServiceRevisions",
    () => revision,
    (arn) => plane.call(describeServiceRevisions, { serviceRevisionArns: [arn] }),
  ],
];

// https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-deployment-permissions.html
describe("the history of a service", () => {
  const history = [`${ARN}:service-deployment/web/good/*`, `${ARN}:service-revision/web/good/*`];

  for (const [action, at, look] of looks) {
    it(`is shown by ${action} to those who may see the service and its history`, async () => {
      allow([SERVICE, ...history]);
      await look(at());
      for (const [allowed, missing] of [
        [history, SERVICE],
        [[SERVICE], at()],
      ] as const) {
        allow(allowed);
        const denied = new RegExp(`${action} on resource: ${missing} because`);
        await rejectsWith(look(at()), "AccessDeniedException", denied);
      }
    });
  }

  it("is decided with the tags and the cluster of the service, and within the service", async () => {
    allow(["*"], {
      Condition: {
        StringEquals: { "aws:ResourceTag/team": "a" },
        ArnEquals: { "ecs:cluster": CLUSTER },
        ArnEqualsIfExists: { "ecs:service": SERVICE },
      },
    });
    for (const [, at, look] of looks) await look(at());
    allow(["*"], { Condition: { ArnEquals: { "ecs:service": SERVICE } } });
    for (const [, at, look] of looks) await rejectsWith(look(at()), "AccessDeniedException", /./);
  });

  it("is changed only by those who may on the service", async () => {
    const stop = () => plane.call(stopServiceDeployment, { serviceDeploymentArn: deployment });
    allow(history);
    await rejectsWith(stop(), "AccessDeniedException", new RegExp(`on resource: ${SERVICE} `));
    allow([SERVICE, ...history]);
    await rejectsWith(stop(), "ConflictException", /no completed service revision/);
  });

  it("of many deployments of a service asks once for the service", async () => {
    const other = `${deployment.slice(0, -1)}_`;
    await plane.call(describeServiceDeployments, { serviceDeploymentArns: [deployment, other] });
    const asked = plane.decisions.filter(({ action }) => action === "ecs:DescribeServiceDeployments");
    assert.deepEqual(
      asked.map(({ resource }) => resource),
      [SERVICE, deployment, other],
    );
  });
});
