import { readWireShapes, type Service } from "../../operation/index.ts";
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
  schemas: readWireShapes(new URL("./wire-shapes.data.json", import.meta.url)),
  operations,
  denied: accessDenied,
};
