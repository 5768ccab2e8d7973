import { type AnyOperation, AwsError, type Service } from "../operation/index.ts";
import type { Dialect } from "./authentication/failure-answers.ts";
import { awsJson } from "./protocols/aws-json.ts";
import { awsQuery } from "./protocols/aws-query.ts";
import { ec2Query } from "./protocols/ec2-query.ts";
import type { Asked, OperationCodec, Protocol } from "./protocols/protocol.ts";
import { type ShapeTable, shapeTable } from "./shapes/shape-table.ts";

/** An operation with its way in and out. */
export type ServedOperation = { readonly operation: AnyOperation; readonly codec: OperationCodec };

const protocolOf = ({ protocol }: Service): Protocol => {
  switch (protocol.kind) {
    case "awsJson1.1":
      return awsJson(protocol.targetPrefix);
    case "awsQuery":
      return awsQuery(protocol.version, protocol.namespace, protocol.quotesValues);
    case "ec2Query":
      return ec2Query(protocol.version, protocol.namespace);
  }
};

const dialects: Readonly<Record<Service["protocol"]["kind"], Dialect>> = {
  "awsJson1.1": "json",
  awsQuery: "query",
  ec2Query: "ec2",
};

/** A service as the gateway serves it. Shapes are loaded with the first call, codecs compiled one by one. */
export class ServedService {
  readonly service: Service;
  readonly protocol: Protocol;
  readonly dialect: Dialect;
  readonly #operations: ReadonlyMap<string, AnyOperation>;
  readonly #served = new Map<string, ServedOperation>();
  #shapes: Promise<ShapeTable> | undefined;
  #loaded: ShapeTable | undefined;

  constructor(service: Service) {
    this.service = service;
    this.protocol = protocolOf(service);
    this.dialect = dialects[service.protocol.kind];
    this.#operations = new Map(service.operations.map((operation) => [operation.name, operation]));
  }

  /** The operation that is asked for. Rejects with AwsError when there is none, or not yet. */
  find(asked: Asked): ServedOperation | Promise<ServedOperation> {
    const served = asked.operation === undefined ? undefined : this.#served.get(asked.operation);
    return served ?? this.#compile(asked);
  }

  /** Whether the service has an operation called so, served or not: a name fit for a metric's label. */
  has(name: string): boolean {
    return this.#operations.has(name) || this.#loaded?.has(name) === true;
  }

  async #compile(asked: Asked): Promise<ServedOperation> {
    const name = asked.operation;
    if (name === undefined) throw asked.unknown();
    this.#shapes ??= this.service.schemas().then((schemas) => shapeTable(schemas, this.dialect === "ec2"));
    const shapes = await this.#shapes;
    this.#loaded = shapes;
    const operation = this.#operations.get(name);
    if (operation === undefined) {
      if (!shapes.has(name)) throw asked.unknown();
      throw this.protocol.notImplemented(`portreeve does not implement ${this.service.name}:${name} yet`);
    }
    const shape = shapes.operation(name);
    if (shape === undefined) throw new Error(`${this.service.name}:${name} is served but has no wire shapes`);
    const served = { operation, codec: this.protocol.compile(shape) };
    this.#served.set(name, served);
    return served;
  }
}

/**
 * The services by the names that clients sign with. Of an API with several versions that share a name, as Elastic
 * Load Balancing has, each further one is found under `name/version`.
 */
export type ServedServices = ReadonlyMap<string, ServedService>;

const versionOf = ({ protocol }: Service): string =>
  protocol.kind === "awsJson1.1" ? protocol.targetPrefix : protocol.version;

/** Prepares the services. Throws when two have the same name and version. */
export const serveAll = (services: readonly Service[]): ServedServices => {
  const served = new Map<string, ServedService>();
  const versions = new Set<string>();
  for (const service of services) {
    const versioned = `${service.name}/${versionOf(service)}`;
    if (versions.has(versioned)) throw new Error(`two services are called ${versioned}`);
    versions.add(versioned);
    served.set(served.has(service.name) ? versioned : service.name, new ServedService(service));
  }
  return served;
};

/** The error for a service that is not there. */
export const unknownService = (name: string, services: ServedServices, protocol: Protocol): AwsError => {
  const names = new Set([...services.values()].map(({ service }) => service.name));
  const served = [...names].sort().join(", ");
  const error = protocol.notImplemented(`portreeve does not serve ${name}; it serves: ${served}`);
  return new AwsError(error.code, error.message);
};
