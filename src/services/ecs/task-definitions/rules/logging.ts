import type { LogConfiguration, LogDriver } from "@aws-sdk/client-ecs";
import { clientException } from "../../errors.ts";
import { type ContainerRule, forFargate, type TaskRule } from "./rule.ts";

const DRIVERS: readonly LogDriver[] = [
  "json-file",
  "syslog",
  "journald",
  "gelf",
  "fluentd",
  "awslogs",
  "splunk",
  "awsfirelens",
];

const FARGATE_DRIVERS: readonly LogDriver[] = ["awslogs", "splunk", "awsfirelens"];

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_LogConfiguration.html */
const AWSLOGS_OPTIONS: ReadonlySet<string> = new Set([
  "awslogs-create-group",
  "awslogs-region",
  "awslogs-endpoint",
  "awslogs-group",
  "awslogs-stream-prefix",
  "awslogs-datetime-format",
  "awslogs-multiline-pattern",
  "mode",
  "max-buffer-size",
]);

/**
 * The log driver and its options.
 * https://github.com/kayac/ecspresso/issues/364 (a driver that is none)
 */
export const logConfiguration: ContainerRule = ({ logConfiguration: log }, task) => {
  if (log === undefined) return;
  const allowed = forFargate(task) ? FARGATE_DRIVERS : DRIVERS;
  if (!allowed.some((driver) => driver === log.logDriver)) {
    throw clientException(
      `${log.logDriver} is not a valid log driver. Must be one of [${allowed.join(",")}]`,
    );
  }
  if (log.logDriver === "awslogs") requireAwslogsOptions(log.options ?? {}, forFargate(task));
  if (forFargate(task) && log.logDriver === "awslogs" && !task.executionRoleArn) {
    throw clientException(
      "Fargate requires task definition to have execution role ARN to support log driver awslogs.",
    );
  }
  requireMode(log);
  if ((log.secretOptions ?? []).some(({ name, valueFrom }) => !name || !valueFrom)) {
    throw clientException("The name and valueFrom of secretOptions should not be null or empty.");
  }
  if ((log.secretOptions?.length ?? 0) > 0 && !task.executionRoleArn) {
    throw clientException(
      "When you are specifying container secrets, you must also specify a value for 'executionRoleArn'.",
    );
  }
};

/**
 * https://github.com/aws-cloudformation/cfn-lint/issues/1787 (options that are missing)
 * https://github.com/aws/amazon-ecs-agent/issues/872 (options that are not known)
 * https://github.com/terraform-linters/tflint-ruleset-aws/issues/348 (awslogs-create-group)
 */
const requireAwslogsOptions = (options: Readonly<Record<string, string>>, fargate: boolean): void => {
  const required = ["awslogs-region", "awslogs-group", ...(fargate ? ["awslogs-stream-prefix"] : [])];
  const missing = required.filter((option) => !options[option]);
  if (missing.length > 0) {
    throw clientException(`Log driver awslogs requires options: ${missing.join(", ")}`);
  }
  const unknown = Object.keys(options).filter((option) => !AWSLOGS_OPTIONS.has(option));
  if (unknown.length > 0) {
    throw clientException(`Log driver awslogs disallows options: ${unknown.join(", ")}`);
  }
  const create = options["awslogs-create-group"];
  if (create !== undefined && create.toLowerCase() !== "true") {
    throw clientException(
      "Log driver awslogs option 'awslogs-create-group' should only be set to 'true', else omit option.",
    );
  }
};

const requireMode = ({ logDriver, options }: LogConfiguration): void => {
  const mode = options?.["mode"];
  if (mode !== undefined && mode !== "blocking" && mode !== "non-blocking" && logDriver !== "awsfirelens") {
    throw clientException(
      `Log driver ${logDriver} option 'mode' should only be set to 'blocking' or 'non-blocking'.`,
    );
  }
};

/**
 * FireLens: its log driver and its router come together.
 * https://github.com/fabfuel/ecs-deploy/issues/164 (no router)
 * https://github.com/aws/amazon-cloudwatch-logs-for-fluent-bit/issues/20 (a router that nobody uses)
 * https://github.com/aws/aws-sdk/issues/311 (config-file-value)
 */
export const firelens: TaskRule = (task, containers) => {
  const routers = containers.flatMap((container) => container.firelensConfiguration ?? []);
  const used = containers.some((container) => container.logConfiguration?.logDriver === "awsfirelens");
  if (used && routers.length === 0) {
    throw clientException(
      "When awsfirelens log driver is specified in log configuration, a firelens configuration object must be configured in one of the containers.",
    );
  }
  if (routers.length > 0 && !used) {
    throw clientException(
      "When a firelensConfiguration object is specified, at least one container has to be configured with the awsfirelens log driver.",
    );
  }
  if (routers.length > 1) {
    throw clientException("Only one container can have a firelensConfiguration object.");
  }
  for (const { options } of routers) {
    const kind = options?.["config-file-type"];
    const file = options?.["config-file-value"];
    if (kind !== undefined && kind !== "s3" && kind !== "file") {
      throw clientException("The firelens option config-file-type must be one of [s3,file]");
    }
    if (kind === "s3" && (!file?.startsWith("arn:") || forFargate(task))) {
      throw clientException("Invalid arn syntax.");
    }
  }
};
