import {
  AttachUserPolicyCommand,
  CreateGroupCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  DeleteUserCommand,
  GetUserCommand,
  PutUserPolicyCommand,
  TagUserCommand,
} from "@aws-sdk/client-iam";
import { GetSessionTokenCommand } from "@aws-sdk/client-sts";
import type { Refusal } from "./refusal.ts";

const invalid = (what: string, member: string, send: Refusal["send"]): Refusal => ({
  what,
  code: "ValidationError",
  status: 400,
  message: new RegExp(`validation errors? detected: Value .*at '${member}' failed to satisfy constraint`),
  send,
});

const TRUST =
  '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"ec2.amazonaws.com"},"Action":"sts:AssumeRole"}]}';

const document = JSON.stringify({
  Version: "2012-10-17",
  Statement: Array.from({ length: 100 }, (_, index) => ({
    Effect: "Allow",
    Action: "ecs:*",
    Resource: `arn:aws:ecs:us-west-2:123456789012:cluster/${"x".repeat(60)}${index}`,
  })),
});

/** https://docs.aws.amazon.com/IAM/latest/APIReference/CommonErrors.html and the pages of the operations. */
export const iamCases: readonly Refusal[] = [
  ...["<alice>", "a&b", 'a"b', "a b", "a/b", "é", "]]>", ""].map((UserName) =>
    invalid(`a user called ${JSON.stringify(UserName)}`, "userName", ({ iam }) =>
      iam.send(new CreateUserCommand({ UserName })),
    ),
  ),
  invalid("a user of 65 letters", "userName", ({ iam }) =>
    iam.send(new CreateUserCommand({ UserName: "a".repeat(65) })),
  ),
  invalid("a path without slashes", "path", ({ iam }) =>
    iam.send(new CreateUserCommand({ UserName: "half", Path: "team" })),
  ),
  invalid("a group of XML", "groupName", ({ iam }) =>
    iam.send(new CreateGroupCommand({ GroupName: "<!ENTITY x>" })),
  ),
  invalid("a role that lasts too short", "maxSessionDuration", ({ iam }) =>
    iam.send(
      new CreateRoleCommand({
        RoleName: "half",
        AssumeRolePolicyDocument: TRUST,
        MaxSessionDuration: 1,
      }),
    ),
  ),
  invalid("a description in Chinese", "description", ({ iam }) =>
    iam.send(new CreateRoleCommand({ RoleName: "half", AssumeRolePolicyDocument: TRUST, Description: "漢" })),
  ),
  {
    what: "a user who is there already, whatever the case",
    code: "EntityAlreadyExistsException",
    status: 409,
    message: /^User with name ALICE already exists\.$/,
    send: ({ iam }) => iam.send(new CreateUserCommand({ UserName: "ALICE" })),
  },
  {
    what: "a user who is not there",
    code: "NoSuchEntityException",
    status: 404,
    message: /^The user with name nobody cannot be found\.$/,
    send: ({ iam }) => iam.send(new GetUserCommand({ UserName: "nobody" })),
  },
  {
    what: "a policy that is not there",
    code: "NoSuchEntityException",
    status: 404,
    message: /^Policy arn:aws:iam::123456789012:policy\/nothing does not exist or is not attachable\.$/,
    send: ({ iam }) =>
      iam.send(
        new AttachUserPolicyCommand({
          UserName: "alice",
          PolicyArn: "arn:aws:iam::123456789012:policy/nothing",
        }),
      ),
  },
  {
    what: "an inline policy above 2048 characters",
    code: "LimitExceededException",
    status: 409,
    message: /^Maximum policy size of 2048 bytes exceeded for user alice$/,
    send: ({ iam }) =>
      iam.send(new PutUserPolicyCommand({ UserName: "alice", PolicyName: "half", PolicyDocument: document })),
  },
  {
    what: "a managed policy above 6144 characters",
    code: "LimitExceededException",
    status: 409,
    message: /^Cannot exceed quota for PolicySize: 6144$/,
    send: ({ iam }) => iam.send(new CreatePolicyCommand({ PolicyName: "half", PolicyDocument: document })),
  },
  {
    what: "a tag twice, in another case",
    code: "InvalidInputException",
    status: 400,
    message: /[Dd]uplicate tag keys/,
    send: ({ iam }) =>
      iam.send(
        new TagUserCommand({
          UserName: "alice",
          Tags: [
            { Key: "a", Value: "1" },
            { Key: "A", Value: "2" },
          ],
        }),
      ),
  },
  {
    what: "a user with an access key, deleted",
    code: "DeleteConflictException",
    status: 409,
    message: /^Cannot delete entity, must delete access keys first\.$/,
    send: ({ iam }) => iam.send(new DeleteUserCommand({ UserName: "alice" })),
  },
  invalid("a session of a second", "durationSeconds", ({ sts }) =>
    sts.send(new GetSessionTokenCommand({ DurationSeconds: 1 })),
  ),
];
