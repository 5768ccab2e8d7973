import type { StructureShape } from "../../src/gateway/shapes/shape.ts";
import type { ServiceProtocol } from "../../src/operation/index.ts";
import { presignUrl, signRequest } from "../../src/signature/index.ts";
import type { AccessKey } from "../product/clients.ts";
import { mutateBytes } from "./mutate-bytes.ts";
import { mutateValue } from "./mutate-value.ts";
import type { Random } from "./random.ts";
import { skeleton } from "./skeleton.ts";
import { writeForm } from "./write-form.ts";

/** An operation to ask. */
export type Target = {
  readonly service: string;
  readonly protocol: ServiceProtocol;
  readonly operation: string;
  readonly served: boolean;
  readonly input: StructureShape | undefined;
};

/** A request as it goes out, signed. */
export type Attempt = {
  readonly target: Target;
  readonly method: "GET" | "POST";
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
};

const JSON_TYPE = "application/x-amz-json-1.1";
const FORM_TYPE = "application/x-www-form-urlencoded; charset=utf-8";

const WRONG_TYPES = [
  "",
  "text/plain",
  "application/json",
  "application/x-amz-json-1.0",
  "multipart/form-data",
  "x",
];

const WRONG_TARGETS = [
  "",
  ".",
  "ListClusters",
  "AmazonEC2ContainerServiceV20141113.",
  "A.__proto__",
  "A.B.C",
];

const inputOf = (random: Random, { input }: Target): unknown => {
  let value: unknown = skeleton(random, input);
  const mutations = random.pick([0, 1, 1, 1, 2, 3]);
  for (let index = 0; index < mutations; index += 1) value = mutateValue(random, value);
  return value;
};

const bodyOf = (random: Random, target: Target): Buffer => {
  const { protocol, operation, input } = target;
  const value = inputOf(random, target);
  const text =
    protocol.kind === "awsJson1.1"
      ? (JSON.stringify(value) ?? "")
      : writeForm(operation, protocol.version, input, value, protocol.kind === "ec2Query");
  const body = Buffer.from(text);
  return random.oneIn(6) ? mutateBytes(random, body) : body;
};

const headersOf = (random: Random, { protocol, operation }: Target): Record<string, string> => {
  const json = protocol.kind === "awsJson1.1";
  const type = random.oneIn(25)
    ? random.pick([JSON_TYPE, FORM_TYPE, ...WRONG_TYPES])
    : json
      ? JSON_TYPE
      : FORM_TYPE;
  const headers: Record<string, string> = { "content-type": type };
  if (protocol.kind === "awsJson1.1") {
    const target = `${protocol.targetPrefix}.${operation}`;
    headers["x-amz-target"] = random.oneIn(60) ? random.pick(WRONG_TARGETS) : target;
  } else if (random.oneIn(60)) headers["x-amz-target"] = random.pick(WRONG_TARGETS);
  return headers;
};

/** Signs a request so that it gets to its operation: in headers, or in the query as presigned URLs are. */
export const makeAttempt = (random: Random, target: Target, base: string, key: AccessKey): Attempt => {
  const body = bodyOf(random, target);
  const headers = headersOf(random, target);
  const common = { credentials: key, region: "us-west-2", service: target.service, date: Date.now() };
  if (random.oneIn(12)) {
    const isForm = target.protocol.kind !== "awsJson1.1";
    // A call of the Query protocols may have all of its parameters in the URL.
    const inUrl = isForm && random.oneIn(2) && body.length < 8_000;
    const url = new URL(base);
    if (inUrl) url.search = body.toString("latin1").replace(/[^\x21-\x7e]|#/g, "%41");
    const method = inUrl ? "GET" : "POST";
    const signed = presignUrl({
      ...common,
      method,
      url,
      expiresIn: 60,
      ...(inUrl ? {} : { headers, body }),
    } as Parameters<typeof presignUrl>[0]);
    const { pathname, search } = new URL(signed);
    return {
      target,
      method,
      path: pathname + search,
      headers: inUrl ? {} : headers,
      body: inUrl ? Buffer.alloc(0) : body,
    };
  }
  const signed = signRequest({ ...common, method: "POST", url: base, headers, body });
  return { target, method: "POST", path: "/", headers: { ...headers, ...signed }, body };
};
