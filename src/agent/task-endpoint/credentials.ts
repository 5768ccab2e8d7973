import type { CredentialLookup, EndpointAnswer } from "./task-endpoint.ts";

const failure = (status: number, code: string, message: string): EndpointAnswer => ({
  status,
  body: { code, message, HTTPErrorCode: status },
});

/** The credential id of `/v2/credentials/<id>` or `/v1/credentials?id=<id>`, and the version; undefined for other paths. */
const requested = (url: URL): { readonly version: string; readonly id: string } | undefined => {
  if (url.pathname === "/v1/credentials") return { version: "V1", id: url.searchParams.get("id") ?? "" };
  const match = /^\/v2\/credentials(?:\/([^/]*))?\/?$/.exec(url.pathname);
  return match === null ? undefined : { version: "V2", id: match[1] ?? "" };
};

/**
 * Answers a request for a role's credentials; undefined if `url` asks for something else. The id is the secret:
 * whoever knows it gets the credentials.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html
 */
export const answerCredentials = (url: URL, lookup: CredentialLookup): EndpointAnswer | undefined => {
  const request = requested(url);
  if (request === undefined) return undefined;
  const { version, id } = request;
  if (id === "") return failure(400, "NoIdInRequest", `Credentials${version}Request: No ID in the request`);
  const get = lookup(id);
  if (get === undefined)
    return failure(400, "InvalidIdInRequest", `Credentials${version}Request: ID not found`);
  const credentials = get();
  if (credentials === undefined)
    return failure(
      503,
      "CredentialsUninitialized",
      `Credentials${version}Request: Credentials uninitialized for ID`,
    );
  return {
    status: 200,
    body: {
      RoleArn: credentials.roleArn,
      AccessKeyId: credentials.accessKeyId,
      SecretAccessKey: credentials.secretAccessKey,
      Token: credentials.sessionToken,
      Expiration: credentials.expiration,
    },
  };
};
