import { AwsError } from "../../operation/index.ts";

/**
 * The errors of IAM: codes and HTTP statuses as in
 * https://docs.aws.amazon.com/IAM/latest/APIReference/CommonErrors.html and each operation's page; the texts
 * are those that AWS was seen to send.
 */
const failure =
  (code: string, httpStatus: number) =>
  (message: string): AwsError =>
    new AwsError(code, message, { httpStatus });

/** A parameter that breaks a constraint, or a request that does not make sense. */
export const validationError = failure("ValidationError", 400);
export const invalidInput = failure("InvalidInput", 400);
export const malformedPolicy = failure("MalformedPolicyDocument", 400);
export const deleteConflict = failure("DeleteConflict", 409);
export const accessDenied = failure("AccessDenied", 403);
export const malformedCertificate = failure("MalformedCertificate", 400);
export const invalidClientToken = failure("InvalidClientTokenId", 403);

const noSuchEntity = failure("NoSuchEntity", 404);
const entityAlreadyExists = failure("EntityAlreadyExists", 409);
const overLimit = failure("LimitExceeded", 409);
const unmodifiable = failure("UnmodifiableEntity", 400);

export const invalidServiceName = (service: string): AwsError =>
  invalidInput(`${service} is not a service name that has a service-linked role.`);

/** `noun` is `user`, `group`, `role`, `user policy`, … */
export const notFound = (noun: string, name: string): AwsError =>
  noSuchEntity(`The ${noun} with name ${name} cannot be found.`);
export const instanceProfileNotFound = (name: string): AwsError =>
  noSuchEntity(`Instance Profile ${name} cannot be found.`);
export const policyNotFound = (arn: string): AwsError => noSuchEntity(`Policy ${arn} was not found.`);
export const policyVersionNotFound = (arn: string, version: string): AwsError =>
  noSuchEntity(`Policy ${arn} version ${version} does not exist or is not attachable.`);
export const notAttachable = (arn: string): AwsError =>
  noSuchEntity(`Policy ${arn} does not exist or is not attachable.`);
export const boundaryNotFound = (arn: string): AwsError =>
  noSuchEntity(`Scope ARN: ${arn} does not exist or is not attachable.`);
export const noBoundary = (noun: string, name: string): AwsError =>
  noSuchEntity(`${noun} ${name} does not have a permissions boundary.`);
export const accessKeyNotFound = (id: string): AwsError =>
  noSuchEntity(`The Access Key with id ${id} cannot be found.`);
export const aliasNotFound = (alias: string): AwsError =>
  noSuchEntity(`The account alias ${alias} does not exist.`);
export const deletionTaskNotFound = (id: string): AwsError =>
  noSuchEntity(`The deletion task with id ${id} cannot be found.`);

export const serverCertificateNotFound = (name: string): AwsError =>
  noSuchEntity(`The Server Certificate with name ${name} cannot be found.`);

/** `noun` is `User`, `Group` or `Role`. */
export const alreadyExists = (noun: string, name: string): AwsError =>
  entityAlreadyExists(`${noun} with name ${name} already exists.`);
export const instanceProfileExists = (name: string): AwsError =>
  entityAlreadyExists(`Instance Profile ${name} already exists.`);
export const policyExists = (name: string): AwsError =>
  entityAlreadyExists(`A policy called ${name} already exists. Duplicate names are not allowed.`);
export const aliasExists = (alias: string): AwsError =>
  entityAlreadyExists(`The account alias ${alias} already exists.`);

export const serverCertificateExists = (name: string): AwsError =>
  entityAlreadyExists(`The Server Certificate with name ${name} already exists.`);

/** https://github.com/hashicorp/terraform/issues/3746 */
export const serverCertificateInUse = (id: string, userArn: string): AwsError =>
  deleteConflict(
    `Certificate: ${id} is currently in use by ${userArn}. Please remove it first before deleting it from IAM.`,
  );
export const renamedCertificateInUse = (id: string, userArn: string): AwsError =>
  unmodifiable(
    `Certificate: ${id} is currently in use by ${userArn}. Please remove it first before renaming it.`,
  );
export const keyPairMismatch = (): AwsError =>
  failure("KeyPairMismatch", 400)("The private key does not match the public key of the certificate.");

/** `quota` as IAM names it, for example `PoliciesPerRole`. */
export const limitExceeded = (quota: string, limit: number): AwsError =>
  overLimit(`Cannot exceed quota for ${quota}: ${limit}`);
export const inlineSizeExceeded = (limit: number, noun: string, name: string): AwsError =>
  overLimit(`Maximum policy size of ${limit} bytes exceeded for ${noun} ${name}`);
export const tooManyVersions = (limit: number): AwsError =>
  overLimit(
    `A managed policy can have up to ${limit} versions. Before you create a new version, you must delete an existing version.`,
  );

export const protectedRole = (name: string): AwsError =>
  unmodifiable(
    `Cannot perform the operation on the protected role '${name}' - this role is only modifiable by AWS`,
  );
