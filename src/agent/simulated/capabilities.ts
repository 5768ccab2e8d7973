const com = "com.amazonaws.ecs.capability.";
const apiVersions = [17, 18, 19, 20, 21, 22, 23, 24, 25, 28, 29, 30, 32, 44];
const loggingDrivers = [
  "awsfirelens",
  "awslogs",
  "fluentd",
  "gelf",
  "journald",
  "json-file",
  "none",
  "splunk",
  "syslog",
];

/** What a simulation can "do": all that a container may want and that needs nothing real. */
export const simulatedCapabilities: readonly string[] = [
  ...apiVersions.map((version) => `${com}docker-remote-api.1.${version}`),
  ...loggingDrivers.map((driver) => `${com}logging-driver.${driver}`),
  `${com}selinux`,
  `${com}apparmor`,
  "ecs.capability.env-files.s3",
  "ecs.capability.firelens.fluentd",
  "ecs.capability.firelens.fluentbit",
  "ecs.capability.firelens.non-root-user",
  "ecs.capability.firelens.options.config.file",
  "ecs.capability.firelens.options.config.s3",
  "ecs.capability.logging-driver.awsfirelens.log-driver-buffer-limit",
  "ecs.capability.secrets.ssm.bootstrap.log-driver",
  "ecs.capability.secrets.asm.bootstrap.log-driver",
];
