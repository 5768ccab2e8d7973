import { AwsError, type ControlPlane, invoke, type RequestFacts } from "../operation/index.ts";
import { addressedService, guessedProtocol } from "./addressed-service.ts";
import { authenticate } from "./authentication/authenticate.ts";
import { type Claim, readClaim } from "./authentication/claim.ts";
import type { ResolveCredentials } from "./authentication/credentials.ts";
import { AuthenticationFailure } from "./authentication/failure.ts";
import { type Dialect, failureAnswer } from "./authentication/failure-answers.ts";
import type { GatewayLog } from "./log.ts";
import type { ApiAnswer, ApiRequest, Protocol } from "./protocols/protocol.ts";
import { scopeOf } from "./region.ts";
import { type ServedService, type ServedServices, unknownService } from "./served-service.ts";

/** What the API is made of. */
export type ApiParts = {
  readonly plane: ControlPlane;
  readonly services: ServedServices;
  readonly resolveCredentials: ResolveCredentials;
  readonly log: GatewayLog;
};

/** An answer, and what the metrics want to know of it. */
export type Answered = {
  readonly answer: ApiAnswer;
  readonly service: string;
  readonly operation: string;
  /** `OK`, or AWS's error code. */
  readonly code: string;
};

const checkService = (claim: Claim, addressed: ServedService | undefined): void => {
  if (addressed !== undefined && claim.service !== addressed.service.name)
    throw new AuthenticationFailure(
      "scope",
      // Why the blank at the end: AWS's sentence has it. https://github.com/aws/aws-sdk-ruby/issues/431
      `Credential should be scoped to correct service: '${addressed.service.name}'. `,
    );
};

/** One request on its way; holds how far it came, for the metrics and the form of an error. */
class Passage {
  readonly #parts: ApiParts;
  readonly #request: ApiRequest;
  readonly #facts: RequestFacts;
  #served: ServedService | undefined;
  /** As the client names it: it may be any text. */
  #operation: string | undefined;

  constructor(parts: ApiParts, request: ApiRequest, facts: RequestFacts) {
    this.#parts = parts;
    this.#request = request;
    this.#facts = facts;
  }

  async answer(): Promise<Answered> {
    try {
      return this.#answered(await this.#call(), "OK");
    } catch (error) {
      const known = this.#known(error);
      return this.#answered(this.#protocol().error(known, this.#facts.requestId), known.code);
    }
  }

  /** Answers a request that is not even read. */
  refuse(error: AwsError): Answered {
    this.#served = addressedService(this.#request, this.#parts.services);
    return this.#answered(this.#protocol().error(error, this.#facts.requestId), error.code);
  }

  async #call(): Promise<ApiAnswer> {
    const { plane, services, resolveCredentials } = this.#parts;
    const addressed = addressedService(this.#request, services);
    this.#served = addressed;
    const claim = readClaim(this.#request);
    this.#served ??= services.get(claim.service);
    checkService(claim, addressed);
    const context = { state: plane.state, resolve: resolveCredentials, now: plane.world.now() };
    const caller = authenticate(this.#request, claim, context);
    const served = this.#served;
    if (served === undefined) throw unknownService(claim.service, services, this.#protocol());
    const asked = served.protocol.ask(this.#request);
    this.#operation = asked.operation;
    const { operation, codec } = await served.find(asked);
    const input = codec.read(asked.parameters);
    const output = await invoke(plane, {
      service: served.service,
      operation,
      // INVARIANT: the codec was compiled from the shapes of this very operation's input.
      input: input as never,
      caller,
      scope: scopeOf(claim.service, claim.region, caller.principal.accountId),
      request: this.#facts,
    });
    const { contentType } = served.protocol;
    return { status: 200, contentType, body: codec.write(output, this.#facts.requestId) };
  }

  #known(error: unknown): AwsError {
    if (error instanceof AwsError) return error;
    if (error instanceof AuthenticationFailure) return failureAnswer(error, this.#dialect());
    const { requestId } = this.#facts;
    this.#parts.log.error(
      { requestId, service: this.#served?.service.name, operation: this.#operation, err: error },
      "a request failed for a reason that is not the client's",
    );
    return this.#protocol().internalError();
  }

  #protocol(): Protocol {
    return this.#served?.protocol ?? guessedProtocol(this.#request);
  }

  #dialect(): Dialect {
    if (this.#served !== undefined) return this.#served.dialect;
    return this.#protocol().contentType.includes("json") ? "json" : "query";
  }

  #answered(answer: ApiAnswer, code: string): Answered {
    const operation = this.#operation ?? "";
    return {
      answer,
      code,
      service: this.#served?.service.name ?? "unknown",
      operation: this.#served?.has(operation) === true ? operation : "unknown",
    };
  }
}

/** Answers a request: who is it from, what does it ask, may it, then does it. Never rejects. */
export const answerRequest = (parts: ApiParts, request: ApiRequest, facts: RequestFacts): Promise<Answered> =>
  new Passage(parts, request, facts).answer();

/** Answers a request that the gateway does not look into, such as one that is too large. */
export const refuseRequest = (
  parts: ApiParts,
  request: ApiRequest,
  facts: RequestFacts,
  error: AwsError,
): Answered => new Passage(parts, request, facts).refuse(error);
