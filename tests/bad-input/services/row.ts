/** Where a text of AWS was found; "AWS's manner" is written where no public source has the text. */
export type Source = string;

/**
 * A call that AWS refuses: what it is, the operation, its input, the error's code and text, and where that is from.
 * In the input and the text `{name}` stands for something of the harbour, see {@link import("./harbour.ts").Harbour}.
 */
export type BadRow = readonly [
  what: string,
  operation: string,
  input: unknown,
  code: string,
  text: string | RegExp,
  source: Source,
];

export const INVALID = "InvalidParameterException";
export const CLIENT = "ClientException";
export const UNREADABLE = "SerializationException";
export const UNSUPPORTED = "UnsupportedFeatureException";

const RECORDED = "https://github.com/radkawar/stackd/blob/main/testdata/aws/ecs";
const API = "https://docs.aws.amazon.com/AmazonECS/latest/APIReference";

/** Answers of AWS itself, recorded call by call. */
export const SERVICES_RECORDED: Source = `${RECORDED}/services.json`;
export const REVISIONS_RECORDED: Source = `${RECORDED}/service_revisions.json`;
/** Texts that CreateService was tried with on AWS: the rules `pf-ecs-*.rego`. */
export const PREFLIGHT: Source = "https://github.com/badmintoncryer/cdk-preflight";
/** The rule is of the API reference, the text in AWS's manner. */
export const api = (page: string): Source => `${API}/API_${page}.html (the rule; the text in AWS's manner)`;
/** https://github.com/aws/aws-toolkit-vscode/issues/2915 has it for clusters. */
export const ELSEWHERE: Source = "https://github.com/aws/aws-toolkit-vscode/issues/2915";
/** Texts of the JSON parser that ECS shares with other services. */
export const PARSER: Source = "https://github.com/aws-actions/amazon-ecs-deploy-task-definition/issues/587";
export const NO_CLUSTER: Source = "https://github.com/k1LoW/awspec/issues/473";
export const NO_SERVICE: Source = "https://github.com/hashicorp/terraform/issues/15073";
export const QUERY_LANGUAGE: Source =
  "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/cluster-query-language.html (the rule; the text in AWS's manner)";
