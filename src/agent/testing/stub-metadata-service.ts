import { createServer } from "node:http";
import type { Credentials } from "../../signature/index.ts";

/** An instance metadata service for tests, version 2 only. */
export type StubMetadataService = {
  readonly url: string;
  /** Every request as `METHOD path`. */
  readonly requests: string[];
  /** What the next read of the role's credentials gives. */
  credentials: Credentials & { readonly expiration: string };
  readonly close: () => Promise<void>;
};

const document = JSON.stringify({
  accountId: "123456789012",
  architecture: "x86_64",
  availabilityZone: "us-west-2a",
  imageId: "ami-0123456789abcdef0",
  instanceId: "i-0123456789abcdef0",
  instanceType: "t3.medium",
  region: "us-west-2",
  version: "2017-09-30",
});

/** Starts a metadata service on a free port, with an instance profile of role `ecsInstanceRole`. */
export const startStubMetadataService = async (
  credentials: StubMetadataService["credentials"],
  userData: string,
): Promise<StubMetadataService> => {
  const requests: string[] = [];
  const mac = "0a:00:00:00:00:01";
  const role = () =>
    JSON.stringify({
      Code: "Success",
      LastUpdated: "2026-01-01T00:00:00Z",
      Type: "AWS-HMAC",
      AccessKeyId: stub.credentials.accessKeyId,
      SecretAccessKey: stub.credentials.secretAccessKey,
      Token: stub.credentials.sessionToken,
      Expiration: stub.credentials.expiration,
    });
  const texts: Readonly<Record<string, () => string>> = {
    "/latest/user-data": () => userData,
    "/latest/dynamic/instance-identity/document": () => document,
    "/latest/dynamic/instance-identity/signature": () => "c2lnbmF0dXJl",
    "/latest/meta-data/instance-id": () => "i-0123456789abcdef0",
    "/latest/meta-data/mac": () => mac,
    [`/latest/meta-data/network/interfaces/macs/${mac}/vpc-id`]: () => "vpc-1",
    [`/latest/meta-data/network/interfaces/macs/${mac}/subnet-id`]: () => "subnet-1",
    "/latest/meta-data/placement/availability-zone-id": () => "usw2-az1",
    "/latest/meta-data/iam/security-credentials/": () => "ecsInstanceRole",
    "/latest/meta-data/iam/security-credentials/ecsInstanceRole": role,
  };
  const server = createServer((request, response) => {
    requests.push(`${request.method} ${request.url}`);
    if (request.method === "PUT" && request.url === "/latest/api/token") {
      response.setHeader("x-aws-ec2-metadata-token-ttl-seconds", "21600");
      return response.end("token");
    }
    const text = texts[request.url ?? ""];
    if (request.headers["x-aws-ec2-metadata-token"] !== "token") response.statusCode = 401;
    else if (text === undefined) response.statusCode = 404;
    else return response.end(text());
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const stub: StubMetadataService = {
    url: `http://127.0.0.1:${port}`,
    requests,
    credentials,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return stub;
};
