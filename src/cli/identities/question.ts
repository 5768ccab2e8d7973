import type { AuthorizationRequest, ContextValue, PolicyLayers } from "../../authorization/index.ts";
import { policySet } from "../../authorization/index.ts";
import { meaningOf } from "../../policy-lint/reference/actions.ts";
import { typesOf, writtenForm } from "../../policy-lint/reference/arn-forms.ts";
import { nearestName } from "../../policy-lint/reference/nearest-name.ts";
import { requestOf } from "../../policy-test/index.ts";
import { CliError } from "../cli-error.ts";
import type { EndpointFile } from "../endpoint-file.ts";
import type { Account, Identity } from "./account.ts";

/** What a person asks of a principal or of an account. */
export type Question = {
  readonly action: string;
  readonly resource: string;
  readonly context: Readonly<Record<string, ContextValue>>;
};

/** Reads the question from the command line. Throws {@link CliError} for an action that does not exist. */
export const readQuestion = (
  action: string,
  resource: string | undefined,
  context: readonly string[],
  endpoint: Pick<EndpointFile, "url" | "region">,
): Question => {
  const meaning = meaningOf(action);
  const found = meaning.kind === "actions" && !/[*?]/.test(action) ? meaning.actions[0] : undefined;
  if (found === undefined) {
    const names =
      meaning.kind === "actions" ? Array.from(meaning.service.actions.values(), ({ name }) => name) : [];
    const near = nearestName(action, names);
    throw new CliError(
      `there is no action "${action}"${near === undefined ? "" : `; did you mean ${near}?`}`,
      2,
    );
  }
  const types = typesOf(found);
  if (resource === undefined && types.length > 0)
    throw new CliError(
      `${found.name} is decided on a resource: give ${types.slice(0, 3).map(writtenForm).join(" or ")}, or "*"`,
      2,
    );
  if (resource !== undefined && resource !== "*" && types.length === 0)
    throw new CliError(`${found.name} takes no resource: leave it out`, 2);
  return {
    action: found.name,
    resource: resource ?? "*",
    context: { ...usualContext(endpoint), ...readContext(context) },
  };
};

// What a request from this machine has anyway, as the gateway fills it in.
const usualContext = ({
  url,
  region,
}: Pick<EndpointFile, "url" | "region">): Readonly<Record<string, ContextValue>> => {
  const now = new Date();
  return {
    "aws:RequestedRegion": region,
    "aws:SourceIp": "127.0.0.1",
    "aws:CurrentTime": `${now.toISOString().slice(0, 19)}Z`,
    "aws:EpochTime": String(Math.floor(now.getTime() / 1000)),
    "aws:SecureTransport": String(url.startsWith("https:")),
  };
};

const readContext = (pairs: readonly string[]): Readonly<Record<string, ContextValue>> => {
  const context: Record<string, ContextValue> = {};
  for (const pair of pairs) {
    const equals = pair.indexOf("=");
    if (equals < 1) throw new CliError(`--context is key=value, not "${pair}"`, 2);
    const key = pair.slice(0, equals);
    const value = pair.slice(equals + 1);
    const before = Object.hasOwn(context, key) ? context[key] : undefined;
    Object.defineProperty(context, key, {
      // A key that is given again has several values.
      value: before === undefined ? value : [...(typeof before === "string" ? [before] : before), value],
      enumerable: true,
      configurable: true,
      writable: true,
    });
  }
  return context;
};

/** The request with which an identity would ask, and the policies that have a say: its own, and a role's trust policy. */
export const asked = (
  { principal, layers }: Identity,
  question: Question,
  account: Account,
): { readonly request: AuthorizationRequest; readonly layers: PolicyLayers } => {
  const request = requestOf(principal, question);
  if (!/^sts:(?:AssumeRole|TagSession|SetSourceIdentity)/i.test(question.action)) return { request, layers };
  const role = account.identities.find((identity) => identity.principal.arn === question.resource);
  return {
    request,
    layers: role?.trust === undefined ? layers : { ...layers, resource: policySet([role.trust]) },
  };
};
