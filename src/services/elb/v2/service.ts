import { readWireShapes, type Service } from "../../../operation/index.ts";
import { accessDenied } from "../errors.ts";
import { operations } from "./operations.ts";

const VERSION = "2015-12-01";

/**
 * Elastic Load Balancing, version 2015-12-01: application, network and gateway load balancers.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/Welcome.html
 */
export const elbV2: Service = {
  name: "elasticloadbalancing",
  protocol: {
    kind: "awsQuery",
    version: VERSION,
    namespace: `http://elasticloadbalancing.amazonaws.com/doc/${VERSION}/`,
    quotesValues: true,
  },
  schemas: readWireShapes(new URL("./wire-shapes.data.json", import.meta.url)),
  denied: accessDenied,
  operations,
};
