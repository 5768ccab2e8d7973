import { type Constraint, oneOf, range, text } from "./constraint.ts";

const NAME = "[\\w+=,.@-]+";
const PATH = "(\\u002F)|(\\u002F[\\u0021-\\u007E]+\\u002F)";
const TAG_CHARACTERS = "[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]";
const PLAIN_TEXT = "[\\u0009\\u000A\\u000D\\u0020-\\u00FF]+";
const DOCUMENT = text(1, 131_072, PLAIN_TEXT);

/**
 * The constraints of IAM's request members; a member has the same ones in almost every operation.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_Operations.html (each operation's parameters)
 */
export const MEMBERS: Readonly<Record<string, Constraint>> = {
  UserName: text(1, 128, NAME),
  NewUserName: text(1, 64, NAME),
  GroupName: text(1, 128, NAME),
  NewGroupName: text(1, 128, NAME),
  RoleName: text(1, 64, NAME),
  InstanceProfileName: text(1, 128, NAME),
  ServerCertificateName: text(1, 128, NAME),
  NewServerCertificateName: text(1, 128, NAME),
  CertificateBody: text(1, 16_384, PLAIN_TEXT),
  PrivateKey: text(1, 16_384, PLAIN_TEXT),
  CertificateChain: text(1, 2_097_152, PLAIN_TEXT),
  PolicyName: text(1, 128, NAME),
  Path: text(1, 512, PATH),
  NewPath: text(1, 512, PATH),
  PathPrefix: text(1, 512, "\\u002F[\\u0021-\\u007F]*"),
  PolicyArn: text(20, 2048),
  PermissionsBoundary: text(20, 2048),
  PolicyDocument: DOCUMENT,
  AssumeRolePolicyDocument: DOCUMENT,
  VersionId: text(1, 64, "v[1-9][0-9]*(\\.[A-Za-z0-9-]*)?"),
  AccessKeyId: text(16, 128, "[\\w]+"),
  Status: oneOf("Active", "Inactive", "Expired"),
  Scope: oneOf("All", "AWS", "Local"),
  PolicyUsageFilter: oneOf("PermissionsPolicy", "PermissionsBoundary"),
  EntityFilter: oneOf("User", "Role", "Group", "LocalManagedPolicy", "AWSManagedPolicy"),
  MaxSessionDuration: range(3600, 43_200),
  MaxItems: range(1, 1000),
  Marker: text(1, 4096, "[\\u0020-\\u00FF]+"),
  Description: text(0, 1000),
  AccountAlias: text(3, 63, "[a-z0-9]([a-z0-9]|-(?!-)){1,61}[a-z0-9]"),
  AWSServiceName: text(1, 128, NAME),
  CustomSuffix: text(1, 64, NAME),
  DeletionTaskId: text(1, 1000),
  PolicySourceArn: text(20, 2048),
  ResourceHandlingOption: text(1, 64),
  ResourceOwner: text(1, 2048),
  CallerArn: text(1, 2048),
  ResourcePolicy: DOCUMENT,
};

/** Members that an operation constrains in its own way. */
export const MEMBERS_OF_OPERATIONS: Readonly<Record<string, Readonly<Record<string, Constraint>>>> = {
  CreateUser: { UserName: text(1, 64, NAME) },
  CreateRole: {
    Description: text(0, 1000, "[\\u0009\\u000A\\u000D\\u0020-\\u007E\\u00A1-\\u00FF]*"),
  },
  UpdateRole: {
    Description: text(0, 1000, "[\\u0009\\u000A\\u000D\\u0020-\\u007E\\u00A1-\\u00FF]*"),
  },
};

/** Lists: how many entries, and what each entry, or each member of it, must satisfy. */
export const LISTS: Readonly<
  Record<
    string,
    { readonly count: Constraint; readonly entry: Constraint | Readonly<Record<string, Constraint>> }
  >
> = {
  Tags: {
    count: range(0, 50),
    entry: { Key: text(1, 128, `${TAG_CHARACTERS}+`), Value: text(0, 256, `${TAG_CHARACTERS}*`) },
  },
  TagKeys: { count: range(0, 50), entry: text(1, 128, `${TAG_CHARACTERS}+`) },
  Filter: {
    count: range(0, 5),
    entry: oneOf("User", "Role", "Group", "LocalManagedPolicy", "AWSManagedPolicy"),
  },
  PolicyInputList: { count: range(0, 10_000), entry: DOCUMENT },
  PermissionsBoundaryPolicyInputList: { count: range(0, 1), entry: DOCUMENT },
  ActionNames: { count: range(0, 10_000), entry: text(3, 128) },
  ResourceArns: { count: range(0, 10_000), entry: text(1, 2048) },
  ContextEntries: {
    count: range(0, 10_000),
    entry: {
      ContextKeyName: text(5, 256),
      ContextKeyType: oneOf(
        "string",
        "stringList",
        "numeric",
        "numericList",
        "boolean",
        "booleanList",
        "ip",
        "ipList",
        "binary",
        "binaryList",
        "date",
        "dateList",
      ),
    },
  },
};
