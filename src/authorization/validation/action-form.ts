import type { Refuse } from "../language/document.ts";
import type { Located } from "../language/statement.ts";

const NO_VENDOR = "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.";

/** Refuses what is not `*`, `*:*` or `service:Action`. Whether the service has the action is not IAM's question. */
export const checkAction = ({ value, start }: Located, refuse: Refuse): void => {
  if (value === "*") return;
  const parts = value.split(":");
  const [vendor = ""] = parts;
  if (parts.length === 1) refuse("InvalidAction", `"${value}" names no service`, start, NO_VENDOR);
  if (parts.length > 2)
    refuse(
      "InvalidAction",
      `"${value}" has more than one colon`,
      start,
      "Actions/Condition can contain only one colon.",
    );
  // https://github.com/boogy/iam-policy-validator/pull/172
  if (/[*?]/.test(vendor) && value !== "*:*")
    refuse(
      "InvalidAction",
      `"${vendor}" in "${value}" stands for more than one service`,
      start,
      "Action vendors (e.g., aws, ec2, etc.) must not contain wildcards.",
    );
  else if (vendor !== "*" && !/^[a-zA-Z0-9\-.]+$/.test(vendor))
    refuse("InvalidAction", `"${vendor}" is no service`, start, `Vendor ${vendor} is not valid`);
};

/** Refuses a condition key without a service before a colon. */
export const checkConditionKey = ({ value, start }: Located, refuse: Refuse): void => {
  if (!/^[^:]+:./.test(value)) refuse("InvalidConditionKey", `"${value}" names no service`, start, NO_VENDOR);
};

/** Refuses an action of a trust policy that is not one of STS. */
export const checkAssumeRoleAction = ({ value, start }: Located, refuse: Refuse): void => {
  if (!/^sts:/i.test(value))
    refuse(
      "NotAssumeRoleAction",
      `"${value}" is not an action by which a role is assumed`,
      start,
      "AssumeRole policy may only specify STS AssumeRole actions.",
    );
};
