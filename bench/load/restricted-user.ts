import {
  CreateAccessKeyCommand,
  CreateUserCommand,
  IAMClient,
  PutUserPolicyCommand,
} from "@aws-sdk/client-iam";
import type { Harbour } from "../../examples/shared/harbour.ts";
import type { Key } from "./signed-message.ts";

/** A user whose one policy has to be evaluated for each call: root would need none. */
export const restrictedUser = async (
  harbour: Pick<Harbour, "endpoint" | "region" | "accountId" | "root">,
): Promise<Key> => {
  const iam = new IAMClient({
    endpoint: harbour.endpoint,
    region: harbour.region,
    credentials: harbour.root,
  });
  await iam.send(new CreateUserCommand({ UserName: "bench" }));
  const statement = (action: string, resource: string) => ({
    Effect: "Allow",
    Action: action,
    Resource: resource,
    Condition: { StringEquals: { "aws:RequestedRegion": harbour.region } },
  });
  const scope = `arn:aws:ecs:${harbour.region}:${harbour.accountId}`;
  await iam.send(
    new PutUserPolicyCommand({
      UserName: "bench",
      PolicyName: "bench",
      PolicyDocument: JSON.stringify({
        Version: "2012-10-17",
        Statement: [
          statement("ecs:*Cluster*", `${scope}:cluster/*`),
          statement("ecs:RegisterTaskDefinition", `${scope}:task-definition/*`),
          statement("ecs:RunTask", `${scope}:task-definition/*`),
        ],
      }),
    }),
  );
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: "bench" }));
  iam.destroy();
  return { accessKeyId: AccessKey?.AccessKeyId ?? "", secretAccessKey: AccessKey?.SecretAccessKey ?? "" };
};
