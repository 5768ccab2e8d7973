import { signRequest } from "../../signature/index.ts";
import { aliceKey } from "./test-gateway.ts";

/** How to sign and send one request; what is left out is alice's ListClusters, signed now. */
export type Sending = {
  readonly credentials?: {
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly sessionToken?: string;
  };
  readonly service?: "ecs" | "iam" | "sts" | "ec2" | string;
  readonly region?: string;
  readonly date?: number;
  readonly body?: string | Uint8Array;
  readonly headers?: Readonly<Record<string, string>>;
  /** Changes the signed headers before they are sent; a header set to undefined is left out. */
  readonly tamper?: (headers: Record<string, string | undefined>) => Record<string, string | undefined>;
  /** Sends another body than the one that was signed. */
  readonly sentBody?: string;
  readonly path?: string;
};

/** An answer, read to its end. */
export type Received = { readonly status: number; readonly text: string; readonly headers: Headers };

const queryBody: Readonly<Record<string, string>> = {
  iam: "Action=ListUsers&Version=2010-05-08",
  sts: "Action=GetCallerIdentity&Version=2011-06-15",
  ec2: "Action=DescribeInstances&Version=2016-11-15",
};

/** The headers and body of a plain call to a service. */
export const plainCall = (service: string): { body: string; headers: Record<string, string> } =>
  service === "ecs"
    ? {
        body: "{}",
        headers: {
          "content-type": "application/x-amz-json-1.1",
          "x-amz-target": "AmazonEC2ContainerServiceV20141113.ListClusters",
        },
      }
    : {
        body: queryBody[service] ?? "",
        headers: { "content-type": "application/x-www-form-urlencoded; charset=utf-8" },
      };

/** Signs a request as the official clients do, spoils it as asked, and sends it. */
export const send = async (url: string, sending: Sending): Promise<Received> => {
  const service = sending.service ?? "ecs";
  const plain = plainCall(service);
  const headers = sending.headers ?? plain.headers;
  const body = sending.body ?? plain.body;
  const target = `${url}${sending.path ?? "/"}`;
  const signed = signRequest({
    method: "POST",
    url: target,
    headers,
    body,
    credentials: sending.credentials ?? aliceKey,
    region: sending.region ?? "eu-west-1",
    service,
    date: sending.date ?? Date.now(),
  });
  const lower = Object.fromEntries(
    Object.entries({ ...headers, ...signed }).map(([name, value]) => [name.toLowerCase(), value]),
  );
  const tampered = sending.tamper?.(lower) ?? lower;
  const response = await fetch(target, {
    method: "POST",
    headers: Object.entries(tampered).filter((entry): entry is [string, string] => entry[1] !== undefined),
    body: (sending.sentBody ?? body) as string,
  });
  return { status: response.status, text: await response.text(), headers: response.headers };
};

/** An error's code and message, whatever the protocol. */
export const errorOf = (text: string): { readonly code: string | undefined; readonly message: string } => {
  if (text.startsWith("{")) {
    const parsed = JSON.parse(text) as Readonly<Record<string, string>>;
    return { code: parsed["__type"], message: parsed["message"] ?? "" };
  }
  return {
    code: /<Code>(.*?)<\/Code>/.exec(text)?.[1],
    message: (/<Message>([\s\S]*?)<\/Message>/.exec(text)?.[1] ?? "").replaceAll("&apos;", "'"),
  };
};
