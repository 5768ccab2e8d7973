import type { Identity } from "../../shared/clients/client.ts";
import type { Voyage } from "../../shared/voyage.ts";
import { expiredSession, rawCall } from "../raw-call.ts";
import { notAllowed, type Story } from "../story.ts";

/** A user without policies may do nothing; who can't prove an identity gets nowhere at all. */
export const nothingAllowed = async (voyage: Voyage, story: Story): Promise<void> => {
  voyage.begin("2. alice may do nothing, and a forged identity gets nowhere");
  const refused = (action: string, resource: string) => ({
    refused: "AccessDeniedException",
    status: 400,
    message: notAllowed(story.aliceArn, action, resource),
  });
  const { alice } = story;
  const taskDefinition = story.clusterArn.replace("cluster/harbour", "task-definition/web:1");
  await voyage.call(alice, "ecs", "ListClusters", {}, refused("ecs:ListClusters", "*"));
  await voyage.portreeve(["explain", "--last"], /ecs:ListClusters/);
  await voyage.call(
    alice,
    "ecs",
    "DescribeClusters",
    { clusters: ["harbour"] },
    refused("ecs:DescribeClusters", story.clusterArn),
  );
  await voyage.call(
    alice,
    "ecs",
    "RunTask",
    { cluster: "harbour", taskDefinition: "web" },
    refused("ecs:RunTask", taskDefinition),
  );
  await voyage.portreeve(["explain", "--last"], /task-definition\/web:1/);
  await forged(voyage, story);
};

const forged = async (voyage: Voyage, { alice }: Story): Promise<void> => {
  const { endpoint, region, folder, accountId } = voyage.harbour;
  const wrongSecret: Identity = {
    ...alice,
    name: "forger",
    secretAccessKey: `${alice.secretAccessKey.slice(1)}x`,
  };
  await voyage.call(
    wrongSecret,
    "ecs",
    "ListClusters",
    {},
    {
      refused: "InvalidSignatureException",
      status: 400,
      message: /^The request signature we calculated does not match the signature you provided\./,
    },
  );
  const unknownKey: Identity = { ...alice, name: "stranger", accessKeyId: "AKIAUNKNOWNUNKNOWN00" };
  await voyage.call(
    unknownKey,
    "ecs",
    "ListClusters",
    {},
    {
      refused: "UnrecognizedClientException",
      status: 400,
      message: "The security token included in the request is invalid.",
    },
  );
  const late = await rawCall(endpoint, region, alice, "ListClusters", Date.now() - 20 * 60_000);
  voyage.note(
    "a clock 20 minutes late: InvalidSignatureException",
    late.code === "InvalidSignatureException" && late.message.startsWith("Signature expired: "),
    `${late.code}: ${late.message}`,
  );
  const old = await expiredSession(folder, accountId);
  const expired = await rawCall(endpoint, region, old, "ListClusters", Date.now());
  voyage.note(
    "an expired session token: ExpiredTokenException",
    expired.code === "ExpiredTokenException" &&
      expired.message === "The security token included in the request is expired",
    `${expired.code}: ${expired.message}`,
  );
};
