import type { BadInput } from "./bad-input.cases.ts";

/** The body of a CreateUser. */
export const iam = (parameters: string): string => `Action=CreateUser&Version=2010-05-08&${parameters}`;
const ec2 = (parameters: string): string => `Action=RunInstances&Version=2016-11-15&${parameters}`;
/**
 * Requests of the Query protocols that can't be; sources of the codes: the comments of aws-query.ts and
 * ec2-query.ts.
 */
export const badQuery: readonly BadInput[] = [
  {
    name: "an operation of IAM that is not served yet",
    service: "iam",
    body: "Action=CreateSAMLProvider&Version=2010-05-08",
    code: "NotImplemented",
    message: "portreeve does not implement iam:CreateSAMLProvider yet",
  },
  {
    name: "an operation of EC2 that is not served yet",
    service: "ec2",
    body: "Action=CreateVpc&Version=2016-11-15",
    code: "NotImplemented",
    message: "portreeve does not implement ec2:CreateVpc yet",
  },
  {
    name: "an action that IAM does not have",
    service: "iam",
    body: "Action=SinkShip&Version=2010-05-08",
    code: "InvalidAction",
    message: "Could not find operation SinkShip for version 2010-05-08",
  },
  {
    name: "a version that IAM does not have",
    service: "iam",
    body: "Action=CreateUser&Version=2001-01-01",
    code: "InvalidAction",
    message: "Could not find operation CreateUser for version 2001-01-01",
  },
  {
    name: "no version",
    service: "iam",
    body: "Action=CreateUser",
    code: "InvalidAction",
    message: "Could not find operation CreateUser for version NO_VERSION_SPECIFIED",
  },
  {
    name: "an action that EC2 does not have",
    service: "ec2",
    body: "Action=SinkShip&Version=2016-11-15",
    code: "InvalidAction",
    message: "The action SinkShip is not valid for this web service.",
  },
  {
    name: "no action",
    service: "iam",
    body: "Version=2010-05-08",
    code: "MissingAction",
    message: "The request is missing an action",
  },
  {
    name: "two missing members",
    service: "iam",
    body: iam("Tags.member.1.Key=a"),
    code: "ValidationError",
    message:
      "2 validation errors detected: Value null at 'tags.1.member.value' failed to satisfy constraint: Member must not be null; Value null at 'userName' failed to satisfy constraint: Member must not be null",
  },
  {
    name: "a value outside of an enum of IAM",
    service: "iam",
    body: "Action=UpdateAccessKey&Version=2010-05-08&AccessKeyId=AKIA0000000000000000&Status=Asleep",
    code: "ValidationError",
    message:
      "1 validation error detected: Value at 'status' failed to satisfy constraint: Member must satisfy enum value set",
  },
  {
    name: "an integer that is none",
    service: "iam",
    body: "Action=ListUsers&Version=2010-05-08&MaxItems=many",
    code: "MalformedInput",
    message: "A value is not an integer (at 'maxItems')",
  },
  {
    name: "a value where a list belongs",
    service: "iam",
    body: iam("UserName=a&Tags=b"),
    code: "MalformedInput",
    message: "A value was found where a list or map belongs (at 'tags')",
  },
  {
    name: "a list without member",
    service: "iam",
    body: iam("UserName=a&Tags.1.Key=b"),
    code: "MalformedInput",
    message: "The items of a list or map are called member (at 'tags')",
  },
  {
    name: "a list without numbers",
    service: "iam",
    body: iam("UserName=a&Tags.member.one.Key=b"),
    code: "MalformedInput",
    message: "A list's item has no number",
  },
  {
    name: "a structure where a value belongs",
    service: "iam",
    body: iam("UserName.a=b"),
    code: "MalformedInput",
    message: "A structure or list was found where a value belongs (at 'userName')",
  },
  {
    name: "a control character, which XML can't carry",
    service: "iam",
    body: iam("UserName=a%00b"),
    code: "MalformedInput",
    message: "A control character can't be part of a value (at 'userName')",
  },
  {
    name: "a parameter that comes twice",
    service: "iam",
    body: iam("UserName=a&UserName=b"),
    code: "MalformedQueryString",
    message: "The parameter UserName is given twice",
  },
  {
    name: "an escape that is not UTF-8",
    service: "iam",
    body: iam("UserName=%ff"),
    code: "MalformedQueryString",
    message: "A parameter is not percent-encoded UTF-8",
  },
  {
    name: "a name of a thousand steps",
    service: "iam",
    body: iam(`${"a.".repeat(1000)}b=c`),
    code: "MalformedQueryString",
    message: "A parameter's name is too deeply nested",
  },
  {
    name: "too many parameters",
    service: "iam",
    body: iam(Array.from({ length: 10_001 }, (_, index) => `P${index}=1`).join("&")),
    code: "MalformedQueryString",
    message: "The request has too many parameters",
  },
  {
    name: "a missing parameter of EC2",
    service: "ec2",
    body: ec2("MinCount=1"),
    code: "MissingParameter",
    message: "The request must contain the parameter MaxCount",
  },
  {
    name: "a value outside of an enum of EC2",
    service: "ec2",
    body: ec2("MinCount=1&MaxCount=1&TagSpecification.1.ResourceType=ship"),
    code: "InvalidParameterValue",
    message: "Value (ship) for parameter TagSpecifications.1.ResourceType is invalid.",
  },
  {
    name: "a boolean of EC2 that is none",
    service: "ec2",
    body: ec2("MinCount=1&MaxCount=1&EbsOptimized=maybe"),
    code: "InvalidParameterValue",
    message: "A value is neither true nor false (at 'EbsOptimized')",
  },
];
