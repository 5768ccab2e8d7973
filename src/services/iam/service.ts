import type { Service } from "../../operation/index.ts";
import { accessDenied } from "./errors.ts";
import { operations } from "./operations.ts";

/** AWS Identity and Access Management. https://docs.aws.amazon.com/IAM/latest/APIReference/welcome.html */
export const iam: Service = {
  name: "iam",
  protocol: {
    kind: "awsQuery",
    version: "2010-05-08",
    namespace: "https://iam.amazonaws.com/doc/2010-05-08/",
  },
  schemas: () => import("@aws-sdk/client-iam"),
  operations,
  denied: accessDenied,
};
