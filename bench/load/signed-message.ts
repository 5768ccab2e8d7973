import { signRequest } from "../../src/signature/index.ts";

/** Whose key signs. */
export type Key = { readonly accessKeyId: string; readonly secretAccessKey: string };

/** A whole HTTP request of an ECS call, signed now, as bytes on the wire. */
export const signedMessage = (
  port: number,
  credentials: Key,
  operation: string,
  input: unknown,
  region = "us-east-1",
): string => {
  const body = JSON.stringify(input);
  const headers: Record<string, string> = {
    host: `127.0.0.1:${port}`,
    "content-type": "application/x-amz-json-1.1",
    "x-amz-target": `AmazonEC2ContainerServiceV20141113.${operation}`,
  };
  const url = `http://127.0.0.1:${port}/`;
  const date = Date.now();
  const added = signRequest({
    method: "POST",
    url,
    headers,
    body,
    credentials,
    region,
    service: "ecs",
    date,
  });
  const lines = Object.entries({ ...headers, ...added, "content-length": String(Buffer.byteLength(body)) });
  return `POST / HTTP/1.1\r\n${lines.map(([name, value]) => `${name}: ${value}`).join("\r\n")}\r\n\r\n${body}`;
};
