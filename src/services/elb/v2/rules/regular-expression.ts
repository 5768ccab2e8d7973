import { validationError } from "../errors.ts";

/**
 * Refuses what is no regular expression, or a longer one than AWS takes.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-condition-types.html
 *
 * @throws AwsError ValidationError
 */
export const checkRegularExpression = (text: string, longest: number): void => {
  if (text === "" || text.length > longest)
    throw validationError(`A regular expression must be between 1 and ${longest} characters`);
  try {
    new RegExp(text);
  } catch {
    throw validationError(`'${text}' is not a valid regular expression`);
  }
};
