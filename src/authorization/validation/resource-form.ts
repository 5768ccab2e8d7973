import type { Refuse } from "../language/document.ts";
import type { Located } from "../language/statement.ts";

// https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/partitions.html
const PARTITION = /^(?:aws|aws-cn|aws-us-gov|aws-iso(?:-[a-z])?|aws-eusc|\*)$/;
const IAM_PATHS = [
  "user/",
  "federated-user/",
  "role/",
  "group/",
  "instance-profile/",
  "mfa/",
  "server-certificate/",
  "policy/",
  "sms-mfa/",
  "saml-provider/",
  "oidc-provider/",
  "report/",
  "access-report/",
];

/** Refuses what is neither `*` nor of the form of an ARN, with the text for what is wrong with it. */
export const checkResource = ({ value, start }: Located, refuse: Refuse): void => {
  const text = findFault(value);
  if (text !== undefined) refuse("InvalidResource", `"${value}" is not a valid resource`, start, text);
};

const findFault = (value: string): string | undefined => {
  if (value === "*") return undefined;
  const [scheme, partition = "", service = "", region = "", account, ...rest] = value.split(":");
  if (scheme !== "arn" || !value.includes(":")) return `Resource ${value} must be in ARN format or "*".`;
  if (!PARTITION.test(partition)) {
    const shown = [service, region, account ?? "", rest.join(":")].map((part) => part || "*");
    return `Partition "${partition}" is not valid for resource "arn:${partition}:${shown.join(":")}".`;
  }
  if (service === "" || /[*?]/.test(service))
    return "Resource vendor must be fully qualified and cannot contain regexes.";
  if (service === "iam" && region !== "" && region !== "*")
    return `IAM resource ${value} cannot contain region information.`;
  if (service === "s3" && region !== "" && region !== "*")
    return `Resource ${value} can not contain region information.`;
  if (service === "iam" && account !== undefined && !startsIamPath(rest.join(":")))
    return `IAM resource path must either be "*" or start with ${IAM_PATHS.join(", ")}.`;
  return undefined;
};

// A wildcard may stand for the beginning of a path as well. The root user's `root`, which AWS's text leaves out, is
// in policies that AWS itself publishes (IAMAuditRootUserCredentials).
const startsIamPath = (path: string): boolean => {
  if (path === "root") return true;
  const [literal = ""] = /^[^*?]*/.exec(path) ?? [];
  return IAM_PATHS.some((start) =>
    literal.length === path.length
      ? path.startsWith(start)
      : start.startsWith(literal) || literal.startsWith(start),
  );
};

/** Whether IAM's older parser, which still reads every policy, stumbles over the resource. */
export const failsLegacyParsing = (value: string): boolean => {
  const parts = value.split(":");
  if (value === "*" || parts.length < 3) return false;
  return parts[2] === "" || (parts.length < 6 && value.includes("::"));
};
