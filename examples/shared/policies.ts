/** A policy document of the voyage; written over several lines, so that a place in it means something. */
export const policy = (...statements: readonly Readonly<Record<string, unknown>>[]): string =>
  JSON.stringify({ Version: "2012-10-17", Statement: statements }, undefined, 2);

/** A trust policy that lets an AWS service take on a role. */
export const trust = (service: string): string =>
  policy({ Effect: "Allow", Principal: { Service: service }, Action: "sts:AssumeRole" });
