import { AwsError } from "../../operation/index.ts";

/**
 * The error of a call that is not allowed; `message` is AWS's sentence. Of actions that are decided on no resource,
 * Elastic Load Balancing names none. https://github.com/kubernetes/kops/issues/17702
 */
export const accessDenied = (message: string): AwsError =>
  new AwsError("AccessDenied", message.replace(ON_NOTHING, "$1"), { httpStatus: 403 });

const ON_NOTHING = /( is not authorized to perform: elasticloadbalancing:\w+) on resource: \*(?= |$)/;

/** A parameter that breaks a constraint, or a request that does not make sense. */
export const validationError = (message: string): AwsError =>
  new AwsError("ValidationError", message, { httpStatus: 400 });
