import assert from "node:assert/strict";
import { it } from "node:test";
import { lintWritten, SOUND, testCode } from "../testing/lint-cases.ts";

const when = (Condition: object) => ({ ...SOUND, Condition });

testCode("unknown-service", [
  ["a slip of the pen", { ...SOUND, Action: "esc:RunTask" }, '"esc:RunTask"'],
  ["in a list", { ...SOUND, Action: ["ecs:RunTask", "esc:*"] }, '"esc:*"'],
  ["the service as it is written", { ...SOUND, Action: "ECS:RunTask" }, null],
  ["everything", { ...SOUND, Action: "*", Resource: "*" }, null],
]);

testCode("unknown-action", [
  ["a slip of the pen", { ...SOUND, Action: "ecs:RunTaks" }, '"ecs:RunTaks"'],
  ["of another service", { ...SOUND, Action: "ecs:PutObject" }, '"ecs:PutObject"'],
  ["a wildcard that fits nothing", { ...SOUND, Action: "ecs:Lunch*" }, '"ecs:Lunch*"'],
  ["in NotAction", { Effect: "Deny", NotAction: "iam:GetUsr", Resource: "*" }, '"iam:GetUsr"'],
  ["letter case does not matter", { ...SOUND, Action: "ecs:runtask" }, null],
  ["a wildcard", { ...SOUND, Action: "ecs:R?nT*" }, null],
]);

testCode("unknown-condition-key", [
  [
    "a service's key",
    when({ ArnEquals: { "ecs:clustr": "arn:aws:ecs:us-east-1:1:cluster/x" } }),
    '"ecs:clustr"',
  ],
  ["a global key", when({ StringEquals: { "aws:PrincipleTag/team": "web" } }), '"aws:PrincipleTag/team"'],
  ["a tag without its key", when({ StringEquals: { "aws:ResourceTag/": "web" } }), '"aws:ResourceTag/"'],
  ["letter case does not matter", when({ ArnEquals: { "ECS:Cluster": "arn:aws:ecs:*:*:cluster/x" } }), null],
  ["tags of any key", when({ StringEquals: { "aws:ResourceTag/a/b:c": "web" } }), null],
  ["a template with angle brackets", when({ StringEquals: { "s3:ExistingObjectTag/x": "1" } }), null],
  [
    "identity providers' own",
    when({ StringEquals: { "token.actions.githubusercontent.com:sub": "x" } }),
    null,
  ],
  ["SAML", when({ StringEquals: { "SAML:aud": "x" } }), null],
]);

testCode("unknown-variable", [
  [
    "in a resource",
    { ...SOUND, Resource: "arn:aws:iam::123456789012:user/${aws:usrname}" },
    '"arn:aws:iam::123456789012:user/${aws:usrname}"',
  ],
  ["in a condition", when({ StringEquals: { "aws:RequestTag/o": "${aws:usernme}" } }), '"${aws:usernme}"'],
  ["one that exists", { ...SOUND, Resource: "arn:aws:iam::123456789012:user/${aws:username}" }, null],
  [
    "with a default",
    when({ StringEquals: { "aws:RequestTag/o": "${aws:PrincipalTag/team, 'none'}" } }),
    null,
  ],
  ["escapes", when({ StringLike: { "aws:RequestTag/o": "${*}${?}${$}" } }), null],
]);

it("the nearest name is offered", () => {
  const adviceFor = (Action: string) => lintWritten({ ...SOUND, Action }).findings[0]?.advice;
  assert.equal(adviceFor("ecs:RunTaks"), 'Did you mean "ecs:RunTask"?');
  assert.equal(adviceFor("esc:RunTaks"), 'Did you mean "ecs:RunTask"?');
  assert.equal(adviceFor("ecs:Registr*"), 'Did you mean "ecs:Registe*"?');
  assert.equal(adviceFor("ecs:EverythingThereIs"), undefined);
});
