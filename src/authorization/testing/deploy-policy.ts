import {
  compilePolicy,
  type Explanation,
  type PolicyLayers,
  policySet,
  renderExplanation,
} from "../index.ts";
import { ACCOUNT } from "./cases.ts";

/** A policy as people write it, with what it says of which line, and the resources that it is about. */
const DEPLOY = `{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "RunWeb",
      "Effect": "Allow",
      "Action": "ecs:RunTask",
      "Resource": "arn:aws:ecs:*:*:task-definition/web:*",
      "Condition": {
        "ArnEquals": {
          "ecs:cluster": "arn:aws:ecs:us-east-1:${ACCOUNT}:cluster/demo"
        }
      }
    },
    {
      "Sid": "Look",
      "Effect": "Allow",
      "Action": ["ecs:ListClusters", "ecs:DescribeClusters"],
      "Resource": "arn:aws:ecs:us-east-1:${ACCOUNT}:cluster/demo"
    }
  ]
}`;
export const origin = { kind: "inline", name: "deploy", attachedTo: "user alice" } as const;
export const layers: PolicyLayers = { identity: policySet([compilePolicy(DEPLOY, origin)]) };
export const demo = `arn:aws:ecs:us-east-1:${ACCOUNT}:cluster/demo`;
export const prod = `arn:aws:ecs:us-east-1:${ACCOUNT}:cluster/prod`;
export const web = `arn:aws:ecs:us-east-1:${ACCOUNT}:task-definition/web:3`;
export const api = `arn:aws:ecs:us-east-1:${ACCOUNT}:task-definition/api:1`;

export const text = (explanation: Explanation): string => renderExplanation(explanation, { color: false });
