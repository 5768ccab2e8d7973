import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { deflateRawSync, inflateRawSync } from "node:zlib";
import type { Refusal } from "../../operation/index.ts";

/** Made anew by each process: a message is for looking at now, and opaque to everybody without permission. */
const key = randomBytes(32);
const ALGORITHM = "aes-256-gcm";
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const LONGEST_DECODED = 1_000_000;

const items = <Item>(all: readonly Item[]) => ({ items: all });

const conditionsOf = (context: Refusal["request"]["context"]) =>
  Object.entries(context).map(([name, value]) => ({
    key: name,
    values: items([value].flat().map((one) => ({ value: one }))),
  }));

const textOf = (value: string | readonly string[] | undefined): string | undefined =>
  typeof value === "string" ? value : undefined;

/**
 * What a refusal was about, as AWS's decoded messages say it.
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_DecodeAuthorizationMessage.html
 */
const describe = ({ request, decision }: Refusal): string => {
  const { principal, action, resource, context } = request;
  const id = textOf(context["aws:userid"]);
  return JSON.stringify({
    allowed: false,
    explicitDeny: decision.outcome === "explicitDeny",
    matchedStatements: items(
      decision.statements.map(({ sid, effect }) => ({
        statementId: sid ?? "",
        effect: effect.toUpperCase(),
        principals: items([{ value: id ?? principal.arn }]),
        principalGroups: items([]),
      })),
    ),
    failures: items([]),
    context: {
      principal: { id, name: textOf(context["aws:username"]) ?? id?.split(":")[1], arn: principal.arn },
      action,
      resource,
      conditions: items(conditionsOf(context)),
    },
  });
};

/** The refusal as an opaque message that `DecodeAuthorizationMessage` opens, for principals of the same account. */
export const encodeAuthorizationMessage = (refusal: Refusal): string => {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(ALGORITHM, key, nonce).setAAD(
    Buffer.from(refusal.request.principal.accountId),
  );
  const content = Buffer.concat([cipher.update(deflateRawSync(describe(refusal))), cipher.final()]);
  return Buffer.concat([nonce, content, cipher.getAuthTag()]).toString("base64url");
};

/** The message's JSON text; undefined when it was not made here, or for another account. */
export const decodeAuthorizationMessage = (message: string, accountId: string): string | undefined => {
  const bytes = Buffer.from(message, "base64url");
  if (bytes.length <= NONCE_BYTES + TAG_BYTES) return undefined;
  const decipher = createDecipheriv(ALGORITHM, key, bytes.subarray(0, NONCE_BYTES), {
    authTagLength: TAG_BYTES,
  })
    .setAAD(Buffer.from(accountId))
    .setAuthTag(bytes.subarray(-TAG_BYTES));
  try {
    const content = decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES));
    const packed = Buffer.concat([content, decipher.final()]);
    return inflateRawSync(packed, { maxOutputLength: LONGEST_DECODED }).toString("utf8");
  } catch {
    return undefined;
  }
};
