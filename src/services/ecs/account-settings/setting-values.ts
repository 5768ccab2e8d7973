import type { SettingName } from "@aws-sdk/client-ecs";
import { invalidParameter } from "../errors.ts";

type SettingFacts = {
  readonly values: readonly string[];
  /** What applies where nothing was set. */
  readonly initial: string;
  /** AWS alone changes it. */
  readonly awsManaged?: true;
};

const ON_OFF = ["enabled", "disabled"] as const;

/**
 * The account settings, their values and what they are in an account that was opened today.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-account-settings.html
 */
export const ACCOUNT_SETTINGS: { readonly [Name in SettingName]: SettingFacts } = {
  awsvpcTrunking: { values: ON_OFF, initial: "disabled" },
  containerInsights: { values: ["enabled", "disabled", "enhanced"], initial: "disabled" },
  containerInstanceLongArnFormat: { values: ON_OFF, initial: "enabled" },
  defaultLogDriverMode: { values: ["blocking", "non-blocking"], initial: "non-blocking" },
  fargateEventWindows: { values: ON_OFF, initial: "disabled" },
  fargateFIPSMode: { values: ON_OFF, initial: "disabled" },
  fargateTaskRetirementWaitPeriod: { values: ["0", "7", "14"], initial: "7" },
  guardDutyActivate: { values: ["on", "off"], initial: "off", awsManaged: true },
  serviceLongArnFormat: { values: ON_OFF, initial: "enabled" },
  tagResourceAuthorization: { values: ["on"], initial: "on" },
  taskLongArnFormat: { values: ON_OFF, initial: "enabled" },
};

/**
 * Refuses a name that is no account setting.
 *
 * @throws AwsError InvalidParameterException
 */
export const requireSettingName = (name: string | undefined): SettingName => {
  if (name !== undefined && Object.hasOwn(ACCOUNT_SETTINGS, name)) {
    // INVARIANT: the table's keys are exactly the setting names.
    return name as SettingName;
  }
  throw invalidParameter("Invalid setting 'name'");
};

/**
 * Refuses a value that the setting can't have; texts as AWS gives them.
 * https://github.com/aws/aws-cli/issues/3785 (a value that is none)
 * https://github.com/hashicorp/terraform-provider-aws website/docs/r/ecs_account_setting_default.html.markdown (long ARNs)
 *
 * @throws AwsError InvalidParameterException
 */
export const requireSettingValue = (name: SettingName, value: string | undefined): string => {
  const facts = ACCOUNT_SETTINGS[name];
  if (value === undefined || !facts.values.includes(value)) throw invalidParameter("Invalid setting 'value'");
  if (facts.awsManaged === true) {
    throw invalidParameter(`The account setting ${name} is managed by AWS and cannot be changed.`);
  }
  if (name.endsWith("LongArnFormat") && value === "disabled") {
    throw invalidParameter("You can no longer disable Long Arn settings");
  }
  return value;
};
