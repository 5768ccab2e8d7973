import { AwsError } from "../../operation/index.ts";

/**
 * The errors of EC2. All are 400 unless said otherwise; texts as AWS writes them.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html
 */
const error = (code: string, message: string): AwsError => new AwsError(code, message);

const list = (ids: readonly string[]): string =>
  ids.length === 1 ? `ID '${ids[0]}' does not exist` : `IDs '${ids.join(", ")}' do not exist`;

/** No instance has the IDs. */
export const instancesNotFound = (ids: readonly string[]): AwsError =>
  error("InvalidInstanceID.NotFound", `The instance ${list(ids)}`);

/** The text is no instance ID. */
export const malformedInstanceId = (id: string): AwsError =>
  error("InvalidInstanceID.Malformed", `Invalid id: "${id}"`);

/** A required parameter is missing. */
export const missingParameter = (name: string): AwsError =>
  error("MissingParameter", `The request must contain the parameter ${name}`);

/** A parameter has a value that EC2 does not take. */
export const invalidParameterValue = (message: string): AwsError => error("InvalidParameterValue", message);

/** Two parameters exclude each other. */
export const invalidParameterCombination = (message: string): AwsError =>
  error("InvalidParameterCombination", message);

/** The instance is not in a state that allows the operation. */
export const incorrectInstanceState = (message: string): AwsError => error("IncorrectInstanceState", message);

/** The client token was used for another request. */
export const idempotentParameterMismatch = (): AwsError =>
  error(
    "IdempotentParameterMismatch",
    "Arguments on this idempotent request are inconsistent with arguments used in previous request(s).",
  );

/** The instance is protected from what was asked for by one of its attributes. */
export const operationNotPermitted = (
  id: string,
  attribute: "disableApiTermination" | "disableApiStop",
  deed: "terminated" | "stopped",
): AwsError =>
  error(
    "OperationNotPermitted",
    `The instance '${id}' may not be ${deed}. Modify its '${attribute}' instance attribute and try again.`,
  );

/** A dry run that would have succeeded; status 412. */
export const dryRunOperation = (): AwsError =>
  new AwsError("DryRunOperation", "Request would have succeeded, but DryRun flag is set.", {
    httpStatus: 412,
  });

/** No resource of the kind has the ID; `code` is the kind's, for example `InvalidSubnetID.NotFound`. */
export const resourceNotFound = (code: string, message: string): AwsError => error(code, message);
