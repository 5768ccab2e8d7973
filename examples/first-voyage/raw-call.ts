import { join } from "node:path";
import { createSessionIssuer } from "../../src/services/sts/index.ts";
import { signRequest } from "../../src/signature/index.ts";
import { openKeyFile } from "../../src/state/index.ts";
import { realWorld } from "../../src/world.ts";
import type { Identity } from "../shared/clients/client.ts";

/** Calls an ECS operation with a clock of one's own: real clients mend a wrong clock by themselves. */
export const rawCall = async (
  endpoint: string,
  region: string,
  as: Identity,
  operation: string,
  date: number,
): Promise<{ readonly code: string; readonly message: string }> => {
  const headers = {
    host: new URL(endpoint).host,
    "content-type": "application/x-amz-json-1.1",
    "x-amz-target": `AmazonEC2ContainerServiceV20141113.${operation}`,
  };
  const url = `${endpoint}/`;
  const signed = signRequest({
    method: "POST",
    url,
    headers,
    body: "{}",
    credentials: as,
    region,
    service: "ecs",
    date,
  });
  const response = await fetch(url, { method: "POST", headers: { ...headers, ...signed }, body: "{}" });
  const answer = (await response.json()) as { readonly __type?: string; readonly message?: string };
  return { code: answer.__type ?? "", message: answer.message ?? "" };
};

/** Credentials of a root session that ended an hour ago, as the control plane itself would have issued them. */
export const expiredSession = async (folder: string, accountId: string): Promise<Identity> => {
  const now = Date.now();
  const key = await openKeyFile(join(folder, "secret.key"));
  const issuer = createSessionIssuer({ key, world: { ...realWorld, now: () => now - 7_200_000 } });
  const issued = issuer.issueSession({
    principal: { type: "Root", arn: `arn:aws:iam::${accountId}:root`, accountId },
    userId: accountId,
    session: { name: "old", issuedAt: now - 7_200_000, expiresAt: now - 3_600_000 },
  });
  return { name: "yesterday's admin", ...issued };
};
