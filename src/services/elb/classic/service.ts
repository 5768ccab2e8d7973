import { readWireShapes, type Service } from "../../../operation/index.ts";
import { accessDenied } from "../errors.ts";
import { operations } from "./operations.ts";

const VERSION = "2012-06-01";

/**
 * Elastic Load Balancing, version 2012-06-01: Classic Load Balancers.
 * https://docs.aws.amazon.com/elasticloadbalancing/2012-06-01/APIReference/Welcome.html
 */
export const elbClassic: Service = {
  name: "elasticloadbalancing",
  protocol: {
    kind: "awsQuery",
    version: VERSION,
    namespace: `http://elasticloadbalancing.amazonaws.com/doc/${VERSION}/`,
  },
  schemas: readWireShapes(new URL("./wire-shapes.data.json", import.meta.url)),
  denied: accessDenied,
  operations,
};
